/** Vacuums the embedded database. On a server, autovacuum does this. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import type { Batch } from './sweep.ts'

/** Frees what deleted rows took, in one run, and updates the planner's statistics; does nothing on a server. */
export async function vacuum(db: Database): Promise<Batch> {
  if (db.isEmbedded) await sql`vacuum (analyze)`.execute(db)
  return { done: 0, more: false }
}
