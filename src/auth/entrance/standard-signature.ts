/** Signatures of RFC 9421: the headers `Signature-Input` and `Signature`, with any label. */
import type { FastifyRequest } from 'fastify'
import { type InnerList, type Item, parseDictionary, serializeInnerList } from 'structured-headers'
import { isKeyId } from '../access-keys.ts'
import type { Digest } from './body.ts'
import {
  dateOf,
  digestOf,
  mostOffMs,
  type ReadSignature,
  refused,
  signedHeader,
  withoutPort,
} from './draft-signature.ts'

/**
 * Reads a signature of RFC 9421. `publicUrl` is where clients reach the service, if a proxy hides it. Refuses with
 * `badKey` whatever no key could make valid.
 */
export function readStandardSignature(request: FastifyRequest, publicUrl: string | undefined): ReadSignature {
  const { input, signature } = chosen(request)
  const names = namesOf(input)
  const { keyId, at } = parametersOf(input, names.includes('date') ? dateOf(request) : undefined)
  const params = serializeInnerList(input)
  const texts = originsOf(request, publicUrl).map(origin =>
    [...names.map(name => `"${name}": ${partOf(request, origin, name)}`), `"@signature-params": ${params}`].join('\n'),
  )
  const digest = names.includes('content-digest')
    ? contentDigestOf(request)
    : names.includes('digest')
      ? digestOf(request)
      : undefined
  return { keyId, signature, texts: [...new Set(texts)], at, digest }
}

const unreadable =
  'Write the headers like this: Signature-Input: a=("@method" "@target-uri" "date");keyid="…";alg="hmac-sha256";created=… and Signature: a=:…:.'

/** Parses both headers. Of several signatures the first with the id of an access key counts. */
function chosen({ headers }: FastifyRequest): { input: InnerList; signature: Buffer } {
  const [inputs, signatures] = [headers['signature-input'], headers.signature].map(parsed)
  const found = [...(inputs ?? [])].flatMap(([label, input]) => {
    const [value] = signatures?.get(label) ?? []
    return isInnerList(input) && value instanceof ArrayBuffer ? [{ input, signature: Buffer.from(value) }] : []
  })
  const ours = found.find(({ input: [, parameters] }) => isKeyId(String(parameters.get('keyid')))) ?? found[0]
  if (!ours) throw refused(unreadable)
  return ours
}

function parsed(header: string | string[] | undefined) {
  try {
    return parseDictionary([header ?? ''].flat().join(', '))
  } catch {
    throw refused(unreadable)
  }
}

const isInnerList = (member: Item | InnerList): member is InnerList => Array.isArray(member[0])

/** Returns the names of what is signed: at least the method, the whole target, and each once. */
function namesOf([items]: InnerList): string[] {
  const names = items.map(([name, parameters]) => {
    // A quote can't be part of a name, and would be escaped in the signed text.
    if (typeof name !== 'string' || !/^@?[a-z0-9_.-]+$/.test(name) || parameters.size > 0) {
      throw refused('What is signed is named in lower case, without parameters.')
    }
    return name
  })
  if (new Set(names).size < names.length) throw refused('A signature names each part once.')
  const isWhole = ['@target-uri', '@request-target'].some(name => names.includes(name))
  if (!names.includes('@method') || !(isWhole || (names.includes('@path') && names.includes('@query')))) {
    throw refused(
      'Sign "@method" and "@target-uri" at least, or "@request-target", or "@path" and "@query" in its place.',
    )
  }
  return names
}

/** Checks the parameters of a signature; `date` is the time in the signed header, if that is signed. */
function parametersOf([, parameters]: InnerList, date: number | undefined): { keyId: string; at: number } {
  const [keyId, algorithm, created, expires] = ['keyid', 'alg', 'created', 'expires'].map(name => parameters.get(name))
  if (typeof keyId !== 'string') throw refused(unreadable)
  if (algorithm !== undefined && algorithm !== 'hmac-sha256') throw refused('A signature is made by hmac-sha256.')
  const now = Date.now()
  if (created !== undefined && !(Math.abs(now - Number(created) * 1000) <= mostOffMs)) {
    throw refused(
      `The time "created" must be the time now in seconds, give or take five minutes: ${Math.floor(now / 1000)}.`,
    )
  }
  if (expires !== undefined && !(Number(expires) * 1000 > now))
    throw refused('The signature has expired: see "expires".')
  const at = created === undefined ? date : Number(created) * 1000
  if (at === undefined) throw refused('Say when it was signed: with "created", or by signing the header "date".')
  return { keyId, at }
}

type Origin = { scheme: string; authority: string }

/** Lists the origins that clients may have signed: as they know it, with the port and without. */
function originsOf({ protocol, headers }: FastifyRequest, publicUrl: string | undefined): Origin[] {
  const known =
    publicUrl === undefined
      ? []
      : [new URL(publicUrl)].map(({ protocol, host }) => ({ scheme: protocol.slice(0, -1), authority: host }))
  const host = String(headers.host ?? '').toLowerCase()
  const usual = { http: ':80', https: ':443' }[protocol] ?? ''
  const authority = host.endsWith(usual) ? host.slice(0, host.length - usual.length) : host
  return [...known, { scheme: protocol, authority }].flatMap(origin => [
    origin,
    { ...origin, authority: withoutPort(origin.authority) },
  ])
}

/** Returns the value of a part of the request that is signed, if the client knows it by this origin. */
function partOf(request: FastifyRequest, { scheme, authority }: Origin, name: string): string {
  const { method = '', url = '' } = request.raw
  if (!name.startsWith('@')) return name === 'host' ? authority : signedHeader(request, name).trim()
  const [path = ''] = url.split('?', 1)
  const query = url.slice(path.length)
  const value = new Map([
    ['@method', method],
    ['@authority', authority],
    ['@scheme', scheme],
    ['@target-uri', `${scheme}://${authority}${url}`],
    ['@request-target', url],
    ['@path', path],
    ['@query', query || '?'],
  ]).get(name)
  if (value === undefined) throw refused('A part that is named in the signature is not known here.')
  return value
}

/** Reads the header "content-digest": SHA-256 or SHA-512. */
function contentDigestOf(request: FastifyRequest): Digest {
  const digests = parsed(signedHeader(request, 'content-digest'))
  for (const [name, algorithm, bytes] of [
    ['sha-256', 'sha256', 32],
    ['sha-512', 'sha512', 64],
  ] as const) {
    const [value] = digests.get(name) ?? []
    if (value instanceof ArrayBuffer && value.byteLength === bytes) {
      return { algorithm, value: Buffer.from(value), header: 'content-digest' }
    }
  }
  throw refused('The header "content-digest" is the SHA-256 or SHA-512 of the body, written like sha-256=:<base64>:.')
}
