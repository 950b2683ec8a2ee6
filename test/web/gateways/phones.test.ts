/** The part of the page about phones that forward. */
import { sql } from 'kysely'
import t from 'tap'
import { listAccountEvents } from '../../../src/people/account-events.ts'
import { buildTestApp } from '../../support/app.ts'
import { browse } from '../../support/browse.ts'
import { type House, openHouse, type Person } from '../../support/house.ts'

const home = '/app/gateways'

t.test('an address is made, shown once, used and revoked', async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com', 'gary@example.com'] })
  const olivia = await house.person('olivia')
  const sauna = await house.sensor(olivia)
  const browser = browse(house, olivia)
  const page = await browser.open(home)
  t.match(page.text, /No phone forwards yet/)
  const wrong = await page.submit('Create an address', { name: ' ' })
  t.match(wrong, { status: 400, text: /Enter a name of one line/ })

  const made = await page.submit('Create an address', { name: 'Phone <b>' })
  t.match(made, { status: 200, title: 'The new address' })
  t.notMatch(made.html, 'Phone <b>')
  const [, url = ''] = /value="(http:\/\/[^"]*\/forward\/[\w-]{43})"/.exec(made.html) ?? []
  const { pathname } = new URL(url)
  const post = async () => {
    const payload = { tags: [{ id: sauna, temperature: 20, rssi: -60 }] }
    return (await house.inject({ method: 'POST', url: pathname, payload })).statusCode
  }
  const list = await made.follow('Done, I’ve copied it')
  t.match(list.text, /Phone <b> created .*, not used yet/)
  t.notMatch(list.html, pathname)
  t.equal(await post(), 200)
  const used = await browser.open(home)
  t.match(used.text, /last used just now/)

  const others = await browse(house, await house.person('gary')).open(home)
  t.match(others.text, /No phone forwards yet/, 'each sees their own')
  const question = await used.follow('Revoke …')
  t.match(question.title, 'Revoke this address?')
  const [, id = ''] = /name="phone" value="(\d+)"/.exec(question.html) ?? []
  const garys = browse(house, await house.person('nina'))
  t.equal((await garys.open(`${home}/phones/revoke?phone=${id}`)).status, 404, 'no operator')
  t.match((await question.submit('Revoke')).text, /The address “Phone <b>” is revoked/)
  t.match((await question.submit('Revoke')).text, /was already revoked/)
  t.equal(await post(), 403)
  for (const bad of ['', 'x', id, '99999999999999999999']) {
    t.equal((await browser.open(`${home}/phones/revoke?phone=${bad}`)).status, 404)
  }
})

const eventsOf = async ({ db }: House, person: Person) => {
  const { events } = await listAccountEvents(db, person, { before: undefined, limit: 10 })
  return events.map(({ words }) => words)
}

t.test('its person gets an email about a new address, and finds it among the events of the account', async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com'] })
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const page = await browse(house, olivia).open(home)
  await page.submit('Create an address', { name: ' ' })
  const letters = house.db.selectFrom('letters').select(['kind', 'recipient', 'content'])
  t.strictSame(await letters.execute(), [], 'nothing was made')
  const list = await (await page.submit('Create an address', { name: 'Cabin' })).follow('Done, I’ve copied it')
  t.match(await letters.execute(), [
    { kind: 'newPhone', recipient: olivia.email, content: { person: olivia.id, name: 'Cabin', at: /^20/ } },
  ])
  const made = 'An address for a phone that forwards was made: Cabin'
  const revoked = 'An address for a phone that forwards was revoked: Cabin'
  t.strictSame(await eventsOf(house, olivia), [made])
  const question = await list.follow('Revoke …')
  await question.submit('Revoke')
  await question.submit('Revoke')
  t.strictSame(await eventsOf(house, olivia), [revoked, made], 'once')
  t.equal((await letters.execute()).length, 1)

  await sql`update people set operates_since = now() where id = ${gary.id}`.execute(house.db)
  await (await browse(house, gary).open(home)).submit('Create an address', { name: 'Cabin' })
  await (await page.follow('Refresh')).submit(`Remove ${gary.email}`)
  t.strictSame(await eventsOf(house, gary), [revoked, made], 'also if an operator loses it')
})

t.test('an address that is taken out of OPERATORS has no rights from the next start on', async t => {
  const operators = ['olivia@example.com', 'gary@example.com']
  const house = await openHouse(t, { operators })
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(gary)
  const made = await (await browse(house, gary).open(home)).submit('Create an address', { name: 'Phone' })
  const [, path = ''] = /value="http:\/\/[^"]*(\/forward\/[\w-]{43})"/.exec(made.html) ?? []
  const started = async (operators: string[]) => {
    const app = await buildTestApp({ db: house.db, secret: house.secret, rateLimit: false, operators })
    t.teardown(() => app.close())
    const payload = { tags: [{ id: sauna, temperature: 20, rssi: -60 }] }
    return {
      page: (await browse({ app }, gary).open(home)).status,
      phone: (await app.inject({ method: 'POST', url: path, payload })).statusCode,
      listed: (await browse({ app }, olivia).open(home)).text,
    }
  }
  t.match(await started(operators), { page: 200, phone: 200 })
  const without = await started(['olivia@example.com'])
  t.match(without, { page: 404, phone: 403 })
  t.notMatch(without.listed, gary.email)
  t.match(await started(operators), { page: 200, phone: 200 }, 'nothing was deleted')
  await sql`update people set operates_since = now() where id = ${gary.id}`.execute(house.db)
  t.match(await started(['olivia@example.com']), { page: 200, phone: 200 }, 'whoever came by a link stays')
})

t.test('more than there is room for', async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com'] })
  const page = await browse(house, await house.person('olivia')).open(home)
  for (let n = 0; n < 20; n++) await page.submit('Create an address', { name: `Phone ${n}` })
  const full = await page.submit('Create an address', { name: 'One more' })
  t.match(full, { status: 403, text: /as many addresses for phones as there is room for/ })
  t.match(full.html, 'value="One more"')
})
