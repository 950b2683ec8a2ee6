/** The process: settings, database, application; listens, and closes in order. */
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { type Config, readConfig } from './config.ts'
import { openConfigured } from './database.ts'
import { explain } from './explain.ts'
import { keepHouse } from './housekeeping.ts'
import { logStatements, openLog } from './log.ts'
import { signingSecret } from './people/secret.ts'

async function start() {
  const config = readConfig()
  const log = await openLog(config.logLevel)
  const db = await openConfigured(config, {
    log: logStatements(log),
    onLostConnection: err => log.warn({ err }, 'lost a connection to the database'),
  })
  const app = await buildApp({
    db,
    secret: await signingSecret(config),
    sessionDays: config.sessionDays,
    issuer: config.issuer,
    internalSecret: config.internalSecret,
    openGateways: config.openGateways,
    gatewayMaxAge: config.gatewayMaxAge,
    trustProxy: config.trustProxy,
    rateLimit: config.rateLimit,
    log,
  })
  const housekeeping = keepHouse(db, log)
  closeWithGrace({ delay: 10_000, logger: log }, async ({ signal, err }) => {
    if (err) log.fatal({ err }, 'closing: nobody caught an error')
    else log.info({ signal }, 'closing: finishing what is under way')
    await app.close()
    await housekeeping.close()
    await db.destroy()
  })
  welcome(
    await app.listen({ host: config.host, port: config.port, listenTextResolver: url => `listening at ${url}` }),
    config,
  )
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
