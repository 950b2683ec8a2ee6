import t from 'tap'
import { browse } from '../../support/browse.ts'
import { call } from '../../support/calls.ts'
import { frame, now } from '../../support/gateway.ts'
import { type House, openHouse } from '../../support/house.ts'

const hear = ({ db }: House, sensor: string) =>
  db
    .insertInto('measurements')
    .values({
      sensor_id: sensor,
      at: now() - 300,
      rssi: -60,
      gateway_id: 'F0:E1:D2:C3:B4:A5',
      is_maskable: true,
      data: frame,
    })
    .execute()

t.test('units chosen on the account page count on all pages, for nobody else, and apps read them', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(olivia, 'Sauna')
  await hear(house, sauna)
  await house.share(olivia, sauna, gary.email)
  const browser = browse(house, olivia)
  t.match((await browser.open('/app')).text, /°C.*hPa/)

  const account = await browser.open('/app/account')
  t.match(account.text, 'Units and time')
  const saved = await account.submit('Save units and time zone', {
    temperature: 'F',
    humidity: '1',
    pressure: '3',
    zone: 'Asia/Tokyo',
  })
  t.match(saved, { status: 200, text: /Your units and time zone are saved/ })
  for (const [page, what] of [
    ['/app', /°F.*g\/m³.*inHg/],
    [`/app/sensors/${sauna}`, /°F.*Absolute humidity.*g\/m³.*inHg/],
  ] as const) {
    const { text } = await browser.open(page)
    t.match(text, what, page)
    t.notMatch(text, /°C|hPa/, page)
  }
  t.match((await browser.open(`/app/sensors/${sauna}`)).html, 'data-zone="Asia/Tokyo"', 'also without a cookie')
  t.match((await browse(house, gary).open(`/app/sensors/${sauna}`)).text, /°C.*hPa/)
  t.match(await call(house, olivia, 'GET', '/settings'), {
    data: { settings: { UNIT_TEMPERATURE: 'F', UNIT_HUMIDITY: '1', UNIT_PRESSURE: '3', TIME_ZONE: 'Asia/Tokyo' } },
  })

  await call(house, olivia, 'POST', '/settings', { name: 'UNIT_TEMPERATURE', value: 'K' })
  t.match((await browser.open('/app')).text, /\d K .*inHg/, 'what an app saves counts here')
  await call(house, olivia, 'POST', '/settings', { name: 'UNIT_TEMPERATURE', value: '<b>' })
  t.match((await browser.open('/app')).text, /°C.*inHg/, 'and something unknown as nothing')
})

t.test('the time zone of the account takes precedence over that of the browser', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sauna = await house.sensor(olivia, 'Sauna')
  await hear(house, sauna)
  const browser = browse(house, olivia)
  browser.cookies.set('tz', 'Europe%2FHelsinki')
  const zone = async () => /data-zone="(.*?)"/.exec((await browser.open(`/app/sensors/${sauna}`)).html)?.[1]
  t.equal(await zone(), 'Europe/Helsinki')
  const save = async (zone: string) => (await browser.open('/app/account')).submit('Save units and time zone', { zone })
  await save('America/Lima')
  t.equal(await zone(), 'America/Lima')
  await save('')
  t.equal(await zone(), 'Europe/Helsinki')
})

t.test('what no list offers is refused, and changes nothing', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const browser = browse(house, olivia)
  const good = { temperature: 'F', humidity: '1', pressure: '3', zone: 'UTC' }
  for (const [name, value] of [
    ['temperature', 'X'],
    ['humidity', ''],
    ['pressure', '__proto__'],
    ['zone', 'Nowhere/Land'],
    ['zone', '\0'],
    ['zone', 'x'.repeat(5_000)],
  ] as const) {
    const account = await browser.open('/app/account')
    const fields = new URLSearchParams(account.fields('Save units and time zone'))
    for (const [field, text] of Object.entries({ ...good, [name]: value })) fields.set(field, text)
    const answer = await house.app.inject({
      method: 'POST',
      url: '/app/account/units',
      headers: {
        cookie: [...browser.cookies].map(pair => pair.join('=')).join('; '),
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: fields.toString(),
    })
    t.equal(answer.statusCode, 303, `${name} ${value.slice(0, 20)}`)
    for (const { name, value } of answer.cookies) browser.cookies.set(name, encodeURIComponent(value))
    t.match((await browser.open('/app/account')).text, /Choose one of the units/)
  }
  t.strictSame(await house.db.selectFrom('person_settings').selectAll().execute(), [])
  t.strictSame((await house.db.selectFrom('people').select('display').execute())[0]?.display, null)
})
