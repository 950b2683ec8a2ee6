/** What signatures have to do with bodies: digests are checked, and a signature without one is bound to its body. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify'
import { Refusal } from '../../refusal.ts'

/** A signed digest of a body. */
export type Digest = { algorithm: 'sha256' | 'sha512'; value: Buffer; header: 'digest' | 'content-digest' }

/** The digests that bodies must have, and bodies that were read before Fastify does. */
const digests = new WeakMap<FastifyRequest, Digest>()
const bodies = new WeakMap<FastifyRequest, Buffer>()

/** Notes the digest that the body of a request must have; `checkBody` checks it. */
export const expectDigest = (request: FastifyRequest, digest: Digest) => digests.set(request, digest)

/** Tells whether a request comes with a body. */
export const hasBody = ({ headers }: FastifyRequest) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/**
 * Reads the body of a request whose signature doesn't cover it, and returns what stands for both: another body with the
 * same signature is another request. Refuses with `tooLarge` or, if the client disconnects, with `malformed`.
 */
export async function boundToBody(request: FastifyRequest, reply: FastifyReply, signature: Buffer): Promise<Buffer> {
  const body = hasBody(request) ? await readBody(request, reply, request.raw) : Buffer.alloc(0)
  if (hasBody(request)) bodies.set(request, body)
  return createHash('sha256').update(signature).update(createHash('sha256').update(body).digest()).digest()
}

/** Checks the signed digest of a body before anything else reads the body; refuses a mismatch with `badKey`. */
export function checkBody(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: RequestPayload,
  done: (error: Error | null, payload?: RequestPayload) => void,
) {
  const body = bodies.get(request)
  if (body) return done(null, stream(body))
  const digest = digests.get(request)
  if (!digest) return done(null, payload)
  readBody(request, reply, payload)
    .then(body => {
      if (isOf(digest, body)) return stream(body)
      reply.header('connection', 'close')
      throw new Refusal('badKey', `The header "${digest.header}" does not fit the body.`)
    })
    .then(
      body => done(null, body),
      error => done(error),
    )
}

const stream = (body: Buffer) => Readable.from(body, { objectMode: false })

function isOf({ algorithm, value }: Digest, body: Buffer): boolean {
  const actual = createHash(algorithm).update(body).digest()
  return actual.length === value.length && timingSafeEqual(actual, value)
}

async function readBody(request: FastifyRequest, reply: FastifyReply, payload: Readable): Promise<Buffer> {
  try {
    return await bodyOf(payload, request.routeOptions.bodyLimit)
  } catch (error) {
    // Unread bytes of the body would be parsed as the next request.
    reply.header('connection', 'close')
    // Any other error means that the client disconnected.
    throw error instanceof Refusal ? error : new Refusal('malformed')
  }
}

async function bodyOf(payload: Readable, most: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  // Keeps the stream open when the body is too large, so that the client still gets an answer.
  for await (const part of payload.iterator({ destroyOnReturn: false })) {
    bytes += part.length
    if (bytes > most) throw new Refusal('tooLarge')
    parts.push(part)
  }
  return Buffer.concat(parts)
}
