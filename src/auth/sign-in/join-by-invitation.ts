/** Creates the account of somebody who was invited by email, and signs them in: the link in that email proves the address. */
import { sql } from 'kysely'
import { isExpired } from '../../access/permission.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { unknownDevice } from '../../people/device-name.ts'
import { enter, entered, type SignedIn } from './enter.ts'

/**
 * Signs in the recipient of an invitation letter; undefined if they have an account, or if no share is left that this
 * letter announced: also a letter that was sent again under a new id. So it counts once, however many click at once.
 */
export async function joinByInvitation(
  db: Database,
  letter: number,
  network: string,
  device = unknownDevice,
): Promise<SignedIn | undefined> {
  const [person] = await signIn(db, letter, network, device)
  return person?.email ? person : undefined
}

// A statement that waited for the lock reads `joined_at` again once it has it.
const signIn = statement<[letter: number, network: string, device: string], SignedIn>(
  'join-by-invitation',
  (letter, network, device) => sql`
    with invited as materialized (
      select people.id
      from letters
      join people on people.email = letters.recipient
      where letters.id = ${letter} and kind = 'invitation'
        and exists (
          select from shares
          where letter_id = letters.id and guest_id = people.id and ${isExpired} is not true
        )
    ),
    used as materialized (
      select email from people where id = (select id from invited) and joined_at is null for no key update
    ),
    ${enter(network, device)}
    select ${entered}`,
)
