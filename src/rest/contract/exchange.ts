/** One request and its answer: as handlers read and return them, and as they are sent. */
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { streamHeaders } from '../../events/event-stream.ts'
import type { SignedCall } from '../../gateways/signature.ts'
import { HtmlAnswer } from '../../http/html-answer.ts'
import { networkOf } from '../../limits/network.ts'
import type { Kept } from '../../limits/once.ts'
import { type SignedDoor, signedIn } from './raw-bodies.ts'

/**
 * A request as handlers read it. It is a class because each object literal with getters gets its own hidden class,
 * which stays in memory with everything its request holds until a full GC.
 */
class Incoming {
  readonly #request: FastifyRequest
  readonly caller
  readonly body
  readonly query
  readonly params
  readonly key
  readonly lastId
  readonly userAgent
  readonly accept
  readonly signed: SignedCall | undefined

  constructor(request: FastifyRequest, reply: FastifyReply, door: SignedDoor | undefined) {
    this.#request = request
    this.caller = request.caller
    this.body = request.body
    this.query = request.query
    this.params = request.params
    this.key = request.headers['idempotency-key']
    this.lastId = request.headers['last-event-id']
    this.userAgent = request.headers['user-agent']
    this.accept = request.headers.accept ?? ''
    this.signed = door && signedIn(request, reply, door)
  }

  // Computed lazily: it takes longer than everything else here.
  get network() {
    return networkOf(this.#request.ip)
  }

  get origin() {
    return `${this.#request.protocol}://${this.#request.host}`
  }

  get acceptLanguage() {
    return this.#request.headers['accept-language']
  }

  get wantsJson() {
    return this.accept.includes('application/json') && !this.accept.includes('text/html')
  }
}

/** A file that somebody uploaded. Browsers take it for nothing but its type, and run nothing in it. */
export class FileAnswer {
  readonly type: string
  readonly content: Buffer
  readonly headers = {
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    // Its address is never that of another file.
    'cache-control': 'private, max-age=3600',
  }

  constructor({ type, content }: { type: string; content: Buffer }) {
    this.type = type
    this.content = content
  }
}

/** The text of an answer's `data`: JSON already, which follows the contract without being checked again. */
export class JsonText {
  readonly data: string

  constructor(data: string) {
    this.data = data
  }
}

/** An answer under an Idempotency-Key: stored, and sent again for each repetition of the call, refusals included. */
export class KeptAnswer {
  readonly status: number
  readonly answer: object
  readonly isReplayed: boolean

  constructor({ status, answer, isReplayed }: Kept & { isReplayed: boolean }) {
    this.status = status
    this.answer = answer
    this.isReplayed = isReplayed
  }
}

/** An answer that is sent while it is still being made, with its own headers and without the envelope. */
export class StreamedAnswer {
  readonly stream
  readonly headers

  constructor(stream: Readable, headers: Record<string, string>) {
    this.stream = stream
    this.headers = headers
  }
}

/** Puts data into the envelope. */
export function success<Data>(data: Data) {
  return { result: 'success', data } as const
}

/** Makes the route handler of an operation: it runs the operation's own handler, and sends what that returns. */
export function serve(handler: (incoming: never) => Promise<unknown>, signed: SignedDoor | undefined) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const data = await handler(new Incoming(request, reply, signed) as never)
    if (data instanceof KeptAnswer) {
      if (data.isReplayed) reply.header('idempotency-replayed', 'true')
      return reply.status(data.status).send(data.answer)
    }
    if (signed) reply.headers(signed.headers)
    if (data instanceof JsonText) {
      // Sent as it is: Fastify serializes no text.
      return reply.type('application/json; charset=utf-8').send(`{"result":"success","data":${data.data}}`)
    }
    if (typeof data === 'string') return reply.type('text/plain; charset=utf-8').send(data)
    if (data instanceof StreamedAnswer) return reply.headers(data.headers).send(data.stream)
    if (data instanceof FileAnswer) return reply.type(data.type).headers(data.headers).send(data.content)
    if (data instanceof Readable) return reply.headers(streamHeaders).send(data)
    return data instanceof HtmlAnswer
      ? reply.status(data.status).type('text/html; charset=utf-8').headers(data.headers).send(data.html)
      : success(data)
  }
}
