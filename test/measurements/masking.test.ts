/**
 * What a guest gets must not depend on what they may not see: on each path, two histories that differ in nothing else
 * give the same answer.
 */
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { share } from '../../src/sharing/grant/share.ts'
import { browse } from '../support/browse.ts'
import { broadcast, everyChannel, formats, lengthOf, mixed, shownTo } from '../support/frames.ts'
import { type House, openHouse, type Person } from '../support/house.ts'

const minutes = [1, 2, 17, 33, 3_000, 3_020]

/** Every way to read what a sensor measured. */
const paths = (sensor: string) => [
  `/get?sensor=${sensor}`,
  `/get?sensor=${sensor}&sort=asc&mode=dense`,
  `/get?sensor=${sensor}&mode=sparse&limit=2`,
  ...['json', 'csv', 'influx'].map(format => `/values?sensor=${sensor}&format=${format}`),
  `/values?sensor=${sensor}&step=600&channels=temperature,movement,co2,voc,sound`,
  '/sensors',
  `/sensors?sensor=${sensor}`,
  '/sensors-dense?sharedToMe=true&measurements=true',
  '/user',
]
const pages = (sensor: string) => ['/app', `/app/sensors/${sensor}`, `/app/sensors/${sensor}?span=week`]

async function everythingShown(house: House, guest: Person, sensor: string): Promise<Record<string, string>> {
  const authorization = `Bearer ${guest.token}`
  const shown: Record<string, string> = {}
  for (const url of paths(sensor)) {
    const answer = await house.inject({ url, headers: { authorization } })
    shown[url] = `${answer.statusCode} ${answer.body}`
  }
  const values = 'latest { name at value } values(size: 1000) { items { name at value } }'
  const query = `{ login { device(id: "${sensor}") { services { id ${values} } } } }`
  const answer = await house.inject({ method: 'POST', url: '/graphql', headers: { authorization }, payload: { query } })
  shown.GraphQL = `${answer.statusCode} ${answer.body}`
  const browser = browse(house, guest)
  for (const url of pages(sensor)) {
    const page = await browser.open(url)
    shown[url] = `${page.status} ${page.html.replace(/name="_csrf" value="[^"]+"/g, '')}`
  }
  return shown
}

t.test('a guest limited to any channels, in any format, learns no bit of another, whichever way they read', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia', { plan: 'Pro' }), await house.person('gary')]
  const sensor = await house.sensor(olivia)
  await share(house.db, olivia, [{ sensor, guest: gary.email, channels: ['humidity'] }])

  async function measured(frames: Buffer[], now: number) {
    await house.db.deleteFrom('measurements').execute()
    const rows = frames.map((frame, index) => ({
      sensor_id: sensor,
      at: now - (minutes[index] ?? 0) * 60,
      ...{ rssi: -60, gateway_id: 'F0:E1:D2:C3:B4:A5', coordinates: '', is_maskable: true },
      data: broadcast(frame),
    }))
    await house.db.insertInto('measurements').values(rows).execute()
    return everythingShown(house, gary, sensor)
  }

  /** Pages say how long ago something was. So all of it is read in one minute, or once more. */
  async function inOneMinute<Answers>(read: (now: number) => Promise<Answers>): Promise<Answers> {
    const minute = Math.floor(Date.now() / 60_000)
    const answers = await read(minute * 60)
    return minute === Math.floor(Date.now() / 60_000) ? answers : inOneMinute(read)
  }

  const noise = fc.array(fc.uint8Array({ minLength: 40, maxLength: 40 }), { minLength: 6, maxLength: 6 })
  const cases = fc.sample(
    fc.record({
      format: fc.constantFrom(...formats),
      seen: fc.subarray(everyChannel, { minLength: 1 }),
      noise,
      noise2: noise,
    }),
    12,
  )
  for (const { format, seen, noise, noise2 } of cases) {
    await sql`update shares set channels = ${seen}`.execute(house.db)
    const shown = shownTo(format, seen)
    const frames = noise.map(bytes => Buffer.from([Number.parseInt(format, 16), ...bytes.slice(1, lengthOf(format))]))
    const alike = frames.map((frame, index) => mixed(shown, frame, noise2[index] ?? frame))
    const others = frames.map(frame => frame.map((byte, at) => (at === 0 ? byte : byte ^ (shown[at] ?? 0))))
    const [before, after, other] = await inOneMinute(async now => [
      await measured(frames, now),
      await measured(alike, now),
      await measured(
        others.map(frame => Buffer.from(frame)),
        now,
      ),
    ])
    for (const [path, answer] of Object.entries(before ?? {})) {
      t.match(answer, /^200 /, path)
      t.equal(after?.[path], answer, `format ${format}, sees ${seen}: ${path}`)
    }
    const [first = ''] = paths(sensor)
    t.not(other?.[first], before?.[first], 'what they see does change')
  }
})
