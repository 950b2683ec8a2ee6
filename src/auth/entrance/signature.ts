/**
 * Requests signed with an access key: parses the header, rebuilds the signed text and checks the digest of the body.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify'
import { Refusal } from '../../refusal.ts'
import { isKeyId } from '../access-keys.ts'
import type { SignedRequest } from '../identify-by-key.ts'

/** Maximum difference between a request's date and our clock. */
const mostOffMs = 5 * 60_000
/** Extra time that a signature is remembered, because the clocks of processes may differ. */
const leewayMs = 5 * 60_000

/** Distinguishes signed requests from those with a token: Ruuvi's iOS app sends its token without a scheme. */
export function isSigned({ headers }: FastifyRequest): boolean {
  return /^signature\s/i.test(headers.authorization ?? '')
}

/** Reads the signature of a request. Refuses with `badKey` whatever no key could make valid. */
export function readSignature(request: FastifyRequest): SignedRequest {
  const { keyId, signature, names } = parametersOf(request.headers.authorization ?? '')
  const values = names.map(name => [name, signedValue(request, name)] as const)
  const date = dateOf(request)
  if (names.includes('digest')) digests.set(request, digestOf(request))
  // The same answer as for an unknown key.
  if (!isKeyId(keyId)) throw new Refusal('badKey')
  const given = Buffer.from(signature, 'base64')
  return {
    keyId,
    signature: given,
    isSignedWith: secret => textsOf(values).some(text => isEqual(given, hmac(secret, text))),
    ends: new Date(date + mostOffMs + leewayMs),
  }
}

const refused = (sentence: string) => new Refusal('badKey', sentence)

/** Parses the header: comma-separated `name="value"` pairs in any order. */
function parametersOf(authorization: string): { keyId: string; signature: string; names: string[] } {
  const parameters = new Map<string, string>()
  const pairs = authorization.replace(/^\S+\s+/, '').split(/(?<="),/)
  for (const pair of pairs) {
    const [, name, value] = /^\s*(\w+)="([^"]*)"\s*$/.exec(pair) ?? []
    if (name === undefined || value === undefined || parameters.has(name)) throw refused(unreadable)
    parameters.set(name, value)
  }
  const [keyId, algorithm, headers, signature] = ['keyId', 'algorithm', 'headers', 'signature'].map(name =>
    parameters.get(name),
  )
  if (!keyId || !algorithm || !headers || !signature) throw refused(unreadable)
  if (algorithm.toLowerCase() !== 'hmac-sha256') throw refused('A signature is made by hmac-sha256, and says so.')
  const names = headers.toLowerCase().split(' ')
  if (new Set(names).size < names.length) throw refused('A signature names each header once.')
  if (!names.includes(target) || !names.includes('date')) {
    throw refused('Sign "(request-target)" and the header "date" at least, and name both in "headers".')
  }
  return { keyId, signature, names }
}

const target = '(request-target)'

const unreadable =
  'Write the header like this: Signature keyId="…",algorithm="hmac-sha256",headers="(request-target) host date",signature="…".'

/** Returns the signed value of a header, or of the request target. */
function signedValue({ raw, headers }: FastifyRequest, name: string): string {
  if (name === target) return `${raw.method?.toLowerCase()} ${raw.url}`
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined
  if (value === undefined) throw refused('A header that is named in the signature did not come.')
  return [value].flat().join(', ')
}

/** Returns the time of signing in milliseconds; refuses a date too far from our clock. */
function dateOf({ headers }: FastifyRequest): number {
  // `date -u` writes UTC where HTTP requires GMT.
  const text = String(headers.date).replace(/ UTC$/, ' GMT')
  const date = Date.parse(text)
  // Requires the HTTP date format: other formats may omit the time zone.
  const isFitting = Math.abs(Date.now() - date) <= mostOffMs && new Date(date).toUTCString() === text
  if (!isFitting) {
    throw refused(
      `The header "date" must be the time now, give or take five minutes, written like ${new Date().toUTCString()}.`,
    )
  }
  return date
}

/** Returns the texts of which one must have been signed: some programs omit the port in `host`. */
function textsOf(values: (readonly [name: string, value: string])[]): string[] {
  const text = (hostOf: (host: string) => string) =>
    values.map(([name, value]) => `${name}: ${name === 'host' ? hostOf(value) : value}`).join('\n')
  return [...new Set([text(host => host), text(host => host.replace(/:\d+$/, ''))])]
}

/** Node decodes the bytes of headers as Latin-1. */
const hmac = (secret: Buffer, text: string) => createHmac('sha256', secret).update(text, 'latin1').digest()

const isEqual = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b)

/** The expected digest of the body, for requests whose signature covers it. */
const digests = new WeakMap<FastifyRequest, Buffer>()

function digestOf({ headers }: FastifyRequest): Buffer {
  const entries = String(headers.digest).split(',')
  const [, digest] =
    entries.map(entry => /^\s*sha-256=([A-Za-z0-9+/]{43}=)\s*$/i.exec(entry)).find(found => found) ?? []
  if (!digest) throw refused('The header "digest" is the SHA-256 of the body, written like SHA-256=<base64>.')
  return Buffer.from(digest, 'base64')
}

/** Checks the signed digest of a body before anything else reads the body; refuses a mismatch with `badKey`. */
export function checkDigest(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: RequestPayload,
  done: (error: Error | null, payload?: RequestPayload) => void,
) {
  const digest = digests.get(request)
  if (!digest) return done(null, payload)
  bodyOf(payload, request.routeOptions.bodyLimit)
    .then(body => {
      if (isEqual(createHash('sha256').update(body).digest(), digest)) return Readable.from(body, { objectMode: false })
      throw refused('The header "digest" does not fit the body.')
    })
    .then(
      body => done(null, body),
      error => {
        // Unread bytes of the body would be parsed as the next request.
        reply.header('connection', 'close')
        // Any other error means that the client disconnected.
        done(error instanceof Refusal ? error : new Refusal('malformed'))
      },
    )
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
