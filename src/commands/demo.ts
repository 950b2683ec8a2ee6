/** npm run demo: the service on a throw-away embedded database with a few people and sensors, and lines to paste. */
import { randomBytes } from 'node:crypto'
import closeWithGrace from 'close-with-grace'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import { openLog } from '../log.ts'
import { identify } from '../people/identify.ts'
import { issueToken } from '../rest/token.ts'
import { share } from '../sharing/share.ts'

const { host, port, logLevel } = readConfig()
const secret = randomBytes(48).toString('base64')
const db = await openDatabase({ snapshot: undefined })
await migrate(db)

const olivia = await someone('olivia@example.com')
const gary = await someone('gary@example.com')
await db
  .insertInto('sensors')
  .values([
    { id: 'C6:F1:E7:D3:DA:11', owner_id: olivia.id, name: 'Sauna' },
    { id: 'C6:F1:E7:D3:DA:12', owner_id: olivia.id, name: 'Greenhouse' },
    { id: 'D2:A0:4B:19:7C:01', owner_id: gary.id, name: 'Boat' },
  ])
  .execute()
await share(db, olivia, [
  { sensor: 'C6:F1:E7:D3:DA:12', guest: gary.email },
  { sensor: 'C6:F1:E7:D3:DA:12', guest: 'nina@example.com' },
])

const app = await buildApp({ db, secret, log: await openLog(logLevel) })
const url = await app.listen({ host, port, listenTextResolver: url => `listening at ${url}` })
closeWithGrace({ delay: 10_000, logger: false }, async () => {
  await app.close()
  await db.destroy()
})

const call = (token: string, path: string, body: object) =>
  `curl -s ${url}${path} -H 'Content-Type: application/json' \\\n  -H "Authorization: Bearer $${token}" -d '${JSON.stringify(body)}'; echo`

console.log(`
sensor-share demo: everything here is gone when it stops (Ctrl+C).
Olivia owns Sauna (C6:F1:E7:D3:DA:11) and Greenhouse (C6:F1:E7:D3:DA:12); she shares Greenhouse
with Gary, who owns Boat, and with Nina, who has not joined yet. Try the API at ${url}/docs,
or paste into another terminal:

OLIVIA=${await issueToken(secret, olivia.email)}

GARY=${await issueToken(secret, gary.email)}

# Olivia shares Sauna with Gary
${call('OLIVIA', '/share', { sensor: 'C6:F1:E7:D3:DA:11', user: gary.email })}

# ... once more: 409, he has it already
${call('OLIVIA', '/share', { sensor: 'C6:F1:E7:D3:DA:11', user: gary.email })}

# Gary cannot pass it on: 403, it is not his
${call('GARY', '/share', { sensor: 'C6:F1:E7:D3:DA:11', user: 'nina@example.com' })}

# Olivia takes it back
${call('OLIVIA', '/unshare', { sensor: 'C6:F1:E7:D3:DA:11', user: gary.email })}

# Gary gives Greenhouse back
${call('GARY', '/unshare', { sensor: 'C6:F1:E7:D3:DA:12' })}
`)

async function someone(email: string) {
  const person = await identify(db, { email })
  if (!person) throw new Error(`${email} is not an address`)
  return person
}
