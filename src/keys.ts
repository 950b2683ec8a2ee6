/** Every key of the service and what follows from it: what is derived, hashed and sealed, and what is drawn at random. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomInt, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Returns the secret of the settings; without one, that of the embedded database's folder, which is made at first use and kept. */
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

/** Writes the secret aside and links it into place, so that nobody ever reads half of it and the first of two makers wins. */
async function makeSecret(folder: string, file: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // No process id: every container calls its process 1.
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

/** Makes a key for one purpose; it follows from the secret that signs tokens. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `sensor-share ${purpose}`, 32))
}

/** Seals a short secret that the database keeps and that must be read again. */
export function seal(key: Buffer, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** Opens what was sealed; throws when it was sealed with another key. */
export function unseal(key: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
}

/** Opens what was sealed; null when it was sealed with another key: then nobody can use it, until it is set anew. */
export function unsealed(key: Buffer, sealed: string): string | null {
  try {
    return unseal(key, sealed)
  } catch {
    return null
  }
}

/**
 * The secrets that this process saw last of each database, opened: opening one takes longer than checking a signature with it,
 * and another statement. Whether a secret still counts, the database is asked each time.
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

// No 0 and O, no 1, I and L: a code is read on one screen and typed on another.
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const codeLength = 4

/** How many codes to sign in there are: a stranger's single guess is right once in so many. */
export const codeCount = alphabet.length ** codeLength

/** Makes a code to sign in with. */
export const makeCode = () => randomLetters(codeLength)

/** Returns letters and digits that nobody can foresee and everybody can tell apart. */
export function randomLetters(count: number): string {
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** The keys that codes are hashed and sealed with; each follows from the secret that signs tokens. */
export type CodeKeys = { hashing: Buffer; sealing: Buffer }

/** Derives them. */
export function codeKeys(secret: string): CodeKeys {
  return { hashing: deriveKey(secret, 'code hashing'), sealing: deriveKey(secret, 'code sealing') }
}

/** Hashes a code to sign in as it was typed, in hex. Keyed, because so few codes could all be tried against a plain hash. */
export function hashCode({ hashing }: CodeKeys, code: string): string {
  return createHmac('sha256', hashing).update(code.trim().toUpperCase()).digest('hex')
}

/** Hashes the secret of a sensor, in hex. Keyed, because some are short; and of one sensor, so that equal secrets do not look equal. */
export function hashSecret(key: Buffer, sensor: string, secret: string): string {
  return createHmac('sha256', key).update(`${sensor} ${secret}`).digest('hex')
}
