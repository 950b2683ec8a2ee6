/** The people, sensors and shares of the demo: something of every kind that the pages show. */
import { sql } from 'kysely'
import { savePreferences } from '../accounts/preferences.ts'
import type { Database } from '../db/open.ts'
import { claim } from '../sensors/claim/claim.ts'
import { changeShare } from '../sharing/change/change.ts'
import { unshare } from '../sharing/end/unshare.ts'
import { share } from '../sharing/grant/share.ts'
import { remember, someone } from './furnish.ts'
import type { Climate } from './weather.ts'

export const sauna = 'C6:F1:E7:D3:DA:11'
export const greenhouse = 'C6:F1:E7:D3:DA:12'
export const boat = 'D2:A0:4B:19:7C:01'
const livingRoom = 'C6:F1:E7:D3:DA:21'
const freezer = 'C6:F1:E7:D3:DA:22'
const balcony = 'C6:F1:E7:D3:DA:23'
const shed = 'C6:F1:E7:D3:DA:24'
const cottage = 'D2:A0:4B:19:7C:02'
const jetty = 'D2:A0:4B:19:7C:03'

const days = 28
const quiet = { swing: 1, humidity: 45, wander: 0.1 }

const climates: [sensor: string, place: Climate][] = [
  [sauna, { temperature: 38, swing: 22, humidity: 55, wander: 2 }],
  [greenhouse, { temperature: 19, swing: 7, humidity: 60, wander: 0.4 }],
  [boat, { temperature: 11, swing: 3, humidity: 70, wander: 0.3 }],
  [livingRoom, { ...quiet, temperature: 21.5 }],
  [freezer, { ...quiet, temperature: -19, swing: 0.6 }],
  [balcony, { temperature: 7, swing: 5, humidity: 75, wander: 0.4 }],
  [cottage, { temperature: 12, swing: 4, humidity: 62, wander: 0.3 }],
]

/** Furnishes the demo's database. Olivia's Sauna is not shared, so that the tour can share it. */
export async function furnishDemo(db: Database) {
  const olivia = await someone(db, 'olivia@example.com')
  const gary = await someone(db, 'gary@example.com')
  const mira = await someone(db, 'mira@example.com')
  const tom = await someone(db, 'tom@example.com')
  const own = [
    [olivia, sauna, 'Sauna'],
    [olivia, greenhouse, 'Greenhouse'],
    [olivia, livingRoom, 'Living room'],
    [olivia, freezer, 'Freezer'],
    [olivia, balcony, 'Balcony'],
    [olivia, shed, 'Garden shed'],
    [gary, boat, 'Boat'],
    [mira, cottage, 'Cottage by the lake'],
    [mira, jetty, 'Jetty'],
  ] as const
  for (const [who, sensor, name] of own) await claim(db, who, { sensor, name })
  for (const [sensor, place] of climates) await remember(db, sensor, place, days)
  const inDays = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString()
  await share(db, olivia, [
    { sensor: greenhouse, guest: gary.email },
    { sensor: greenhouse, guest: 'nina@example.com' },
    { sensor: greenhouse, guest: mira.email, expiresAt: inDays(12), note: 'Thank you for the watering!' },
    { sensor: livingRoom, guest: mira.email, channels: ['temperature', 'humidity'] },
    { sensor: freezer, guest: tom.email },
    { sensor: balcony, guest: tom.email, startsAt: inDays(3), expiresAt: inDays(30) },
    { sensor: balcony, guest: 'ida@example.com', expiresAt: inDays(60) },
    { sensor: livingRoom, guest: tom.email },
  ])
  await changeShare(db, olivia, { sensor: freezer, guest: tom.email }, { paused: true })
  await unshare(db, olivia, [{ sensor: livingRoom, guest: tom.email }])
  await share(db, gary, [{ sensor: boat, guest: olivia.email }])
  // What Olivia is asked about stays an invitation; later shares reach her at once.
  await savePreferences(db, olivia, { askFirst: true })
  await share(db, mira, [{ sensor: cottage, guest: olivia.email, note: 'Is it warm enough for the weekend?' }])
  await savePreferences(db, olivia, { askFirst: false })
  await spreadHistory(db)
}

/** Spreads the events over weeks. No service may do this: a trigger keeps events as they are. */
async function spreadHistory(db: Database) {
  await sql`alter table events disable trigger events_are_kept`.execute(db)
  await sql`
    update events set at = at - ((select max(id) from events) - id) * interval '31 hours' - interval '50 minutes'`.execute(
    db,
  )
  await sql`alter table events enable trigger events_are_kept`.execute(db)
}
