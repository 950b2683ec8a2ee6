/** The database of the settings, reached and brought up to date: for the service and the programs beside it. */
import { type Config, ConfigError } from './config.ts'
import { migrate } from './db/migrate.ts'
import { type Database, openDatabase, type Watch } from './db/open.ts'
import { ping } from './db/ping.ts'
import { settleHistory } from './sharing/windows.ts'

/** Opens the database that the settings name. Throws what a person can do something about as a sentence. */
export async function openConfigured(config: Config, watch: Watch = {}): Promise<Database> {
  const { databaseUrl, dataDir, databasePool, databasePrepare } = config
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
    throw error
  }
}

/** Says where the database should be when it cannot be reached or does not let us in. */
export async function reach(db: Database, databaseUrl: string) {
  try {
    await ping(db)
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl)
    // Of several addresses that were tried in vain, Node tells only the code.
    const { message, code } = error as NodeJS.ErrnoException
    throw new ConfigError(`The database ${pathname.slice(1)} at ${host} cannot be reached: ${message || code}`)
  }
}
