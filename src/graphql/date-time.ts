/** Instants, as this face reads and writes them. */
import { GraphQLError, Kind, type ValueNode } from 'graphql'

/** How the scalar of schema.graphql is read and written. */
export const dateTime = {
  serialize: String,
  parseValue: read,
  parseLiteral: (node: ValueNode) => read(node.kind === Kind.STRING ? node.value : undefined),
}

/** A day alone begins at midnight UTC; a time of day says how far it is from that. */
const pattern = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/i

function read(value: unknown): string {
  const at = typeof value === 'string' && pattern.test(value) && isDay(value.slice(0, 10)) ? Date.parse(value) : NaN
  // In UTC it may be in another year; those outside of these no database writes like this.
  if (!(at >= Date.parse('0001-01-01') && at < Date.UTC(10_000, 0))) {
    throw new GraphQLError('This is no instant. Write it like 2026-11-21T12:00:00Z.')
  }
  return new Date(at).toISOString()
}

/** Tells whether there is such a day: Date takes the 30th of February for the 2nd of March. */
function isDay(day: string): boolean {
  const at = Date.parse(day)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}
