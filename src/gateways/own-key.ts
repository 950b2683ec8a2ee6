/**
 * The key that a gateway gets from us after a post signed with its Device ID. The gateway keeps it until it restarts, so
 * one key is made per gateway, and given again with every answer to a post signed with the Device ID.
 */
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { statement } from '../db/statement.ts'
import { deviceIdIn } from './signature.ts'

/** Makes a new key for the gateway with a secret: the text to seal. */
export const makeOwnKey = (secret: string) => `${randomBytes(32).toString('base64url')} ${markOf(secret)}`

/**
 * Returns the key in an opened text; null if it was made for another Device ID, because then it may be somebody else's.
 */
export function ownKeyIn(text: string | null, secret: string): string | null {
  const [ownKey, mark] = text?.split(' ') ?? []
  return ownKey && mark === markOf(secret) ? ownKey : null
}

const markOf = (secret: string) =>
  createHash('sha256')
    .update(deviceIdIn(secret) ?? secret)
    .digest('base64url')

/**
 * Stores the key of a gateway in place of the one that was read, and returns the key that counts. Processes that do so at
 * once wait for each other, and all get the first one's. No row: the gateway's secret was changed meanwhile.
 */
export const keepOwnKey = statement<
  [gateway: string, sealedSecret: string, was: string | null, sealedKey: string],
  { sealedKey: string }
>(
  'keep-own-key',
  (gateway, sealedSecret, was, sealedKey) => sql`
    update gateways
    set sealed_key = case when sealed_key is not distinct from ${was} then ${sealedKey} else sealed_key end
    where id = ${gateway} and sealed_secret = ${sealedSecret}
    returning sealed_key as "sealedKey"`,
)
