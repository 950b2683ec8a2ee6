/** Opens the database: a Postgres server when there is a URL, else the embedded one. Both through one Kysely dialect. */
import { Kysely, type LogEvent, PostgresDialect, type PostgresPoolClient, type Transaction } from 'kysely'
import pg from 'pg'
import { openEmbedded } from './embedded.ts'
import { type Listen, listenOn } from './listen.ts'
import { ping } from './ping.ts'
import type { Connections, OnStatement, Pool } from './pool.ts'
import { preparedName, titleOf } from './statement.ts'
import type { Tables } from './tables.ts'

/** How calls are gathered into statements: see coalesce.ts. */
type Together = { lanes: number; most: number }

/** Who is told of what happens. */
export type Watch = {
  /** Is told of every statement; never of its values. */
  log?: ((event: LogEvent) => void) | undefined
  /** Is told of every statement that was sent: what it is called if it is one of ours, whether it was done, and its milliseconds. Cheaper than `log`. */
  onStatement?: OnStatement | undefined
  /** Is told of every batch of calls that went together: of which statement, and how many asks. */
  onBatch?: ((statement: string, asks: number) => void) | undefined
  /** Is told of a connection that broke. */
  onLostConnection?: (error: Error) => void
  /** Is told before an embedded database is made, which takes seconds. */
  onPrepare?: () => void
}

type Common = Watch & { together?: Together }

type Where =
  | ({ url: string; pool?: number; prepare?: boolean; isPatient?: boolean } & Common)
  | ({ dataDir: string } & Common)
  | ({ snapshot: Blob | undefined } & Common)

/** The database and how to gather calls to it. Inside a transaction use only the transaction: the embedded database has one connection. */
export class Database extends Kysely<Tables> {
  readonly together: Together
  /** Nobody else looks after an embedded database: housekeeping has to. */
  readonly isEmbedded: boolean
  readonly listen: Listen
  readonly watch: Watch
  readonly countConnections: () => Connections
  readonly #end: () => Promise<void>

  constructor(pool: Pool, together: Together, watch: Watch = {}) {
    let ended: Promise<void> | undefined
    const end = () => {
      ended ??= pool.end()
      return ended
    }
    super({
      dialect: new PostgresDialect({ pool: { connect: () => pool.connect(), end } }),
      ...(watch.log && { log: watch.log }),
    })
    this.together = together
    this.isEmbedded = pool.isEmbedded
    this.listen = pool.listen
    this.watch = watch
    this.countConnections = pool.count
    this.#end = end
  }

  /** Closes the database. Kysely by itself closes only one that it has used. */
  override async destroy() {
    await super.destroy()
    await this.#end()
  }
}

/** What statements are sent to: the database, or a transaction of it. */
export type Handle = Database | Transaction<Tables>

/** Opens a database. Postgres connects at the first query; the embedded one (`dataDir`, or `snapshot` for one in memory) at once. */
export async function openDatabase(where: Where): Promise<Database> {
  if ('url' in where) {
    // Two lanes keep Postgres busy while this process reads answers and writes the next statement; a third made nothing faster.
    return new Database(openPool(where), where.together ?? { lanes: 2, most: 64 }, where)
  }
  const pool = await openEmbedded(
    'dataDir' in where ? { dataDir: where.dataDir } : { snapshot: where.snapshot },
    where.onStatement,
    where.onPrepare,
  )
  const db = new Database(pool, where.together ?? { lanes: 1, most: 64 }, where)
  // Kysely does not close what it was never asked to use.
  await ping(db)
  return db
}

// Ids and counts are far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

function openPool(where: Extract<Where, { url: string }>): Pool {
  const pool = new pg.Pool({
    connectionString: where.url,
    max: where.pool ?? 10,
    connectionTimeoutMillis: 5_000,
    // Who looks at all of it, as commands do, waits for as long as that takes.
    ...(!where.isPatient && { query_timeout: 10_000 }),
    keepAlive: true,
    application_name: 'sensor-share',
  })
  // A connection can break at any time, lent or not; an error that nobody listens to would end the process.
  pool.on('connect', client => client.on('error', error => where.onLostConnection?.(error)))
  pool.on('error', () => {})
  // Kysely keeps what it is lent in a WeakMap: something new each time would stay in memory until a full collection, and make each small one long.
  const lent = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  async function connect() {
    const client = await pool.connect()
    let lendable = lent.get(client)
    if (!lendable) {
      lendable = lend(client, where.prepare ?? true, where.onStatement)
      lent.set(client, lendable)
    }
    return lendable
  }
  return {
    connect,
    isEmbedded: false,
    listen: listenOn(where.url),
    count: () => ({ lent: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    end: () => pool.end(),
  }
}

/** A connection as it is lent: sends our statements by name, and is thrown away when the server did not answer in time. */
function lend(client: pg.PoolClient, prepare: boolean, onStatement?: OnStatement): PostgresPoolClient {
  let lost = false
  async function query(text: string, values: readonly unknown[]) {
    const name = prepare ? preparedName(text) : undefined
    const start = performance.now()
    try {
      const result = await client.query({ text, values: [...values], ...(name && { name }) })
      onStatement?.(titleOf(text), true, performance.now() - start)
      return result
    } catch (error) {
      lost ||= isAway(error)
      onStatement?.(titleOf(text), false, performance.now() - start)
      throw error
    }
  }
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(lost) }
}

const awayCodes = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOENT',
  ],
  ...['57P01', '57P02', '57P03'], // shutting down, crashed, starting
  '25006', // read only: a standby, after a switch
  ...['3D000', '28P01', '28000'], // no such database, or it does not let us in: only said to a new connection
])
const awayMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|PGlite is clos|driver has already been destroyed)/

/** Tells whether a statement failed only because of another one just then, and would not if it were tried again: a row that it
 * refers to was removed, or both waited for each other. Nothing of it has happened. */
export function isOvertaken(error: unknown): boolean {
  return ['23503', '40P01'].includes(String(Object(error).code))
}

/** Tells whether an error means that the database cannot be reached, so that the outcome is unknown. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && (awayCodes.has(code) || /^(08|53)...$/.test(code))) return true
  return awayMessages.test(error.message)
}
