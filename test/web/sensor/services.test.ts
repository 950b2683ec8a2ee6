import t from 'tap'
import { addService } from '../../../src/sensors/add-service.ts'
import { share } from '../../../src/sharing/grant/share.ts'
import { browse } from '../../support/browse.ts'
import { checkBooks, openHouse } from '../../support/house.ts'
import { device, serviceOf } from '../../support/lending.ts'

const [a, b, c] = ['A', 'B', 'C'].map(letter => serviceOf(1, letter)) as [string, string, string]
const nasty = `<b>"'&\`</p><script>alert(1)</script>`

async function furnished(t: Parameters<typeof openHouse>[0], letters = 'AB') {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const router = await device(house, olivia, 1, letters)
  const services = () => house.db.selectFrom('services').select(['id', 'name']).orderBy('id').execute()
  const shares = () =>
    house.db
      .selectFrom('shares')
      .innerJoin('people', 'people.id', 'guest_id')
      .select(['email', 'channels'])
      .orderBy('email')
      .execute()
  const page = `/app/sensors/${router}`
  return { house, olivia, gary, router, page, services, shares, owner: browse(house, olivia) }
}

t.test('the first service is added, and renamed', async t => {
  const { owner, page, services } = await furnished(t, '')
  const empty = await owner.open(page)
  t.match(empty.text, /Services No services yet A service is a part that can be shared on its own/)
  const form = await empty.follow('Add a service')
  t.match(form, { status: 200, title: 'Add a service to Router' })
  const added = await form.submit('Add a service', { service: a.toLowerCase(), name: ' ssh ' })
  t.match(added, { path: page, status: 200, title: 'Router' })
  t.match(added.text, /Added ssh\..* Services ssh 80:00:/)
  t.strictSame(await services(), [{ id: a, name: 'ssh' }])
  await form.submit('Add a service', { service: b.replaceAll(':', '-'), name: nasty })
  const again = await form.submit('Add a service', { service: b, name: nasty })
  t.match(again, { path: page, status: 200 }, 'a form that is sent twice does no harm')
  t.notMatch(again.html, /<script>alert|<b>/)

  const rename = await again.follow('Rename ssh')
  t.match(rename, { status: 200, title: 'Rename ssh', text: a })
  t.ok(rename.fields('Rename').some(([name, value]) => name === 'name' && value === 'ssh'))
  const renamed = await rename.submit('Rename', { name: 'shell' })
  t.match(renamed, { path: page, text: 'Renamed to shell.' })
  t.strictSame(await services(), [
    { id: a, name: 'shell' },
    { id: b, name: nasty },
  ])
  for (const action of ['Rename', 'Remove']) {
    const other = await renamed.follow(`${action} ${nasty.replaceAll(/\s+/g, ' ')}`)
    t.match(other, { status: 200 })
    t.notMatch(other.html, /<script>alert|<b>/)
  }
})

t.test('400 what is wrong is said beside the form, and what was typed is kept', async t => {
  const { house, olivia, router, owner, page, services } = await furnished(t)
  const form = await owner.open(`${page}/add-service`)
  const cases = [
    [{ service: '80:00', name: 'ssh' }, /That is not a valid service ID/],
    [{ service: 'C6:F1:E7:D3:DA:11', name: 'ssh' }, /That is not a valid service ID/],
    [{ service: nasty, name: nasty }, /That is not a valid service ID/],
    [{ service: '', name: '' }, /That is not a valid service ID/],
    [{ service: c, name: '  ' }, /Enter a name of one line/],
    [{ service: c, name: 'x'.repeat(201) }, /Enter a name of one line/],
    [{ service: c, name: 'a\0b' }, /Enter a name of one line/],
    [{ service: a, name: 'ssh' }, /The device already has a service with this ID: “Service A”/],
  ] as const
  for (const [filled, words] of cases) {
    const wrong = await form.submit('Add a service', filled)
    t.match(wrong, { status: 400, title: 'Add a service to Router' }, String(words))
    t.match(wrong.text, words)
    t.match(wrong.html, /role="alert"/)
    t.notMatch(wrong.html, /<script>alert|<b>/)
    const kept = Object.fromEntries(wrong.fields('Add a service'))
    t.match(kept, { service: filled.service.slice(0, 40), name: filled.name }, 'it is kept')
  }
  const rename = await owner.open(`${page}/rename-service?service=${a}`)
  const wrong = await rename.submit('Rename', { name: '' })
  t.match(wrong, { status: 400, title: 'Rename Service A', text: /Enter a name of one line/ })
  t.strictSame(await services(), [
    { id: a, name: 'Service A' },
    { id: b, name: 'Service B' },
  ])

  const idOf = (n: number) => `80:00:00:00:00:77:00:${n.toString(16).padStart(2, '0')}`.toUpperCase()
  for (let n = 0; n < 98; n++) await addService(house.db, olivia, { sensor: router, channel: idOf(n), name: `${n}` })
  const full = await form.submit('Add a service', { service: c, name: 'one too many' })
  t.match(full, { status: 403, text: /Service limit reached/ })
  const shown = await owner.open(page)
  t.match(shown.text, 'Service limit reached.')
  t.notOk(shown.links.some(({ words }) => words === 'Add a service'))
})

t.test('removing one asks first, and says what becomes of those who have it', async t => {
  const { house, olivia, gary, router, owner, page, services, shares } = await furnished(t, 'ABC')
  await house.person('nina')
  const nobody = await owner.open(`${page}/remove-service?service=${c}`)
  t.match(nobody, { title: 'Remove Service C?', text: /Only you have access to it\./ })
  await share(house.db, olivia, [
    { sensor: router, guest: gary.email, channels: [a] },
    { sensor: router, guest: 'invited@example.com', channels: [a] },
    { sensor: router, guest: 'nina@example.com', channels: [a, b] },
    { sensor: router, guest: 'peter@example.com', channels: [a], scripting: true },
    { sensor: router, guest: 'mira@example.com' },
    { sensor: router, guest: 'ida@example.com', channels: [b] },
  ])
  const question = await (await owner.open(page)).follow('Remove Service A')
  t.match(question, { status: 200, title: 'Remove Service A?' })
  t.match(
    question.text,
    /mira@example.com, nina@example.com, and peter@example.com lose access to this service at once, and keep access to the rest\./,
  )
  t.match(
    question.text,
    /It is all that gary@example.com and invited@example.com can use of the device, so the share ends/,
  )
  t.notMatch(question.text, 'ida@')
  t.equal((await services()).length, 3, 'asking changes nothing')
  await house.db.updateTable('letters').set({ state: 'sent' }).execute()
  const done = await question.submit('Remove')
  t.match(done, { path: page, text: /Removed Service A\./ })
  t.match(await services(), [{ id: b }, { id: c }])
  t.strictSame(await shares(), [
    { email: 'ida@example.com', channels: [b] },
    { email: 'mira@example.com', channels: null },
    { email: 'nina@example.com', channels: [b] },
    { email: 'peter@example.com', channels: [] },
  ])
  const letters = await house.db.selectFrom('letters').select('recipient').where('state', '=', 'queued').execute()
  t.strictSame(letters, [{ recipient: gary.email }], 'whoever could use it is told')
  t.match(await question.submit('Remove'), { path: page, text: /no longer has that service/ })
  t.match(await owner.open(`${page}/rename-service?service=${a}`), { path: page, text: /no longer has that service/ })
  await checkBooks(t, house.db)
})

t.test('404 for whoever does not own the device, and for sensors, which have none of their own', async t => {
  const { house, olivia, gary, router, page, services } = await furnished(t)
  await share(house.db, olivia, [{ sensor: router, guest: gary.email, channels: [a] }])
  const [guest, stranger] = [browse(house, gary), browse(house, await house.person('peter'))]
  const sauna = await house.sensor(olivia)
  const shown = await guest.open(page)
  t.match(shown.text, /Services Service A 80:00/)
  t.notMatch(shown.html, 'Service B', 'what is not theirs they do not see')
  t.notOk(shown.links.some(({ href }) => href.includes('-service')))
  const before = await services()
  for (const action of ['add-service', 'rename-service', 'remove-service']) {
    for (const who of [guest, stranger]) t.equal((await who.open(`${page}/${action}?service=${a}`)).status, 404)
    t.equal((await browse(house, olivia).open(`/app/sensors/${sauna}/${action}?service=${a}`)).status, 404)
    const [, proof = ''] = shown.fields('Sign out').find(([name]) => name === '_csrf') ?? []
    const answer = await house.app.inject({
      method: 'POST',
      url: `${page}/${action}`,
      headers: {
        cookie: [...guest.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: new URLSearchParams({ _csrf: proof, service: a, name: 'mine' }).toString(),
    })
    t.equal(answer.statusCode, 404, `${action} by a guest`)
  }
  t.strictSame(await services(), before)
  t.equal((await stranger.open(page)).status, 404)
})

t.test('a device is renamed and taken back as a sensor is', async t => {
  const { house, olivia, gary, router, owner, page, shares } = await furnished(t)
  await share(house.db, olivia, [{ sensor: router, guest: gary.email }])
  const renamed = await (await (await owner.open(page)).follow('Rename')).submit('Rename', { name: 'Gate' })
  t.match(renamed, { path: page, title: 'Gate' })
  const question = await owner.open(`/app/unshare?sensor=${router}`)
  t.match(question.text, /Gate.* gary@example.com/)
  await question.submit('Remove access')
  t.strictSame(await shares(), [])
})

t.test('who has which services is told by their names, also where all shares are listed', async t => {
  const { house, olivia, gary, router, owner } = await furnished(t, 'ABC')
  await share(house.db, olivia, [
    { sensor: router, guest: gary.email, channels: [a] },
    { sensor: router, guest: 'nina@example.com', channels: [b, c] },
  ])
  t.match((await owner.open(`/app/contacts/person?person=${gary.email}`)).text, 'Only Service A')
  t.match((await owner.open(`/app/contacts/end?person=nina@example.com`)).text, 'Everything except Service A')
  t.match((await owner.open('/app/invitations')).text, 'Everything except Service A')
  const cancel = `/app/invitations/cancel?sensor=${router}&person=nina@example.com`
  t.match((await owner.open(cancel)).text, 'Everything except Service A')
  const nina = browse(house, await house.person('ida'))
  await share(house.db, olivia, [{ sensor: router, guest: 'ida@example.com', channels: [b], askFirst: true }])
  const waiting = await nina.open('/app/invitations')
  t.match(waiting.text, 'Only one service')
  t.notMatch(waiting.html, 'Service B', 'what a device offers is seen by who has accepted')
})
