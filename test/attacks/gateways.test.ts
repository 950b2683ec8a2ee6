/** Attacks by somebody who makes up gateways. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import { heard, internalSecret, listedGateway, now, send } from '../support/gateway.ts'
import { type House, openAgain, openHouse } from '../support/house.ts'

const secret = 'the secret of a real gateway'
const real = 'AA:BB:CC:00:00:01'
const madeUp = (n: number) =>
  `DD:EE:FF:${[16, 8, 0].map(bits => ((n >> bits) & 255).toString(16).padStart(2, '0')).join(':')}`

/** The database would compress a text that repeats itself. */
const incompressible = randomBytes(30_000).toString('hex')
const report = (n: number) => ({ DEVICE_ADDR: madeUp(n), MORE: incompressible })
const post = (n: number) => heard(madeUp(n), { 'C6:F1:E7:AA:00:01': {} }, { coordinates: 'x'.repeat(100) })
const attack = (house: Pick<House, 'inject'>, n: number) =>
  n % 2 ? send(house, '/status', report(n)) : send(house, '/record', post(n), { signature: 'f'.repeat(64) })

async function rowsOf(house: House) {
  const { rows } = await sql<{ count: number; bytes: number }>`
    select count(*)::int, coalesce(sum(pg_column_size(gateways.*)), 0)::int as bytes
    from gateways where sealed_secret is null`.execute(house.db)
  return rows[0] ?? { count: 0, bytes: 0 }
}

t.test('nothing of what they send is kept, and no more than 1,000 of them', async t => {
  const house = await openHouse(t)
  for (let n = 0; n < 40; n++) await attack(house, n)
  const { count, bytes } = await rowsOf(house)
  t.equal(count, 40)
  t.ok(bytes < 40 * 200, `${bytes} bytes for 40 calls with 60,000 each`)
  await sql`
    insert into gateways (id, first_seen_at, last_seen_at)
    select 'AA:BB:CC:' || n, now(), now() - n * interval '1 second' from generate_series(1, 1500) as n`.execute(
    house.db,
  )
  for (let n = 40; n < 50; n++) await attack(house, n)
  t.equal((await rowsOf(house)).count, 1_000)
  const last = await house.db.selectFrom('gateways').select('id').where('id', 'like', 'DD:%').execute()
  t.equal(last.length, 50, 'those that called last')
})

t.test('429 beyond 60 a minute and network: before anything is read, and without a statement', async t => {
  let statements = 0
  const house = await openHouse(t, { rateLimit: true, now: () => 0, onStatement: () => statements++ })
  const first = await Promise.all(Array.from({ length: 200 }, (_, n) => attack(house, n)))
  t.equal(first.filter(({ status }) => status === 429).length, 140, 'also of those that come at once')
  t.equal((await rowsOf(house)).count, 60)
  statements = 0
  for (const body of ['{', '{"__proto__":1}', JSON.stringify(report(1)), JSON.stringify(post(2))]) {
    for (const path of ['/record', '/status'])
      t.match(await send(house, path, body), { status: 429 }, body.slice(0, 20))
  }
  t.equal(statements, 0)
})

t.test('200 a real gateway in the same network goes on, whatever others there do', async t => {
  const house = await openHouse(t, { rateLimit: true, now: () => 0, internalSecret })
  await listedGateway(house, real, secret)
  const at = now()
  const works = async (where: Pick<House, 'inject'>, ago: number) => {
    const body = heard(real, { 'C6:F1:E7:AA:00:02': { timestamp: at - ago } })
    t.match(await send(where, '/record', body, { secret }), { status: 200, data: { recorded: 1 } })
    t.match(await send(where, '/status', { DEVICE_ADDR: real }, { secret }), { status: 200 })
  }
  for (let n = 0; n < 100; n++) await works(house, n)
  for (let n = 0; n < 100; n++) await attack(house, n)
  t.match(await attack(house, 100), { status: 429 })
  for (let n = 100; n < 110; n++) await works(house, n)
  t.match(await send(house, '/record', heard(real, {}), { secret: 'another secret' }), { status: 429 })

  await t.test('also one that a process has not heard yet', async t => {
    if (!house.url) return t.pass('the embedded database belongs to one process')
    const app = await buildTestApp({
      db: await openAgain(t, house.url),
      secret: house.secret,
      internalSecret,
      now: () => 0,
    })
    t.teardown(() => app.close())
    const other = { inject: app.inject.bind(app) } as Pick<House, 'inject'>
    for (let n = 0; n < 100; n++) await attack(other, n)
    await send(other, '/record', heard(real, {}), { secret })
    // The first refusal makes the process learn the secrets; a gateway posts again soon.
    let answer = await send(other, '/record', heard(real, {}), { secret })
    for (let again = 0; answer.status === 429 && again < 1_000; again++) {
      answer = await send(other, '/record', heard(real, {}), { secret })
    }
    t.match(answer, { status: 200 })
  })
})
