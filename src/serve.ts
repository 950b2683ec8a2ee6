/** Runs the service: opens the database and the application, listens, and shuts down in order. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import closeWithGrace from 'close-with-grace'
import type { Logger } from 'pino'
import { buildApp } from './app.ts'
import { makeLinks } from './auth/entrance/tokens.ts'
import { noteSigning } from './auth/rotation.ts'
import type { Config } from './config.ts'
import { openConfigured } from './database.ts'
import type { Database } from './db/open.ts'
import { timeouts } from './http/timeouts.ts'
import { keepHouse } from './jobs/housekeeping.ts'
import { deriveKeys, signingSecrets, unseal } from './keys.ts'
import { logStatements, openLog } from './log.ts'
import { openCourier } from './mail/courier/courier.ts'
import { mailbox } from './mail/transports/mailbox.ts'
import type { Mailer } from './mail/transports/mailer.ts'
import { postmark } from './mail/transports/postmark.ts'
import { smtp } from './mail/transports/smtp.ts'
import { openMetrics, serveMetrics } from './metrics.ts'
import { callbackPath } from './web/sign-in/provider.ts'

/** Starts the service; resolves when it listens. It runs until a signal ends the process. */
export async function serve(config: Config): Promise<void> {
  const log = await openLog(config.logLevel)
  for (const warning of config.warnings) log.warn(warning)
  const metrics = openMetrics()
  metrics.watchProcess()
  const db = await openConfigured(config, {
    log: logStatements(log),
    onStatement: metrics.ran,
    onBatch: metrics.gathered,
    onLostConnection: err => log.warn({ err }, 'lost a connection to the database'),
    onPrepare: () =>
      log.info(`preparing the database in ${config.dataDir}: this takes some seconds, the first time only`),
  })
  const keys = deriveKeys(...(await signingSecrets(config)))
  await noteSigning(db, keys.ids[0])
  const internalServer = config.internalPort === undefined ? undefined : createServer({ ...timeouts, ...timeouts.http })
  const app = await buildApp({ db, keys, policy: config, internalServer, log, metrics })
  const housekeeping = keepHouse(db, keys, log)
  let metricsServer: Server | undefined
  let courier: ReturnType<typeof openCourier> | undefined
  const mailer = mailerOf(config, db)
  closeOnce(log, async ({ signal, err }) => {
    if (err) log.fatal({ err }, 'closing: nobody caught an error')
    else log.info({ signal }, 'closing: finishing what is under way')
    await app.close()
    metricsServer?.close()
    await Promise.all([housekeeping.close(), courier?.close()])
    await Promise.all([db.destroy(), mailer?.close()])
  })
  const url = await app.listen({
    host: config.host,
    port: config.port,
    listenTextResolver: url => `listening at ${url}`,
  })
  if (config.metricsPort !== undefined) {
    metricsServer = await serveMetrics({ host: config.host, port: config.metricsPort }, app.readMetrics)
    log.info(`metrics are at port ${portOf(metricsServer)}`)
  }
  if (internalServer) {
    internalServer.listen(config.internalPort, config.host)
    await once(internalServer, 'listening')
    log.info(`internal calls are at port ${portOf(internalServer)}`)
  }
  if (mailer) {
    const links = await makeLinks(keys.tokens[0], config.publicUrl ?? url)
    courier = openCourier({
      db,
      mailer,
      links,
      openCode: sealed => unseal(keys.codes.sealing, sealed),
      addresses: keys.addresses,
      log,
      onResult: metrics.tried,
    })
  }
  log.info(
    config.trustedTokens
      ? 'tokens without a session are accepted from whoever has the secret; TRUSTED_TOKENS=off refuses them'
      : 'tokens without a session are refused',
  )
  if (config.provider) {
    const callback = `${config.publicUrl}${callbackPath}`
    log.info(`people can sign in with ${config.provider.issuer.host}; it must allow the redirect URI ${callback}`)
  }
  const home = config.publicUrl ?? url
  logMail(log, config, `${home}${app.mailboxLink}`)
  welcome(log, home, config, app.mailboxLink)
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

type Ending = { signal?: NodeJS.Signals | undefined; err?: Error | undefined }

/** Closes on a signal or an uncaught error. A second signal ends the process at once. */
function closeOnce(log: Logger, finish: (ending: Ending) => Promise<void>) {
  let first: { signal: NodeJS.Signals | undefined; at: number } | undefined
  const begin = (signal: NodeJS.Signals | undefined) => {
    first ??= { signal, at: performance.now() }
    return first
  }
  const { close } = closeWithGrace({ delay: 10_000, logger: log, skip: ['SIGINT', 'SIGTERM'] }, ({ signal, err }) =>
    finish({ signal: begin(signal).signal, err }),
  )
  const onSignal = (signal: NodeJS.Signals) => {
    if (!first) {
      begin(signal)
      close()
    } else if (performance.now() - first.at > 1_000) {
      // Within a second it is the same signal: Ctrl+C also reaches npm, which forwards it.
      log.error(`second ${signal}, exiting`)
      process.exit(1)
    }
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
}

/** Returns the configured mail transport; undefined if mail isn't set up and the mailbox is closed. */
function mailerOf({ mail, mailbox: box }: Config, db: Database): Mailer | undefined {
  if (mail?.by === 'postmark') return postmark(mail)
  if (mail?.by === 'smtp') return smtp(mail)
  return box && mailbox(db)
}

function logMail(log: Logger, { mail, mailbox: box }: Config, mailboxUrl: string) {
  if (mail) log.info(`emails are sent by ${mail.by}`)
  else if (box === 'locked')
    log.info(
      `no mail is set up: open ${mailboxUrl} to read the emails. The link works once, for one browser, and whoever signs in there operates the server`,
    )
  else if (box === 'open')
    log.warn(`no mail is set up: everybody who can reach this server can read all emails at ${mailboxUrl}`)
  else
    log.warn(
      'no mail is set up: emails wait, and nobody can sign in by code. Set POSTMARK_TOKEN or SMTP_URL, together with ' +
        'MAIL_FROM and PUBLIC_URL; or MAILBOX=on for a trial, and everybody who can reach this server can read all emails at /mailbox',
    )
}

/** Shows a newcomer what to do next: the log gets only the page to open, a terminal gets more. */
function welcome(log: Logger, url: string, { databaseUrl, dataDir, mail, mailbox }: Config, mailboxLink: string) {
  if (!process.stdout.isTTY) return log.info(`ready: open ${url}/app in a browser`)
  console.log(`
  sensor-share is ready.

  Open ${url}/app in a browser: sign in, and it leads you to your first shared sensor.

  Try the API   ${url}/docs
  Get a token   npm run token -- you@example.com
  Emails        ${mail ? `sent by ${mail.by}` : mailbox ? `kept to be read at ${url}${mailboxLink}\n                (open it first: whoever signs in after it may allow gateways)` : 'wait, and nobody can sign in: set up mail, or MAILBOX=on for a trial'}
  Your data     ${databaseUrl ? 'in the Postgres database of DATABASE_URL' : `in ${dataDir} (embedded database)`}
  Stop          Ctrl+C
`)
}
