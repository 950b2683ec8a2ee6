/** Deletes old answers that were kept for idempotent retries. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'

/** Deletes up to 500 answers older than 24 hours; returns the number deleted. */
export async function forgetAnswers(db: Database): Promise<number> {
  return (await forget(db)).length
}

const forget = statement<[], { key: string }>(
  'forget-answers',
  () => sql`
    with old as materialized (
      select person_id, key
      from kept_answers
      where created_at <= now() - interval '24 hours'
      order by created_at
      limit 500
      for update skip locked
    )
    delete from kept_answers
    using old
    where kept_answers.person_id = any (array(select person_id from old))
      and kept_answers.person_id = old.person_id and kept_answers.key = old.key
    returning kept_answers.key`,
)
