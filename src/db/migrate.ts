/** Runs new files of migrations/ in name order, each exactly once, even if several processes start at the same time. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

/** Thrown when a migration was changed after it ran. */
export class MigrationChanged extends Error {}

type Migration = { name: string; text: string; checksum: string }

const folder = new URL('../../migrations/', import.meta.url)

// An arbitrary id for the advisory lock; every version of the program must use the same.
const lock = 5_032_026

/** Reads the migrations of a folder, in the order in which they run. */
export async function readMigrations(from: URL = folder): Promise<Migration[]> {
  const names = (await readdir(from)).filter(name => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async name => {
      // Git may have converted the line endings.
      const text = (await readFile(new URL(name, from), 'utf8')).replaceAll('\r\n', '\n')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/**
 * Runs pending migrations, each in its own transaction; returns their names. Stops at one that was changed after it
 * ran.
 */
export async function migrate(db: Kysely<Tables>, migrations?: Migration[]): Promise<string[]> {
  const ran: string[] = []
  for (const migration of migrations ?? (await readMigrations())) {
    if (await db.transaction().execute(trx => runOnce(trx, migration))) ran.push(migration.name)
  }
  return ran
}

async function runOnce(trx: Kysely<Tables>, { name, text, checksum }: Migration): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(${sql.lit(lock)})`.execute(trx)
  await sql`set local client_min_messages = warning`.execute(trx)
  await sql`
    create table if not exists migrations (
      name text primary key,
      checksum text not null,
      ran_at timestamptz not null default now()
    )`.execute(trx)
  const before = await trx.selectFrom('migrations').select('checksum').where('name', '=', name).executeTakeFirst()
  if (before) {
    if (before.checksum === checksum) return false
    throw new MigrationChanged(
      `The migration ${name} was changed after it ran on this database. Put the file back as it was, and write what is new as a new migration.`,
    )
  }
  await sql.raw(text).execute(trx)
  await trx.insertInto('migrations').values({ name, checksum }).execute()
  return true
}
