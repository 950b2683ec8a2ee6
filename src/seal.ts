/** Keeps short secrets in the database that must be read again: sealed with a key that is not there. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Makes a key for one purpose; it follows from the secret that signs tokens. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `sensor-share ${purpose}`, 32))
}

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
