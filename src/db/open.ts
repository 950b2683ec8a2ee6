/**
 * Opens the database: a Postgres server if there is a URL, otherwise the embedded one; both through one Kysely dialect.
 */
import { Kysely, type LogEvent, PostgresDialect, type PostgresPoolClient, type Transaction } from 'kysely'
import pg from 'pg'
import { type Listen, listenOn } from './connections/listen.ts'
import type { Connections, OnStatement, Pool } from './connections/pool.ts'
import { openEmbedded } from './embedded.ts'
import { ping } from './ping.ts'
import { preparedName, titleOf } from './statement.ts'
import type { Tables } from './tables.ts'

/** How many statements run in parallel (`lanes`), and how many requests one carries at most (`most`). See coalesce.ts. */
type Batching = { lanes: number; most: number }

/** Callbacks for logging and metrics. */
export type Watch = {
  /** Called after each statement, never with its values. */
  log?: ((event: LogEvent) => void) | undefined
  /**
   * Called after each statement with its title (if it is one of ours), success and duration in ms. Cheaper than `log`.
   */
  onStatement?: OnStatement | undefined
  /** Called before each batch of calls with the title of its statement and the number of asks. */
  onBatch?: ((statement: string, asks: number) => void) | undefined
  /** Called when a connection breaks. */
  onLostConnection?: (error: Error) => void
  /** Called before an embedded database is created, which takes seconds. */
  onPrepare?: () => void
}

type Common = Watch & { batching?: Batching }

type Where =
  | ({ url: string; pool?: number; prepare?: boolean; isPatient?: boolean } & Common)
  | ({ dataDir: string } & Common)
  | ({ snapshot: Blob | undefined } & Common)

/**
 * The database with its batching limits. Inside a transaction use only the transaction: the embedded database has a
 * single connection, so any other statement would wait forever.
 */
export class Database extends Kysely<Tables> {
  readonly batching: Batching
  /** Embedded databases have no autovacuum: housekeeping must vacuum them. */
  readonly isEmbedded: boolean
  readonly listen: Listen
  readonly watch: Watch
  readonly countConnections: () => Connections
  /** Runs health checks on a connection of their own, because callers may need all others. */
  readonly aside: Kysely<Tables>
  readonly #end: () => Promise<void>

  constructor(pool: Pool, batching: Batching, watch: Watch = {}) {
    const end = onlyOnce(() => pool.end())
    const endAside = onlyOnce(async () => pool.aside?.end())
    super({
      dialect: new PostgresDialect({ pool: { connect: pool.connect, end } }),
      ...(watch.log && { log: watch.log }),
    })
    this.batching = batching
    this.isEmbedded = pool.isEmbedded
    this.listen = pool.listen
    this.watch = watch
    this.countConnections = pool.count
    const { aside } = pool
    this.aside = aside
      ? new Kysely({ dialect: new PostgresDialect({ pool: { connect: () => aside.connect(), end: endAside } }) })
      : this
    this.#end = async () => {
      await Promise.all([end(), endAside()])
    }
  }

  /** Closes the database, even if it was never used; Kysely alone closes only one that was. */
  override async destroy() {
    await super.destroy()
    await this.#end()
  }
}

/** Makes a call that may come twice, as Kysely and `destroy` both end a pool, which ends only once. */
function onlyOnce(end: () => Promise<void>): () => Promise<void> {
  let ended: Promise<void> | undefined
  return () => {
    ended ??= end()
    return ended
  }
}

/** The target of statements: the database, or a transaction on it. */
export type Handle = Database | Transaction<Tables>

/**
 * Opens a database. Postgres connects at the first query; an embedded one (`dataDir`, or `snapshot` for one in memory)
 * opens at once.
 */
export async function openDatabase(where: Where): Promise<Database> {
  if ('url' in where) {
    // Two lanes keep Postgres busy while this process reads answers and writes the next statement; a third made nothing
    // faster.
    return new Database(openPool(where), where.batching ?? { lanes: 2, most: 64 }, where)
  }
  const pool = await openEmbedded(
    'dataDir' in where ? { dataDir: where.dataDir } : { snapshot: where.snapshot },
    where.onStatement,
    where.onPrepare,
  )
  const db = new Database(pool, where.batching ?? { lanes: 1, most: 64 }, where)
  // Kysely doesn't close a driver that it never used.
  await ping(db)
  return db
}

// Parses int8 as a number: ids and counts are far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

type Server = Extract<Where, { url: string }>

function openPool(where: Server): Pool {
  const { pool, connect } = poolOf(where, { max: where.pool ?? 10, application_name: 'sensor-share' })
  // Stays open between the checks of a container, which come every ten seconds.
  const aside = poolOf(where, { max: 1, application_name: 'sensor-share health', idleTimeoutMillis: 60_000 })
  return {
    connect,
    isEmbedded: false,
    listen: listenOn(where.url),
    count: () => ({ lent: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    end: () => pool.end(),
    aside: { connect: aside.connect, end: () => aside.pool.end() },
  }
}

function poolOf(where: Server, options: pg.PoolConfig) {
  const pool = new pg.Pool({
    connectionString: where.url,
    connectionTimeoutMillis: 5_000,
    // Commands that read the whole database have no query timeout.
    ...(!where.isPatient && { query_timeout: 10_000 }),
    keepAlive: true,
    ...options,
  })
  // A connection can break at any time, lent or idle; an error event without a listener would end the process.
  pool.on('connect', client => client.on('error', error => where.onLostConnection?.(error)))
  pool.on('error', () => {})
  // Kysely keeps each connection object in a WeakMap. A new object per checkout would stay in memory until a full GC
  // and slow down each minor one.
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
  return { pool, connect }
}

/**
 * Wraps a connection: runs our statements as prepared statements, and discards the connection after a failure to
 * answer.
 */
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
  '25006', // read-only: a standby after a failover
  ...['3D000', '28P01', '28000'], // no such database, or login refused: only happens on new connections
])
const awayMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|PGlite is clos|driver has already been destroyed|Cannot use a pool after calling end)/

/**
 * Checks whether a statement failed only because of a concurrent one, so that a retry would succeed: a row that it
 * references was deleted, or a deadlock occurred. The failed statement changed nothing.
 */
export function isOvertaken(error: unknown): boolean {
  return ['23503', '40P01'].includes(String(Object(error).code))
}

/** Checks whether an error means that the database is unreachable, so that the outcome of the statement is unknown. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && (awayCodes.has(code) || /^(08|53)...$/.test(code))) return true
  return awayMessages.test(error.message)
}
