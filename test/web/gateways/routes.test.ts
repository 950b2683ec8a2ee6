/** The page about gateways: who may see it, and a gateway that comes in with nothing but its label. */
import { sql } from 'kysely'
import t from 'tap'
import { scannedDeviceId } from '../../../src/web/scan/label.ts'
import { buildTestApp } from '../../support/app.ts'
import { browse } from '../../support/browse.ts'
import { heard, internalSecret, operate, send } from '../../support/gateway.ts'
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
  t.match(refused.text, /Refused.*its posts are refused/)
  const removed = await (await refused.follow('Remove …')).submit('Remove')
  await removed.submit(`Allow ${gateway}`, { deviceId })
  t.match(await post(), { status: 200 })
  t.match((await page.open(home)).text, new RegExp(`${gateway} Allowed `))
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
