/** Counts the letters that wait, for monitoring. */
import { sql } from 'kysely'
import { statement } from '../db/statement.ts'

/** The letters in one state that is not final, and how many seconds ago the oldest of them became due. */
export type Waiting = { state: 'queued' | 'held' | 'sending'; letters: number; seconds: number }

/** Counts the waiting letters by state; a state without letters counts zero. */
export const countWaiting = statement<[], Waiting>(
  'count-waiting-letters',
  () => sql`
    select
      state, coalesce(letters, 0)::int as letters,
      coalesce(greatest(0, extract(epoch from now() - oldest)), 0)::float8 as seconds
    from unnest(array['queued', 'held', 'sending']) as state
    left join (
      select state, count(*) as letters, min(due_at) as oldest
      from letters
      where state in ('queued', 'held', 'sending')
      group by state
    ) as counted using (state)
    order by state`,
)
