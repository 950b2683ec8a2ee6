import { sql } from 'kysely'
import t from 'tap'
import { browse } from '../../support/browse.ts'
import { openHouse } from '../../support/house.ts'

t.test('200 what happened, in words, with links to what is still to be seen', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const evil = `”<b>“ 'Sauna' & "boat"`
  const [sauna, plain] = [await house.sensor(olivia, evil), await house.sensor(olivia, '')]
  const pages = browse(house, olivia)
  t.match((await pages.open('/app/history')).text, /No events yet/)
  await house.share(olivia, sauna, gary.email)
  await house.share(olivia, plain, gary.email)
  await house.unshare(olivia, sauna, gary.email)
  const page = await pages.open('/app/history')
  t.match(page, { status: 200, title: 'History' })
  t.match(page.text, /Today, .* UTC\.$/s)
  t.notMatch(page.html, '<b>')
  const hrefs = page.links.filter(({ href }) => href.startsWith('/app/sensors/'))
  t.strictSame(
    hrefs.map(({ href }) => href),
    [sauna, plain, sauna].map(id => `/app/sensors/${id}`),
    'the newest first',
  )
  t.match(hrefs[0]?.words, /^“.*<b>.*boat".*”$/, 'the whole name')
  t.equal(hrefs[1]?.words, plain)
  t.match(page.text, /You removed the access of gary@example\.com to .*You shared .* with gary@example\.com\./s)

  const his = await browse(house, gary).open('/app/history')
  t.match(his.text, /olivia@example\.com removed your access to/)
  t.strictSame(
    his.links.filter(({ href }) => href.startsWith('/app/sensors/')).map(({ href }) => href),
    [`/app/sensors/${plain}`],
    'no link to what he sees no more',
  )
  t.equal((await his.follow(plain)).status, 200)
  const hers = await browse(house, await house.person('nina')).open(`/app/history?sensor=${sauna}&person=${gary.email}`)
  t.match(hers.text, /No events found/)
  t.notMatch(hers.html, 'Sauna', 'whom it does not concern learns nothing')
})

t.test('of a sensor, of a person, and of both', async t => {
  const house = await openHouse(t)
  const [olivia, gary, nina] = [await house.person('olivia'), await house.person('gary'), await house.person('nina')]
  const [sauna, boat] = [await house.sensor(olivia, 'Sauna'), await house.sensor(gary, 'Boat')]
  for (const guest of [gary, nina]) await house.share(olivia, sauna, guest.email)
  await house.share(gary, boat, olivia.email)
  const pages = browse(house, olivia)
  const count = (html: string) => html.match(/<li class="event"><time/g)?.length ?? 0
  const all = await pages.open('/app/history')
  t.equal(count(all.html), 3)
  t.strictSame(all.html.match(/<option value="([^"]*@[^"]*)">/g)?.length, 2, 'people to choose from')
  const ofBoat = await all.submit('Show', { sensor: boat })
  t.equal(count(ofBoat.html), 1)
  t.ok(
    ofBoat.fields('Show').some(([name, value]) => name === 'sensor' && value === boat),
    'it stays chosen',
  )
  t.equal(count((await all.submit('Show', { person: ' Gary@Example.com' })).html), 2, 'as owner and as guest')
  t.equal(count((await all.submit('Show', { sensor: sauna, person: nina.email })).html), 1)
  t.match((await all.submit('Show', { sensor: boat, person: nina.email })).text, /No events found/)
  t.equal(count((await ofBoat.follow('Show all')).html), 3)
  const wrong = await all.submit('Show', { person: '"><i>gary' })
  t.match(wrong, { status: 400, text: /That is not a valid email address/ })
  t.notMatch(wrong.html, /<i>|<li class="event"><time/)
  t.match(await pages.open('/app/history?sensor=C6:F1:E7:D3:DA:99'), { status: 200, text: /No events found/ })
  for (const odd of [
    'before=x',
    'before=-1',
    'before=9e9',
    'before=99999999999999999999',
    'sensor=%00',
    'before=%00',
  ]) {
    t.equal(count((await pages.open(`/app/history?${odd}`)).html), 3, odd)
  }
  t.equal((await pages.open('/app/history?person=%00@example.com')).status, 400)
})

t.test('older and newer, to the end and back', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sauna = await house.sensor(olivia, 'Sauna')
  await sql`
    insert into events (action, owner_id, actor_id, sensor_id, data, at)
    select 'updated', ${olivia.id}, ${olivia.id}, ${sauna}, '{"name": "Sauna"}', now() - make_interval(hours => 121 - n)
    from generate_series(1, 120) as n`.execute(house.db)
  const pages = browse(house, olivia)
  const timesOf = (html: string) => [...html.matchAll(/datetime="([^"]*)"/g)].map(([, at]) => at)
  const first = await pages.open(`/app/history?sensor=${sauna}`)
  const second = await first.follow('Older')
  const third = await second.follow('Older')
  t.strictSame(
    [first, second, third].map(({ html }) => timesOf(html).length),
    [50, 50, 20],
  )
  const all = [first, second, third].flatMap(({ html }) => timesOf(html))
  t.strictSame(all, [...new Set(all)].sort().reverse(), 'each once, the newest first')
  t.notOk(third.links.some(({ words }) => words === 'Older'))
  t.notOk(first.links.some(({ words }) => words === 'Newer'))
  const back = await third.follow('Newer')
  t.strictSame(timesOf(back.html), timesOf(second.html))
  t.strictSame(timesOf((await back.follow('Newer')).html), timesOf(first.html))
  t.match((await pages.open('/app/history?before=1')).text, /No older events/)
})

t.test('days begin at midnight where the browser is', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sauna = await house.sensor(olivia, 'Sauna')
  await sql`
    insert into events (action, owner_id, actor_id, sensor_id, data, at)
    values ('claimed', ${olivia.id}, ${olivia.id}, ${sauna}, '{"name": "Sauna"}', '2024-05-01T21:30:00Z')`.execute(
    house.db,
  )
  const pages = browse(house, olivia)
  t.match((await pages.open('/app/history')).text, /Wednesday,? 1 May 2024 21:30 You added.*Times are in UTC/)
  pages.cookies.set('tz', 'Europe%2FHelsinki')
  const there = await pages.open('/app/history')
  t.match(there.text, /Thursday,? 2 May 2024 00:30 You added/)
  t.notMatch(there.text, /UTC/)
})

t.test('strangers sign in first, and come back to what they asked for', async t => {
  const house = await openHouse(t)
  t.match(await browse(house).open('/app/history?person=x'), {
    path: '/app/sign-in?next=%2Fapp%2Fhistory%3Fperson%3Dx',
  })
})
