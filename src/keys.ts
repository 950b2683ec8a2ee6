/** All keys and secrets of the service: key derivation, hashing, encryption and random codes. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomInt, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Returns the configured secret; without one, that in the embedded database's folder, created at first use. */
export async function signingSecret({
  jwtSecret,
  dataDir,
}: {
  jwtSecret: string | undefined
  dataDir: string
}): Promise<string> {
  if (jwtSecret !== undefined) return jwtSecret
  const file = join(dataDir, 'jwt-secret')
  return (await readSecret(file)) ?? makeSecret(dataDir, file)
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

/** A derived key. Only this file looks inside, so that it can become a list: the first seals, all unseal. */
export type Key = Buffer

/** The keys that hash and encrypt sign-in codes. */
export type CodeKeys = { hashing: Key; sealing: Key }

/** All keys of the service. Each has one purpose, so that none opens what another protects. */
export type Keys = {
  /** Signs and verifies tokens: the secret itself. */
  tokens: string
  codes: CodeKeys
  /** Encrypts the secrets of access keys. */
  accessKeys: Key
  /** Encrypts the secrets of gateways. */
  gatewaySecrets: Key
  /** Hashes the secrets of sensors. */
  sensorSecrets: Key
  /** Encrypts values that a page hands out to get them back later, such as `undo`. */
  pages: Key
  /** Signs the CSRF tokens of forms. */
  forms: string
}

/** Derives all keys from the secret that signs tokens. */
export function deriveKeys(secret: string): Keys {
  return {
    tokens: secret,
    codes: { hashing: deriveKey(secret, 'code hashing'), sealing: deriveKey(secret, 'code sealing') },
    accessKeys: deriveKey(secret, 'access key sealing'),
    gatewaySecrets: deriveKey(secret, 'gateway secret sealing'),
    sensorSecrets: deriveKey(secret, 'sensor secret hashing'),
    pages: deriveKey(secret, 'page sealing'),
    forms: deriveKey(secret, 'forms').toString('base64'),
  }
}

function deriveKey(secret: string, purpose: string): Key {
  return Buffer.from(hkdfSync('sha256', secret, '', `sensor-share ${purpose}`, 32))
}

/** Encrypts a short secret that the database stores and that must be read again. */
export function seal(key: Key, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** Decrypts a sealed text; throws if it was sealed with another key. */
export function unseal(key: Key, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
}

/** Decrypts a sealed text; null if it was sealed with another key, so that it is unusable until it is set again. */
export function unsealed(key: Key, sealed: string): string | null {
  try {
    return unseal(key, sealed)
  } catch {
    return null
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

/** Returns unpredictable letters and digits that are easy to tell apart. */
export function randomLetters(count: number): string {
  return randomText(plainAlphabet, count)
}

function randomText(alphabet: string, count: number): string {
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/**
 * Hashes a sign-in code as typed, in hex. Uses a key, because all possible codes could be tried against a plain hash.
 */
export function hashCode({ hashing }: CodeKeys, code: string): string {
  return createHmac('sha256', hashing)
    .update(code.trim().toUpperCase().replaceAll('O', '0').replaceAll('I', '1'))
    .digest('hex')
}

/**
 * Hashes the secret of a sensor, in hex. Uses a key because some secrets are short; includes the sensor so that equal
 * secrets have different hashes.
 */
export function hashSecret(key: Key, sensor: string, secret: string): string {
  return createHmac('sha256', key).update(`${sensor} ${secret}`).digest('hex')
}
