/** Converts anything thrown to a refusal. */
import type { FastifyError } from 'fastify'
import { isAway } from '../db/open.ts'
import { Refusal } from '../refusal.ts'

/** Converts anything thrown while reading or serving a request to a refusal. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const { statusCode = 500, message } = Object(error) as Partial<FastifyError>
  if (statusCode === 413) return new Refusal('tooLarge')
  if (statusCode === 415) return new Refusal('notJson')
  // Must come before isAway: a client that disconnects looks like a broken database connection.
  if (statusCode >= 400 && statusCode < 500) return new Refusal('malformed', `The request cannot be read: ${message}.`)
  return new Refusal(isAway(error) ? 'away' : 'internal')
}
