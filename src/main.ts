/** The process: settings, database, application; listens, and closes in order. */
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { migrate } from './db/migrate.ts'
import { type Database, openDatabase } from './db/open.ts'
import { ping } from './db/ping.ts'
import { explain } from './explain.ts'
import { logStatements, openLog } from './log.ts'
import { signingSecret } from './people/secret.ts'

async function start() {
  const config = readConfig()
  const log = await openLog(config.logLevel)
  const db = await openDatabase({
    ...(config.databaseUrl
      ? { url: config.databaseUrl, pool: config.databasePool, prepare: config.databasePrepare }
      : { dataDir: config.dataDir }),
    log: logStatements(log),
    onLostConnection: err => log.warn({ err }, 'lost a connection to the database'),
  })
  if (config.databaseUrl) await reach(db, config.databaseUrl)
  await migrate(db)
  const app = await buildApp({
    db,
    secret: await signingSecret(config),
    sessionDays: config.sessionDays,
    issuer: config.issuer,
    trustProxy: config.trustProxy,
    rateLimit: config.rateLimit,
    log,
  })
  closeWithGrace({ delay: 10_000, logger: log }, async ({ signal, err }) => {
    if (err) log.fatal({ err }, 'closing: nobody caught an error')
    else log.info({ signal }, 'closing: finishing what is under way')
    await app.close()
    await db.destroy()
  })
  welcome(
    await app.listen({ host: config.host, port: config.port, listenTextResolver: url => `listening at ${url}` }),
    config,
  )
}

/** Says where the database should be when it cannot be reached or does not let us in. */
async function reach(db: Database, databaseUrl: string) {
  try {
    await ping(db)
  } catch (error) {
    const { host, pathname } = new URL(databaseUrl)
    // Of several addresses that were tried in vain, Node tells only the code.
    const { message, code } = error as NodeJS.ErrnoException
    throw new ConfigError(`The database ${pathname.slice(1)} at ${host} cannot be reached: ${message || code}`)
  }
}

/** Tells a newcomer at a terminal where to go from here. */
function welcome(url: string, { databaseUrl, dataDir }: Config) {
  if (!process.stdout.isTTY) return
  console.log(`
  sensor-share is ready.

  Try the API   ${url}/docs
  Get a token   npm run token -- you@example.com
  Your data     ${databaseUrl ? 'in the Postgres database of DATABASE_URL' : `in ${dataDir} (embedded database)`}
  Stop          Ctrl+C
`)
}

start().catch(error => {
  console.error(`sensor-share cannot start.\n\n${explain(error)}`)
  process.exit(1)
})
