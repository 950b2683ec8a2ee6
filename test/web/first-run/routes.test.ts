import { sql } from 'kysely'
import t from 'tap'
import { browse } from '../../support/browse.ts'
import { heard, send } from '../../support/gateway.ts'
import { openHouse } from '../../support/house.ts'

const sauna = 'C6:F1:E7:D3:DA:11'
const gateway = 'C8:25:2D:8E:9C:2C'

/** The steps that are ticked. */
const doneIn = (html: string) =>
  [...html.matchAll(/<li class="done"[^>]*>\s*<h3>([^<]*?) </g)].map(([, title]) => title)

t.test('from nothing to a shared sensor with data, step by step', async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com'], openGateways: true })
  const browser = browse(house, await house.person('olivia'))
  const first = await browser.open('/app')
  t.match(first.text, /First steps 1?.*A Ruuvi Gateway near the sensor/)
  t.match(first.text, /It appears here by itself/)
  t.match(first.text, /You can share as soon as you have a sensor/)
  t.strictSame(doneIn(first.html), [])
  t.notMatch(first.html, 'data-awaits')

  const added = await first.submit('Add a sensor', { id: sauna, name: '<Sauna>' })
  t.strictSame(doneIn(added.html), ['Add a sensor'])
  t.match(added.text, /<Sauna> is yours\..*Waiting for <Sauna>\./)
  t.match(added.html, 'data-awaits', 'the script looks more often')
  t.equal((await added.follow('Set up a gateway or a phone')).path, '/app/gateways')

  t.match(await send(house, '/record', heard(gateway, { [sauna]: {} })), { status: 200 })
  const fed = await browser.open('/app')
  t.strictSame(doneIn(fed.html), ['Add a sensor', 'Let a gateway bring its readings', 'See the first value'])
  t.match(fed.text, /<Sauna> has measured something/)
  t.notMatch(fed.html, 'data-awaits')

  const share = await fed.follow('Share')
  t.equal(share.path, `/app/share?sensor=${sauna}`)
  t.match(
    await house.post('/share', { sensor: sauna, user: 'gary@example.com' }, browser.cookies.get('sensor_share')),
    {
      status: 200,
    },
  )
  t.notMatch((await browser.open('/app')).text, 'First steps', 'all are done')
  await house.post('/unshare', { sensor: sauna, user: 'gary@example.com' }, browser.cookies.get('sensor_share'))
  t.notMatch((await browser.open('/app')).text, 'First steps', 'they do not come back')
})

t.test('an operator is told that a gateway waits, others what to ask for', async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com'] })
  const [olivia, gary] = [browse(house, await house.person('olivia')), browse(house, await house.person('gary'))]
  t.match(await send(house, '/record', heard(gateway, { [sauna]: {} })), { status: 401 })
  t.match((await olivia.open('/app')).text, /A gateway has called and awaits your approval/)
  const others = await gary.open('/app')
  t.match(others.text, /ask the operator to allow it/)
  t.match(others.html, /value="http:\/\/localhost(:80)?\/record"/)
  t.notMatch(others.text, /has called|olivia/, 'nothing about the gateways and operators of the server')
  await sql`update gateways set admitted_at = now()`.execute(house.db)
  t.strictSame(doneIn((await olivia.open('/app')).html), ['Let a gateway bring its readings'])
  t.strictSame(doneIn((await gary.open('/app')).html), [])
})

t.test('they can be hidden, by each for themselves', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [browse(house, await house.person('olivia')), browse(house, await house.person('gary'))]
  const hidden = await (await olivia.open('/app')).submit('Hide these steps')
  t.match(hidden.text, /The first steps are hidden\. .*Add your first sensor/)
  t.notMatch((await olivia.open('/app')).text, 'First steps')
  t.match((await gary.open('/app')).text, 'First steps')
})

t.test('guests who own nothing and owners of devices see none, and searches show none', async t => {
  const house = await openHouse(t)
  const [olivia, gary, peter] = [await house.person('olivia'), await house.person('gary'), await house.person('peter')]
  const boat = await house.sensor(olivia, 'Boat')
  await house.share(olivia, boat, gary.email)
  const device = { id: '80:00:00:00:12:34:56:78', owner_id: peter.id, name: 'Pi' }
  await house.db.insertInto('sensors').values(device).execute()
  t.match((await browse(house, olivia).open('/app')).text, 'First steps', 'shared, but without data')
  for (const person of [gary, peter]) t.notMatch((await browse(house, person).open('/app')).text, 'First steps')
  for (const query of ['q=x', 'show=mine', 'page=2']) {
    t.notMatch((await browse(house, olivia).open(`/app?${query}`)).text, 'First steps', query)
  }
})
