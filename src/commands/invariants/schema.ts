/** Invariants of the tables themselves: migrations, foreign keys, indexes. */
import { sql } from 'kysely'
import { readMigrations } from '../../db/migrate.ts'
import type { Handle } from '../../db/open.ts'
import type { Tables } from '../../db/tables.ts'
import type { Invariant } from './invariant.ts'

/** Detects what an interrupted restore leaves behind. */
export const schema: Invariant = {
  rule: 'indexes are valid, triggers are on, constraints have been checked',
  of: [],
  wrong: sql`
    select 'index ' || indexrelid::regclass
    from pg_index join pg_class on pg_class.oid = indrelid
    where relnamespace = 'public'::regnamespace and not (indisvalid and indisready)
    union all
    select 'trigger ' || tgname
    from pg_trigger join pg_class on pg_class.oid = tgrelid
    where relnamespace = 'public'::regnamespace and tgenabled <> 'O'
    union all
    select 'constraint ' || conname from pg_constraint where connamespace = 'public'::regnamespace and not convalidated`,
}

/** Compares the migrations that ran with those of this version; returns a text for each that differs. */
export async function compareMigrations(db: Handle): Promise<{ rows: number; wrong: string[] }> {
  const { rows } = await sql<{ is_there: boolean }>`select to_regclass('migrations') is not null as is_there`.execute(
    db,
  )
  const ran = rows[0]?.is_there ? await db.selectFrom('migrations').select(['name', 'checksum']).execute() : []
  const ours = await readMigrations()
  const checksums = new Map(ran.map(({ name, checksum }) => [name, checksum]))
  const wrong = [
    ...ours.filter(({ name }) => !checksums.has(name)).map(({ name }) => `${name} has not run: start the service once`),
    ...ours
      .filter(({ name, checksum }) => (checksums.get(name) ?? checksum) !== checksum)
      .map(({ name }) => `${name} was another one when it ran`),
    ...ran
      .filter(({ name }) => !ours.some(known => known.name === name))
      .map(({ name }) => `${name} is not known here: it is of a newer version`),
  ]
  return { rows: ran.length, wrong }
}

/**
 * Creates an invariant for each foreign key. Postgres enforces them, except while a dump is restored without
 * triggers, or after data was lost on disk.
 */
export async function findReferences(db: Handle): Promise<Invariant[]> {
  const { rows } = await sql<{ from: keyof Tables; column: string; to: keyof Tables; key: string; id: string }>`
    select
      conrelid::regclass::text as "from", own.attname as column, confrelid::regclass::text as "to", their.attname as key,
      (
        select attname from pg_index join pg_attribute on attrelid = indrelid and attnum = indkey[0]
        where indrelid = conrelid and indisprimary
      ) as id
    from pg_constraint
    join pg_attribute as own on own.attrelid = conrelid and own.attnum = conkey[1]
    join pg_attribute as their on their.attrelid = confrelid and their.attnum = confkey[1]
    where contype = 'f' and cardinality(conkey) = 1 and connamespace = 'public'::regnamespace
    order by 1, 2`.execute(db)
  return rows.map(({ from, column, to, key, id }) => ({
    rule: `${from}.${column} leads to a row of ${to}`,
    of: [from],
    wrong: sql`
      select concat(${sql.lit(`${from} `)}, ${sql.ref(`line.${id}`)}, ${sql.lit(`: no ${to} `)}, ${sql.ref(`line.${column}`)})
      from ${sql.table(from)} as line
      where ${sql.ref(`line.${column}`)} is not null
        and not exists (select from ${sql.table(to)} as target where ${sql.ref(`target.${key}`)} = ${sql.ref(`line.${column}`)})`,
  }))
}
