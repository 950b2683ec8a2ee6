/** Requests that programs sign with an access key: how they say so, what is signed, and the digest of a body. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify'
import { Refusal } from '../../refusal.ts'
import { isKeyId } from '../access-keys.ts'
import type { Signed } from '../identify-by-key.ts'

/** How far off a request's date may be. */
const mostOffMs = 5 * 60_000
/** For so much longer a signature is remembered: the clocks of processes may differ. */
const leewayMs = 5 * 60_000

/** Tells whether a request is signed, or else brings a token: Ruuvi's iOS app sends its one without any word before it. */
export function isSigned({ headers }: FastifyRequest): boolean {
  return /^signature\s/i.test(headers.authorization ?? '')
}

/** Reads what a request is signed with. Refuses with `badKey` what no key could make good. */
export function readSignature(request: FastifyRequest): Signed {
  const { keyId, signature, names } = parametersOf(request.headers.authorization ?? '')
  const values = names.map(name => [name, signedValue(request, name)] as const)
  const date = dateOf(request)
  if (names.includes('digest')) digests.set(request, digestOf(request))
  // Answered like one that nobody has.
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

/** Reads the header: `name="value"` in any order, with commas between them. */
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

/** What was signed under a name. */
function signedValue({ raw, headers }: FastifyRequest, name: string): string {
  if (name === target) return `${raw.method?.toLowerCase()} ${raw.url}`
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined
  if (value === undefined) throw refused('A header that is named in the signature did not come.')
  return [value].flat().join(', ')
}

/** When a request was signed, in milliseconds; refuses one of another time. */
function dateOf({ headers }: FastifyRequest): number {
  // `date -u` writes UTC where HTTP says GMT.
  const text = String(headers.date).replace(/ UTC$/, ' GMT')
  const date = Date.parse(text)
  // Only as HTTP writes it: other forms may leave out the zone.
  const isFitting = Math.abs(Date.now() - date) <= mostOffMs && new Date(date).toUTCString() === text
  if (!isFitting) {
    throw refused(
      `The header "date" must be the time now, give or take five minutes, written like ${new Date().toUTCString()}.`,
    )
  }
  return date
}

/** The texts of which one must have been signed: some programs leave the port out of `host`. */
function textsOf(values: (readonly [name: string, value: string])[]): string[] {
  const text = (hostOf: (host: string) => string) =>
    values.map(([name, value]) => `${name}: ${name === 'host' ? hostOf(value) : value}`).join('\n')
  return [...new Set([text(host => host), text(host => host.replace(/:\d+$/, ''))])]
}

/** Node reads the bytes of headers as Latin 1. */
const hmac = (secret: Buffer, text: string) => createHmac('sha256', secret).update(text, 'latin1').digest()

const isEqual = (one: Buffer, other: Buffer) => one.length === other.length && timingSafeEqual(one, other)

/** Of requests whose digest was signed: what it must be. */
const digests = new WeakMap<FastifyRequest, Buffer>()

function digestOf({ headers }: FastifyRequest): Buffer {
  const all = String(headers.digest).split(',')
  const [, digest] = all.map(one => /^\s*sha-256=([A-Za-z0-9+/]{43}=)\s*$/i.exec(one)).find(found => found) ?? []
  if (!digest) throw refused('The header "digest" is the SHA-256 of the body, written like SHA-256=<base64>.')
  return Buffer.from(digest, 'base64')
}

/** Reads a body whose digest was signed before anything else does, and refuses another one with `badKey`. */
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
        // What has not been read would be taken for the next request.
        reply.header('connection', 'close')
        // Else it is somebody who hung up.
        done(error instanceof Refusal ? error : new Refusal('malformed'))
      },
    )
}

async function bodyOf(payload: Readable, most: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  // Not destroyed when it is too long: who sends it still gets an answer.
  for await (const part of payload.iterator({ destroyOnReturn: false })) {
    bytes += part.length
    if (bytes > most) throw new Refusal('tooLarge')
    parts.push(part)
  }
  return Buffer.concat(parts)
}
