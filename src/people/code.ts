/** Sign-in codes: how they are made, and what of them may stand in the database. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, randomInt } from 'node:crypto'

// No 0 and O, no 1, I and L: a code is read on one screen and typed on another.
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const length = 4

/** How many codes there are: a stranger's single guess is right once in so many. */
export const codeCount = alphabet.length ** length

/** Makes a code. */
export const makeCode = () => randomLetters(length)

/** Returns letters and digits that nobody can foresee and everybody can tell apart. */
export function randomLetters(count: number): string {
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** The keys that codes are hashed and sealed with; each follows from the secret that signs tokens. */
export type CodeKeys = { hashing: Buffer; sealing: Buffer }

export function codeKeys(secret: string): CodeKeys {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `sensor-share ${purpose}`, 32))
  return { hashing: derive('code hashing'), sealing: derive('code sealing') }
}

/** Hashes a code as it was typed, in hex. Keyed, because so few codes could all be tried against a plain hash. */
export function hashCode({ hashing }: CodeKeys, code: string): string {
  return createHmac('sha256', hashing).update(code.trim().toUpperCase()).digest('hex')
}

/** Seals a code for the time that its letter waits in the outbox. */
export function sealCode({ sealing }: CodeKeys, code: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
  return Buffer.concat([nonce, cipher.update(code, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** Opens a sealed code; throws when it was sealed with another key. */
export function openCode({ sealing }: CodeKeys, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
}
