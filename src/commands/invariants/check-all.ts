/** Checks the invariants of the database: what all statements promise, as queries that find violations. */
import { sql } from 'kysely'
import type { Database, Handle } from '../../db/open.ts'
import type { Invariant } from './invariant.ts'
import { lettersFacts } from './letters.ts'
import { peopleFacts } from './people.ts'
import { retention } from './retention.ts'
import { compareMigrations, findReferences, schema } from './schema.ts'
import { sensorsFacts } from './sensors.ts'
import { sharesFacts } from './shares.ts'

/** What every statement maintains on its own. */
const facts = [...sharesFacts, ...lettersFacts, ...peopleFacts, ...sensorsFacts]

/** The result of one check: the number of rows examined, the number of violations and a few examples. */
export type Finding = { rule: string; rows: number; wrong: number; examples: string[]; ms: number }

type Report = { begins?: (rule: string) => void; found: (finding: Finding) => void }

const mostExamples = 5

/**
 * Checks all invariants on one snapshot, without blocking users of the database. Stops if the tables belong to another
 * version. Inside a transaction, checks what that transaction sees.
 */
export async function checkAll(db: Handle, report: Report) {
  await atOneInstant(db, async look => {
    const migrations = await look.checkMigrations(report)
    if (migrations.wrong > 0) return
    const references = await look.findReferences()
    for (const invariant of [schema, ...references, ...facts, ...retention]) await look.check(invariant, report)
  })
}

/** Checks only the invariants that every statement maintains on its own, immediately. */
export async function checkFacts(db: Database, report: Report) {
  await atOneInstant(db, async look => {
    for (const invariant of facts) await look.check(invariant, report)
  })
}

async function atOneInstant(db: Handle, work: (look: ReturnType<typeof lookAt>) => Promise<void>) {
  if (db.isTransaction) return work(lookAt(db))
  await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async trx => {
      // The sorts are large; with the default work_mem Postgres would do them on disk in many small parts.
      await sql`set local work_mem = '64MB'`.execute(trx)
      await work(lookAt(trx))
    })
}

function lookAt(trx: Handle) {
  const counted = new Map<string, number>()

  async function count(table: string): Promise<number> {
    const { rows } = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(table)}`.execute(trx)
    const count = rows[0]?.rows ?? 0
    counted.set(table, count)
    return count
  }

  async function check({ rule, of, wrong }: Invariant, { begins, found }: Report) {
    begins?.(rule)
    const start = performance.now()
    let looked = 0
    for (const table of of) looked += counted.get(table) ?? (await count(table))
    const { rows } = await sql<{ wrong: string; total: number }>`
      select wrong, count(*) over () as total from (${wrong}) as found (wrong) limit ${sql.lit(mostExamples)}`.execute(
      trx,
    )
    found({
      rule,
      rows: looked,
      wrong: rows[0]?.total ?? 0,
      examples: rows.map(({ wrong }) => wrong),
      ms: performance.now() - start,
    })
  }

  /** Checks that the migrations that ran are those of this version. */
  async function checkMigrations({ begins, found }: Report): Promise<Finding> {
    const rule = 'the tables are those of this version'
    begins?.(rule)
    const start = performance.now()
    const { rows, wrong } = await compareMigrations(trx)
    const examples = wrong.slice(0, mostExamples)
    const finding = { rule, rows, wrong: wrong.length, examples, ms: performance.now() - start }
    found(finding)
    return finding
  }

  return { check, checkMigrations, findReferences: () => findReferences(trx) }
}
