/** Parses and writes the scalar DateTime. */
import { GraphQLError, Kind, type ValueNode } from 'graphql'

/** The functions of the scalar DateTime in schema.graphql. */
export const dateTime = {
  serialize: String,
  parseValue: read,
  parseLiteral: (node: ValueNode) => read(node.kind === Kind.STRING ? node.value : undefined),
}

/** A date alone means midnight UTC; a time needs its offset from UTC. */
const pattern = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/i

function read(value: unknown): string {
  const at = typeof value === 'string' && pattern.test(value) && isDay(value.slice(0, 10)) ? Date.parse(value) : NaN
  // The offset can move the instant into another year. No database writes years outside 1 to 9999 in this format.
  if (!(at >= Date.parse('0001-01-01') && at < Date.UTC(10_000, 0))) {
    throw new GraphQLError('This is no instant. Write it like 2026-11-21T12:00:00Z.')
  }
  return new Date(at).toISOString()
}

/** Checks that the day exists: Date reads February 30 as March 2. */
function isDay(day: string): boolean {
  const at = Date.parse(day)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}
