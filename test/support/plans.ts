/** Plans of Postgres, as `explain (format json)` shows them. */
import { type Kysely, type LogEvent, type RawBuilder, sql } from 'kysely'
import type { Test } from 'tap'
import type { Database } from '../../src/db/open.ts'
import { preparedName } from '../../src/db/statement.ts'
import type { Tables } from '../../src/db/tables.ts'
import { testDatabaseUrl } from './house.ts'

export type Node = {
  'Node Type': string
  'Total Cost': number
  'Relation Name'?: string
  'Index Cond'?: string
  'Actual Loops'?: number
  'Rows Removed by Join Filter'?: number
  'Rows Removed by Filter'?: number
  Plans?: Node[]
}

/** To fill large tables and plan takes the embedded database a minute of a processor in all; there only those of sharing are looked at, in sharing/plans.test.ts. */
export const onServer = { skip: testDatabaseUrl ? false : 'plans are looked at on a Postgres server' }

/** The parts of a plan that read all of a growing table or of its index. */
export function fullScans(node: Node, growing: string[]): string[] {
  const { 'Node Type': type, 'Relation Name': table = '', 'Index Cond': condition, Plans: parts = [] } = node
  const isFull = type.endsWith('Scan') && growing.includes(table) && !condition && type !== 'Bitmap Heap Scan'
  return [...(isFull ? [`${type} of ${table}`] : []), ...parts.flatMap(part => fullScans(part, growing))]
}

/** How many rows were looked at in vain, of an analyzed plan: far more than there are when all are compared with all. */
export function lookedAtInVain(node: Node): number {
  const {
    'Actual Loops': loops = 1,
    'Rows Removed by Join Filter': joined = 0,
    'Rows Removed by Filter': read = 0,
  } = node
  // Of several loops their average is told.
  return (node.Plans ?? []).reduce((sum, part) => sum + lookedAtInVain(part), (joined + read) * loops)
}

/** A statement that ran, and the values that it ran with. */
export type Ran = { text: string; values: readonly unknown[] }

/** Remembers the statements that run, by their titles; of several runs the last. `watch` is given to the database. */
export function remembering(isMeant = (_title: string) => true) {
  const ran = new Map<string, Ran>()
  const watch = ({ query }: LogEvent) => {
    const name = preparedName(query.sql)
    // Without what tells two versions of its text apart.
    const title = name?.replace(/-\w{8}$/, '')
    if (title && isMeant(title)) ran.set(title, { text: query.sql, values: query.parameters })
  }
  return { ran, watch: watch as () => void }
}

/**
 * Fails where a statement would read all of a table that grows, with statistics and without: planned once for all values, and with
 * `alsoForValues` also for those that it ran with.
 */
export async function checkPlans(
  t: Test,
  db: Database,
  ran: Iterable<[name: string, Ran]>,
  growing: string[],
  { alsoForValues = false } = {},
) {
  const statements = [...ran]
  const modes = alsoForValues ? ['force_custom_plan', 'force_generic_plan'] : ['force_generic_plan']
  for (const statistics of ['no statistics', 'statistics']) {
    if (statistics === 'statistics') await sql`analyze`.execute(db)
    for (const mode of modes) {
      await db.transaction().execute(async connection => {
        await sql`set local plan_cache_mode = ${sql.raw(mode)}`.execute(connection)
        for (const [name, { text, values }] of statements) {
          const given = values.map(value => (alsoForValues ? written(value) : sql`null`))
          const plan = await explain(connection, text, given)
          t.strictSame(fullScans(plan, growing), [], `${name}, ${mode}, ${statistics}`)
        }
      })
    }
  }
}

/** Runs a statement that has run before once more, with the same values. Returns the plan with what it did. */
export const runAgain = (db: Database, { text, values }: Ran): Promise<Node> =>
  db.transaction().execute(connection =>
    explain(
      connection,
      text,
      values.map(value => sql.lit(String(value))),
      true,
    ),
  )

/** Writes a value of a statement into its text. */
const written = (value: unknown) =>
  Array.isArray(value) ? sql`array[${sql.join(value.map(item => sql.lit(item)))}]::text[]` : sql.lit(value)

/** Returns the plan of a statement, prepared as the service prepares it. */
async function explain(
  connection: Kysely<Tables>,
  text: string,
  values: RawBuilder<unknown>[],
  runs = false,
): Promise<Node> {
  await sql`prepare explained as ${sql.raw(text)}`.execute(connection)
  const list = values.length > 0 ? sql`(${sql.join(values)})` : sql``
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Node }] }>`
    explain (analyze ${sql.lit(runs)}, format json) execute explained${list}`.execute(connection)
  await sql`deallocate explained`.execute(connection)
  const plan = rows[0]?.['QUERY PLAN'][0].Plan
  if (!plan) throw new Error('there is no plan')
  return plan
}
