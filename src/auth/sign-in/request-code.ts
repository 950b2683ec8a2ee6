/** Sends a sign-in code by email. */
import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { type CodeKeys, hashCode, makeCode, seal } from '../../keys.ts'
import { countTry, type Limit } from '../../limits/throttle.ts'
import { tooMany } from '../../refusal.ts'

/**
 * Queues a letter with a sign-in code, requested from a network. Does the same whether or not the address has an
 * account: no person is looked up. Refuses with `tooMany`.
 */
export async function requestCode(
  db: Database,
  keys: CodeKeys,
  { email, network }: { email: string; network: string },
) {
  const limits: Limit[] = [
    { key: `codes to ${email}`, most: 10, seconds: 3600 },
    { key: `codes from ${network}`, most: 60, seconds: 3600 },
  ]
  for (;;) {
    // A code that is still valid can't be issued again; eight drafts make it very unlikely that all are taken.
    const drafts = Array.from({ length: 8 }, makeCode).map(code => ({
      hash: hashCode(keys, code),
      sealed: seal(keys.sealing, code),
    }))
    const [done] = await sendCode(db, JSON.stringify(limits), email, network, JSON.stringify(drafts))
    if (done?.wait) throw tooMany(done.wait)
    if (done?.sent) return
  }
}

const sendCode = statement<
  [limits: string, email: string, network: string, drafts: string],
  { wait: number | null; sent: boolean }
>(
  'send-code',
  (limits, email, network, drafts) => sql`
    with ${countTry(limits)},
    draft as materialized (
      select decode(hash, 'hex') as hash, sealed from ${jsonRows(drafts, 'hash text, sealed text')}
    ),
    code as (
      insert into sign_in_codes as code (hash, email, network)
      select hash, ${email}, ${network}
      from draft
      where not exists (select from over)
        and not exists (select from sign_in_codes as taken where taken.hash = draft.hash and taken.expires_at > now())
      limit 1
      on conflict (hash) do update set
        link_id = excluded.link_id, email = excluded.email, network = excluded.network,
        wrong_tries = 0, created_at = excluded.created_at, expires_at = excluded.expires_at
      where code.expires_at <= now()
      returning hash, link_id
    ),
    letter as (
      insert into letters (kind, recipient, content)
      select 'code', ${email}, jsonb_build_object('code', draft.sealed, 'link', code.link_id)
      from code join draft using (hash)
    ),
    -- Codes are kept for a day, because they count the wrong guesses for an address.
    old as (
      delete from sign_in_codes
      where hash in (
        select hash from sign_in_codes
        where expires_at <= now() - interval '1 day' and hash not in (select hash from draft)
        order by expires_at limit 5
        for update skip locked
      )
    )
    select (select seconds from over) as wait, exists (select from code) as sent`,
)
