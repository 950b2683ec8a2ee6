import { sql } from 'kysely'
import t from 'tap'
import { browse } from '../../support/browse.ts'
import { frame, now } from '../../support/gateway.ts'
import { type House, openHouse } from '../../support/house.ts'

/** Has a sensor measure; the frame says 18.45 °C, 42.5 % and 1,002.6 hPa or the like. */
const hear = (house: House, sensor: string, at = now() - 300) =>
  house.db
    .insertInto('measurements')
    .values({ sensor_id: sensor, at, rssi: -60, gateway_id: 'F0:E1:D2:C3:B4:A5', is_maskable: true, data: frame })
    .execute()

const device = (house: House, owner: { id: number }, id = 'C6:F1:E7:D3:DA:11:00:01') =>
  house.db.insertInto('sensors').values({ id, owner_id: owner.id, name: 'Pi' }).execute()

/** Titles of the sensors in the list, in order. */
const titles = (html: string) => [...html.matchAll(/class="title"[^>]*><bdi>(.*?)<\/bdi>/g)].map(([, name]) => name)

t.test('the list tells names, ids, owners, what was measured, and who has what', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const [sauna, boat] = [await house.sensor(olivia, 'Sauna'), await house.sensor(gary, 'Boat')]
  await device(house, olivia)
  await hear(house, sauna)
  await hear(house, boat)
  await house.share(olivia, sauna, gary.email)
  await house.share(olivia, sauna, 'nina@example.com')
  await house.share(gary, boat, olivia.email)
  await sql`update shares set channels = '{humidity}' where sensor_id = ${boat}`.execute(house.db)

  const { status, html, text } = await browse(house, olivia).open('/app')
  t.equal(status, 200)
  t.strictSame(titles(html), ['Boat', 'Pi', 'Sauna'])
  for (const row of [sauna, boat, 'Yours', 'gary@example.com', '5 minutes ago', 'No services']) t.match(text, row)
  t.match(text, /Shared with 2 people gary@example.com nina@example.com invited/)
  t.match(text, /Shared with you by gary@example.com/)
  t.equal(text.match(/°C/g)?.length, 1, 'the temperature that was not shared is absent')
  t.equal(text.match(/\d %/g)?.length, 2)

  const guest = await browse(house, gary).open('/app')
  t.strictSame(titles(guest.html), ['Boat', 'Sauna'])
  t.notMatch(guest.html, /nina/, 'a guest learns of no other')
})

t.test('a share that gives nothing shows nothing', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(olivia)
  await house.share(olivia, sauna, gary.email)
  for (const change of ['paused_at = now()', 'asked = true', "expires_at = now() - interval '1 second'"]) {
    await sql`update shares set paused_at = null, asked = false, expires_at = null`.execute(house.db)
    await sql`update shares set ${sql.raw(change)}`.execute(house.db)
    const { html, text } = await browse(house, gary).open('/app')
    t.notMatch(html, sauna, change)
    t.match(text, 'First steps')
  }
})

t.test('filter, search and sort', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const [sauna, attic] = [await house.sensor(olivia, 'sauna'), await house.sensor(olivia, 'Attic 100%')]
  const boat = await house.sensor(gary, 'Boat')
  await house.share(gary, boat, olivia.email)
  await hear(house, boat, now() - 60)
  await hear(house, sauna, now() - 600)
  const browser = browse(house, olivia)
  const list = async (query: string) => titles((await browser.open(`/app?${query}`)).html)
  t.strictSame(await list(''), ['Attic 100%', 'Boat', 'sauna'])
  t.strictSame(await list('show=mine'), ['Attic 100%', 'sauna'])
  t.strictSame(await list('show=others'), ['Boat'])
  t.strictSame(await list('sort=owner'), ['Attic 100%', 'sauna', 'Boat'])
  t.strictSame(await list('sort=heard'), ['Boat', 'sauna', 'Attic 100%'])
  t.strictSame(await list('q=SAU'), ['sauna'])
  t.strictSame(await list('q=0%25'), ['Attic 100%'], 'signs of patterns are themselves')
  t.strictSame(await list('q=gary@'), ['Boat'])
  t.strictSame(await list(`q=${attic.toLowerCase()}`), ['Attic 100%'])
  for (const odd of ['q=%00sau', 'q=sau&sort=x&show=__proto__&page=-1', 'q=x&q=sau', 'page=0&q=sau']) {
    t.strictSame(await list(odd), ['sauna'], odd)
  }
  t.strictSame(await list('page=999999'), [])

  const none = await browser.open('/app?q=%22%3E%3Cb%3E&show=mine')
  t.match(none.text, 'No name, ID or owner contains “"><b>”.')
  t.strictSame(titles((await none.follow('Show all sensors')).html).length, 3)
  // As a browser does it.
  const form = await (await browser.open('/app?show=mine')).submit('Show', { q: 'attic', sort: 'heard' })
  t.equal(form.path, '/app?show=mine&q=attic&sort=heard')
  t.strictSame(titles(form.html), ['Attic 100%'])
})

t.test('pages of a hundred, each under 150 KB', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  await sql`
    insert into sensors (id, owner_id, name)
    select upper(regexp_replace(lpad(to_hex(n), 12, '0'), '..(?!$)', '\\&:', 'g')), ${olivia.id}, 'Room ' || lpad(n::text, 3, '0')
    from generate_series(1, 230) as n`.execute(house.db)
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data)
    select id, ${now() - 300}::bigint - n * 1800, -60, 'F0:E1:D2:C3:B4:A5', true, ${frame}
    from sensors, generate_series(0, 48) as n`.execute(house.db)
  await sql`insert into people (email) select 'somebody.' || n || '@example.com' from generate_series(1, 12) as n`.execute(
    house.db,
  )
  await sql`
    insert into shares (sensor_id, guest_id) select sensors.id, people.id from sensors cross join people
    where people.id <> ${olivia.id}`.execute(house.db)
  let page = await browse(house, olivia).open('/app')
  t.equal(titles(page.html).length, 100)
  t.ok(Buffer.byteLength(page.html) < 150_000, `${Buffer.byteLength(page.html)} bytes`)
  t.match(page.text, '1 to 100 of 230')
  t.match(page.text, 'Shared with 12 people')
  t.match(page.text, 'and 9 more')
  page = await (await page.follow('Next')).follow('Next')
  t.strictSame(titles(page.html).length, 30)
  t.match(page.text, '201 to 230 of 230')
  t.equal((await page.follow('Previous')).path, '/app?page=2')
})

t.test('the list is one statement, whatever its length', async t => {
  let statements = 0
  const house = await openHouse(t, { onStatement: () => statements++ })
  const olivia = await house.person('olivia')
  const count = async () => {
    const before = statements
    await browse(house, olivia).open('/app')
    return statements - before
  }
  const empty = await count()
  for (let n = 0; n < 5; n++) await house.share(olivia, await house.sensor(olivia), 'gary@example.com')
  t.equal(await count(), empty)
  t.equal(
    empty,
    5,
    'one for who is calling, one for the list, two for what is new for a guest, one for the first steps',
  )
})

t.test('renaming: for everybody by the owner, for oneself by a guest', async t => {
  const house = await openHouse(t)
  const [olivia, gary, sam] = [await house.person('olivia'), await house.person('gary'), await house.person('sam')]
  const [sauna, boat] = [await house.sensor(olivia, 'Sauna'), await house.sensor(olivia, 'Boat')]
  await house.share(olivia, sauna, gary.email)
  const [owner, guest] = [browse(house, olivia), browse(house, gary)]

  const list = await owner.open('/app')
  const which = await list.submit('Rename …', { sensor: [sauna, boat] })
  t.match(which.text, /You can rename one sensor at a time\. Which one\? Boat .* Sauna/)
  const question = await which.follow('Boat')
  t.match(question.text, /You own it/)
  t.match(await question.submit('Rename', { name: ' ' }), { status: 400, text: /up to 200/ })
  t.match(await question.submit('Rename', { name: 'Ship "1" <i>' }), {
    path: '/app',
    text: /Renamed to Ship "1" <i>\./,
  })

  const own = await guest.open(`/app/rename?sensor=${sauna.toLowerCase()}&next=/app/sensors/x`)
  t.match(own.text, /Only you see this name/)
  t.match(await own.submit('Rename', { name: 'Steam' }), { path: '/app/sensors/x' })
  t.strictSame(titles((await guest.open('/app')).html), ['Steam'])
  t.strictSame(titles((await owner.open('/app')).html), ['Sauna', 'Ship &#34;1&#34; &#60;i&#62;'])

  t.test('what one does not see is not there', async t => {
    const other = browse(house, sam)
    const unknown = await other.open('/app/rename?sensor=00:00:00:00:00:99')
    const hidden = await other.open(`/app/rename?sensor=${sauna}`)
    t.strictSame([unknown.status, hidden.status], [404, 404])
    t.equal(hidden.text, unknown.text)
  })
  t.test('it leads to places of ours only', async t => {
    const page = await owner.open(`/app/rename?sensor=${sauna}&next=https://example.com`)
    t.ok(page.fields('Rename').some(([name, value]) => name === 'next' && value === '/app'))
  })
})

t.test('nothing was ticked: it says so', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  await house.sensor(olivia)
  const list = await browse(house, olivia).open('/app')
  for (const button of ['Remove access …', 'Leave …', 'Rename …']) {
    const page = await list.submit(button)
    t.match(page, { status: 200, title: 'No sensor selected' })
    t.equal((await page.follow('Back to your sensors')).path, '/app')
  }
})

t.test('403 every form without its proof', async t => {
  const house = await openHouse(t)
  const { token } = await house.person('olivia')
  for (const url of ['/app/rename', '/app/unshare', '/app/leave']) {
    const answer = await house.app.inject({ method: 'POST', url, headers: { cookie: `sensor_share=${token}` } })
    t.equal(answer.statusCode, 403, url)
  }
})

t.test('a word for the next page that holds no text is told to nobody', async t => {
  const house = await openHouse(t)
  const { token } = await house.person('olivia')
  for (const odd of ['{}', 'null', '7', '{"text":7}', '{"text":{"a":1}}', '{', '']) {
    const sensor_share_notice = Buffer.from(odd).toString('base64url')
    const { statusCode, payload } = await house.app.inject({
      url: '/app',
      cookies: { sensor_share: token, sensor_share_notice },
    })
    t.equal(statusCode, 200)
    t.notMatch(payload, /class="notice/, odd)
  }
})

/** Points of the sparklines, by sensor. */
const lines = (html: string) =>
  [...html.matchAll(/<div class="day">(.*?)<\/div>/g)].map(([, line = '']) => /d="(.*?)"/.exec(line)?.[1] ?? '')

t.test('a card draws the last day of its large value', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sauna = await house.sensor(olivia, 'Sauna')
  const browser = browse(house, olivia)
  t.strictSame(lines((await browser.open('/app')).html), [''], 'not before it has measured')
  await hear(house, sauna, now() - 30 * 3_600)
  await hear(house, sauna, now() - 300)
  t.strictSame(lines((await browser.open('/app')).html), [''], 'nor before the last day')
  for (let hour = 1; hour < 24; hour++) await hear(house, sauna, now() - hour * 3_600)
  const [line = ''] = lines((await browser.open('/app')).html)
  t.match(line, /^M\d+ 50l0 0( 60 0){22} 5\d 0$/, 'a step an hour, of which one is the least')
  await sql`delete from measurements where at > ${now() - 20 * 3_600} and at < ${now() - 10 * 3_600}`.execute(house.db)
  t.equal(
    lines((await browser.open('/app')).html)[0]?.match(/M/g)?.length,
    2,
    'it breaks where measurements are missing',
  )
})

t.test('a line has nothing of what its reader may not see', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(olivia, 'Sauna')
  for (let hour = 0; hour < 23; hour++) await hear(house, sauna, now() - 300 - hour * 3_600)
  await house.share(olivia, sauna, gary.email)
  const drawn = async () => lines((await browse(house, gary).open('/app')).html)[0] ?? ''
  const temperature = await drawn()
  await sql`update shares set channels = '{humidity}'`.execute(house.db)
  const humidity = await drawn()
  t.match(humidity, /^M/)
  t.not(humidity, temperature)
  await sql`update shares set channels = '{acceleration}'`.execute(house.db)
  t.equal(await drawn(), '', 'what has no large value has no line')
  await sql`update shares set channels = '{humidity}'`.execute(house.db)
  await sql`update measurements set is_maskable = false`.execute(house.db)
  t.equal(await drawn(), '', 'and what cannot be masked is not drawn')
  await sql`update shares set channels = null`.execute(house.db)
  await sql`update histories set begins_at = ${now()}`.execute(house.db)
  await sql`insert into histories (sensor_id, begins_at) values (${sauna}, ${now()}) on conflict do nothing`.execute(
    house.db,
  )
  t.equal(await drawn(), '', 'nor what was before the history began')
})

t.test('a silent sensor is offline; others tell battery and signal', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const [sauna, attic] = [await house.sensor(olivia, 'Sauna'), await house.sensor(olivia, 'Attic')]
  await hear(house, sauna, now() - 60)
  await hear(house, attic, now() - 31 * 60)
  const { text, html } = await browse(house, olivia).open('/app')
  t.match(text, /Attic.*Offline since .*Sauna.*1 minute ago/)
  t.equal(text.match(/Offline/g)?.length, 1)
  t.equal(html.match(/<title>Signal strong<\/title>/g)?.length, 1)
  t.equal(html.match(/<title>Battery good: 2\.88 V<\/title>/g)?.length, 1)

  const battery = (voltage: string) => `0201061BFF99040512FC5394C37C0004FFFC040C${voltage}364200CDCBB8334C884F`
  await sql`update measurements set data = ${battery('AC36')}, rssi = -91 where sensor_id = ${sauna}`.execute(house.db)
  t.match((await browse(house, olivia).open('/app')).html, /Battery good: 2\.98 V.*Signal weak/)
  await sql`update measurements set data = ${battery('5DD6')}, rssi = -127 where sensor_id = ${sauna}`.execute(house.db)
  const low = await browse(house, olivia).open('/app')
  t.match(low.html, /Battery low: 2\.35 V/)
  t.match(low.text, 'Low battery')
  t.notMatch(low.html, 'Signal')
})

t.test('cards or a list, as this browser chose last', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  await house.sensor(olivia, 'Sauna')
  const browser = browse(house, olivia)
  const layout = (html: string) => /<ul class="(.*?) sensors"/.exec(html)?.[1]
  const first = await browser.open('/app?q=sau')
  t.equal(layout(first.html), 'cards')
  const list = await first.follow('List')
  t.equal(list.path, '/app?q=sau&layout=list')
  t.equal(layout(list.html), 'sheet rows')
  t.equal(layout((await browser.open('/app')).html), 'sheet rows')
  t.equal(layout((await browser.open('/app?layout=__proto__')).html), 'sheet rows')
  t.equal(layout((await (await browser.open('/app')).follow('Cards')).html), 'cards')
  t.equal(layout((await browser.open('/app')).html), 'cards')
})

t.test('a card shows a picture that was uploaded here, and loads none from elsewhere', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  await house.sensor(olivia, 'Sauna')
  const photo = async (picture: string) => {
    await house.db.updateTable('sensors').set({ picture }).execute()
    return /class="photo" src="(.*?)"/.exec((await browse(house, olivia).open('/app')).html)?.[1]
  }
  const path = '/pictures/0f8fad5b-d9cb-469f-a165-70867728950e'
  t.equal(await photo(`https://sensors.example${path}`), path)
  for (const other of [
    '',
    'https://example.com/me.png',
    'javascript:alert(1)',
    `${path}"onerror="alert(1)`,
    '/pictures/x',
  ]) {
    t.equal(await photo(other), undefined, other)
  }
})
