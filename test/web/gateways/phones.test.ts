/** The part of the page about phones that forward. */
import t from 'tap'
import { browse } from '../../support/browse.ts'
import { openHouse } from '../../support/house.ts'

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

t.test('more than there is room for', async t => {
  const house = await openHouse(t, { operators: ['olivia@example.com'] })
  const page = await browse(house, await house.person('olivia')).open(home)
  for (let n = 0; n < 20; n++) await page.submit('Create an address', { name: `Phone ${n}` })
  const full = await page.submit('Create an address', { name: 'One more' })
  t.match(full, { status: 403, text: /as many addresses for phones as there is room for/ })
  t.match(full.html, 'value="One more"')
})
