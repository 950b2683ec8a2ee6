/** Deletes unknown gateways beyond the last 1,000: calls at once may each add one. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { mostUnknown, surplusGateways } from '../gateways/forget.ts'
import { type Batch, untilNone } from './sweep.ts'

/** Deletes up to 500 gateways that are not on the white list and called before the last 1,000 of them. */
export async function forgetSurplus(db: Database): Promise<Batch> {
  return untilNone((await forget(db)).length)
}

const forget = statement<[], { id: string }>(
  'forget-surplus-gateways',
  () => sql`delete from gateways where id = any (array(${surplusGateways(mostUnknown, sql`''`)})) returning id`,
)
