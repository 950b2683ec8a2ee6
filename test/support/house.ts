/** A whole house for a test: a database of its own, the application on it, people and sensors; gone when the test is over. */
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PGlite } from '@electric-sql/pglite'
import { Ajv } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { createSigner } from 'fast-jwt'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import pg from 'pg'
import root, { type Test } from 'tap'
import { embeddedPool, emptyDatabase } from '../../src/db/embedded.ts'
import { migrate, readMigrations } from '../../src/db/migrate.ts'
import { Database, openDatabase, type Watch } from '../../src/db/open.ts'
import { deriveKeys } from '../../src/keys.ts'
import type { Caller } from '../../src/people/caller.ts'
import { contract } from '../../src/rest/contract/document.ts'
import { buildTestApp, type Choices } from './app.ts'
import { faultsInBooks } from './books.ts'
import { eventually } from './service.ts'

/** The Postgres server that the tests use when it is set; each house gets a database of its own on it. */
export const testDatabaseUrl = process.env.TEST_DATABASE_URL

/** A pooler in transaction mode before that server, by which the tests reach their databases when it is set. */
export const poolerUrl = process.env.TEST_POOLER_URL

/** Of tests of what is told at once: what is notified is not heard behind such a pooler, and found by the next poll, if one looks for it. */
export const hearing = { skip: poolerUrl ? 'behind a pooler in transaction mode nothing notified is heard' : false }

/** How databases on the server are opened: as the service would with the same setting. */
export const prepare = process.env.DATABASE_PREPARE !== 'off'

/** Hashes addresses where a test calls without an application. */
export const addressKey = deriveKeys('address of tests'.repeat(2)).addresses

export type Person = Caller & { token: string }
export type House = Awaited<ReturnType<typeof openHouse>>

type Options = Choices & {
  /** Is told of every statement that runs. */
  onStatement?: Watch['log']
  /** Who counts statements and batches. */
  counts?: Pick<Watch, 'onStatement' | 'onBatch'>
}

export async function openHouse(t: Test, { onStatement, counts, rateLimit = false, ...choices }: Options = {}) {
  const secret = randomBytes(32).toString('hex')
  const { db, url } = await openTestDatabase(t, onStatement, counts)
  const app = await buildTestApp({ db, secret, rateLimit, ...choices })
  t.teardown(() => app.close())
  let count = 0

  /** Makes a person; one who has only been invited is not `joined`. */
  async function person(name: string, { joined = true, plan = 'Basic' } = {}): Promise<Person> {
    const email = `${name}@example.com`
    const { id } = await db
      .insertInto('people')
      .values({ email, plan, joined_at: joined ? new Date() : null })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { id, email, token: sign(secret, { email }) }
  }

  /** Makes a sensor of an owner and returns its id. */
  async function sensor(owner: { id: number }, name = 'Sauna'): Promise<string> {
    const id = `C6:F1:E7:00:${hex(count >> 8)}:${hex(count++ & 255)}`
    await db.insertInto('sensors').values({ id, owner_id: owner.id, name }).execute()
    await sql`update people set claim_count = claim_count + 1 where id = ${owner.id}`.execute(db)
    return id
  }

  /** Sends a request. Whatever answers it must be in the contract, or the test fails. */
  async function inject(request: InjectOptions): Promise<LightMyRequestResponse> {
    const answer = await app.inject(request)
    checkAgainstContract(request, answer)
    return answer
  }

  /** Posts a body as JSON; returns the status and the answer in one object, handy to compare. */
  async function post(
    path: string,
    body: unknown,
    token?: string,
  ): Promise<{ status: number; [key: string]: unknown }> {
    const answer = await inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      payload: JSON.stringify(body),
    })
    return { status: answer.statusCode, ...answer.json() }
  }

  const share = (who: Person, sensor: string, user: string) => post('/share', { sensor, user }, who.token)
  const unshare = (who: Person, sensor: string, user?: string) => post('/unshare', { sensor, user }, who.token)

  return { db, url, app, secret, person, sensor, inject, post, share, unshare }
}

/** Signs a token. One for an address alone ends in a day, unless its claims say otherwise. */
export function sign(key: string, claims: object): string {
  const isForAddress = 'email' in claims && !('sid' in claims)
  const end = isForAddress && { exp: Math.floor(Date.now() / 1000) + 86_400 }
  return createSigner({ key, algorithm: 'HS256' })({ ...end, ...claims })
}

const hex = (octet: number) => octet.toString(16).toUpperCase().padStart(2, '0')

/** Opens a migrated database that nobody else uses; `url` is set on a real Postgres. */
export async function openTestDatabase(
  t: Test,
  log?: Watch['log'],
  counts?: Pick<Watch, 'onStatement' | 'onBatch'>,
): Promise<{ db: Database; url: string | undefined }> {
  const url = testDatabaseUrl && (await cloneTemplate(t, testDatabaseUrl))
  const db = url ? await openDatabase({ url, prepare, log, ...counts }) : await borrow({ log, ...counts })
  t.teardown(() => db.destroy())
  return { db, url }
}

/** Embedded databases that a test has given back, as they were when they were made. It takes long to make one. */
const idle: { pglite: PGlite; schema: string }[] = []

// A worker keeps them for its next file. Elsewhere an open one would keep the process alive.
if (!process.env.TEST_WORKER) root.teardown(() => Promise.all(idle.map(({ pglite }) => pglite.close())))

async function borrow(watch: Watch): Promise<Database> {
  const lent = idle.pop() ?? (await makeEmbedded())
  const pool = embeddedPool(lent.pglite, watch.onStatement)
  let isOver = false
  return new Database(
    {
      ...pool,
      // What is closed stays closed, although another test goes on with it.
      connect: async () => {
        if (isOver) throw new Error('PGlite is closed')
        return pool.connect()
      },
      end: async () => {
        isOver = true
        await giveBack(lent)
      },
    },
    { lanes: 1, most: 64 },
    watch,
  )
}

async function makeEmbedded() {
  const pglite = await PGlite.create({ parsers: { 20: Number }, loadDataDir: await readSnapshot() })
  await pglite.exec('create schema kept; create table kept.plans as select * from plans')
  return { pglite, schema: await schemaOf(pglite) }
}

/** Empties a database, and keeps it for the next test unless this one has changed more than rows. */
async function giveBack(lent: (typeof idle)[number]) {
  const { pglite, schema } = lent
  try {
    await pglite.exec('rollback')
    await pglite.exec('discard all')
    if ((await schemaOf(pglite)) !== schema) return await pglite.close()
    const { rows } = await pglite.query<{ tables: string[]; bytes: number }>(`
      select array_agg(quote_ident(tablename)) as tables, sum(pg_relation_size(tablename::regclass)) as bytes
      from pg_tables where schemaname = 'public' and tablename <> 'migrations'`)
    const { tables = [], bytes = 0 } = rows[0] ?? {}
    // To truncate all tables takes 25 times as long as to delete a few rows; what is deleted leaves its pages behind.
    const emptying =
      bytes > 2 ** 20 ? [`truncate ${tables.join(', ')}`] : tables.map(table => `delete from ${table}`)
    // Without its triggers: what happened cannot be removed otherwise.
    await pglite.exec(`
      set session_replication_role = replica;
      ${emptying.join(';')};
      insert into plans select * from kept.plans;
      reset session_replication_role;
      select setval(format('%I', sequencename)::regclass, start_value, false)
      from pg_sequences where schemaname = 'public' and last_value is not null;
      -- What was counted of other rows would mislead the planner, and some tests are about plans.
      delete from pg_statistic where starelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)`)
    if (process.env.COUNT) process.stderr.write(bytes > 2 ** 20 ? 'T' : 'd')
    idle.push(lent)
  } catch {
    await pglite.close().catch(() => {})
  }
}

/** A text that is another one when a table, function, index or rule is. */
async function schemaOf(pglite: PGlite): Promise<string> {
  const { rows } = await pglite.query<{ schema: string }>(`
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
      select concat(name, checksum) from migrations
    ) as parts`)
  return rows[0]?.schema ?? ''
}

/** Opens the same database once more, as another process would; one that gathers nothing, so that its statements really race. */
export async function openAgain(t: Test, url: string): Promise<Database> {
  const db = await openDatabase({ url, prepare, batching: { lanes: 8, most: 1 } })
  t.teardown(() => db.destroy())
  return db
}

/** Checks what must hold at any time, as `npm run check` does. */
export async function checkBooks(t: Test, db: Database) {
  t.strictSame(await faultsInBooks(db), [], 'all holds that must hold')
}

/** Waits until all that happened can be told: not before what others have under way on the same server has ended. */
export async function settled(db: Database) {
  await eventually('what others have under way has ended', async () => {
    const { rows } = await sql`select from events where tx >= pg_snapshot_xmin(pg_current_snapshot()) limit 1`.execute(
      db,
    )
    return rows.length === 0
  })
}

/** Removes all letters, for a test that looks at those to come. */
export async function clearLetters(db: Database) {
  await sql`update shares set letter_id = null`.execute(db)
  await db.deleteFrom('letters').execute()
}

const ajv = new Ajv({ keywords: ['example'], formats: fullFormats, strict: false })

const routes = Object.entries(contract.paths).map(([path, operations]) => ({
  pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  operations,
}))

function checkAgainstContract({ method = 'GET', url }: InjectOptions, answer: LightMyRequestResponse) {
  const path = String(url).split('?')[0] ?? ''
  const operation = routes.find(({ pattern }) => pattern.test(path))?.operations[method.toLowerCase()]
  if (!operation) return
  const type = String(answer.headers['content-type']).split(';')[0] ?? ''
  const schema = operation.responses[answer.statusCode]?.content?.[type]?.schema
  if (!schema)
    throw new Error(`${method} ${url} answered ${answer.statusCode} ${type}, which the contract does not know`)
  if (type !== 'application/json') return
  if (!ajv.validate(schema, answer.json())) {
    throw new Error(`${method} ${url} ${answer.statusCode}: ${ajv.errorsText()}: ${answer.payload}`)
  }
}

/** Makes a folder as a program leaves it that was started and stopped: there is a migrated database in it, and nothing else. */
export async function startedFolder(t: Test): Promise<string> {
  const dataDir = t.testdir({ postgres: {} })
  // Its names begin with a slash, which tar leaves away, and says so.
  await promisify(execFile)('tar', ['-xf', await snapshotFile(), '-C', join(dataDir, 'postgres')])
  return dataDir
}

/** The embedded database after its migrations, in memory. */
export async function readSnapshot(): Promise<Blob> {
  return new Blob([await readFile(await snapshotFile())])
}

/** The file of the snapshot, which is made once and kept beside the installed packages. */
async function snapshotFile(): Promise<string> {
  const folder = fileURLToPath(new URL('../../node_modules/.cache/sensor-share/', import.meta.url))
  const file = join(folder, `${await migrationsHash()}.tar`)
  if (!existsSync(file)) {
    const made = await makeSnapshot()
    await mkdir(folder, { recursive: true })
    const draft = `${file}.${process.pid}`
    await writeFile(draft, Buffer.from(await made.arrayBuffer()))
    await rename(draft, file)
  }
  return file
}

async function makeSnapshot(): Promise<Blob> {
  const pglite = await PGlite.create({ loadDataDir: await emptyDatabase() })
  await migrate(new Database(embeddedPool(pglite), { lanes: 1, most: 1 }))
  const snapshot = await pglite.dumpDataDir('none')
  await pglite.close()
  return snapshot
}

/** Makes a database like the template, which is made once for each state of the migrations. */
async function cloneTemplate(t: Test, server: string): Promise<string> {
  const template = `sensor_share_test_${await migrationsHash()}`
  const name = `${template}_${process.pid}_${randomBytes(3).toString('hex')}`
  const admin = new pg.Client(server)
  await admin.connect()
  // Only one at a time: a template must not be in use while it is copied.
  await admin.query('select pg_advisory_lock(5032027)')
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [template])
    if (rowCount === 0) await makeTemplate(admin, template, server)
    await admin.query(`create database ${name} template ${template}`)
  } finally {
    await admin.end()
  }
  t.teardown(() => dropDatabase(server, name))
  return databaseUrl(poolerUrl ?? server, name)
}

/** The URL of the same database past the pooler, for what needs a session of its own. */
export function pastPooler(url: string): string {
  return databaseUrl(testDatabaseUrl ?? url, new URL(url).pathname.slice(1))
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

async function dropDatabase(server: string, name: string) {
  const admin = new pg.Client(server)
  await admin.connect()
  await admin.query(`drop database if exists ${name} with (force)`)
  await admin.end()
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function migrationsHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const { name, checksum } of await readMigrations()) hash.update(name).update(checksum)
  return hash.digest('hex').slice(0, 12)
}
