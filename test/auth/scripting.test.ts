/** A guest's programs read a sensor only where the share allows scripting; people read all that they have. */
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { type House, openHouse, type Person } from '../support/house.ts'
import { type Key, signed, type Wanted } from '../support/signer.ts'

async function make(house: House, { token }: Person, sensors?: string[]): Promise<Key> {
  const answer = (await house.post('/access-keys', { name: 'A program', sensors }, token)) as unknown as { data: Key }
  return answer.data
}

/** Every read of sensors in REST, with the sensor named where it can be. */
const reads = (sensor: string) => [
  '/user',
  '/sensors',
  `/sensors?sensor=${sensor}`,
  '/sensors-dense?sharedToOthers=true&sharedToMe=true&measurements=true&settings=true',
  `/sensors-dense?sensor=${sensor}&measurements=true&settings=true`,
  '/shared',
  `/get?sensor=${sensor}`,
  '/sensor-settings',
  `/sensor-settings?sensor=${sensor}`,
  `/access?sensor=${sensor}`,
]

const inGraphql = (sensor: string): Wanted => ({
  method: 'POST',
  url: '/graphql',
  body: {
    query: `{ login { device(id: "${sensor}") { name } devices { total items { id name owner { email } access { email } services { id } } } } }`,
  },
})

async function furnish(house: House) {
  const [anna, gary] = [await house.person('anna', { plan: 'Pro' }), await house.person('gary')]
  const sensors: { id: string; name: string }[] = []
  for (let n = 0; n < 4; n++) {
    const sensor = { id: await house.sensor(anna, `Secret${n}`), name: `Secret${n}` }
    sensors.push(sensor)
    await house.share(anna, sensor.id, gary.email)
    await house.post('/sensor-settings', { sensor: sensor.id, type: 'order', value: sensor.name }, gary.token)
  }
  return { anna, gary, sensors, own: await house.sensor(gary, 'Own') }
}

t.test("a key reads those of its guest's sensors that allow scripting, and no other, whatever it asks", async t => {
  const house = await openHouse(t)
  const { gary, sensors, own } = await furnish(house)
  const whole = await make(house, gary)
  const reached = [0, 1]
  const limited = await make(house, gary, [...reached.map(n => sensors[n]?.id ?? ''), own])
  const call = async (key: Key, wanted: Wanted) => (await house.inject(signed(key, wanted))).payload

  const isolated = async (chosen: number[]) => {
    const allowed = sensors.filter((_, n) => chosen.includes(n)).map(({ id }) => id)
    await sql`update shares set scripting = sensor_id = any (${allowed}::text[])`.execute(house.db)
    for (const key of [whole, limited]) {
      for (const [n, { id, name }] of sensors.entries()) {
        const isAllowed = chosen.includes(n) && (key === whole || reached.includes(n))
        const answers = await Promise.all(
          [...reads(id).map(url => ({ url })), inGraphql(id)].map(wanted => call(key, wanted)),
        )
        const shown = answers.filter(
          text => text.includes(name) || text.replaceAll(`"sensor":"${id}"`, '').includes(id),
        )
        if (!isAllowed) t.strictSame(shown, [], `${name} of ${chosen}`)
        else t.ok(shown.length >= 4, `${name} of ${chosen}: ${shown.length}`)
        t.match(await call(key, { url: `/access?sensor=${id}` }), isAllowed ? '"guest"' : '"role":null')
        const status = (await house.inject(signed(key, { url: `/get?sensor=${id}` }))).statusCode
        t.equal(status, isAllowed ? 200 : 403)
      }
      t.match(await call(key, { url: '/sensors' }), own, 'its own always')
    }
  }
  const some = fc.uniqueArray(fc.nat(3), { maxLength: 4 })
  await fc.assert(fc.asyncProperty(some, isolated), { numRuns: 6, examples: [[[]], [[0, 1, 2, 3]]] })
})

t.test('a sensor that a key may not read is answered like one that is not there, and not changed', async t => {
  const house = await openHouse(t)
  const { gary, sensors } = await furnish(house)
  const key = await make(house, gary)
  const id = sensors[0]?.id ?? ''
  const wanted = (sensor: string): Wanted[] => [
    ...reads(sensor).map(url => ({ url })),
    { method: 'POST', url: '/update', body: { sensor, name: 'Mine' } },
    { method: 'POST', url: '/sensor-settings', body: { sensor, type: 'order', value: 'Mine' } },
    { method: 'POST', url: '/access', body: { questions: [{ sensor }] } },
  ]
  const answers = async (sensor: string) => {
    const found = []
    for (const one of wanted(sensor)) {
      const { statusCode, payload } = await house.inject(signed(key, one))
      found.push([one.url.replaceAll(sensor, ''), statusCode, payload.replaceAll(sensor, '')])
    }
    return found
  }
  t.strictSame(await answers(id), await answers('AA:AA:AA:AA:AA:AA'))
})

t.test('people read everything; a key sees the share itself, and can leave it; public sensors are public', async t => {
  const house = await openHouse(t)
  const { gary, sensors } = await furnish(house)
  const key = await make(house, gary)
  const [one, two] = sensors
  if (!one || !two) throw new Error('there are four')
  const headers = { authorization: `Bearer ${gary.token}` }
  for (const url of reads(one.id).filter(url => url !== '/shared')) {
    const { statusCode, payload } = await house.inject({ url, headers })
    t.equal(statusCode, 200)
    t.ok(payload.includes(one.id) || payload.includes(one.name), url)
  }
  const call = (wanted: Wanted) => house.inject(signed(key, wanted))
  t.match((await call({ url: '/shares' })).payload, one.id)
  t.match((await call({ url: '/history' })).payload, one.name)
  await sql`update sensors set is_public = true where id = ${two.id}`.execute(house.db)
  t.match((await call({ url: `/access?sensor=${two.id}` })).json(), { data: { role: 'public' } })
  t.equal((await call({ url: `/get?sensor=${two.id}` })).statusCode, 200)
  const query = `mutation { share(deviceId: "${one.id}", email: "${gary.email}", action: LEAVE) }`
  t.match((await call({ method: 'POST', url: '/graphql', body: { query } })).json(), { data: { share: true } })
  t.notMatch((await call({ url: '/shares' })).payload, one.id)
})
