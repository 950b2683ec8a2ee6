/** All keys and secrets of the service: key derivation, hashing, encryption and random codes. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  randomInt,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The secrets that keys are derived from. The first signs, seals and hashes; all verify and open, so that one can be
 * replaced without a gap.
 */
export type Secrets = [first: string, ...older: string[]]

/** Returns the configured secrets; without any, that in the embedded database's folder, created at first use. */
export async function signingSecrets({
  jwtSecrets,
  dataDir,
}: {
  jwtSecrets: Secrets | undefined
  dataDir: string
}): Promise<Secrets> {
  if (jwtSecrets) return jwtSecrets
  const file = join(dataDir, 'jwt-secret')
  return [(await readSecret(file)) ?? (await makeSecret(dataDir, file))]
}

async function readSecret(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Writes the secret to a draft and links it into place, so that no process reads half a secret and the first of two
 * writers wins.
 */
async function makeSecret(folder: string, file: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // A random name instead of the process id: in containers every process has id 1.
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, `${randomBytes(48).toString('base64')}\n`, { mode: 0o600 })
  try {
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(draft)
  }
  return (await readFile(file, 'utf8')).trim()
}

/** A key for one purpose, derived from each secret. Only this file looks inside. */
export type Key = readonly [first: Buffer, ...older: Buffer[]]

/** The keys that hash and encrypt sign-in codes. */
export type CodeKeys = { hashing: Key; sealing: Key }

/** All keys of the service. Each has one purpose, so that none opens what another protects. */
export type Keys = {
  /** Sign and verify tokens: the secrets themselves. */
  tokens: Secrets
  codes: CodeKeys
  /** Names the secrets where they must not be known: a short hash of each. */
  ids: Secrets
  /** Hashes tokens of sessions that an older secret signed. */
  sessionTokens: Key
  /** Encrypts the secrets of access keys. */
  accessKeys: Key
  /** Encrypts the secrets of gateways. */
  gatewaySecrets: Key
  /** Hashes the secrets of sensors. */
  sensorSecrets: Key
  /** Hashes short codes for plans. */
  planCodes: Key
  /** Hashes addresses that must be recognized and not kept. */
  addresses: Key
  /** Encrypts the addresses that pictures are uploaded to. */
  uploads: Key
  /** Encrypts what a browser keeps while it signs in: challenges, and what a provider's answer must match. */
  signIns: Key
  /** Sign the CSRF tokens of forms: the first. All verify. */
  forms: Secrets
}

/** Derives all keys from the secrets that sign tokens. */
export function deriveKeys(...secrets: Secrets): Keys {
  const [first, ...older] = secrets
  const key = (purpose: string): Key => [deriveKey(first, purpose), ...older.map(secret => deriveKey(secret, purpose))]
  const texts = (purpose: string, encode: (key: Buffer) => string): Secrets => {
    const [newest, ...others] = key(purpose)
    return [encode(newest), ...others.map(encode)]
  }
  return {
    tokens: secrets,
    ids: texts('secret id', id => id.toString('hex').slice(0, 16)),
    sessionTokens: key('session token hashing'),
    codes: { hashing: key('code hashing'), sealing: key('code sealing') },
    accessKeys: key('access key sealing'),
    gatewaySecrets: key('gateway secret sealing'),
    sensorSecrets: key('sensor secret hashing'),
    planCodes: key('plan code hashing'),
    addresses: key('address hashing'),
    uploads: key('upload sealing'),
    signIns: key('sign-in sealing'),
    forms: texts('forms', form => form.toString('base64')),
  }
}

function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `sensor-share ${purpose}`, 32))
}

/** Encrypts a short secret that the database stores and that must be read again, with the first secret's key. */
export function seal([key]: Key, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** Decrypts a sealed text; throws if none of the secrets sealed it. */
export function unseal(key: Key, sealed: string): string {
  const { text } = opened(key, sealed)
  if (text === null) throw new Error('sealed with another key')
  return text
}

/** Decrypts a sealed text, and tells which secret sealed it: its place in the list. Null: it is none of the list. */
export function opened(key: Key, sealed: string): { text: string; place: number } | { text: null; place: null } {
  for (const [place, one] of key.entries()) {
    try {
      return { text: decrypt(one, sealed), place }
    } catch {}
  }
  return { text: null, place: null }
}

function decrypt(key: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
}

/** Decrypts a sealed text; null if none of the secrets sealed it, so that it is unusable until it is set again. */
export function unsealed(key: Key, sealed: string): string | null {
  return opened(key, sealed).text
}

/**
 * Creates the check of a secret that is sent as it is: it returns the places of the accepted ones that equal it. It
 * compares hashes, and with all of them, so that the time reveals neither which one it is nor how long one is.
 */
export function secretCheck(accepted: string[]): (given: string) => number[] {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const digests = accepted.map(digest)
  return given => {
    const other = digest(given)
    return digests.flatMap((one, place) => (timingSafeEqual(one, other) ? [place] : []))
  }
}

/**
 * A cache of the secrets that this process used last, decrypted, per database. Decrypting one takes longer than
 * checking a signature and needs another statement. The database still decides each time whether a secret is valid.
 */
export class SeenSecrets<Secret> {
  readonly #most = 10_000
  readonly #seen = new WeakMap<object, Map<string, Secret>>()

  get(db: object, id: string): Secret | undefined {
    return this.#seen.get(db)?.get(id)
  }

  remember(db: object, id: string, secret: Secret) {
    const secrets = this.#seen.get(db) ?? new Map<string, Secret>()
    this.#seen.set(db, secrets)
    secrets.delete(id)
    secrets.set(id, secret)
    const [oldest] = secrets.keys()
    if (secrets.size > this.#most && oldest !== undefined) secrets.delete(oldest)
  }

  forget(db: object, id: string) {
    this.#seen.get(db)?.delete(id)
  }
}

// No 0 or O, 1, I or L: people read a code on one screen and type it on another.
const plainAlphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
/** Of sign-in codes: each character more makes guessing harder. O and I are left out, and typed ones mean 0 and 1. */
const codeAlphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789'
const codeLength = 4

/** Number of possible sign-in codes: a random guess is right once in so many tries. */
export const codeCount = codeAlphabet.length ** codeLength

/** Creates a sign-in code. */
export const makeCode = () => randomText(codeAlphabet, codeLength)

/** Number of letters and digits that are easy to tell apart. */
export const plainLetters = plainAlphabet.length

/** Returns unpredictable letters and digits that are easy to tell apart. */
export function randomLetters(count: number): string {
  return randomText(plainAlphabet, count)
}

function randomText(alphabet: string, count: number): string {
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/**
 * Hashes a sign-in code as typed, in hex: the first hash is stored, all are compared. Uses keys, because all possible
 * codes could be tried against a plain hash.
 */
export function hashCode({ hashing }: CodeKeys, code: string): Hashes {
  return hashes(hashing, code.trim().toUpperCase().replaceAll('O', '0').replaceAll('I', '1'))
}

/**
 * Hashes the secret of a sensor, in hex: the first hash is stored, all are compared. Uses keys because some secrets are
 * short; includes the sensor so that equal secrets have different hashes.
 */
export function hashSecret(key: Key, sensor: string, secret: string): Hashes {
  return hashes(key, `${sensor} ${secret}`)
}

/** Hashes a short code for a plan, in hex: the first hash is stored, all are compared. */
export function hashShortCode(key: Key, code: string): Hashes {
  return hashes(key, code)
}

/** Hashes a token, in hex: the first hash is stored, all are compared. */
export function hashToken(key: Key, token: string): Hashes {
  return hashes(key, token)
}

/** Hashes an address in lower case, in hex: the first hash is stored, all are compared. */
export function hashAddress(key: Key, email: string): Hashes {
  return hashes(key, email)
}

/** The hashes of a text with each secret's key. */
export type Hashes = [first: string, ...older: string[]]

function hashes([first, ...older]: Key, text: string): Hashes {
  const hash = (key: Buffer) => createHmac('sha256', key).update(text).digest('hex')
  return [hash(first), ...older.map(hash)]
}
