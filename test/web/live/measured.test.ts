import { sql } from 'kysely'
import t from 'tap'
import { backgroundDone } from '../../../src/db/background.ts'
import { announceMeasured } from '../../../src/measurements/live/announce.ts'
import { cookieName } from '../../../src/web/frame/cookies.ts'
import { call } from '../../support/calls.ts'
import { frame, heard, internalSecret, listedGateway, now, send } from '../../support/gateway.ts'
import { hearing, openHouse, type Person } from '../../support/house.ts'
import { eventually } from '../../support/service.ts'
import { type Client, follow, listen } from '../../support/stream.ts'

const gateway = 'F0:E1:D2:C3:B4:A5'
const secret = 'the-secret-of-the-gateway'

type Measured = { sensor: string; html: string }
const measured = ({ heard }: Client) =>
  heard.flatMap(({ event, data }) => (event === 'measured' ? (data as unknown as Measured[]) : []))

t.test('pages get what sensors measure, each as far as its reader sees it', hearing, async t => {
  const house = await openHouse(t, { internalSecret })
  const [olivia, gary, rosa] = [await house.person('olivia'), await house.person('gary'), await house.person('rosa')]
  const [sauna, boat] = [await house.sensor(olivia, 'Sauna'), await house.sensor(rosa, 'Boat')]
  await house.share(olivia, sauna, gary.email)
  await house.share(olivia, sauna, 'nina@example.com')
  await sql`update shares set channels = '{humidity}'`.execute(house.db)
  await call(house, olivia, 'POST', '/settings', { name: 'UNIT_TEMPERATURE', value: 'F' })
  await listedGateway(house, gateway, secret)

  const home = await listen(house.app)
  const open = async (person: Person) => {
    const client = await follow(t, home, { cookie: `${cookieName}=${person.token}` }, undefined, '/app/live')
    await client.hears('ready')
    return client
  }
  const [hers, his, another] = [await open(olivia), await open(gary), await open(rosa)]
  const program = await follow(t, home, olivia.token)
  await program.hears('ready')
  const post = async (sensor: string, at: number) =>
    t.match(await send(house, '/record', heard(gateway, { [sensor]: { timestamp: at, data: frame } }), { secret }), {
      status: 200,
    })

  await post(sauna, now() - 5)
  await hers.hears('measured')
  await his.hears('measured')
  const [own, theirs] = [measured(hers)[0], measured(his)[0]]
  t.equal(own?.sensor, sauna)
  t.match(own?.html, /65\.71&nbsp;<i>°F<\/i>.*just now/s, 'in the units of its reader')
  t.equal(theirs?.sensor, sauna)
  t.match(theirs?.html, /43\.0/)
  t.notMatch(theirs?.html, /°C|°F|hPa/, 'a guest gets only what is shared')
  t.strictSame(measured(another), [], 'and nobody else anything')
  t.notOk(program.names().includes('measured'), 'programs read values by themselves')

  await sql`update shares set paused_at = now()`.execute(house.db)
  const before = measured(his).length
  await post(sauna, now() - 4)
  await eventually('the owner hears of it', async () => measured(hers).length > 1)
  await post(boat, now() - 3)
  await another.hears('measured')
  t.equal(measured(his).length, before, 'nothing once access has ended')
})

/** Counts statements by title. */
function counting() {
  const ran = new Map<string, number>()
  const onStatement = (title?: string) => void ran.set(title ?? '', (ran.get(title ?? '') ?? 0) + 1)
  return { counts: { onStatement }, count: (title: string) => ran.get(title) ?? 0 }
}

t.test('open pages cause no statements of their own', hearing, async t => {
  const { counts, count } = counting()
  const house = await openHouse(t, { internalSecret, counts })
  const olivia = await house.person('olivia')
  const sensors = [await house.sensor(olivia), await house.sensor(olivia)]
  await listedGateway(house, gateway, secret)
  const home = await listen(house.app)
  const pages: Client[] = []
  for (let n = 0; n < 5; n++) {
    const client = await follow(t, home, { cookie: `${cookieName}=${olivia.token}` }, undefined, '/app/live')
    await client.hears('ready')
    pages.push(client)
  }
  for (let n = 0; n < 5; n++) {
    const tags = Object.fromEntries(sensors.map(sensor => [sensor, { timestamp: now() - 100 + n }]))
    await send(house, '/record', heard(gateway, tags), { secret })
  }
  for (const page of pages) await page.hears('measured')
  t.ok(measured(pages[0] as Client).length >= sensors.length)
  t.ok(count('announce-measured') >= 1)
  t.ok(count('news-of-sensors') >= 1 && count('news-of-sensors') <= count('announce-measured'), 'one for all pages')
})

t.test('what is measured at once is announced together', async t => {
  const { counts, count } = counting()
  const { db } = await openHouse(t, { counts })
  for (let n = 0; n < 1_000; n++) announceMeasured(db, [`C6:F1:E7:D3:00:${n % 100}`])
  await backgroundDone(db)
  t.equal(count('announce-measured'), 1)
  await eventually('the rest', async () => count('announce-measured') === 2)
})

t.test('nothing is read while no page is open', hearing, async t => {
  const { counts, count } = counting()
  const house = await openHouse(t, { internalSecret, counts })
  const olivia = await house.person('olivia')
  const sauna = await house.sensor(olivia)
  await listedGateway(house, gateway, secret)
  const program = await follow(t, await listen(house.app), olivia.token)
  await program.hears('ready')
  await send(house, '/record', heard(gateway, { [sauna]: {} }), { secret })
  await backgroundDone(house.db)
  await house.share(olivia, sauna, 'gary@example.com')
  await program.hears('shared')
  t.equal(count('announce-measured'), 1)
  t.equal(count('news-of-sensors'), 0)
})
