/** Sends a sign-in code by email. */
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { bytesIn, jsonRows, statement } from '../../db/statement.ts'
import { type CodeKeys, hashCode, makeCode, seal } from '../../keys.ts'
import { countTry, toSteps } from '../../limits/throttle.ts'
import type { Language } from '../../people/language.ts'
import { tooMany } from '../../refusal.ts'
import { codeLimits, isKnown } from './budgets.ts'

/**
 * Queues a letter with a sign-in code, requested from a network. Does the same whether or not the address has an
 * account, and even if its owner has stopped codes for strangers. The letter is in the `language` of the request, unless
 * its reader has chosen another. Refuses with `tooMany`.
 */
export async function requestCode(
  db: Database,
  keys: CodeKeys,
  { email, network, language = 'en' }: { email: string; network: string; language?: Language },
) {
  const { known, strange } = codeLimits(email, network)
  for (;;) {
    // A code that is still valid can't be issued again; eight drafts make it very unlikely that all are taken.
    const drafts = Array.from({ length: 8 }, makeCode).map(code => ({
      hashes: hashCode(keys, code),
      sealed: seal(keys.sealing, code),
    }))
    const [done] = await sendCode(
      db,
      toSteps(known),
      toSteps(strange),
      email,
      network,
      language,
      JSON.stringify(drafts),
    )
    if (done?.wait) throw tooMany(done.wait)
    if (done?.sent || done?.stopped) return
  }
}

/** SQL: the key of the throttle that exists while the owner of an address wants no codes that strangers ask for. */
const stopKey = (email: RawBuilder<unknown>) => sql`'codes to ' || ${email} || ' stopped'`

const sendCode = statement<
  [known: string, strange: string, email: string, network: string, language: Language, drafts: string],
  { wait: number | null; sent: boolean; stopped: boolean }
>(
  'send-code',
  (known, strange, email, network, language, drafts) => sql`
    with asking as materialized (
      select is_known, not is_known and exists (
        select from throttles where key = ${stopKey(sql`${email}`)} and ends_at > now()
      ) as is_stopped
      from (select ${isKnown(sql`${email}`, sql`${network}`)} as is_known) as asking
    ),
    ${countTry(sql`(select case when is_known then ${known}::text else ${strange}::text end from asking)`)},
    draft as materialized (
      select decode(hashes ->> 0, 'hex') as hash, hashes, sealed from ${jsonRows(drafts, 'hashes jsonb, sealed text')}
    ),
    code as (
      insert into sign_in_codes as code (hash, email, network)
      select hash, ${email}, ${network}
      from draft
      where not exists (select from over) and not (select is_stopped from asking)
        and not exists (
          select from sign_in_codes as taken where taken.hash = any (${bytesIn(sql`draft.hashes`)}) and taken.expires_at > now()
        )
      limit 1
      on conflict (hash) do update set
        link_id = excluded.link_id, email = excluded.email, network = excluded.network,
        wrong_tries = 0, created_at = excluded.created_at, expires_at = excluded.expires_at
      where code.expires_at <= now()
      returning hash, link_id, expires_at
    ),
    -- A guess locks this row, so it is there before any code that could be guessed at.
    budget as (
      insert into guess_budgets (network, ends_at) select ${network}, expires_at from code
      on conflict (network) do update set ends_at = greatest(guess_budgets.ends_at, excluded.ends_at)
    ),
    budget_everywhere as (
      insert into guess_budgets (network, ends_at) select 'everywhere', 'infinity' from code
      where not exists (select from guess_budgets where network = 'everywhere')
      on conflict (network) do nothing
    ),
    letter as (
      insert into letters (kind, recipient, content)
      select 'code', ${email}, jsonb_build_object('code', draft.sealed, 'link', code.link_id, 'strange', not is_known, 'language', ${language}::text)
      from code join draft using (hash) cross join asking
    ),
    -- For a day after they expire, their links can stop further codes.
    old as (
      delete from sign_in_codes
      where hash in (
        select hash from sign_in_codes
        where expires_at <= now() - interval '1 day' and hash not in (select hash from draft)
        order by expires_at limit 5
        for update skip locked
      )
    ),
    old_budgets as (
      delete from guess_budgets
      where network in (
        select network from guess_budgets
        where ends_at <= now() and full_at <= now() and free_at <= now() and network <> ${network}
        order by ends_at limit 5
        for update skip locked
      )
    )
    select
      (select seconds from over) as wait,
      exists (select from code) as sent,
      (select is_stopped from asking) as stopped`,
)

/**
 * Stops codes to an address for a day, except where it signed in before; ends those that strangers asked for. `link`
 * names the code in whose letter this was asked. Returns the address; undefined if the code is used or too old.
 */
export async function stopCodes(db: Database, link: string): Promise<string | undefined> {
  const [code] = await stop(db, link)
  return code?.email
}

const stop = statement<[link: string], { email: string }>(
  'stop-codes',
  link => sql`
    with code as materialized (
      select email from sign_in_codes where link_id = ${link}::uuid and created_at > now() - interval '1 day'
    ),
    stopped as (
      insert into throttles (key, tries, ends_at)
      select ${stopKey(sql`email`)}, 1, now() + interval '1 day' from code
      on conflict (key) do update set ends_at = excluded.ends_at
    ),
    ended as (
      update sign_in_codes set expires_at = now()
      where hash in (
        select hash from sign_in_codes as strange
        where email = (select email from code) and expires_at > now()
          and not ${isKnown(sql`strange.email`, sql`strange.network`)}
        order by hash
        for update
      )
    )
    select email from code`,
)
