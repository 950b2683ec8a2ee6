/** What guests see around the pages: waiting invitations, and who ended their access. */
import { sql } from 'kysely'
import t from 'tap'
import { titleOf } from '../../../src/db/statement.ts'
import { browse } from '../../support/browse.ts'
import { openHouse } from '../../support/house.ts'

type Test = Parameters<typeof openHouse>[0]

async function furnish(t: Test, { askFirst = false } = {}) {
  const house = await openHouse(t, { askFirst })
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const [sauna, boat] = [await house.sensor(olivia, 'Sauna'), await house.sensor(olivia, '<b>Boat</b>')]
  return { house, olivia, gary, sauna, boat }
}

const badgeIn = (html: string) =>
  /<span id="waiting" data-live>(.*?)<\/span><\/a>/s.exec(html)?.[1]?.replaceAll(/<[^>]*>/g, '')

t.test('invitations that wait: their number in the navigation of each page, and a line in the list', async t => {
  const { house, olivia, gary, sauna, boat } = await furnish(t, { askFirst: true })
  const pages = browse(house, gary)
  t.equal(badgeIn((await pages.open('/app')).html), '')
  for (const sensor of [sauna, boat]) await house.share(olivia, sensor, gary.email)
  for (const path of ['/app', '/app/contacts', '/app/invitations', '/app/history', '/app/account', '/app/nowhere']) {
    const page = await pages.open(path)
    t.equal(badgeIn(page.html), '2 2 are waiting', path)
    t.equal(/2 invitations wait for your answer/.test(page.text), path === '/app', path)
  }
  const page = await (await pages.open('/app')).follow('See invitations')
  const accepted = await page.submit('Accept Sauna')
  t.equal(badgeIn(accepted.html), '1 1 is waiting')
  t.match((await pages.open('/app')).text, /1 invitation waits for your answer/)
  await sql`update shares set expires_at = now() where sensor_id = ${boat}`.execute(house.db)
  t.equal(badgeIn((await pages.open('/app')).html), '', 'an expired one waits for nobody')
  t.equal(badgeIn((await browse(house, olivia).open('/app')).html), '', 'and nobody else has it')
})

t.test('access that ended: who ended what and when, on the list and the invitations, until dismissed', async t => {
  const { house, olivia, gary, sauna, boat } = await furnish(t)
  for (const sensor of [sauna, boat]) {
    await house.share(olivia, sensor, gary.email)
    await house.unshare(olivia, sensor, gary.email)
  }
  const pages = browse(house, gary)
  const told =
    /olivia@example.com removed your access to “<b>Boat<\/b>” on \d+ \w+ \d{4}, \d\d:\d\d UTC. olivia@example.com removed your access to “Sauna” on/
  for (const path of ['/app', '/app/invitations']) {
    const page = await pages.open(path)
    t.match(page.text, told, path)
    t.notMatch(page.html, /<b>Boat/, path)
  }
  t.notMatch((await pages.open('/app/contacts')).text, 'removed your access')
  for (const other of [olivia, await house.person('nina')]) {
    t.notMatch((await browse(house, other).open('/app')).text, 'removed your access')
  }
  const list = await pages.open('/app')
  const dismissed = await list.submit('Dismiss')
  t.match(dismissed, { status: 200, path: '/app' })
  t.notMatch(dismissed.text, 'removed your access')
  t.match((await pages.open('/app/history')).text, /olivia@example.com removed your access to “Sauna”/)

  await house.share(olivia, sauna, gary.email)
  await house.unshare(olivia, sauna, gary.email)
  t.match((await pages.open('/app')).text, /removed your access to “Sauna”/, 'what ends later is told')
  await house.share(olivia, sauna, gary.email)
  t.notMatch((await pages.open('/app')).text, 'removed your access', 'shared again')
})

t.test('an invitation that was not answered was withdrawn: in the news and the history of both', async t => {
  const { house, olivia, gary, sauna, boat } = await furnish(t, { askFirst: true })
  for (const sensor of [sauna, boat]) await house.share(olivia, sensor, gary.email)
  const pages = browse(house, gary)
  await (await pages.open('/app/invitations')).submit('Accept <b>Boat</b>')
  for (const sensor of [sauna, boat]) await house.unshare(olivia, sensor, gary.email)
  const withdrawn = /olivia@example.com withdrew your invitation to “Sauna”/
  const removed = /olivia@example.com removed your access to “<b>Boat<\/b>”/
  for (const path of ['/app', '/app/invitations', '/app/history']) {
    const { text } = await pages.open(path)
    t.match(text, withdrawn, path)
    t.match(text, removed, path)
    t.notMatch(text, 'removed your access to “Sauna”', path)
  }
  t.match(
    (await browse(house, olivia).open('/app/history')).text,
    /You withdrew the invitation of gary@example.com to “Sauna”/,
  )
  const headers = { authorization: `Bearer ${gary.token}` }
  const { events } = (await house.inject({ url: '/history?limit=2', headers })).json().data
  t.match(events, [
    { action: 'unshared', words: removed, data: { withdrawn: undefined } },
    { action: 'unshared', words: withdrawn, data: { withdrawn: true } },
  ])
})

t.test('the other ways in which access ends; nothing of what one did oneself, or of long ago', async t => {
  const { house, olivia, gary, sauna, boat } = await furnish(t)
  const pages = browse(house, gary)
  for (const sensor of [sauna, boat]) await house.share(olivia, sensor, gary.email)
  await house.unshare(gary, sauna)
  t.notMatch((await pages.open('/app')).text, /your access to/i, 'left')
  await house.post('/unclaim', { sensor: boat }, olivia.token)
  t.match(
    (await pages.open('/app')).text,
    /Your access to “<b>Boat<\/b>” ended on .* because its owner olivia@example.com removed it/,
  )
  const old = (action: string, age: string) =>
    sql`
    insert into events (action, sensor_id, owner_id, guest_id, actor_id, data, at)
    values (${action}, ${sauna}, ${olivia.id}, ${gary.id}, null, '{"name": "Sauna"}', now() - ${age}::interval)`.execute(
      house.db,
    )
  await old('expired', '31 days')
  t.notMatch((await pages.open('/app')).text, /“Sauna”/)
  await sql`update people set joined_at = now() - interval '1 hour'`.execute(house.db)
  await old('expired', '2 hours')
  t.notMatch((await pages.open('/app')).text, /“Sauna”/, 'before they joined')
  await old('contested', '0')
  t.match((await pages.open('/app')).text, /Your access to “Sauna” ended on .* because the sensor has a new owner/)
  await old('expired', '0')
  t.match((await pages.open('/app')).text, /“Sauna”, shared by olivia@example.com, ended on its end date/)
})

t.test('404 the page of the sensor: the same for whoever had access and for strangers', async t => {
  const { house, olivia, gary, sauna } = await furnish(t)
  const nina = await house.person('nina')
  await house.share(olivia, sauna, gary.email)
  await house.unshare(olivia, sauna, gary.email)
  const plain = async (who: typeof gary) => {
    const { status, text } = await browse(house, who).open(`/app/sensors/${sauna}`)
    return { status, text }
  }
  t.strictSame(await plain(gary), await plain(nina))
  t.match(await plain(gary), { status: 404, text: /^Page not found/ })
})

t.test('dismissing is one’s own, goes no further than what there is, and takes no nonsense', async t => {
  const { house, olivia, gary, sauna } = await furnish(t)
  const pages = browse(house, gary)
  const [, proof = ''] = /name="_csrf" value="([^"]+)"/.exec((await pages.open('/app')).html) ?? []
  const dismiss = async (until: string) => {
    const cookie = [...pages.cookies].map(pair => pair.join('=')).join('; ')
    const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
    const payload = new URLSearchParams({ _csrf: proof, until, next: 'https://evil.example' }).toString()
    return house.app.inject({ method: 'POST', url: '/app/invitations/dismiss', headers, payload })
  }
  for (const until of ['', 'x', '-1', '1e3', '9'.repeat(16)]) t.equal((await dismiss(until)).statusCode, 404, until)
  t.match(await dismiss('9'.repeat(15)), { statusCode: 303, headers: { location: '/app' } })
  await house.share(olivia, sauna, gary.email)
  await house.unshare(olivia, sauna, gary.email)
  t.match((await pages.open('/app')).text, /removed your access to “Sauna”/)
})

t.test('a page costs one statement more, and the list two; what is no page costs none', async t => {
  const sent: string[] = []
  const house = await openHouse(t, { onStatement: ({ query }) => sent.push(titleOf(query.sql) ?? '') })
  const pages = browse(house, await house.person('gary'))
  const ofNews = async (path: string) => {
    sent.length = 0
    await pages.open(path)
    return sent.filter(title => ['count-invitations', 'list-access-ends'].includes(title)).sort()
  }
  t.strictSame(await ofNews('/app'), ['count-invitations', 'list-access-ends'])
  t.strictSame(await ofNews('/app/contacts'), ['count-invitations'])
  sent.length = 0
  await house.inject({ url: '/user', headers: { authorization: `Bearer ${pages.cookies.get('sensor_share')}` } })
  t.notOk(sent.includes('count-invitations'))
})
