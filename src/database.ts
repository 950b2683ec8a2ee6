/** The database of the settings, reached and brought up to date: for the service and the programs beside it. */
import { type Config, ConfigError } from './config.ts'
import { migrate } from './db/migrate.ts'
import { type Database, openDatabase, type Watch } from './db/open.ts'
import { ping } from './db/ping.ts'
import { settleHistory } from './events/windows.ts'
import { checkFolder } from './machine.ts'

/** Opens the database that the settings name. Throws what a person can do something about as a sentence. */
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
    // An open connection would keep a program alive that has nothing left to do.
    await db.destroy()
    throw databaseUrl ? explainTables(error, databaseUrl) : error
  }
}

/** Returns when the database answers; else throws a ConfigError that says why not, and which `setting` to correct. */
export async function reach(db: Database, databaseUrl: string, setting = 'DATABASE_URL') {
  try {
    await ping(db)
  } catch (error) {
    throw new ConfigError(explainReach(error, databaseUrl, setting))
  }
}

function explainReach(error: unknown, databaseUrl: string, setting: string): string {
  const { name, host } = placeOf(databaseUrl)
  // Of several addresses that were tried in vain, Node tells only the code.
  const { message, code } = error as NodeJS.ErrnoException
  if (code === '3D000') {
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

/** Says what is wrong with a database whose tables could not be made; returns any other error as it is. */
function explainTables(error: unknown, databaseUrl: string): unknown {
  const { name, host } = placeOf(databaseUrl)
  const { code } = Object(error) as { code?: string }
  // Without any right on the schema `public`, none is found to make a table in.
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
