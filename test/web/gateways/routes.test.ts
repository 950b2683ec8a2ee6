/** The page about gateways: who may see it, and a gateway that comes in with nothing but its label. */
import { sql } from 'kysely'
import t from 'tap'
import { scannedDeviceId } from '../../../src/web/scan/label.ts'
import { buildTestApp } from '../../support/app.ts'
import { browse } from '../../support/browse.ts'
import { gatewaysOf, heard, internalSecret, listedGateway, operate, send } from '../../support/gateway.ts'
import { openHouse, sign } from '../../support/house.ts'

const gateway = 'C8:25:2D:8E:9C:2C'
const deviceId = '01:23:45:67:89:AB:CD:EF'
const tag = 'C6:F1:E7:AA:00:01'
const home = '/app/gateways'

t.test('from an unknown gateway to one that is removed', async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com'] })
  const olivia = await house.person('olivia')
  const sauna = await house.sensor(olivia, 'Sauna <b>')
  const page = browse(house, olivia)
  const post = () => send(house, '/record', heard(gateway, { [tag]: {}, [sauna]: {} }), { secret: deviceId })

  const empty = await page.open(home)
  t.match(empty, { status: 200, title: 'Gateways', text: /No gateway has called yet/ })
  t.match(empty.html, /value="http:\/\/localhost(:80)?\/record"/)
  t.match(empty.text, /can’t reach localhost/)

  t.match(await post(), { status: 401 })
  const waiting = await page.open(home)
  t.match(waiting.text, new RegExp(`${gateway} Awaiting approval`))
  t.notMatch(waiting.buttons, ['Remove'])
  for (const [typed, text] of [
    ['', /not a valid Device ID/],
    ['0123', /not a valid Device ID/],
    [`${deviceId}:00`, /not a valid Device ID/],
    [`X${deviceId}`, /not a valid Device ID/],
    [gateway.toLowerCase(), /That is the MAC address/],
  ] as const) {
    const again = await waiting.submit(`Allow ${gateway}`, { deviceId: typed })
    t.match(again, { status: 400, text }, typed)
    t.match(again.html, `value="${typed}"`)
  }
  t.match(await post(), { status: 401 })

  const allowed = await waiting.submit(`Allow ${gateway}`, { deviceId: 'Device ID: 0123456789abcdef' })
  t.match(allowed, { status: 200, path: home, text: /is allowed\. Its readings/ })
  t.match(allowed.text, /Allowed, no data yet/)
  t.match(await waiting.submit(`Allow ${gateway}`, { deviceId }), { text: /is already allowed/ }, 'a page left open')

  t.match(await post(), { status: 200, data: { recorded: 2 } })
  t.match(
    (await page.open(home)).text,
    new RegExp(`${gateway} Allowed (?!,).*Firmware not known yet Receives 2 sensors`),
  )
  const report = { DEVICE_ADDR: gateway, ESP_FW: 'v1.15.0', ACTIVE_SENSORS: [{ MAC: tag }, { MAC: sauna }] }
  t.match(await send(house, '/status', report, { secret: deviceId }), { status: 200 })
  const shown = await page.open(home)
  t.match(
    shown.text,
    /Firmware v1\.15\.0 Receives 2 sensors Which sensors Sauna <b> C6:F1:E7:00:00:00 C6:F1:E7:AA:00:01/,
  )
  t.notMatch(shown.html, 'Sauna <b>')

  const question = await shown.follow('Remove …')
  t.match(question.title, `Remove ${gateway}?`)
  const removed = await question.submit('Remove')
  t.match(removed, { path: home, text: /is removed\./ })
  t.match(removed.text, /Awaiting approval/)
  t.match(await post(), { status: 401 })
  t.equal((await page.open(`${home}/remove?gateway=${gateway}`)).status, 404)
  await sql`delete from gateways`.execute(house.db)
  t.match((await removed.submit(`Allow ${gateway}`, { deviceId })).text, /is no longer in the list/)
  t.match((await question.submit('Remove')).text, /is no longer in the list/)
})

t.test('a wrong Device ID is noticed, and corrected', async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com'] })
  const page = browse(house, await house.person('olivia'))
  const post = () => send(house, '/record', heard(gateway, { [tag]: {} }), { secret: deviceId })
  await post()
  const list = await page.open(home)
  await list.submit(`Allow ${gateway}`, { deviceId: deviceId.replace('01', '11') })
  // Calls are noted once a minute.
  await sql`update gateways set last_seen_at = last_seen_at - interval '2 minutes', allowed_at = allowed_at - interval '2 minutes'`.execute(
    house.db,
  )
  t.match(await post(), { status: 401 })
  const refused = await page.open(home)
  t.match(
    refused.text,
    /Allowed, no data yet .* wrong secret: just now, from 127\.0\.0\.0\/24\. If it was this gateway/,
  )
  const removed = await (await refused.follow('Remove …')).submit('Remove')
  t.notMatch(removed.text, /wrong secret/)
  await removed.submit(`Allow ${gateway}`, { deviceId })
  t.match(await post(), { status: 200 })
  t.match((await page.open(home)).text, new RegExp(`${gateway} Allowed `))
})

t.test('what strangers send in the name of a silent gateway changes nothing of it', async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com'], internalSecret })
  const page = browse(house, await house.person('olivia'))
  await listedGateway(house, gateway, deviceId)
  const report = { DEVICE_ADDR: gateway, ESP_FW: 'v1.15.0', ACTIVE_SENSORS: [{ MAC: tag }] }
  await send(house, '/record', heard(gateway, { [tag]: {} }), { secret: deviceId })
  await send(house, '/status', report, { secret: deviceId })
  await sql`
    update gateways set
      last_seen_at = now() - interval '3 days', allowed_at = now() - interval '4 days', admitted_at = now() - interval '3 days'`.execute(
    house.db,
  )
  const rowOf = async () => {
    const [{ refusedAt, refusedFrom, ...row }] = await gatewaysOf(house)
    return { row, refused: [refusedAt, refusedFrom] }
  }
  const before = await rowOf()
  t.same(before.refused, [null, null])
  for (const how of [{}, { secret: 'another secret' }, { signature: 'x' }]) {
    t.match(await send(house, '/record', heard(gateway, { [tag]: {} }), how), { status: 401 })
    t.match(await send(house, '/status', { ...report, ESP_FW: '6.6.6' }, how), { status: 200 })
  }
  const after = await rowOf()
  t.strictSame(after.row, before.row)
  t.match(after.refused, [/^20/, '127.0.0.0/24'])
  t.match((await page.open(home)).text, new RegExp(`${gateway} Allowed .*wrong secret.*Last seen 3 days ago`))

  await sql`update gateways set refused_at = refused_at - interval '50 seconds', refused_from = 'x'`.execute(house.db)
  await send(house, '/record', heard(gateway, {}))
  t.equal((await rowOf()).refused[1], 'x', 'written at most once a minute')
  await sql`update gateways set refused_at = refused_at - interval '11 seconds'`.execute(house.db)
  await send(house, '/status', report)
  t.equal((await rowOf()).refused[1], '127.0.0.0/24')
  t.match(await send(house, '/record', heard(gateway, {}), { secret: deviceId }), { status: 200 })
  t.notMatch((await rowOf()).row.lastSeen, before.row.lastSeen, 'its own call counts at once')
})

t.test('a gateway whose posts are refused although they are signed', async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com'], internalSecret })
  const page = browse(house, await house.person('olivia'))
  await listedGateway(house, gateway, deviceId)
  await sql`update gateways set last_seen_at = now() - interval '2 minutes', allowed_at = now() - interval '1 minute'`.execute(
    house.db,
  )
  const late = heard(gateway, { [tag]: {} }, { timestamp: 1 })
  t.match(await send(house, '/record', late, { secret: deviceId }), { status: 400 })
  const { text } = await page.open(home)
  t.match(text, new RegExp(`${gateway} Refused Remove … It calls, but its posts are refused\\. Check its clock`))
  t.notMatch(text, /wrong secret/)
})

t.test('pages of fifty, those that are allowed first', async t => {
  const statements: (string | undefined)[] = []
  const house = await openHouse(t, {
    operators: ['olivia@example.com'],
    counts: { onStatement: title => void statements.push(title) },
  })
  const page = browse(house, await house.person('olivia'))
  await sql`
    insert into gateways (id, first_seen_at, last_seen_at)
    select 'AA:BB:CC:00:' || n / 10 + 10 || ':' || n % 10 + 10, now(), now() - n * interval '1 second'
    from generate_series(1, 120) as n`.execute(house.db)
  const report = {
    ESP_FW: ' v1.15.0 ',
    ACTIVE_SENSORS: [{ MAC: tag.toLowerCase() }, tag, 1, null, {}, { MAC: 2 }, '', [1]],
  }
  await sql`
    insert into gateways (id, sealed_secret, first_seen_at, last_seen_at, allowed_at, report)
    values (${gateway}, 'x', now(), now() - interval '1 day', now(), ${JSON.stringify(report)}::jsonb)`.execute(
    house.db,
  )
  statements.length = 0
  const first = await page.open(home)
  t.ok(statements.includes('page-of-gateways'))
  t.notOk(statements.includes('list-gateways'), 'no whole reports')
  const idsOf = ({ text }: { text: string }) => text.match(/(AA:BB:CC|C8:25:2D)(:\w\w){3}/g) ?? []
  t.equal(idsOf(first)[0], gateway)
  t.match(first.text, new RegExp(`Firmware v1\\.15\\.0 Receives 1 sensor Which sensors ${tag}`))
  t.notMatch(first.text, 'Previous')
  const second = await first.follow('Next')
  const third = await second.follow('Next')
  t.notMatch(third.text, 'Next')
  const all = [first, second, third].map(shown => new Set(idsOf(shown)))
  t.same(
    all.map(({ size }) => size),
    [50, 50, 21],
  )
  t.equal(new Set(all.flatMap(ids => [...ids])).size, 121)
  t.match(await third.follow('Previous'), { status: 200 })

  const [last = ''] = idsOf(third)
  const again = await third.submit(`Allow ${last}`, { deviceId: 'x' })
  t.match(again, { status: 400, text: /not a valid Device ID/ }, 'the mistake is on the page of the form')
  for (const bad of ['-1', 'x', '1.5', '9999', '1e3'])
    t.equal((await page.open(`${home}?page=${bad}`)).status, 200, bad)
  t.equal((await page.open(`${home}?page=999`)).status, 200)
})

t.test('gateways that come in without being allowed', async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com'], openGateways: true })
  const page = browse(house, await house.person('olivia'))
  await send(house, '/record', heard(gateway, { [tag]: {} }))
  t.match((await page.open(home)).text, /GATEWAYS=open: any gateway may post.* Let in .*Receives 1 sensor /)
})

t.test('404 for all but operators, as for a page that is not there', async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com'], internalSecret })
  const [olivia, gary] = [browse(house, await house.person('olivia')), browse(house, await house.person('gary'))]
  await send(house, '/record', heard(gateway, {}))
  const unknown = await gary.open('/app/nowhere')
  for (const path of [home, `${home}/remove?gateway=${gateway}`]) {
    const answer = await gary.open(path)
    t.match(answer, { status: 404, title: unknown.title, text: unknown.text })
    t.notMatch(answer.html, home)
  }
  const list = await olivia.open(home)
  const garys = /name="_csrf" value="([^"]+)"/.exec((await gary.open('/app/account')).html)?.[1] ?? ''
  t.notMatch((await gary.open('/app/account')).text, 'You operate this server')
  const links = (await olivia.open('/app/account')).links.filter(({ href }) => href === home)
  t.strictSame(
    links.map(({ words }) => words),
    ['Gateways', 'See its gateways'],
  )
  for (const path of ['allow', 'remove', 'dismiss']) {
    const answer = await house.app.inject({
      method: 'POST',
      url: `${home}/${path}`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        cookie: [...gary.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      payload: new URLSearchParams({ _csrf: garys, gateway, deviceId, person: 'olivia@example.com' }).toString(),
    })
    t.equal(answer.statusCode, 404, path)
  }
  t.ok(list.buttons.includes(`Allow ${gateway}`))
  t.match(await send(house, '/record', heard(gateway, {}), { secret: deviceId }), { status: 401 })
  t.match(await browse(house).open(home), { title: 'Sign in' }, 'nobody is signed in')
  for (const bad of ['', 'x', `${gateway}:00`])
    t.equal((await olivia.open(`${home}/remove?gateway=${bad}`)).status, 404)
})

t.test('whoever signs in through the link of the start operates the server', async t => {
  const house = await openHouse(t, { mailbox: 'locked' })
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const browser = browse(house)
  t.match(await browser.open(house.app.mailboxLink), { path: '/mailbox' })
  const copied = new Map(browser.cookies)
  const as = (cookies: Map<string, string>, { token }: { token: string }) => {
    const other = browse(house, { token })
    for (const [name, value] of cookies) other.cookies.set(name, value)
    return other
  }

  const hers = as(browser.cookies, olivia)
  t.match(await hers.open(home), { status: 200, title: 'Gateways', text: /olivia@example\.com since/ })
  t.notOk(hers.cookies.has('sensor_share_operator'), 'the cookie is used up')
  t.match(await browse(house, olivia).open(home), { status: 200 }, 'also in another browser')
  t.equal((await as(copied, gary).open(home)).status, 404, 'a copy of the cookie makes no second one')
  for (const token of ['', 'x', olivia.token, sign(house.secret, { makesOperator: true }), sign('x'.repeat(64), {})]) {
    t.equal((await as(new Map([['sensor_share_operator', token]]), gary).open(home)).status, 404)
  }
  t.equal(
    (await as(new Map([...copied].filter(([name]) => name === 'sensor_share_mailbox')), gary).open(home)).status,
    404,
  )

  await t.test('after a restart and another link there are two, and each can remove the other', async t => {
    const restarted = await buildTestApp({ db: house.db, secret: house.secret, mailbox: 'locked', rateLimit: false })
    t.teardown(() => restarted.close())
    const second = browse({ app: restarted }, gary)
    await second.open(restarted.mailboxLink)
    const list = await second.open(home)
    t.match(list.text, /olivia@example\.com since .* gary@example\.com since/)
    const left = await list.submit('Remove olivia@example.com')
    t.match(left.text, /olivia@example\.com is no longer an operator/)
    t.match((await list.submit('Remove olivia@example.com')).text, /was no longer an operator/)
    t.equal((await browse(house, olivia).open(home)).status, 404, 'at once')
    t.match(await left.submit('Remove gary@example.com'), { path: '/app' })
    t.equal((await second.open(home)).status, 404)
  })
})

t.test('a Device ID as it is typed, and as it is scanned with what stands beside it', async t => {
  for (const text of [
    deviceId,
    '0123456789abcdef',
    '01-23-45-67-89-ab-cd-ef',
    ' 01 23 45 67 89 AB CD EF\n',
    '01–23–45–67–89–AB–CD–EF',
    'Ruuvi Gateway\nMAC: C8:25:2D:8E:9C:2C\nID: 01:23:45:67:89:AB:CD:EF\nXYZ',
    'MAC C8:25:2D:8E:9C:2C 01:23:45:67:89:AB:CD:EF',
  ]) {
    t.equal(scannedDeviceId(text), deviceId, text)
  }
  for (const text of [
    '',
    gateway,
    `${gateway}:01`,
    `00:${deviceId}`,
    `${deviceId}:00`,
    `${deviceId}0`,
    `0${deviceId}`,
    '01:23:45:67-89:AB:CD:EF',
  ]) {
    t.equal(scannedDeviceId(text), undefined, text)
  }
})

t.test('an address of the settings stays an operator', async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com'], internalSecret })
  const olivia = await house.person('olivia')
  const page = await browse(house, olivia).open(home)
  t.match(page.text, /olivia@example\.com from the setting OPERATORS/)
  t.notOk(page.buttons.includes('Remove olivia@example.com'))
  t.match(await operate(house, 'blacklist', { macAddress: gateway }), { status: 409 })
})
