/** The envelope of refusals, and the REST error handler that puts anything thrown into one. */
import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { refusalOf } from '../../http/thrown.ts'
import { Refusal, type RefusalName } from '../../refusal.ts'
import { isMacSchema } from './validate.ts'

/** The response headers that CORS lets pages of other origins read. */
export const exposedHeaders =
  'X-Request-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Idempotency-Replayed'

// Set here as well, because errors can happen before the hook of @fastify/cors has run.
const readable = { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposedHeaders }

/** Puts a refusal into the envelope. */
export function failure({ message, kind }: Refusal) {
  return { result: 'error', error: message, code: kind.code, ...(kind.subCode && { sub_code: kind.subCode }) } as const
}

/** Sends an error in the envelope; logs it if it is our fault (5xx). */
export function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const [mistake] = (Object(error) as Partial<FastifyError>).validation ?? []
  const refusal = mistake ? invalid(mistake) : refusalOf(error)
  const { status, headers = {} } = refusal.kind
  request.server.metrics.refused('rest', refusal)
  if (status >= 500) request.log.error({ err: error }, refusal.name)
  if (refusal.name === 'guessesSlowed') request.log.warn('sign-in slowed')
  return reply
    .status(status)
    .headers({ ...readable, ...headers, 'x-request-id': request.id })
    .type('application/json; charset=utf-8')
    .send(failure(refusal))
}

/** Answers bytes that aren't valid HTTP directly on the socket, and closes it. */
export function sendClientFailure(error: NodeJS.ErrnoException, socket: Socket) {
  if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()
  const refusal = new Refusal(clientRefusals.get(error.code ?? '') ?? 'malformed')
  const { status } = refusal.kind
  const body = JSON.stringify(failure(refusal))
  const headers = {
    ...readable,
    'x-request-id': randomUUID(),
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
  // `end` alone would let further requests on this socket be executed despite the refusal, and keep a socket that the
  // client never closes.
  socket.destroySoon()
}

const clientRefusals = new Map<string, RefusalName>([
  ['HPE_HEADER_OVERFLOW', 'headersTooLarge'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'tooSlow'],
])

function invalid({ keyword, params, instancePath, parentSchema, message }: Invalid): Refusal {
  if (keyword === 'required') return new Refusal('missing', `The field "${params.missingProperty}" is missing.`)
  const field = instancePath.slice(1)
  if (parentSchema?.['x-refusal']) return new Refusal(parentSchema['x-refusal'])
  if (parentSchema?.format === 'email')
    return new Refusal('notEmail', wrongField(field, 'an email address, like someone@example.com'))
  if (isMacSchema(parentSchema)) {
    return new Refusal(
      'notMac',
      wrongField(field, 'a MAC address: six pairs of hex digits with colons, like C6:F1:E7:D3:DA:11'),
    )
  }
  return new Refusal('malformed', field ? `The field "${field}" ${message}.` : 'The body must be a JSON object.')
}

const wrongField = (field: string, what: string) => `The field "${field}" is not ${what}.`

/** An AJV error with the schema that was violated. */
type Invalid = NonNullable<FastifyError['validation']>[number] & {
  parentSchema?: { format?: string; pattern?: string; 'x-refusal'?: RefusalName }
}
