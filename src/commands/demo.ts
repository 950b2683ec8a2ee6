/** `npm run demo`: runs the service on a temporary embedded database with sample data, and prints commands to try. */
import { randomBytes } from 'node:crypto'
import closeWithGrace from 'close-with-grace'
import { buildApp } from '../app.ts'
import { issueToken, makeLinks } from '../auth/entrance/tokens.ts'
import { readConfig } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import { explain } from '../explain.ts'
import { deriveKeys, unseal } from '../keys.ts'
import { openLog } from '../log.ts'
import { openCourier } from '../mail/courier/courier.ts'
import { mailbox } from '../mail/transports/mailbox.ts'
import { openMetrics } from '../metrics.ts'
import { boat, furnishDemo, greenhouse, sauna } from './demo-house.ts'
import { readSettings } from './settings.ts'

const gateway = 'F0:E1:D2:C3:B4:A5'

async function demo() {
  const { host, port, logLevel, internalSecret } = readSettings()
  const keys = deriveKeys(randomBytes(48).toString('base64'))
  const operatorSecret = internalSecret ?? randomBytes(24).toString('hex')
  const metrics = openMetrics()
  metrics.watchProcess()
  const db = await openDatabase({ snapshot: undefined, onStatement: metrics.ran, onBatch: metrics.gathered })
  await migrate(db)
  await furnishDemo(db)

  const log = await openLog(logLevel)
  // The defaults: among them, only whoever opens the printed link can read the emails.
  const policy = { ...readConfig({}), internalSecret: operatorSecret, operators: ['olivia@example.com'] }
  const app = await buildApp({ db, keys, policy, log, metrics })
  // A status report from a gateway that isn't on the white list, so that the operator's list has an entry.
  await app.inject({ method: 'POST', url: '/status', payload: { DEVICE_ADDR: gateway, ESP_FW: 'v1.15.0' } })
  const url = await app.listen({ host, port, listenTextResolver: url => `listening at ${url}` })
  const courier = openCourier({
    db,
    mailer: mailbox(db),
    links: await makeLinks(keys.tokens[0], url),
    openCode: sealed => unseal(keys.codes.sealing, sealed),
    log,
    onResult: metrics.tried,
  })
  closeWithGrace({ delay: 10_000, logger: false }, async () => {
    await app.close()
    await courier.close()
    await db.destroy()
  })
  const variables = [
    `OLIVIA=${await issueToken(keys.tokens[0], 'olivia@example.com')}`,
    `GARY=${await issueToken(keys.tokens[0], 'gary@example.com')}`,
    internalSecret ? '# INTERNAL_SECRET is the one of your settings' : `INTERNAL_SECRET=${operatorSecret}`,
  ]
  console.log(lines(url, `${url}${app.mailboxLink}`, variables.join('\n')))
}

/**
 * Returns the text to print. The commands in it restore the initial state, so that those of the README work afterwards.
 */
function lines(url: string, mailboxUrl: string, variables: string) {
  const call = (token: string, path: string, body: object) =>
    `curl -s ${url}${path} -H 'Content-Type: application/json' \\\n  -H "Authorization: Bearer $${token}" -d '${JSON.stringify(body)}'; echo`
  return `
sensor-share demo: everything here is gone when it stops (Ctrl+C).
Olivia owns Sauna (${sauna}) and Greenhouse (${greenhouse}). She shares Greenhouse with Gary, and with
Nina, who has not joined yet. Gary owns Boat (${boat}) and shares it with Olivia.

Open ${url}/app and sign in as olivia@example.com: she has six sensors, guests of every kind, an invitation that awaits
her answer, and a gateway to allow. Sign in as gary@example.com in another browser, and see his page follow hers.
The emails with the codes are in the mailbox. This link opens it once, and then your browser may open it again:

${mailboxUrl}

Or try the API: it is described at ${url}/docs. Paste these variables into another terminal, and then the commands
below or those of the README:

${variables}

# Olivia shares Sauna with Gary
${call('OLIVIA', '/share', { sensor: sauna, user: 'gary@example.com' })}

# Once more: 409, he has access already
${call('OLIVIA', '/share', { sensor: sauna, user: 'gary@example.com' })}

# Gary cannot share it with others: 403, it is not his
${call('GARY', '/share', { sensor: sauna, user: 'nina@example.com' })}

# Gary reads what it measured: four weeks, one measurement in 15 minutes before the last day
curl -s '${url}/get?sensor=${sauna}&limit=3' -H "Authorization: Bearer $GARY"; echo

# Olivia removes his access
${call('OLIVIA', '/unshare', { sensor: sauna, user: 'gary@example.com' })}

# From then on he can read nothing: 403
curl -s '${url}/get?sensor=${sauna}&limit=3' -H "Authorization: Bearer $GARY"; echo

# The operator lists the gateways that have called
curl -s ${url}/gwinfo -H "X-Internal-Secret: $INTERNAL_SECRET"; echo

# Nina asks for a code to sign in; the email with it is in the mailbox: the link above opens it ...
curl -s ${url}/register -H 'Content-Type: application/json' -d '{"email":"nina@example.com"}'; echo

# ... and sends it back: the answer holds her token, and from then on she can read Greenhouse
# curl -s '${url}/verify?token=CODE'
`
}

demo().catch(error => {
  console.error(explain(error))
  process.exit(1)
})
