/** A request as the fuzz sends it, and how it is let in. */
import { createHash, createHmac, randomUUID } from 'node:crypto'
import { createSigner } from 'fast-jwt'
import type { InjectOptions } from 'fastify'
import type { Dice } from '../support/dice.ts'
import type { Known, Scene } from './known.ts'
import { ill } from './values.ts'

export type Face = 'REST' | 'GraphQL' | 'pages'

/** How a request was made: as it should be, wrong in one thing, or to harm. */
export type Mode = 'valid' | 'nearly' | 'hostile'

/** How it says who is calling: in a way that counts, in one that never does, or in one that may have ended meanwhile. */
export type Entry = 'good' | 'bad' | 'open'

export type Sent = {
  face: Face
  /** What it is counted under: the operation, or the field that it asks for. */
  about: string
  mode: Mode
  entry: Entry
  /** Who calls, if anybody. */
  caller: string
  request: InjectOptions & { url: string; method: string; headers: Record<string, string> }
  /** The body, if it is sent as the JSON that it seems to be. */
  json?: unknown
}

export type Secrets = { secret: string; internalSecret: string; webhookSecret: string }

type Asked = { method: string; url: string; body: string | Buffer | undefined }
type Entered = { entry: Entry; headers: Record<string, string> }

/** Makes headers that let somebody in; or, in the other modes, some that do not. */
export function enter(dice: Dice, known: Known, secrets: Secrets, scene: Scene, asked: Asked, isBad: boolean): Entered {
  const { caller } = scene
  if (isBad) return { entry: 'bad', headers: dice.one(badEntries)(dice, secrets, caller) }
  const way = dice.weighed({ trusted: 80, session: 8, key: 12 })
  if (way === 'session') {
    // Older ones have mostly ended.
    const theirs = known.tokens.filter(({ owner }) => owner === caller).slice(-2)
    if (theirs.length > 0) return { entry: 'open', headers: { authorization: `Bearer ${dice.one(theirs).token}` } }
  }
  if (way === 'key') {
    const theirs = known.keys.filter(
      ({ id, owner }) => owner === caller && (known.keyIds.includes(id) || dice.falls(0.1)),
    )
    if (theirs.length > 0) return { entry: 'open', headers: signed(dice, dice.one(theirs), asked) }
  }
  const token = tokenOf(secrets.secret, caller)
  return { entry: 'good', headers: { authorization: dice.one(['Bearer ', 'bearer ', '']) + token } }
}

/** A token as an issuer makes it that the service trusts, issued after whatever deletion the fuzz asked for. */
export const tokenOf = (secret: string, email: string) =>
  sign(secret, { email, iat: Math.floor(Date.now() / 1000) + 60 })

/** Signs a token that ends in a day, unless its claims say otherwise. */
const sign = (key: string, claims: object, algorithm: 'HS256' | 'HS512' = 'HS256') =>
  createSigner({ key, algorithm })({ exp: Math.floor(Date.now() / 1000) + 86_400, ...claims })

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What lets nobody in. */
const badEntries: ((dice: Dice, secrets: Secrets, email: string) => Record<string, string>)[] = [
  () => ({}),
  dice => ({ authorization: inHeader(dice.one(ill)) }),
  dice => ({ authorization: `Bearer ${inHeader(dice.one(ill))}` }),
  (_, __, email) => ({ authorization: `Bearer ${sign('another-secret-that-is-long-enough!', { email })}` }),
  (_, { secret }, email) => ({ authorization: `Bearer ${sign(secret, { email, exp: 1 })}` }),
  (_, { secret }, email) => ({ authorization: `Bearer ${createSigner({ key: secret })({ email })}` }),
  (_, { secret }, email) => ({ authorization: `Bearer ${sign(secret, { email, nbf: 9e9 })}` }),
  (_, { secret }, email) => ({ authorization: `Bearer ${sign(secret, { email }, 'HS512')}` }),
  (_, { secret }, email) => ({ authorization: `Bearer ${sign(secret, { email, sid: randomUUID() })}` }),
  (dice, { secret }) => ({ authorization: `Bearer ${sign(secret, { email: dice.one(ill).slice(0, 1000) })}` }),
  (dice, { secret }, email) => ({
    authorization: `Bearer ${sign(secret, { email, sid: dice.one([...ill, 1, null, {}, []]) })}`.slice(0, 8000),
  }),
  (_, __, email) => ({ authorization: `Bearer ${base64({ alg: 'none' })}.${base64({ email })}.` }),
  (_, { secret }, email) => ({ authorization: `Basic ${sign(secret, { email })}` }),
  dice => ({
    authorization: `Signature keyId="${dice.one(['A'.repeat(20), 'x', ''])}",algorithm="hmac-sha256",headers="(request-target) date",signature="${dice.one(['', 'AAAA', '===='])}"`,
    date: new Date().toUTCString(),
  }),
  dice => ({ authorization: `Signature ${inHeader(dice.one(ill))}`, date: inHeader(dice.one(ill)) }),
  () => ({ authorization: `Signature ${'keyId="x",'.repeat(500)}` }),
]

/** What a header may hold: Latin 1 in one line. */
export const inHeader = (text: string) => text.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '?').slice(0, 4000)

/** Signs a request with an access key, as programs do. */
function signed(dice: Dice, { id, secret }: { id: string; secret: string }, { method, url, body }: Asked) {
  const date = new Date().toUTCString()
  // Two requests of one second would otherwise have one signature.
  const nonce = String(dice.next())
  const digest = `SHA-256=${createHash('sha256')
    .update(body ?? '')
    .digest('base64')}`
  const values = { '(request-target)': `${method.toLowerCase()} ${url}`, date, 'x-nonce': nonce, digest }
  const names = Object.entries(values).filter(([name]) => name !== 'digest' || dice.falls(0.5))
  const text = names.map(([name, value]) => `${name}: ${value}`).join('\n')
  const signature = createHmac('sha256', Buffer.from(secret, 'base64')).update(text, 'latin1').digest('base64')
  const headers = names.map(([name]) => name).join(' ')
  return {
    date,
    digest,
    'x-nonce': nonce,
    authorization: `Signature keyId="${id}",algorithm="hmac-sha256",headers="${headers}",signature="${signature}"`,
  }
}

/** Addresses of several networks: what is counted by network shall not stop all at once. */
export const network = (dice: Dice) => `198.51.${dice.number(0, 255)}.${dice.number(1, 254)}`
