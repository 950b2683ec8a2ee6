import t from 'tap'
import { browse } from '../../support/browse.ts'
import { checkBooks, openHouse } from '../../support/house.ts'

t.test('200 who has what: now, waiting, and no longer', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const [sauna, boat] = [await house.sensor(olivia, 'Sauna'), await house.sensor(olivia, '<b>Boat</b>')]
  const pages = browse(house, olivia)
  t.match((await pages.open('/app/contacts')).text, /People you share with appear here/)
  for (const sensor of [sauna, boat]) await house.share(olivia, sensor, gary.email)
  await house.share(olivia, sauna, 'nina@example.com')
  const list = await pages.open('/app/contacts')
  t.match(list.text, /gary@example.com Sauna · <b>Boat<\/b> last shared just now/)
  t.notMatch(list.html, /<b>/)
  t.match((await pages.open('/app/contacts?search=NINA')).text, /nina@example.com Sauna last shared/)
  t.notMatch((await pages.open('/app/contacts?search=NINA')).text, /gary@/)
  t.match((await pages.open('/app/contacts?search=%3Cb%3E')).text, /No contact’s address contains “<b>”/)
  const nina = await list.follow('nina@example.com')
  t.match(nina, { status: 200, title: 'nina@example.com' })
  t.match(nina.text, /Sauna awaiting acceptance Everything · since/)
  t.match(await nina.follow('Share more'), { status: 200, title: 'Share' })
})

t.test('all that somebody has ends after a question, and nothing that was not asked about', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const [sauna, boat, late] = [
    await house.sensor(olivia),
    await house.sensor(olivia, 'Boat'),
    await house.sensor(olivia),
  ]
  for (const sensor of [sauna, boat]) await house.share(olivia, sensor, gary.email)
  await house.share(olivia, boat, 'nina@example.com')
  const pages = browse(house, olivia)
  const question = await (await pages.open(`/app/contacts/person?person=${gary.email}`)).follow('Remove access')
  t.match(question.text, /They lose access to these 2 sensors at once/)
  await house.share(olivia, late, gary.email)
  const done = await question.submit('Remove access to 2 sensors')
  t.match(done, { path: '/app/contacts' })
  t.match(done.text, /Removed the access of gary@example.com to 2 sensors/)
  const left = await house.db.selectFrom('shares').select('sensor_id').orderBy('sensor_id').execute()
  t.strictSame(left, [{ sensor_id: boat }, { sensor_id: late }])
  t.match((await question.submit('Remove access to 2 sensors')).text, /gary@example.com no longer had access/)
  await checkBooks(t, house.db)
})

t.test('all access of a contact comes back with one Undo, once', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  for (const name of ['Sauna', 'Boat', 'Attic'])
    await house.share(olivia, await house.sensor(olivia, name), 'nina@example.com')
  const rows = () => house.db.selectFrom('shares').selectAll().orderBy('sensor_id').execute()
  const before = await rows()
  const question = await browse(house, olivia).open('/app/contacts/end?person=nina@example.com')
  const done = await question.submit('Remove access to 3 sensors')
  t.match(done.text, /Removed the access of nina@example.com to 3 sensors\. Undo/)
  t.strictSame(await rows(), [])
  t.match(await done.submit('Undo'), { path: '/app/contacts', text: /nina@example.com has access again, as before/ })
  t.strictSame(await rows(), before)
  t.match((await done.submit('Undo')).text, /This can no longer be undone/)
  await question.submit('Remove access to 3 sensors')
  t.match((await question.submit('Remove access to 3 sensors')).text, /no longer had access\.(?! Undo)/)
  await checkBooks(t, house.db)
})

t.test('404 somebody whom one never shared with, and what is no address', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  await house.share(gary, await house.sensor(gary), 'nina@example.com')
  const pages = browse(house, olivia)
  for (const person of ['nina@example.com', 'gary@example.com', 'nobody@example.com', '', '<b>', 'x%00@y.zz']) {
    t.equal((await pages.open(`/app/contacts/person?person=${person}`)).status, 404, person)
  }
  t.match((await pages.open('/app/contacts/end?person=nina@example.com')).text, /has no access to your sensors/)
})

t.test('nobody leaves what was shared with them, nor ends what is not theirs, by this form', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const [sauna, cabin] = [await house.sensor(olivia), await house.sensor(gary)]
  await house.share(olivia, sauna, 'nina@example.com')
  await house.share(gary, cabin, olivia.email)
  await house.share(gary, cabin, 'nina@example.com')
  const pages = browse(house, olivia)
  const question = await pages.open('/app/contacts/end?person=nina@example.com')
  const send = async (changes: Record<string, string>) => {
    const fields = new URLSearchParams(question.fields('Remove access to 1 sensor'))
    for (const [name, value] of Object.entries(changes)) fields.set(name, value)
    const cookie = [...pages.cookies].map(pair => pair.join('=')).join('; ')
    const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
    return (await house.app.inject({ method: 'POST', url: '/app/contacts/end', headers, payload: fields.toString() }))
      .statusCode
  }
  t.equal(await send({ sensor: cabin, person: olivia.email }), 404)
  t.equal(await send({ sensor: cabin }), 303)
  t.equal(await send({ _csrf: 'x' }), 403)
  t.equal((await house.db.selectFrom('shares').selectAll().execute()).length, 3)
})
