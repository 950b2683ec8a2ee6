/** Signs people in with a code, or with the link in its letter. */
import { type RawBuilder, sql } from 'kysely'
import { inBackground } from '../../db/background.ts'
import type { Database } from '../../db/open.ts'
import { bytesIn, statement } from '../../db/statement.ts'
import { type CodeKeys, hashCode } from '../../keys.ts'
import { countTry, toSteps } from '../../limits/throttle.ts'
import { recordAccountEvents } from '../../people/account-events.ts'
import { unknownDevice } from '../../people/device-name.ts'
import { guessesSlowed, Refusal, tooMany } from '../../refusal.ts'
import {
  codesPerGuess,
  everywhere,
  foreignLimits,
  fullAfter,
  isKnown,
  left,
  perNetwork,
  triesPerCode,
} from './budgets.ts'
import { enter, entered, type SignedIn } from './enter.ts'

/**
 * What proves that somebody has an address: a code (and the address, if they typed it), or the id from the signed link
 * in the letter.
 */
export type Proof = { code: string; email?: string | undefined } | { link: string }

/** `wait`: seconds until a code that could not be compared can be. `isSlowed`: other networks are the reason. */
type Outcome = Partial<SignedIn> & { wait?: number | null; isSlowed?: boolean; compared?: number }

/**
 * Uses up a code, marks its address as joined and opens a session. A code works from the network that requested it,
 * and with its address also from elsewhere. A sign-in from a new network or with a new `device` is told by email, but
 * not the first one. Refuses with `badCode`, `tooMany` or `guessesSlowed`.
 */
export async function signIn(
  db: Database,
  keys: CodeKeys,
  proof: Proof,
  network: string,
  device = unknownDevice,
): Promise<SignedIn> {
  if ('link' in proof) return signedIn([await first(useLink(db, proof.link, network, device))])
  const hashes = JSON.stringify(hashCode(keys, proof.code))
  const { email } = proof
  const atHome = await first(useCode(db, hashes, network, email ?? null, device))
  if (!email || atHome.session) return signedIn([atHome])
  const limits = toSteps(foreignLimits(email, network))
  const elsewhere = await first(useForeignCode(db, limits, hashes, network, email, device))
  // Nobody waits for it: its time would tell whether the address has an account.
  if (!elsewhere.session && (atHome.compared || elsewhere.compared)) {
    inBackground(db, () => noteFailure(db, email, network))
  }
  return signedIn([atHome, elsewhere])
}

const first = async (answer: Promise<Outcome[]>) => (await answer)[0] ?? {}

/** Returns who was signed in by one of the attempts; otherwise refuses. */
function signedIn(attempts: Outcome[]): SignedIn {
  for (const { email, session, newUser = false } of attempts) if (email && session) return { email, session, newUser }
  // What was compared here was wrong. Limits on tries from elsewhere matter only to those who have no code here.
  const [atHome = {}, elsewhere = {}] = attempts
  const held = atHome.wait || atHome.compared ? atHome : elsewhere
  if (held.wait) throw held.isSlowed ? guessesSlowed(held.wait) : tooMany(held.wait)
  throw new Refusal('badCode')
}

const noteFailure = statement<[email: string, network: string], never>(
  'note-wrong-code',
  (email, network) =>
    sql`${recordAccountEvents(sql`
    select id, 'codesFailed', ${network}::text, null,
      jsonb_build_object('day', to_char(now() at time zone 'UTC', 'YYYY-MM-DD'), 'count', 1)
    from people
    where email = ${email} and joined_at is not null`)}`,
)

const useLink = statement<[link: string, network: string, device: string], Outcome>(
  'use-link',
  (link, network, device) => sql`
    with used as (
      delete from sign_in_codes where link_id = ${link}::uuid and expires_at > now() returning email
    ),
    ${enter(network, device)}
    select ${entered}`,
)

/** SQL condition: the code has not expired, and not been guessed at too often. */
const isLive = sql`expires_at > now() and wrong_tries < ${sql.lit(triesPerCode)}`

/** CTE: charges the budget for everywhere, locked in the CTE `shared`, for some wrong comparisons. */
const chargeEverywhere = (comparisons: RawBuilder<unknown>) => sql`
  charged_everywhere as (
    update guess_budgets set full_at = ${fullAfter(sql`shared.full_at`, comparisons, everywhere)}
    from shared
    where network = 'everywhere' and ${comparisons} > 0 and not exists (select from used)
  )`

/**
 * CTEs `typed` and `used`: use up the code that was typed, if it is among those in the CTE `compared`. A code that was
 * issued twice, hashed with different secrets at the same instant, signs in nobody.
 */
const used = (hashes: string) => sql`
  typed as materialized (
    select hash from compared where hash = any (${bytesIn(hashes)})
  ),
  used as (
    delete from sign_in_codes
    where hash = any (array(select hash from typed)) and (select count(*) = 1 from typed) and ${isLive}
    returning email
  )`

/**
 * Compares a code with those that its network asked for. Locks the network's budget first, so guesses of one network
 * wait for each other and none sees a budget that another is about to use up. Only wrong guesses are charged: each
 * code that was compared costs one. Where a person signed in before, only the network's own budget counts.
 */
const useCode = statement<[hashes: string, network: string, email: string | null, device: string], Outcome>(
  'use-code',
  (hashes, network, email, device) => sql`
    with mine as materialized (
      select full_at, ${left(sql`full_at`, perNetwork)} as left_here, (free_at <= now())::int as free
      from guess_budgets
      where network = ${network}
      for update
    ),
    live as materialized (
      select hash, is_known, row_number() over (partition by is_known order by created_at desc) as place
      from (
        select hash, created_at, ${isKnown(sql`code.email`, sql`code.network`)} as is_known
        from sign_in_codes as code
        where network = ${network} and (${email}::text is null or email = ${email}::text) and ${isLive}
        order by created_at desc
        limit ${sql.lit(codesPerGuess)}
      ) as newest
    ),
    counts as materialized (
      select
        least(left_here, (select count(*) from live where is_known)) as known,
        (select count(*) from live where not is_known) as unknown,
        mine.full_at, left_here, free
      from mine
    ),
    -- Most guesses need nothing of it, and don't wait for its lock.
    shared as materialized (
      select full_at, ${left(sql`full_at`, everywhere)} as left_everywhere
      from guess_budgets
      where network = 'everywhere' and (select unknown > free from counts)
      for update
    ),
    allowed as materialized (
      select counts.full_at, known, left_here, free, least(unknown, left_here - known, free + coalesce(left_everywhere, 0)) as unknown
      from counts left join shared on true
    ),
    compared as materialized (
      select hash from live cross join allowed where place <= case when is_known then known else unknown end
    ),
    ${used(hashes)},
    wrong as (
      update sign_in_codes set wrong_tries = wrong_tries + 1
      where hash in (
        select hash from sign_in_codes
        where hash in (select hash from compared) and not exists (select from used)
        order by hash
        for update
      )
    ),
    charged as (
      update guess_budgets set
        full_at = ${fullAfter(sql`allowed.full_at`, sql`(known + unknown)`, perNetwork)},
        free_at = case when unknown > 0 and free > 0 then now() + interval '1 hour' else free_at end
      from allowed
      where network = ${network} and not exists (select from used)
    ),
    ${chargeEverywhere(sql`(select unknown - free from allowed)`)},
    ${enter(network, device)}
    select
      ${entered},
      (
        select case
          when known + unknown >= (select count(*) from live) then null
          when known + unknown >= left_here then ${sql.lit(perNetwork.secondsEach)}
          else ${sql.lit(everywhere.secondsEach)}
        end
        from allowed
      ) as wait,
      (select known + unknown < left_here from allowed) as "isSlowed",
      (select count(*)::int from compared) as compared`,
)

/**
 * Compares a code with those of an address that other networks asked for. Such tries have limits of their own and
 * count nowhere else, so a stranger can neither end a code nor use up a budget of the network that asked for it.
 */
const useForeignCode = statement<
  [limits: string, hashes: string, network: string, email: string, device: string],
  Outcome
>(
  'use-foreign-code',
  (limits, hashes, network, email, device) => sql`
    with foreign_codes as materialized (
      select hash, created_at from sign_in_codes where email = ${email} and network <> ${network} and ${isLive}
    ),
    ${countTry(sql`case when exists (select from foreign_codes) then ${limits}::text else '[]' end`)},
    shared as materialized (
      select full_at, ${left(sql`full_at`, everywhere)} as left_everywhere
      from guess_budgets
      where network = 'everywhere' and exists (select from foreign_codes) and not exists (select from over)
      for update
    ),
    compared as materialized (
      select hash from foreign_codes order by created_at desc limit (select coalesce(max(left_everywhere), 0) from shared)
    ),
    ${used(hashes)},
    ${chargeEverywhere(sql`(select count(*) from compared)`)},
    ${enter(network, device)}
    select
      ${entered},
      coalesce(
        (select seconds from over),
        case when (select count(*) from compared) < (select count(*) from foreign_codes)
          then ${sql.lit(everywhere.secondsEach)}
        end
      ) as wait,
      not exists (select from over) as "isSlowed",
      (select count(*)::int from compared) as compared`,
)
