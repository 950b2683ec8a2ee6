/** What every answer of the REST face looks like, and how anything that was thrown becomes one. The only error handler. */
import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal, type RefusalName } from '../../refusal.ts'
import { refusalOf } from '../../thrown.ts'
import { isMacSchema } from './validate.ts'

/** The headers that a page may read besides the answer itself. */
export const exposedHeaders =
  'X-Request-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Idempotency-Replayed'

// @fastify/cors sets them where its hook runs, which is not everywhere that something can go wrong.
const readable = { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposedHeaders }

export function success<Data>(data: Data) {
  return { result: 'success', data } as const
}

export function failure({ message, kind }: Refusal) {
  return { result: 'error', error: message, code: kind.code, ...(kind.subCode && { sub_code: kind.subCode }) } as const
}

/** Answers with the envelope of whatever was thrown; logs what was not the caller's doing. */
export function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const [mistake] = (Object(error) as Partial<FastifyError>).validation ?? []
  const refusal = mistake ? invalid(mistake) : refusalOf(error)
  const { status, headers = {} } = refusal.kind
  request.server.metrics.refused('rest', refusal)
  if (status >= 500) request.log.error({ err: error }, refusal.name)
  return reply
    .status(status)
    .headers({ ...readable, ...headers, 'x-request-id': request.id })
    .type('application/json; charset=utf-8')
    .send(failure(refusal))
}

/** Answers what is no HTTP request at all, straight on the socket, and hangs up. */
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
  // Not only ended: what still came in would be read and done although we said no, and who never hangs up would stay.
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
    return new Refusal('notEmail', named(field, 'an e-mail address, like someone@example.com'))
  if (isMacSchema(parentSchema)) {
    return new Refusal(
      'notMac',
      named(field, 'a MAC address: six pairs of hex digits with colons, like C6:F1:E7:D3:DA:11'),
    )
  }
  return new Refusal('malformed', field ? `The field "${field}" ${message}.` : 'The body must be a JSON object.')
}

const named = (field: string, what: string) => `The field "${field}" is not ${what}.`

/** One of AJV's errors, with the schema that was not met. */
type Invalid = NonNullable<FastifyError['validation']>[number] & {
  parentSchema?: { format?: string; pattern?: string; 'x-refusal'?: RefusalName }
}
