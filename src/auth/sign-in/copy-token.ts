/** Makes a token that a person copies, for scripts and for trying the API: a session of its own, which they can end. */
import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { countTry, toSteps } from '../../limits/throttle.ts'
import type { Caller } from '../../people/caller.ts'
import { copiedTokenDevice } from '../../people/device-name.ts'
import { lockPerson } from '../../people/lock-person.ts'
import { Refusal, tooMany } from '../../refusal.ts'
import { findEnded } from '../sessions/sessions.ts'
import { enter, type SignedIn } from './enter.ts'

/**
 * Begins the session of a new token, and tells its person by email as of a new device. Only for callers with a session
 * or token. Refuses with `needsSignIn`, `badToken` if the caller has signed out meanwhile, or `tooMany`.
 */
export async function beginTokenSession(db: Database, caller: Caller, network: string): Promise<string> {
  if (caller.accessKey !== undefined) throw new Refusal('needsSignIn')
  const limits = [{ key: `copied tokens of ${caller.id}`, most: 20, seconds: 86_400 }]
  const [begun] = await db.transaction().execute(async trx => {
    await lockPerson(trx, caller.id)
    // Signing out everywhere takes the same lock, so a session that it ended can't begin another one.
    if ((await findEnded(trx, [caller])).size > 0) throw new Refusal('badToken')
    const [count] = await countOne(trx, toSteps(limits))
    if (count?.wait) throw tooMany(count.wait)
    return begin(trx, caller.id, network, copiedTokenDevice)
  })
  if (!begun) throw new Refusal('badToken')
  return begun.session
}

const countOne = statement<[limits: string], { wait: number | null }>(
  'count-copied-token',
  limits => sql`with ${countTry(limits)} select (select seconds from over) as wait`,
)

const begin = statement<[person: number, network: string, device: string], Pick<SignedIn, 'session'>>(
  'begin-token-session',
  (person, network, device) => sql`
    with used as (select email from people where id = ${person}),
    ${enter(network, device)}
    select id as session from session`,
)
