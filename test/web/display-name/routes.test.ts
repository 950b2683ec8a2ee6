/** A person's name: saved on the account page, and shown to others beside the address. */
import t from 'tap'
import { makeLinks } from '../../../src/auth/entrance/tokens.ts'
import { nameSetting } from '../../../src/people/display-name.ts'
import { browse } from '../../support/browse.ts'
import { call } from '../../support/calls.ts'
import { openHouse } from '../../support/house.ts'

t.test('saved, shown in the circle, in the settings and in the export; empty removes it', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const browser = browse(house, olivia)
  const save = async (name: string) => (await browser.open('/app/account')).submit('Save name', { name })
  t.match(await save('  Olivia   Ojala '), { status: 200, text: /Your name is saved/ })
  const account = await browser.open('/app/account')
  t.match(account.html, 'value="Olivia Ojala"')
  t.match(account.html, />OO<\/span>/)
  t.match(account.text, olivia.email, 'the address stays')
  t.match(await call(house, olivia, 'GET', '/settings'), { data: { settings: { [nameSetting]: 'Olivia Ojala' } } })
  const exported = await house.inject({ url: '/export', headers: { authorization: olivia.token } })
  t.match(exported.json(), { data: { settings: [{ name: nameSetting, value: 'Olivia Ojala' }] } })
  t.match(await save(''), { status: 200, text: /Your name is removed/ })
  t.match((await browser.open('/app/account')).html, /id="display-name" name="name" value=""/)
})

t.test('what is no name is refused, and changes nothing', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const browser = browse(house, olivia)
  for (const name of [
    '<b>Olivia</b>',
    'gary@example.com',
    'evil.com',
    'Call 0800 12345',
    'x'.repeat(61),
    'sensor-share',
  ]) {
    const page = await (await browser.open('/app/account')).submit('Save name', { name })
    t.match(page.text, /A name has up to 60 letters/, name)
  }
  t.strictSame(await house.db.selectFrom('person_settings').selectAll().execute(), [])
})

t.test('the page of an invitation has the name and the address; an app cannot store what is none', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sensor = await house.sensor(olivia)
  await house.share(olivia, sensor, 'gary@example.com')
  const { id } = await house.db.selectFrom('letters').select('id').executeTakeFirstOrThrow()
  const link = (await makeLinks(house.secret, '')).invitation(id)
  const title = async () => (await browse(house).open(link)).title
  const name = (value: string) => house.post('/settings', { name: nameSetting, value }, olivia.token)
  t.equal(await title(), 'olivia@example.com shares a sensor with you')
  await name('Olivia & Otto')
  t.equal(await title(), '“Olivia & Otto” (olivia@example.com) shares a sensor with you')
  await name('<script>alert(1)</script>')
  t.equal(await title(), 'olivia@example.com shares a sensor with you')
})

t.test('the list of invitations has the name and the address; owners see no name of a guest', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sensor = await house.sensor(olivia)
  await house.post('/settings', { name: nameSetting, value: 'Olivia Ojala' }, olivia.token)
  await house.post('/settings', { name: nameSetting, value: 'Gary Secret' }, gary.token)
  await house.db.updateTable('people').set({ asks_first: true }).execute()
  await house.share(olivia, sensor, gary.email)
  const { html, text } = await browse(house, gary).open('/app/invitations')
  t.match(text, '“Olivia Ojala” (olivia@example.com) shares 1 sensor with you')
  t.match(html, />OO<\/span>/)
  for (const path of ['/app', '/app/invitations', '/app/contacts', '/app/history', `/app/sensors/${sensor}`]) {
    const page = await browse(house, olivia).open(path)
    t.match(page, { status: 200 }, path)
    t.notMatch(page.html, 'Secret', path)
  }
  const shares = await house.inject({ url: '/shares', headers: { authorization: gary.token } })
  t.notMatch(shares.payload, 'Ojala', 'the contract has no names')
})
