import { sql } from 'kysely'
import t from 'tap'
import { type Sight, sightOf } from '../../src/access/permission.ts'
import { asSeen, latest, type Measurement } from '../../src/measurements/latest.ts'
import { planNow } from '../../src/plans/plan.ts'
import { frame, now } from '../support/gateway.ts'
import { openHouse, type Person } from '../support/house.ts'

const day = 86_400
const unmaskable = '02010611FF990403291A1ECE1EFC18F94202CA0B53'

t.test('the latest measurement of a sensor, as somebody sees it', async t => {
  const house = await openHouse(t)
  const { db } = house
  const owner = await house.person('owner')
  const [guest, stranger] = [await house.person('guest', { plan: 'Pro' }), await house.person('stranger')]
  const sensor = await house.sensor(owner)
  await house.share(owner, sensor, guest.email)

  const measure = (at: number, data = frame) =>
    sql`
      insert into measurements (sensor_id, at, rssi, gateway_id, coordinates, is_maskable, data)
      values (${sensor}, ${at}, -60, 'AA:BB:CC:00:00:01', 'home', ${data === frame}, ${data})`.execute(db)

  async function seen({ id }: Person): Promise<Measurement | undefined> {
    const { rows } = await sql<Sight & { found: Measurement | null }>`
      select role, channels, (select to_json(row) from (${latest(sql`sensor_id`, sql`channels`, sql`max_history_days`)}) as row) as found
      from (${sightOf(id, null, sensor)}) as sight
      join sensors on sensors.id = sensor_id
      join lateral (select ${planNow} as plan from people where id = owner_id) as owner on true
      join plans on plans.name = owner.plan`.execute(db)
    const [row] = rows
    return row?.found ? asSeen(row, row.found) : undefined
  }

  t.equal(await seen(owner), undefined, 'there is none')
  const old = now() - 91 * day
  await measure(old)
  t.equal(await seen(owner), undefined, 'it is older than the plan')
  await sql`update people set plan = 'Pro' where id = ${owner.id}`.execute(db)
  t.match(await seen(guest), { timestamp: old }, 'the owner’s plan counts')
  t.equal(await seen(stranger), undefined)

  const [earlier, last] = [now() - 100, now() - 50]
  await measure(earlier)
  await measure(last, unmaskable)
  const whole = { gwmac: 'AA:BB:CC:00:00:01', coordinates: 'home', rssi: -60, timestamp: last, data: unmaskable }
  for (const who of [owner, guest]) t.strictSame(await seen(who), whole)
  await sql`update shares set channels = '{humidity}'`.execute(db)
  t.strictSame(await seen(guest), {
    ...whole,
    timestamp: earlier,
    data: '0201061BFF99040580004339FFFF800080008000A076FF4E37C207FC16453B',
  })
  await sql`update sensors set is_public = true`.execute(db)
  t.strictSame(await seen(stranger), { ...whole, gwmac: '', coordinates: '' })
  t.match(await seen(guest), { timestamp: earlier }, 'who is a guest is not a stranger')

  await sql`insert into histories (sensor_id, begins_at) values (${sensor}, ${last})`.execute(db)
  t.match(await seen(owner), { timestamp: last })
  t.equal(await seen(guest), undefined, 'what is before the history begins is nobody’s')
  await sql`update histories set begins_at = ${last + 1}`.execute(db)
  t.equal(await seen(owner), undefined)
})
