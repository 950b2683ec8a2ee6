/**
 * Databases for tests. A test borrows one and gives it back: it is emptied and lent again, unless the test has changed more
 * than rows. To make one takes ten times as long.
 */
import { randomBytes } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import root from 'tap'
import { embeddedPool } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { Database, openDatabase, type Watch } from '../../src/db/open.ts'
import { migrationsHash, readSnapshot } from './snapshot.ts'

type Embedded = { pglite: PGlite; schema: string }
const idleEmbedded: Embedded[] = []
/** The names of databases on the server. */
const idleOnServer: string[] = []
const schemas = new Map<string, string>()

/** Where no worker runs, the databases end with the test file: an open one would keep the process alive. */
if (!process.env.TEST_WORKER) root.teardown(closeIdle)

/** Closes or drops the databases that nobody uses. */
export async function closeIdle() {
  await Promise.all(idleEmbedded.splice(0).map(({ pglite }) => pglite.close()))
  const server = process.env.TEST_DATABASE_URL
  if (server)
    await onServer(server, async admin => {
      for (const name of idleOnServer.splice(0)) await drop(admin, name)
    })
}

/** Opens an embedded database; to destroy it is to give it back. */
export async function borrowEmbedded(watch: Watch): Promise<Database> {
  const lent = idleEmbedded.pop() ?? (await makeEmbedded())
  const pool = embeddedPool(lent.pglite, watch.onStatement)
  let isOver = false
  return new Database(
    {
      ...pool,
      // This handle stays closed, although another test uses the same database.
      connect: async () => {
        if (isOver) throw new Error('PGlite is closed')
        return pool.connect()
      },
      end: async () => {
        isOver = true
        await giveBackEmbedded(lent)
      },
    },
    { lanes: 1, most: 64 },
    watch,
  )
}

async function makeEmbedded(): Promise<Embedded> {
  const pglite = await PGlite.create({ parsers: { 20: Number }, loadDataDir: await readSnapshot() })
  await pglite.exec(keepPlans)
  return { pglite, schema: (await pglite.query<Schema>(readSchema)).rows[0]?.schema ?? '' }
}

async function giveBackEmbedded(lent: Embedded) {
  const { pglite, schema } = lent
  try {
    await pglite.exec('rollback')
    await pglite.exec('discard all')
    if ((await pglite.query<Schema>(readSchema)).rows[0]?.schema !== schema) return await pglite.close()
    await pglite.exec(emptying((await pglite.query<Contents>(readContents)).rows[0]))
    idleEmbedded.push(lent)
  } catch {
    await pglite.close().catch(() => {})
  }
}

/** Returns the name of a migrated database on the server that nobody else uses. */
export async function borrowOnServer(server: string): Promise<string> {
  return idleOnServer.pop() ?? (await onServer(server, admin => cloneTemplate(admin, server)))
}

/** Takes a database back, when all who used it have closed it. */
export async function giveBackToServer(server: string, name: string) {
  const isEmptied = await onServer(databaseUrl(server, name), admin => empty(admin, name)).catch(() => false)
  if (isEmptied) idleOnServer.push(name)
  else await onServer(server, admin => drop(admin, name))
}

async function empty(admin: pg.Client, name: string): Promise<boolean> {
  // A connection that is still open could write into the next test's rows. Idle connections of a pooler do nothing.
  await admin.query(`
    select pg_terminate_backend(pid, 10000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and ${process.env.TEST_POOLER_URL ? "state <> 'idle'" : 'true'}`)
  const schema = (await admin.query<Schema>(readSchema)).rows[0]?.schema
  if (schema !== schemas.get(name)) return false
  await admin.query(emptying((await admin.query<Contents>(readContents)).rows[0]))
  return true
}

/** Makes a database like the template, which is made once for each state of the migrations. */
async function cloneTemplate(admin: pg.Client, server: string): Promise<string> {
  const template = `sensor_share_test_${await migrationsHash()}`
  const name = `${template}_${process.pid}_${randomBytes(3).toString('hex')}`
  // Only one at a time: a template must not be in use while it is copied.
  await admin.query('select pg_advisory_lock(5032027)')
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [template])
  if (rowCount === 0) await makeTemplate(admin, template, server)
  await admin.query(`create database ${name} template ${template}`)
  await admin.query('select pg_advisory_unlock(5032027)')
  schemas.set(
    name,
    await onServer(databaseUrl(server, name), async own => {
      await own.query(keepPlans)
      return (await own.query<Schema>(readSchema)).rows[0]?.schema ?? ''
    }),
  )
  return name
}

async function makeTemplate(admin: pg.Client, template: string, server: string) {
  const draft = `${template}_draft`
  await admin.query(`drop database if exists ${draft} with (force)`)
  await admin.query(`create database ${draft}`)
  const db = await openDatabase({ url: databaseUrl(server, draft) })
  await migrate(db)
  await db.destroy()
  await admin.query(`alter database ${draft} rename to ${template}`)
}

async function onServer<Result>(url: string, work: (admin: pg.Client) => Promise<Result>): Promise<Result> {
  const admin = new pg.Client(url)
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

async function drop(admin: pg.Client, name: string) {
  await admin.query(`drop database if exists ${name} with (force)`)
}

/** Returns the URL of another database on the same server. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** The plans are the only rows that migrations make. */
const keepPlans = 'create schema kept; create table kept.plans as select * from plans'

type Schema = { schema: string }
/** A text that is another one when a table, function, index, rule or setting is. */
const readSchema = `
  select md5(string_agg(part, ';' order by part)) as schema
  from (
    select concat(attrelid::regclass, attname, atttypid, attnotnull) as part
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace
    union all
    select concat(proname, prosrc, provolatile) from pg_proc where pronamespace = 'public'::regnamespace
    union all
    select concat(conname, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'public'::regnamespace
    union all
    select concat(tgrelid::regclass, tgname, tgenabled) from pg_trigger where not tgisinternal
    union all
    select concat(setrole, setconfig) from pg_db_role_setting join pg_database on pg_database.oid = setdatabase
    where datname = current_database()
    union all
    select concat(name, checksum) from migrations
  ) as parts`

type Contents = { tables: string[]; bytes: string | number }
const readContents = `
  select array_agg(quote_ident(tablename)::text) as tables, sum(pg_relation_size(tablename::regclass)) as bytes
  from pg_tables where schemaname = 'public' and tablename <> 'migrations'`

/** Returns the statements that make a database as it was. */
function emptying({ tables, bytes }: Contents = { tables: [], bytes: 0 }): string {
  // To truncate all tables takes 25 times as long as to delete a few rows, which leave their pages behind.
  const isLarge = Number(bytes) > 2 ** 20
  return `
    -- Without its triggers: what happened cannot be removed otherwise.
    set session_replication_role = replica;
    ${isLarge ? `truncate ${tables.join(', ')}` : tables.map(table => `delete from ${table}`).join(';')};
    insert into plans select * from kept.plans;
    reset session_replication_role;
    select setval(format('%I', sequencename)::regclass, start_value, false)
    from pg_sequences where schemaname = 'public' and last_value is not null;
    -- What was counted of other rows would mislead the planner, and some tests are about plans.
    delete from pg_statistic where starelid in (select oid from pg_class where relnamespace = 'public'::regnamespace);
    update pg_class set reltuples = -1, relpages = 0, relallvisible = 0
    where relnamespace = 'public'::regnamespace and reltuples >= 0 and relkind in ('r', 'i')`
}
