/** How many letters wait, for those who watch over the service. */
import { sql } from 'kysely'
import { statement } from '../db/statement.ts'

/** Letters in a state that is not final, and for how many seconds the longest of them has been due. */
export type Waiting = { state: 'queued' | 'held' | 'sending'; letters: number; seconds: number }

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
