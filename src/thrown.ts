/** What was thrown, as something that may be told. */
import type { FastifyError } from 'fastify'
import { isAway } from './db/open.ts'
import { Refusal } from './refusal.ts'

/** Makes a refusal of whatever was thrown while a request was read or served. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const { statusCode = 500, message } = Object(error) as Partial<FastifyError>
  if (statusCode === 413) return new Refusal('tooLarge')
  if (statusCode === 415) return new Refusal('notJson')
  // Before isAway: a caller who hangs up looks like a connection that broke.
  if (statusCode >= 400 && statusCode < 500) return new Refusal('malformed', `The request cannot be read: ${message}.`)
  return new Refusal(isAway(error) ? 'away' : 'internal')
}
