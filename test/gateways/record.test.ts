import { sql } from 'kysely'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import {
  frame,
  gatewaysOf,
  heard,
  internalSecret,
  listedGateway,
  now,
  operate,
  send,
  sign,
} from '../support/gateway.ts'
import { openAgain, openHouse } from '../support/house.ts'
import { eventually } from '../support/service.ts'

const gateway = 'AA:BB:CC:00:00:01'
const tag = 'C6:F1:E7:AA:00:01'
const secret = 'the secret of this gateway'

const kept = (house: Awaited<ReturnType<typeof openHouse>>) =>
  house.db.selectFrom('measurements').selectAll().orderBy('sensor_id').orderBy('at').execute()

t.test('POST /record', async t => {
  const house = await openHouse(t, { internalSecret })
  const { db } = house
  t.beforeEach(() => sql`truncate measurements, histories, gateways`.execute(db))

  t.test('200 what it heard is kept as it was sent', async t => {
    await listedGateway(house, gateway, secret)
    const at = now() - 10
    const body = heard(gateway, {
      [tag]: { rssi: -71, timestamp: at },
      'c6:f1:e7:aa:00:02': { timestamp: at, data: '0201' },
      'C6:F1:E7:AA:00:03': { timestamp: at, data: '' },
      'C6:F1:E7:AA:00:04': { timestamp: at, data: frame.toLowerCase() },
    })
    t.strictSame(await send(house, '/record', body, { secret }), {
      status: 200,
      result: 'success',
      data: { recorded: 4 },
    })
    const row = { at, rssi: -60, gateway_id: gateway, coordinates: '60.17,24.94', is_maskable: true }
    t.strictSame(await kept(house), [
      { ...row, sensor_id: tag, rssi: -71, data: frame },
      { ...row, sensor_id: 'C6:F1:E7:AA:00:02', is_maskable: false, data: '0201' },
      { ...row, sensor_id: 'C6:F1:E7:AA:00:03', is_maskable: false, data: '' },
      { ...row, sensor_id: 'C6:F1:E7:AA:00:04', data: frame.toLowerCase() },
    ])
    const histories = await db.selectFrom('histories').select('sensor_id').orderBy('sensor_id').execute()
    t.same(
      histories.map(({ sensor_id }) => sensor_id),
      (await kept(house)).map(({ sensor_id }) => sensor_id),
    )
    t.match(await gatewaysOf(house), [{ gateway, whitelisted: true }])
  })

  t.test('200 as real gateways send it: gwmac, text/plain, milliseconds, a signature in upper case', async t => {
    await listedGateway(house, gateway, secret)
    const at = now() - 5
    const { gw_mac, ...data } = heard('x', {
      [tag]: { timestamp: at * 1000 + 999 },
      'C6:F1:E7:AA:00:02': { timestamp: at + 0.9 },
    }).data
    const payload = JSON.stringify({ data: { ...data, timestamp: Date.now(), gwmac: gateway.toLowerCase() } })
    const signature = sign(secret, payload).toUpperCase()
    const answer = await send(house, '/record', payload, { signature, type: 'text/plain;charset=UTF-8' })
    t.match(answer, { status: 200, data: { recorded: 2 } })
    t.same(
      (await kept(house)).map(row => [row.gateway_id, row.at]),
      [
        [gateway, at],
        [gateway, at],
      ],
    )
  })

  t.test('200 without coordinates, without tags', async t => {
    await listedGateway(house, gateway, secret)
    const { coordinates, ...data } = heard(gateway, { [tag]: {} }).data
    t.match(await send(house, '/record', { data }, { secret }), { status: 200, data: { recorded: 1 } })
    t.match(await kept(house), [{ coordinates: '' }])
    t.match(await send(house, '/record', heard(gateway, {}), { secret }), { status: 200, data: { recorded: 0 } })
  })

  t.test('200 text that no database takes is mended', async t => {
    await listedGateway(house, gateway, secret)
    const body = JSON.stringify(heard(gateway, { [tag]: {} }, { coordinates: 'X' })).replace('"X"', '"\\ud800 \\u0001"')
    t.match(await send(house, '/record', body, { secret }), { status: 400 }, 'a control character')
    const mended = body.replace('\\u0001', '💚')
    t.match(await send(house, '/record', mended, { secret }), { status: 200, data: { recorded: 1 } })
    t.match(await kept(house), [{ coordinates: '\uFFFD 💚' }])
  })

  t.test('200 what is there already is passed over, whoever sends it', async t => {
    await listedGateway(house, gateway, secret)
    const other = 'AA:BB:CC:00:00:02'
    await listedGateway(house, other, secret)
    const at = now() - 7
    const body = heard(gateway, { [tag]: { timestamp: at } })
    t.match(await send(house, '/record', body, { secret }), { data: { recorded: 1 } })
    t.match(await send(house, '/record', body, { secret }), { status: 200, data: { recorded: 0 } }, 'sent again')
    const more = heard(other, { [tag]: { timestamp: at, rssi: -10 }, 'C6:F1:E7:AA:00:02': { timestamp: at } })
    t.match(await send(house, '/record', more, { secret }), { status: 200, data: { recorded: 1 } })
    t.match(await kept(house), [{ gateway_id: gateway, rssi: -60 }, { gateway_id: other }], { length: 2 })
  })

  t.test('200 one address in two cases', async t => {
    await listedGateway(house, gateway, secret)
    const at = now() - 7
    const same = heard(gateway, { [tag]: { timestamp: at }, [tag.toLowerCase()]: { timestamp: at, data: '00' } })
    t.match(await send(house, '/record', same, { secret }), { status: 200, data: { recorded: 1 } })
    const apart = heard(gateway, { [tag]: { timestamp: at - 1 }, [tag.toLowerCase()]: { timestamp: at - 2 } })
    t.match(await send(house, '/record', apart, { secret }), { status: 200, data: { recorded: 2 } })
    t.same(
      (await kept(house)).map(row => row.at),
      [at - 2, at - 1, at],
    )
  })

  t.test('200 what claims to be from the future, or from no time, is left out', async t => {
    await listedGateway(house, gateway, secret)
    const body = heard(gateway, {
      'C6:F1:E7:AA:00:01': { timestamp: now() + 240 },
      'C6:F1:E7:AA:00:02': { timestamp: now() + 600 },
      'C6:F1:E7:AA:00:03': { timestamp: 0 },
      'C6:F1:E7:AA:00:04': { timestamp: 0.5 },
      'C6:F1:E7:AA:00:05': { timestamp: 99_999_999_999_999 },
      'C6:F1:E7:AA:00:06': { timestamp: now() - 1_000_000 },
    })
    t.match(await send(house, '/record', body, { secret }), { status: 200, data: { recorded: 2 } })
    t.match(await kept(house), [{ sensor_id: 'C6:F1:E7:AA:00:01' }, { sensor_id: 'C6:F1:E7:AA:00:06' }])
  })

  t.test('200 a sensor that was claimed before it was heard has its owner from the beginning', async t => {
    await listedGateway(house, gateway, secret)
    const owner = await house.person('owner')
    const sensor = await house.sensor(owner)
    await send(house, '/record', heard(gateway, { [sensor]: {}, [tag]: {} }), { secret })
    const histories = await db.selectFrom('histories').select(['sensor_id', 'owner_id']).orderBy('sensor_id').execute()
    t.strictSame(histories, [
      { sensor_id: sensor, owner_id: owner.id },
      { sensor_id: tag, owner_id: null },
    ])
  })

  t.test('400 too old, or not yet due: nothing is kept, not even from a gateway that signs', async t => {
    await listedGateway(house, gateway, secret)
    for (const timestamp of [0, now() - 310, now() + 600, (now() - 310) * 1000, 99_999_999_999_999]) {
      const body = heard(gateway, { [tag]: {} }, { timestamp, coordinates: 'elsewhere' })
      t.match(await send(house, '/record', body, { secret }), { status: 400, code: 'ER_INVALID_TIME_RANGE' })
      t.match(await send(house, '/record', body), { status: 401 }, 'the signature comes first')
    }
    for (const timestamp of [now() - 240, (now() + 290) * 1000]) {
      t.match(await send(house, '/record', heard(gateway, {}, { timestamp }), { secret }), { status: 200 })
    }
    t.strictSame(await kept(house), [])
    t.match(await gatewaysOf(house), [{ coordinates: '60.17,24.94' }], 'those of the posts that were good')
  })

  t.test('a post that is refused does not count as admitted', async t => {
    await listedGateway(house, gateway, secret)
    const body = heard(gateway, { [tag]: {} }, { timestamp: now() - 310 })
    t.match(await send(house, '/record', body, { secret }), { status: 400 })
    t.match(await gatewaysOf(house), [{ lastAdmitted: null, heard: null }])
  })

  t.test('400 what is not an address, or not in the contract', async t => {
    await listedGateway(house, gateway, secret)
    for (const mac of ['', 'x', 'C6:F1:E7:AA:00', `${tag}:00:00`, `${tag}\n`, '\ud800']) {
      const answer = await send(house, '/record', heard(gateway, { [tag]: {}, [mac]: {} }), { secret })
      t.match(answer, { status: 400, code: 'ER_INVALID_MAC_ADDRESS' }, JSON.stringify(mac))
    }
    const { data } = heard(gateway, { [tag]: {} })
    for (const body of [
      {},
      { data: { ...data, gw_mac: undefined } },
      { data: { ...data, tags: undefined } },
      { data: { ...data, timestamp: '' } },
      { data: { ...data, timestamp: '1.5e3' } },
      { data: { ...data, timestamp: '1'.repeat(15) } },
      { data: { ...data, timestamp: null } },
      { data: { ...data, timestamp: {} } },
      { data: { ...data, tags: [] } },
      heard('nobody', {}),
      heard(gateway, { [tag]: { data: 'ABC' } }),
      heard(gateway, { [tag]: { data: 'XY' } }),
      heard(gateway, { [tag]: { rssi: 1e9 } }),
      heard(gateway, { [tag]: { timestamp: -1 } }),
      { data: { ...data, tags: { [tag]: { rssi: -60, timestamp: 'now', data: frame } } } },
    ]) {
      t.match(await send(house, '/record', body, { secret }), { status: 400 }, JSON.stringify(body))
    }
    t.strictSame(await kept(house), [])
  })

  t.test('401 not signed, signed with something else, or changed on the way', async t => {
    await listedGateway(house, gateway, secret)
    const body = JSON.stringify(heard(gateway, { [tag]: {} }))
    const right = sign(secret, body)
    for (const signature of [
      undefined,
      'x',
      right.slice(1),
      `${right}0`,
      `0${right}`,
      `${right} ${right}`,
      right.replace(/^./, first => (first === '0' ? '1' : '0')),
      sign('another secret', body),
      sign(secret, `${body} `),
      sign('', body),
    ]) {
      const answer = await send(house, '/record', body, { ...(signature && { signature }) })
      t.match(answer, { status: 401, code: 'ER_UNAUTHORIZED' }, signature ?? 'none')
    }
    t.match(await send(house, '/record', body.replace('-60', '-61'), { signature: right }), { status: 401 })
    t.strictSame(await kept(house), [])
    t.match(await send(house, '/record', body, { signature: right }), { status: 200 })
  })

  t.test('401 not on the white list: remembered, and on the list its next post is taken', async t => {
    const body = heard(gateway, { [tag]: {} })
    t.match(await send(house, '/record', body, { secret }), { status: 401 })
    t.match(await gatewaysOf(house), [
      { gateway, whitelisted: false, firstSeen: String, lastSeen: String, coordinates: '', report: null },
    ])
    t.strictSame(await kept(house), [])
    await operate(house, 'whitelist', { macAddress: gateway, secret })
    t.match(await send(house, '/record', body, { secret }), { status: 200 })
  })

  t.test('401 as soon as it is taken off the list, or has another secret', async t => {
    const apps = [house.app]
    if (house.url) {
      const second = await buildTestApp({ db: await openAgain(t, house.url), secret: house.secret, rateLimit: false })
      t.teardown(() => second.close())
      apps.push(second)
    }
    const statuses = (secret: string) =>
      Promise.all(apps.map(async app => (await send(app, '/record', heard(gateway, {}), { secret })).status))
    const everywhere = (status: number) => apps.map(() => status)
    await listedGateway(house, gateway, secret)
    t.strictSame(await statuses(secret), everywhere(200), 'all processes have seen the secret')
    await operate(house, 'blacklist', { macAddress: gateway })
    t.strictSame(await statuses(secret), everywhere(401))
    await operate(house, 'whitelist', { macAddress: gateway, secret: 'another secret' })
    t.strictSame(await statuses(secret), everywhere(401))
    t.strictSame(await statuses('another secret'), everywhere(200))
    await operate(house, 'blacklist', { macAddress: gateway })
    await operate(house, 'whitelist', { macAddress: gateway, secret })
    t.strictSame(await statuses('another secret'), everywhere(401))
    t.strictSame(await statuses(secret), everywhere(200))
  })

  t.test('401 after the key has changed that its secret is sealed with', async t => {
    await listedGateway(house, gateway, secret)
    const app = await buildTestApp({ db: house.db, secret: 'x'.repeat(64), internalSecret, rateLimit: false })
    t.teardown(() => app.close())
    // The house has not opened it yet; its application would remember.
    t.match(await send(app, '/record', heard(gateway, {}), { secret }), { status: 401 })
    await operate({ app }, 'blacklist', { macAddress: gateway })
    await operate({ app }, 'whitelist', { macAddress: gateway, secret })
    t.match(await send(app, '/record', heard(gateway, {}), { secret }), { status: 200 })
  })

  t.test('413, 415', async t => {
    t.match(await send(house, '/record', `{"x":"${'x'.repeat(300_000)}"}`), { status: 413 })
    t.match(await send(house, '/record', 'a=1', { type: 'application/x-www-form-urlencoded' }), { status: 415 })
  })
})

t.test('POST /record with GATEWAYS=open', async t => {
  const house = await openHouse(t, { internalSecret, openGateways: true })

  t.test('200 any gateway', async t => {
    t.match(await send(house, '/record', heard(gateway, { [tag]: {} })), { status: 200, data: { recorded: 1 } })
    t.match(await gatewaysOf(house), [{ gateway, whitelisted: false, coordinates: '60.17,24.94' }])
    const old = heard(gateway, { [tag]: {} }, { timestamp: now() - 1000 })
    t.match(await send(house, '/record', old), { status: 400, code: 'ER_INVALID_TIME_RANGE' })
  })

  t.test('401 one on the white list must sign', async t => {
    await operate(house, 'whitelist', { macAddress: gateway, secret })
    const body = heard(gateway, { 'C6:F1:E7:AA:00:02': {} })
    t.match(await send(house, '/record', body), { status: 401 })
    t.match(await send(house, '/record', body, { secret: 'another secret' }), { status: 401 })
    t.match(await send(house, '/record', body, { secret }), { status: 200, data: { recorded: 1 } })
  })
})

t.test('one statement for each post, whatever it holds', async t => {
  let statements = 0
  // Announcements to open pages are not counted: a process sends one a second, whatever is posted.
  const onStatement = (title?: string) => {
    if (title !== 'announce-measured') statements++
  }
  const house = await openHouse(t, { internalSecret, counts: { onStatement } })
  await listedGateway(house, gateway, secret)
  // The same second each time, whenever it is sent: what is heard again then is no other measurement.
  const timestamp = now()
  const tags = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, n) => [`C6:F1:E7:AB:01:${String(n % 100).padStart(2, '0')}`, { timestamp }]),
    )
  const statementsFor = async (body: object, signedWith: string | undefined = secret) => {
    const before = statements
    const { status } = await send(house, '/record', body, { secret: signedWith })
    return [status, statements - before]
  }
  t.strictSame(await statementsFor(heard(gateway, {})), [200, 2], 'the secret has not been seen yet')
  t.strictSame(await statementsFor(heard(gateway, tags(100))), [200, 1])
  t.strictSame(await statementsFor(heard(gateway, tags(1))), [200, 1])
  t.strictSame(await statementsFor(heard(gateway, tags(1), { timestamp: 1 })), [400, 1])
  t.strictSame(await statementsFor(heard(gateway, tags(1)), 'another secret'), [401, 1])
  t.strictSame(await statementsFor(heard('AA:BB:CC:00:00:99', tags(1))), [401, 1])
  t.equal((await kept(house)).length, 100)
})

t.test('that a gateway called is written down once a minute', async t => {
  const house = await openHouse(t, { internalSecret })
  await listedGateway(house, gateway, secret)
  const version = async () => {
    const { rows } = await sql<{ xmin: string; coordinates: string }>`
      select xmin::text, coordinates from gateways where id = ${gateway}`.execute(house.db)
    return rows[0]
  }
  await send(house, '/record', heard(gateway, {}), { secret: 'another secret' })
  const refused = await version()
  await send(house, '/record', heard(gateway, {}), { secret: 'another secret' })
  t.strictSame(await version(), refused)
  await send(house, '/record', heard(gateway, { [tag]: {}, 'C6:F1:E7:AA:00:02': {} }), { secret })
  t.match(await gatewaysOf(house), [{ heard: 2 }], 'the first call that is let in is written at once')
  const before = await version()
  await send(house, '/record', heard(gateway, { [tag]: {} }), { secret })
  t.strictSame(await version(), before)
  await sql`update gateways set last_seen_at = '2020-01-01', first_seen_at = '2020-01-01'`.execute(house.db)
  await send(house, '/record', heard(gateway, {}, { coordinates: 'forged' }), { secret: 'another secret' })
  t.match(await gatewaysOf(house), [{ coordinates: '60.17,24.94', firstSeen: '2020-01-01T00:00:00.000Z' }])
  t.match((await gatewaysOf(house))[0], { lastSeen: /^2020/, refusedAt: /^20/ }, 'it says nothing about the gateway')
  await sql`update gateways set last_seen_at = now() - interval '61 seconds'`.execute(house.db)
  await send(house, '/record', heard(gateway, {}), { secret })
  t.match(await gatewaysOf(house), [{ coordinates: '60.17,24.94', firstSeen: '2020-01-01T00:00:00.000Z' }])
})

t.test('many gateways that hear the same sensors at once: each measurement once, nobody in a ring', async t => {
  const house = await openHouse(t, { internalSecret, openGateways: true })
  const second = house.url
    ? await buildTestApp({
        db: await openAgain(t, house.url),
        secret: house.secret,
        openGateways: true,
        rateLimit: false,
      })
    : house.app
  if (house.url) t.teardown(() => second.close())
  const at = now()
  const macs = Array.from({ length: 50 }, (_, n) => `C6:F1:E7:AC:00:${String(n + 10)}`)
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, n) => {
      const order = n % 2 ? macs : macs.toReversed()
      const body = heard(
        `AA:BB:CC:00:01:0${n % 8}`,
        Object.fromEntries(order.map(mac => [mac, { timestamp: at - (n % 3) }])),
      )
      return send(n % 3 ? house.app : second, '/record', body)
    }),
  )
  t.strictSame([...new Set(answers.map(({ status }) => status))], [200])
  t.equal(
    answers.reduce((sum, { data }) => sum + Number(data?.recorded), 0),
    150,
  )
  t.equal((await kept(house)).length, 150)
  t.equal((await gatewaysOf(house)).length, 8)
})

t.test('an owner who leaves just when their sensor is first heard: kept, as nobody’s', async t => {
  const house = await openHouse(t, { openGateways: true })
  if (!house.url) return t.pass('the embedded database does one thing at a time')
  const owner = await house.person('owner')
  const sensor = await house.sensor(owner)
  const body = heard(gateway, { [sensor]: {} })
  const answer = await house.db.transaction().execute(async leaving => {
    await sql`delete from sensors where id = ${sensor}`.execute(leaving)
    await sql`delete from people where id = ${owner.id}`.execute(leaving)
    const answer = send(house, '/record', body)
    await eventually('the gateway waits', async () => {
      const { rows } = await sql`
        select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(house.db)
      return rows.length > 0
    })
    return { answer }
  })
  t.match(await answer.answer, { status: 200, data: { recorded: 1 } })
  t.match(await house.db.selectFrom('histories').selectAll().execute(), [{ sensor_id: sensor, owner_id: null }])
})
