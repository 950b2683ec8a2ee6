/** The list that Postgres writes is byte for byte the one that rows, objects and the contract's serializer make. */
import serializerSelector from '@fastify/fast-json-stringify-compiler'
import { sql } from 'kysely'
import t from 'tap'
import { contract } from '../../../src/rest/contract/document.ts'
import { success } from '../../../src/rest/contract/exchange.ts'
import { listSensors } from '../../../src/sensors/read/list.ts'
import { writeSensors } from '../../../src/sensors/read/written-list.ts'
import { Dice } from '../../support/dice.ts'
import { type House, openHouse, type Person } from '../../support/house.ts'

const schema = contract.paths['/sensors-dense']?.get?.responses[200]?.content?.['application/json']?.schema ?? {}
const serialize = serializerSelector()()({ schema, httpStatus: '200', method: 'GET', url: '/sensors-dense' })

type Parts = Parameters<typeof writeSensors>[2]
const everything: Parts = { others: true, guests: true, measurements: true, settings: true }

/** The answer as it was made before: from rows by way of objects. */
async function byWayOfObjects({ db }: House, person: Person, parts: Parts) {
  const sensors = await listSensors(db, person, { sensor: undefined, ...parts })
  return serialize(success({ email: person.email, sensors }))
}

/** The answer as it is sent. */
async function sent({ inject }: House, { token }: Person, { others, guests, measurements, settings }: Parts) {
  const query = `sharedToMe=${others}&sharedToOthers=${guests}&measurements=${measurements}&settings=${settings}`
  const answer = await inject({ url: `/sensors-dense?${query}`, headers: { authorization: `Bearer ${token}` } })
  return answer.payload
}

const frames = [
  '0201061BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F',
  '0201061BFF9904050EA24339C9120024FFE003ECA076A44E37C207FC16453B',
]

t.test('the same bytes for owners, guests, guests of some channels, and whoever has nothing', async t => {
  const house = await openHouse(t)
  const { db, person, sensor, share } = house
  const [olivia, gary, nina, nobody] = [
    await person('olivia', { plan: 'Pro' }),
    await person('gary'),
    await person('nina'),
    await person('nobody'),
  ]
  const sauna = await sensor(olivia, 'Sauna')
  const attic = await sensor(olivia, 'Attic')
  await sensor(gary, 'Boat')
  for (const id of [sauna, attic]) await measure(house, id)
  await share(olivia, sauna, gary.email)
  await share(olivia, sauna, 'invited@example.com')
  await share(olivia, attic, nina.email)
  await sql`update shares set channels = '{temperature}' where guest_id = ${nina.id}`.execute(db)
  for (const who of [olivia, gary, nina, nobody]) {
    t.equal(await sent(house, who, everything), await byWayOfObjects(house, who, everything), who.email)
  }
  t.notMatch(await sent(house, nina, everything), frames[0] ?? '', 'what nina may not see is hidden')
  t.equal((await sent(house, nobody, everything)).includes('"sensors":[]'), true)
})

t.test('the same bytes whatever people write, measure and are allowed', async t => {
  const house = await openHouse(t)
  const { db, person, sensor } = house
  const dice = new Dice(Number(process.env.FUZZ_SEED ?? 1))
  const people = [await person('a', { plan: 'Pro' }), await person('b'), await person("o'neil+x")]
  const texts = [
    '',
    'Sauna',
    '"',
    '\\',
    '\u0001\u001f\u007f',
    '\u2028 \u2029',
    '😀 ä',
    '</script>',
    '\t\n\r\b\f',
    '‮',
    '7',
  ]
  const numbers = [0, -0, 0.1, -1.25, 1e-7, 0.0001, 0.00009, 1e14, 1e15, 123456.789, -1e21, 5e-324, 1.7e308]
  const sensors: string[] = []
  for (const owner of people) {
    for (let n = 0; n < 4; n++) {
      const id = await sensor(owner, dice.one(texts))
      sensors.push(id)
      await db
        .updateTable('sensors')
        .set({
          picture: dice.one(texts),
          is_public: dice.falls(0.3),
          offset_temperature: dice.one(numbers),
          offset_humidity: dice.falls(0.5) ? dice.one(numbers) : 0,
          offset_pressure: dice.falls(0.5) ? dice.one(numbers) : 0,
          updated_at: new Date(dice.number(0, 4e12)),
        })
        .where('id', '=', id)
        .execute()
      if (dice.falls(0.7)) await measure(house, id, dice.one(frames))
      for (const name of dice.some(['order', '12', '2', 'ä"', 'x'.repeat(50)], 0.2))
        await sql`insert into sensor_settings (sensor_id, name, value) values (${id}, ${name}, ${dice.one(texts)})`.execute(
          db,
        )
      for (const guest of people.filter(({ id }) => id !== owner.id && dice.falls(0.6)))
        await sql`
          insert into shares (sensor_id, guest_id, name, picture, channels, scripting, asked)
          values (${id}, ${guest.id}, ${dice.one(texts)}, ${dice.one(texts)},
            ${dice.falls(0.4) ? ['temperature'] : null}, ${dice.falls(0.5)}, ${dice.falls(0.3)})`.execute(db)
    }
  }
  await sql`update people set plan_started_at = '2026-01-02T03:04:05.678999Z', plan_ends_at = '2099-12-31T23:59:59.999999Z'
    where id = ${people[0]?.id ?? 0}`.execute(db)
  let finished = 0
  for (const who of people) {
    for (let flags = 0; flags < 16; flags++) {
      const [others, guests, measurements, settings] = [1, 2, 4, 8].map(bit => (flags & bit) > 0) as [
        boolean,
        boolean,
        boolean,
        boolean,
      ]
      const parts = { others, guests, measurements, settings }
      const expected = await byWayOfObjects(house, who, parts)
      t.equal(await sent(house, who, parts), expected, `${who.email} ${flags}`)
      finished += Number(expected.length > 100)
    }
    for (const reach of [[], sensors.slice(0, 5), ['*']]) {
      const program = { ...who, accessKey: 'k', sensors: reach }
      t.equal(
        `{"result":"success","data":{"email":${JSON.stringify(who.email)},"sensors":${await writeSensors(db, program, everything)}}}`,
        await byWayOfObjects(house, program, everything),
        `a program of ${who.email}`,
      )
    }
  }
  t.ok(finished > 40, 'most lists have sensors')
})

t.test('lists of several people at once share a statement, and each gets their own', async t => {
  const counted: string[] = []
  const house = await openHouse(t, { counts: { onBatch: (title, asks) => counted.push(`${title} ${asks}`) } })
  const { db, person, sensor } = house
  const people = [await person('a'), await person('b'), await person('c')]
  for (const owner of people) await sensor(owner, `Sauna of ${owner.email}`)
  const lists = await Promise.all(people.map(who => writeSensors(db, who, everything)))
  t.strictSame(
    lists.map(list => JSON.parse(list).map(({ name }: { name: string }) => name)),
    people.map(({ email }) => [`Sauna of ${email}`]),
  )
  t.strictSame(
    counted.filter(batch => batch.startsWith('write-sensors')),
    ['write-sensors 3'],
  )
})

async function measure({ db }: House, sensor: string, data = frames[0] ?? '') {
  await db
    .insertInto('measurements')
    .values({
      sensor_id: sensor,
      at: Math.floor(Date.now() / 1000),
      rssi: -61,
      gateway_id: 'AA:BB:CC:DD:EE:FF',
      coordinates: '60.2,24.9 "x"',
      is_maskable: true,
      data,
    })
    .execute()
}
