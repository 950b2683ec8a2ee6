/** Opens and migrates the configured database, for the service and for commands. */
import { type Config, ConfigError } from './config.ts'
import { migrate } from './db/migrate.ts'
import { type Database, openDatabase, type Watch } from './db/open.ts'
import { ping } from './db/ping.ts'
import { settleHistory } from './events/windows.ts'
import { checkFolder } from './machine.ts'

/** Opens the configured database. Errors that the operator can fix have a plain sentence as their message. */
export async function openConfigured(config: Config, watch: Watch = {}): Promise<Database> {
  const { databaseUrl, dataDir, databasePool, databasePrepare } = config
  if (!databaseUrl) await checkFolder(dataDir)
  const db = await openDatabase({
    ...(databaseUrl ? { url: databaseUrl, pool: databasePool, prepare: databasePrepare } : { dataDir }),
    ...watch,
  })
  try {
    if (databaseUrl) await reach(db, databaseUrl)
    await migrate(db)
    await settleHistory(db)
    return db
  } catch (error) {
    // An open connection would keep the process alive.
    await db.destroy()
    throw databaseUrl ? explainTables(error, databaseUrl) : error
  }
}

/** Resolves when the database answers; otherwise throws a ConfigError with the reason and the `setting` to correct. */
export async function reach(db: Database, databaseUrl: string, setting = 'DATABASE_URL') {
  try {
    await ping(db)
  } catch (error) {
    throw new ConfigError(explainReach(error, databaseUrl, setting))
  }
}

function explainReach(error: unknown, databaseUrl: string, setting: string): string {
  const { name, host } = placeOf(databaseUrl)
  // If several addresses were tried in vain, Node's error has only a code.
  const { message, code } = error as NodeJS.ErrnoException
  // PgBouncer says so with the code of a broken protocol.
  if (code === '3D000' || /^database ".*" does not exist$/.test(message)) {
    return `There is no database ${name} at ${host}. Create it with: createdb ${name}; or correct the name in ${setting}.`
  }
  if (code === '28P01' || code === '28000') {
    return `The Postgres server at ${host} turned down the user or the password: ${message}. Correct them in ${setting}.`
  }
  if (message.startsWith('SASL') && message.includes('password')) {
    return `The Postgres server at ${host} asks for a password. Add it to ${setting}.`
  }
  return `The database ${name} at ${host} cannot be reached: ${message || code}. Start Postgres there, or correct ${setting}.`
}

/** Explains why the tables could not be created; returns any other error unchanged. */
function explainTables(error: unknown, databaseUrl: string): unknown {
  const { name, host } = placeOf(databaseUrl)
  const { code } = Object(error) as { code?: string }
  // 3F000 (no schema to create in) means that the user has no rights at all on the schema `public`.
  if (code === '42501' || code === '3F000') {
    return new ConfigError(
      `The user of DATABASE_URL may not make tables in the database ${name} at ${host}. Make that user its owner: alter database ${name} owner to …`,
    )
  }
  if (code === '25006') {
    return new ConfigError(
      `The database ${name} at ${host} can only be read; it may be a standby. Set DATABASE_URL to the server that can be written.`,
    )
  }
  return error
}

function placeOf(databaseUrl: string) {
  const { host, pathname, searchParams } = new URL(databaseUrl)
  return { name: decodeURI(pathname.slice(1)), host: host || searchParams.get('host') || 'this machine' }
}
