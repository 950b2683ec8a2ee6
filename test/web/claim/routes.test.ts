import t from 'tap'
import { browse } from '../../support/browse.ts'
import { openHouse } from '../../support/house.ts'

/** Titles of the sensors in the list, in order. */
const titles = (html: string) => [...html.matchAll(/class="title"[^>]*><bdi>(.*?)<\/bdi>/g)].map(([, name]) => name)

t.test('claiming', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const boat = await house.sensor(gary)
  const browser = browse(house, olivia)
  const first = await browser.open('/app')
  t.match(first.text, /First steps .*Add a sensor .*MAC address/)
  const wrong = await first.submit('Add a sensor', { id: 'sauna"', name: '<Sauna>' })
  t.match(wrong, { status: 400, text: /There is no MAC address in it/ })
  t.strictSame(wrong.fields('Add a sensor').slice(1), [
    ['id', 'sauna"'],
    ['name', '<Sauna>'],
  ])
  t.match(await wrong.submit('Add a sensor', { id: boat }), {
    status: 409,
    text: /claimed by g\*\*\*y@e\*\*\*e\.com/,
  })
  for (const name of ['a\0b', 'x'.repeat(201)]) {
    t.match(await wrong.submit('Add a sensor', { id: 'c6f1e7d3da11', name }), { status: 400, text: /one line/ })
  }
  const claimed = await wrong.submit('Add a sensor', { id: ' c6-f1-e7-d3-da-11', name: ' <Sauna>' })
  t.match(claimed, { status: 200, path: '/app', text: /Added <Sauna>\./ })
  t.match(titles(claimed.html), ['&#60;Sauna&#62;'])
  t.match(await (await claimed.follow('Add a sensor')).submit('Add a sensor', { id: '8000000012345678', name: 'Pi' }), {
    text: /Added Pi/,
  })
  await house.db.updateTable('plans').set({ max_claims: 2 }).execute()
  const full = await (await browser.open('/app/claim')).submit('Add a sensor', { id: 'C6F1E7D3DA12', name: 'x' })
  t.match(full, { status: 400, text: /as many sensors as your plan allows/ })
})

t.test('a label as it is scanned, and a name that is left for later', async t => {
  const house = await openHouse(t)
  const browser = browse(house, await house.person('olivia'))
  const page = await browser.open('/app/claim')
  const label = 'ID: 01:23:45:67:89:AB:CD:EF\nMAC: c6:f1:e7:d3:da:12\nPW: 1234'
  t.match(await page.submit('Add a sensor', { id: label }), { path: '/app', text: /Added Sensor DA12\./ })
  t.match(await page.submit('Add a sensor', { id: '01:23:45:67:89:AB:CD:EF' }), {
    status: 400,
    text: /That is the ID of the sensor\. Its MAC address is shorter/,
  })
  const long = await page.submit('Add a sensor', { id: 'x'.repeat(9_000), name: 'x'.repeat(9_000) })
  t.equal(long.status, 400)
  t.ok(long.html.length < 9_000, 'of what is far too long, not everything comes back')
})
