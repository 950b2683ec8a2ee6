/** Signatures of the old draft: `Authorization: Signature keyId="…",algorithm="hmac-sha256",headers="…",signature="…"`. */
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../refusal.ts'
import type { Digest } from './body.ts'

/** A signature as it was read, whatever its form. */
export type ReadSignature = {
  keyId: string
  signature: Buffer
  /** The texts of which one must have been signed, as bytes in Latin-1, as Node decodes headers. */
  texts: string[]
  /** When it was made, in milliseconds. */
  at: number
  /** The signed digest of the body; undefined: the signature doesn't cover the body. */
  digest: Digest | undefined
}

/** Maximum difference between the time of a signature and our clock. */
export const mostOffMs = 5 * 60_000

/** Builds the refusal of a signature, with a sentence that helps whoever writes the program. */
export const refused = (sentence: string) => new Refusal('badKey', sentence)

/** Reads a signature of the old draft. Refuses with `badKey` whatever no key could make valid. */
export function readDraftSignature(request: FastifyRequest): ReadSignature {
  const { keyId, signature, names } = parametersOf(request.headers.authorization ?? '')
  const values = names.map(name => [name, signedValue(request, name)] as const)
  return {
    keyId,
    signature: Buffer.from(signature, 'base64'),
    texts: textsOf(values),
    at: dateOf(request),
    digest: names.includes('digest') ? digestOf(request) : undefined,
  }
}

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

function signedValue(request: FastifyRequest, name: string): string {
  if (name === target) return `${request.raw.method?.toLowerCase()} ${request.raw.url}`
  return signedHeader(request, name)
}

/** Returns the value of a signed header; refuses with `badKey` if the request doesn't have it. */
export function signedHeader({ headers }: FastifyRequest, name: string): string {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined
  if (value === undefined) throw refused('A header that is named in the signature did not come.')
  return [value].flat().join(', ')
}

/** Returns the time in the header "date" in milliseconds; refuses one too far from our clock. */
export function dateOf({ headers }: FastifyRequest): number {
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
  return [...new Set([text(host => host), text(withoutPort)])]
}

/** Removes the port from a host. */
export const withoutPort = (host: string) => host.replace(/:\d+$/, '')

/** Reads the header "digest"; refuses with `badKey` if it has no SHA-256. */
export function digestOf({ headers }: FastifyRequest): Digest {
  const entries = String(headers.digest).split(',')
  const [, digest] =
    entries.map(entry => /^\s*sha-256=([A-Za-z0-9+/]{43}=)\s*$/i.exec(entry)).find(found => found) ?? []
  if (!digest) throw refused('The header "digest" is the SHA-256 of the body, written like SHA-256=<base64>.')
  return { algorithm: 'sha256', value: Buffer.from(digest, 'base64'), header: 'digest' }
}
