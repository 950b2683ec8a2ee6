import { sql } from 'kysely'
import t from 'tap'
import { buildTestApp } from '../support/app.ts'
import { gatewaysOf, heard, internalSecret, listedGateway, operate, send } from '../support/gateway.ts'
import { openAgain, openHouse } from '../support/house.ts'

const gateway = 'AA:BB:CC:00:00:01'
const secret = 'the secret of this gateway'

t.test('POST /whitelist, POST /blacklist', async t => {
  const house = await openHouse(t, { internalSecret })
  t.beforeEach(() => sql`truncate gateways`.execute(house.db))

  t.test('200, and 409 as long as it has never called, or is on the list already', async t => {
    const entry = { macAddress: gateway.toLowerCase(), secret }
    const unknown = { status: 409, result: 'error', code: 'ER_GATEWAY_NOT_FOUND', sub_code: 'ER_CONFLICT' }
    t.match(await operate(house, 'whitelist', entry), unknown)
    t.match(await operate(house, 'blacklist', entry), unknown)
    await send(house, '/record', heard(gateway, {}))
    t.strictSame(await operate(house, 'whitelist', entry), {
      status: 200,
      result: 'success',
      data: { gateway: { macAddress: gateway } },
    })
    t.match(await operate(house, 'whitelist', { ...entry, secret: 'another secret' }), {
      status: 409,
      code: 'ER_GATEWAY_ALREADY_WHITELISTED',
      sub_code: 'ER_CONFLICT',
    })
    t.match(await send(house, '/record', heard(gateway, {}), { secret }), { status: 200 }, 'the first secret counts')
    for (const time of ['on the list', 'not on it any more']) {
      t.strictSame(
        await operate(house, 'blacklist', { macAddress: gateway }),
        { status: 200, result: 'success', data: { gateway: { macAddress: gateway } } },
        time,
      )
      t.match(await send(house, '/record', heard(gateway, {}), { secret }), { status: 401 })
    }
    t.match(await operate(house, 'whitelist', entry), { status: 200 })
  })

  t.test('200 a report is a call, too', async t => {
    await send(house, '/status', { DEVICE_ADDR: gateway })
    t.match(await operate(house, 'whitelist', { macAddress: gateway, secret }), { status: 200 })
  })

  t.test('200 a secret of any text; it is sealed', async t => {
    for (const odd of ['12345678', 'ä💚 \t"\\', 'x'.repeat(200)].map(text => text.padEnd(10, '.'))) {
      await send(house, '/record', heard(gateway, {}))
      await operate(house, 'blacklist', { macAddress: gateway })
      t.match(await operate(house, 'whitelist', { macAddress: gateway, secret: odd }), { status: 200 })
      t.match(await send(house, '/record', heard(gateway, {}), { secret: odd }), { status: 200 })
      const row = await house.db.selectFrom('gateways').selectAll().executeTakeFirstOrThrow()
      t.notMatch(JSON.stringify(row), odd)
    }
  })

  t.test('400 what is not in the contract', async t => {
    for (const [path, body] of [
      ['whitelist', {}],
      ['whitelist', { macAddress: gateway }],
      ['whitelist', { macAddress: gateway, secret: 'short' }],
      ['whitelist', { macAddress: gateway, secret: 'x'.repeat(201) }],
      ['whitelist', { macAddress: 'nobody', secret }],
      ['blacklist', {}],
      ['blacklist', { macAddress: 1 }],
    ] as const) {
      t.match(await operate(house, path, body), { status: 400 }, JSON.stringify(body))
    }
  })

  t.test('403 without the secret of the operator', async t => {
    await send(house, '/record', heard(gateway, {}))
    for (const path of ['whitelist', 'blacklist'] as const) {
      t.match(await operate(house, path, { macAddress: gateway, secret }, 'x'), { status: 403, code: 'ER_FORBIDDEN' })
      t.match(await send(house, `/${path}`, { macAddress: gateway, secret }), { status: 403 })
    }
    t.match(await house.inject({ url: '/gwinfo' }), { statusCode: 403 })
    t.match(await gatewaysOf(house), [{ whitelisted: false }])
  })

  t.test('409 for all but one who put it on the list at once', async t => {
    const apps = [house.app]
    if (house.url) {
      const db = await openAgain(t, house.url)
      const second = await buildTestApp({ db, secret: house.secret, internalSecret, rateLimit: false })
      t.teardown(() => second.close())
      apps.push(second)
    }
    for (let round = 0; round < 5; round++) {
      await send(house, '/record', heard(gateway, {}))
      await operate(house, 'blacklist', { macAddress: gateway })
      const secrets = Array.from({ length: 10 }, (_, n) => `secret number ${n}`)
      const answers = await Promise.all(
        secrets.map((secret, n) =>
          operate({ app: apps[n % apps.length] ?? house.app }, 'whitelist', { macAddress: gateway, secret }),
        ),
      )
      t.strictSame(answers.map(({ status }) => status).sort(), [200, ...Array(9).fill(409)])
      const winner = secrets[answers.findIndex(({ status }) => status === 200)]
      t.match(await send(house, '/record', heard(gateway, {}), { secret: winner }), { status: 200 })
    }
  })
})

t.test('POST /status', async t => {
  const house = await openHouse(t, { internalSecret })
  t.beforeEach(() => sql`truncate gateways`.execute(house.db))

  t.test('200 kept as it was sent', async t => {
    await listedGateway(house, gateway, secret)
    const report = {
      DEVICE_ADDR: gateway.toLowerCase(),
      ESP_FW: 'v1.15.0',
      NRF_FW: '2.0.0-rc.1+abc',
      UPTIME: '4711',
      ACTIVE_SENSORS: ['C6:F1:E7:AA:00:01'],
      SENSORS_SEEN: 1,
      more: { of: [{ the: null }, 1.5, true] },
    }
    t.strictSame(await send(house, '/status', report, { secret }), { status: 200, result: 'success', data: {} })
    t.match(await gatewaysOf(house), [{ gateway, whitelisted: true, reportedAt: String }])
    t.strictSame((await gatewaysOf(house))[0].report, report)
    const next = { DEVICE_ADDR: gateway }
    await send(house, '/status', next, { secret, type: 'text/plain' })
    t.strictSame((await gatewaysOf(house))[0].report, next, 'the last one counts')
  })

  t.test('200 of one on the white list only a signed one is kept', async t => {
    await listedGateway(house, gateway, secret)
    const reported = async () => (await gatewaysOf(house))[0].report?.ESP_FW
    const status = (version: string, how = {}) => send(house, '/status', { DEVICE_ADDR: gateway, ESP_FW: version }, how)
    t.match(await status('1.0.0'), { status: 200 })
    t.match(await status('1.0.1', { secret: 'another secret' }), { status: 200 })
    t.equal(await reported(), undefined)
    t.match(await status('1.0.2', { secret }), { status: 200 })
    t.match(await status('1.0.3'), { status: 200 })
    t.equal(await reported(), '1.0.2')
    await operate(house, 'blacklist', { macAddress: gateway })
    t.match(await status('1.0.4', { secret }), { status: 200 })
    t.equal(await reported(), '1.0.2', 'nor of one that was taken off the list')
    await operate(house, 'whitelist', { macAddress: gateway, secret: 'another secret' })
    t.match(await status('1.0.5', { secret }), { status: 200 })
    t.equal(await reported(), '1.0.2')
  })

  t.test('200 of one that nobody knows nothing is kept but that it called', async t => {
    t.match(await send(house, '/status', { DEVICE_ADDR: gateway, ESP_FW: '1.0.0' }, { secret }), { status: 200 })
    t.match(await gatewaysOf(house), [{ gateway, whitelisted: false, report: null, reportedAt: null }])
  })

  t.test('200 with GATEWAYS=open any report is kept', async t => {
    const open = await openHouse(t, { internalSecret, openGateways: true })
    t.match(await send(open, '/status', { DEVICE_ADDR: gateway, ESP_FW: '1.0.0' }), { status: 200 })
    t.match(await gatewaysOf(open), [{ gateway, report: { ESP_FW: '1.0.0' }, reportedAt: String }])
  })

  t.test('200 versions', async t => {
    for (const version of ['0.0.0', 'v0.0.1', '1.15.0-rc.1', 'v1.2.3-alpha-1.x.7+build.5-a', '1.0.0+001', '1.0.0--']) {
      t.match(await send(house, '/status', { DEVICE_ADDR: gateway, NRF_FW: version }), { status: 200 }, version)
    }
  })

  t.test('200 text that no database takes is mended; what lies too deep is left out', async t => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    const body = `{"DEVICE_ADDR":"${gateway}","a\\ud800\\u0000":"b\\udc00\\u0000 💚","deep":${deep}}`
    await listedGateway(house, gateway, secret)
    t.match(await send(house, '/status', body, { secret }), { status: 200 })
    const { report } = (await gatewaysOf(house))[0]
    t.equal(report['a\uFFFD\uFFFD'], 'b\uFFFD\uFFFD 💚')
    t.match(JSON.stringify(report.deep), /^\[+null\]+$/)
  })

  t.test('400 versions that are none, and no address', async t => {
    for (const version of ['', '1', '1.2', '1.2.3.4', '01.2.3', 'V1.2.3', '1.2.3-', '1.2.3-01', 'v 1.2.3', '1.2.3 ']) {
      for (const field of ['ESP_FW', 'NRF_FW']) {
        t.match(
          await send(house, '/status', { DEVICE_ADDR: gateway, ESP_FW: '1.0.0', [field]: version }),
          { status: 400, code: 'ER_GATEWAY_STATUS_REPORT_FAILED' },
          `${field} "${version}"`,
        )
      }
    }
    for (const body of [
      {},
      { DEVICE_ADDR: 'x' },
      { DEVICE_ADDR: gateway, ESP_FW: 1 },
      { DEVICE_ADDR: gateway, ACTIVE_SENSORS: {} },
      { DEVICE_ADDR: gateway, ACTIVE_SENSORS: [1] },
      { DEVICE_ADDR: gateway, ACTIVE_SENSORS: [{ MAC: 'x'.repeat(101) }] },
    ]) {
      t.match(await send(house, '/status', body), { status: 400 })
    }
    t.strictSame(await gatewaysOf(house), [])
  })

  t.test('413 more than any gateway has to say', async t => {
    const active = Array(2000).fill({ MAC: 'C6:F1:E7:AA:00:01', COUNTER: '4294967295' })
    const body = { DEVICE_ADDR: gateway, ACTIVE_SENSORS: active }
    t.match(await send(house, '/status', body), { status: 200 })
    t.match(await send(house, '/status', { ...body, ACTIVE_SENSORS: [...active, 'x'] }), { status: 400 })
    t.match(await send(house, '/status', { ...body, more: 'x'.repeat(64 * 1024) }), { status: 413 })
    t.match(await send(house, '/status', 'a=1', { type: 'application/x-www-form-urlencoded' }), { status: 415 })
  })
})

t.test('GET /gwinfo', async t => {
  const house = await openHouse(t, { internalSecret })

  t.test('200 who called last comes first, and 1,000 that nobody knows are remembered', async t => {
    t.strictSame(await gatewaysOf(house), [])
    await sql`
      insert into gateways (id, first_seen_at, last_seen_at)
      select 'AA:BB:CC:00:' || n / 100 || ':' || n % 100 + 100, now() - interval '1 day', now() - n * interval '1 minute'
      from generate_series(1, 1001) as n`.execute(house.db)
    await send(house, '/record', heard(gateway, {}))
    const all = await gatewaysOf(house)
    t.equal(all.length, 1000)
    t.equal(all[0].gateway, gateway)
    t.strictSame(
      all,
      all.toSorted((one: { lastSeen: string }, other: { lastSeen: string }) =>
        other.lastSeen.localeCompare(one.lastSeen),
      ),
    )
  })

  t.test('200 one of them, or none', async t => {
    t.match(await gatewaysOf(house, gateway.toLowerCase()), [{ gateway }], { length: 1 })
    t.strictSame(await gatewaysOf(house, 'AA:BB:CC:00:00:99'), [])
  })

  t.test('400 no address', async t => {
    const headers = { 'x-internal-secret': internalSecret }
    t.match(await house.inject({ url: '/gwinfo?gateway=x', headers }), { statusCode: 400 })
  })
})
