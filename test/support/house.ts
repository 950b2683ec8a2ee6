/** A whole house for a test: a database of its own, the application on it, people and sensors; gone when the test is over. */
import { randomBytes } from 'node:crypto'
import { Ajv } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { createSigner } from 'fast-jwt'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import type { Test } from 'tap'
import { type Database, openDatabase, type Watch } from '../../src/db/open.ts'
import { deriveKeys } from '../../src/keys.ts'
import type { Caller } from '../../src/people/caller.ts'
import { contract } from '../../src/rest/contract/document.ts'
import { buildTestApp, type Choices } from './app.ts'
import { faultsInBooks } from './books.ts'
import { borrowEmbedded, borrowOnServer, databaseUrl, giveBackToServer } from './databases.ts'
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
  if (!testDatabaseUrl) {
    const db = await borrowEmbedded({ log, ...counts })
    t.teardown(() => db.destroy())
    return { db, url: undefined }
  }
  const name = await borrowOnServer(testDatabaseUrl)
  t.teardown(() => giveBackToServer(testDatabaseUrl, name))
  const url = databaseUrl(poolerUrl ?? testDatabaseUrl, name)
  const db = await openDatabase({ url, prepare, log, ...counts })
  t.teardown(() => db.destroy())
  return { db, url }
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

/** The URL of the same database past the pooler, for what needs a session of its own. */
export function pastPooler(url: string): string {
  return databaseUrl(testDatabaseUrl ?? url, new URL(url).pathname.slice(1))
}
