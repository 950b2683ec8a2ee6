/** npm run demo: the service on a throw-away embedded database with a few people and sensors, and lines to paste. */
import { randomBytes } from 'node:crypto'
import closeWithGrace from 'close-with-grace'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { type Database, openDatabase } from '../db/open.ts'
import { issueToken, makeLinks } from '../entrance/tokens.ts'
import { explain } from '../explain.ts'
import { openLog } from '../log.ts'
import { openCourier } from '../mail/courier.ts'
import { mailbox } from '../mail/mailbox.ts'
import { codeKeys } from '../people/code.ts'
import { unseal } from '../seal.ts'
import { claim } from '../sensors/claim.ts'
import { share } from '../sharing/share.ts'
import { rememberWeek, someone } from './furnish.ts'

async function demo() {
  const { host, port, logLevel } = readConfig()
  const secret = randomBytes(48).toString('base64')
  const db = await openDatabase({ snapshot: undefined })
  await migrate(db)
  await furnish(db)

  const log = await openLog(logLevel)
  const app = await buildApp({ db, secret, mailbox: 'local', log })
  const url = await app.listen({ host, port, listenTextResolver: url => `listening at ${url}` })
  const { sealing } = codeKeys(secret)
  const courier = openCourier({
    db,
    mailer: mailbox(db),
    links: await makeLinks(secret, url),
    openCode: sealed => unseal(sealing, sealed),
    log,
  })
  closeWithGrace({ delay: 10_000, logger: false }, async () => {
    await app.close()
    await courier.close()
    await db.destroy()
  })
  console.log(lines(url, await issueToken(secret, 'olivia@example.com'), await issueToken(secret, 'gary@example.com')))
}

async function furnish(db: Database) {
  const olivia = await someone(db, 'olivia@example.com')
  const gary = await someone(db, 'gary@example.com')
  await claim(db, olivia, { sensor: 'C6:F1:E7:D3:DA:11', name: 'Sauna' })
  await claim(db, olivia, { sensor: 'C6:F1:E7:D3:DA:12', name: 'Greenhouse' })
  await claim(db, gary, { sensor: 'D2:A0:4B:19:7C:01', name: 'Boat' })
  await rememberWeek(db, 'C6:F1:E7:D3:DA:11', { temperature: 38, swing: 22, humidity: 55, wander: 2 })
  await rememberWeek(db, 'C6:F1:E7:D3:DA:12', { temperature: 19, swing: 7, humidity: 60, wander: 0.4 })
  await rememberWeek(db, 'D2:A0:4B:19:7C:01', { temperature: 11, swing: 3, humidity: 70, wander: 0.3 })
  await share(db, olivia, [
    { sensor: 'C6:F1:E7:D3:DA:12', guest: gary.email },
    { sensor: 'C6:F1:E7:D3:DA:12', guest: 'nina@example.com' },
  ])
}

function lines(url: string, olivia: string, gary: string) {
  const call = (token: string, path: string, body: object) =>
    `curl -s ${url}${path} -H 'Content-Type: application/json' \\\n  -H "Authorization: Bearer $${token}" -d '${JSON.stringify(body)}'; echo`
  return `
sensor-share demo: everything here is gone when it stops (Ctrl+C).
Olivia owns Sauna (C6:F1:E7:D3:DA:11) and Greenhouse (C6:F1:E7:D3:DA:12); she shares Greenhouse
with Gary, who owns Boat, and with Nina, who has not joined yet.

In a browser: ${url}/app. Sign in as olivia@example.com or gary@example.com, each in a browser of their own; the letter
with the code is at ${url}/mailbox. Tick sensors, choose Actions, and see the other's page follow.

Or try the API at ${url}/docs, or paste into another terminal:

OLIVIA=${olivia}

GARY=${gary}

# Olivia shares Sauna with Gary
${call('OLIVIA', '/share', { sensor: 'C6:F1:E7:D3:DA:11', user: 'gary@example.com' })}

# ... once more: 409, he has it already
${call('OLIVIA', '/share', { sensor: 'C6:F1:E7:D3:DA:11', user: 'gary@example.com' })}

# Gary cannot pass it on: 403, it is not his
${call('GARY', '/share', { sensor: 'C6:F1:E7:D3:DA:11', user: 'nina@example.com' })}

# Olivia takes it back
${call('OLIVIA', '/unshare', { sensor: 'C6:F1:E7:D3:DA:11', user: 'gary@example.com' })}

# Gary gives Greenhouse back
${call('GARY', '/unshare', { sensor: 'C6:F1:E7:D3:DA:12' })}

# What Olivia's Sauna measured: a week, one measurement in 15 minutes before the last day
curl -s '${url}/get?sensor=C6:F1:E7:D3:DA:11&limit=3' -H "Authorization: Bearer $OLIVIA"; echo

# Nina signs in: she asks for a code; her letter, like all others, can be read at ${url}/mailbox ...
curl -s ${url}/register -H 'Content-Type: application/json' -d '{"email":"nina@example.com"}'; echo

# ... and hands it in: her token comes back, and what was shared with her is hers to see
# curl -s '${url}/verify?token=CODE'
`
}

demo().catch(error => {
  console.error(explain(error))
  process.exit(1)
})
