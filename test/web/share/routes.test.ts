import t from 'tap'
import { removeService } from '../../../src/sensors/remove-service.ts'
import { browse } from '../../support/browse.ts'
import { checkBooks, openHouse } from '../../support/house.ts'
import { device, serviceOf } from '../../support/lending.ts'

const hostile = `<b>"'&\`</textarea><script>alert(1)</script>`

async function twoSensors(t: Parameters<typeof openHouse>[0], options?: Parameters<typeof openHouse>[1]) {
  const house = await openHouse(t, options)
  const olivia = await house.person('olivia')
  const gary = await house.person('gary')
  const [sauna, boat] = [await house.sensor(olivia, 'Sauna'), await house.sensor(olivia, 'Boat')]
  const pages = browse(house, olivia)
  const both = `/app/share?sensor=${sauna}&sensor=${boat}`
  const shares = () =>
    house.db
      .selectFrom('shares')
      .innerJoin('people', 'people.id', 'guest_id')
      .select(['sensor_id', 'email', 'channels', 'scripting', 'note', 'starts_at', 'expires_at'])
      .orderBy('email')
      .orderBy('sensor_id')
      .execute()
  return { house, olivia, gary, sauna, boat, pages, both, shares }
}

t.test('200 several sensors with several people, and what came of each', async t => {
  const { house, olivia, sauna, boat, pages, both, shares } = await twoSensors(t)
  await house.share(olivia, sauna, 'gary@example.com')
  const form = await pages.open(both)
  t.match(form, { status: 200, title: 'Share 2 sensors' })
  t.match(form.text, /gary@example.com has access to 1 of these 2/)
  const filled = { people: 'Nina <Nina@Example.com>; ', person: ['gary@example.com'], note: 'Hello\nyou' }
  const looked = await form.submit('Preview', filled)
  t.equal(looked.status, 200)
  t.match(looked.text, /3 new, 1 already shared. 1 person has no account yet and gets an invitation./)
  t.match(looked.text, /After this, 36 of your 40 shares are left/)
  t.match(looked.text, /Already shared .* gary@example.com Sauna/)
  t.equal((await shares()).length, 1, 'looking changes nothing')
  const done = await looked.submit('Share 3 new')
  t.match(done, { status: 200, title: 'Shared: 3 new, 1 already shared' })
  t.match(
    done.text,
    /^Shared: 3 new, 1 already shared Shared They get an email.* gary@example.com Boat Invited .*nina@example.com Boat · Sauna/,
  )
  t.match(done.text, /Already shared Nothing changes for them.* gary@example.com Sauna/)
  t.ok(done.links.some(({ words, href }) => words === 'Sauna' && href === `/app/sensors/${sauna}#people`))
  t.match(await shares(), [
    { sensor_id: sauna, email: 'gary@example.com', note: '' },
    { sensor_id: boat, email: 'gary@example.com', note: 'Hello\nyou', channels: null, scripting: false },
    { sensor_id: sauna, email: 'nina@example.com', note: 'Hello\nyou', expires_at: null },
    { sensor_id: boat, email: 'nina@example.com' },
  ])
  const again = await looked.submit('Share 3 new')
  t.match(again, { status: 200, title: 'Already shared' }, 'sent twice it does no harm')
  t.equal((await shares()).length, 4)
  t.match(await done.follow('Share the same with others'), { status: 200, title: 'Share 2 sensors' })
  await checkBooks(t, house.db)
})

t.test('200 only some of it, from a time and until another by the clock of the reader', async t => {
  const { sauna, pages, shares } = await twoSensors(t)
  pages.cookies.set('tz', encodeURIComponent('Europe/Helsinki'))
  const form = await pages.open(`/app/share?sensor=${sauna}`)
  t.equal(form.title, 'Share Sauna')
  t.match(form.text, /Time zone: Europe\/Helsinki/)
  const year = new Date().getUTCFullYear() + 1
  const done = await form.submit('Share 1 sensor', {
    people: 'gary@example.com',
    what: 'some',
    channel: ['temperature', 'co2'],
    scripting: ['yes'],
    from: `${year}-01-15T12:00`,
    until: 'other',
    untilAt: `${year}-07-15T12:00`,
  })
  t.match(done, { status: 200, title: 'Shared 1 sensor with 1 person' })
  t.match(await shares(), [
    {
      channels: ['temperature', 'co2'],
      scripting: true,
      starts_at: new Date(`${year}-01-15T10:00:00Z`),
      expires_at: new Date(`${year}-07-15T09:00:00Z`),
    },
  ])
})

t.test('200 for a week: from now, or from when it begins', async t => {
  const { sauna, pages, shares } = await twoSensors(t)
  const form = await pages.open(`/app/share?sensor=${sauna}`)
  const earliest = new Date()
  await form.submit('Share 1 sensor', { people: 'gary@example.com', until: 'week' })
  const [share] = await shares()
  const latest = new Date()
  const began = new Date(Number(share?.expires_at) - 7 * 86_400_000)
  t.ok(began >= earliest && began <= latest, 'a week after some moment of the request')
})

t.test('400 what is wrong is said, and what was typed is kept', async t => {
  const { sauna, pages, both, shares } = await twoSensors(t)
  const form = await pages.open(both)
  const cases: [Parameters<typeof form.submit>[1], RegExp][] = [
    [{}, /Add someone to share with/],
    [{ people: 'gary@example.com', sensor: [] }, /Choose the sensors to share/],
    [{ people: 'gary, nina@, nina@example.com' }, /These are not valid email addresses: “gary”, “nina@”. Correct it/],
    [
      { people: Array.from({ length: 501 }, (_, i) => `p${i}@example.com`).join(' ') },
      /2 sensors with 501 people are 1,002 shares/,
    ],
    [{ people: 'gary@example.com', what: 'some', channel: [] }, /Choose what they may see/],
    [{ people: 'gary@example.com', note: 'x'.repeat(501) }, /too long: 501 characters/],
    [{ people: 'gary@example.com', note: 'x\0' }, /Remove the unsupported character/],
    [{ people: 'gary@example.com', from: 'tomorrow' }, /That is not a valid time/],
    [{ people: 'gary@example.com', until: 'other' }, /Choose the time when it ends/],
    [{ people: 'gary@example.com', until: 'other', untilAt: 'soon' }, /That is not a valid time/],
    [{ people: 'gary@example.com', untilAt: '2001-01-01T00:00' }, /must be in the future/],
    [{ people: 'gary@example.com', from: '2099-01-02T00:00', untilAt: '2099-01-01T00:00' }, /after the start/],
  ]
  for (const [filled, words] of cases) {
    for (const button of ['Share 2 sensors', 'Preview']) {
      const wrong = await form.submit(button, filled)
      t.equal(wrong.status, 400, String(words))
      t.match(wrong.text, words)
      t.match(wrong.html, /role="alert"/)
      const kept = wrong.fields('Preview')
      for (const [name, value] of Object.entries(filled ?? {})) {
        if (typeof value === 'string' && !value.includes('\0')) {
          t.ok(
            kept.some(field => field[0] === name && field[1].trim() === value),
            `${name} is kept`,
          )
        }
      }
    }
  }
  t.strictSame(await shares(), [], 'nothing was shared')
  const unticked = await form.submit('Preview', { sensor: [sauna] })
  t.equal(unticked.title, 'Share', 'what was not ticked can be ticked again')
  t.match(unticked.text, /Boat Sauna/)
})

t.test('what is not the reader’s is left out and said; of what they do not see nothing is told', async t => {
  const { house, olivia, gary, sauna, pages, shares } = await twoSensors(t)
  const nina = await house.person('nina')
  const cabin = await house.sensor(gary, 'Cabin')
  const secret = await house.sensor(nina, 'Secret')
  await house.share(gary, cabin, olivia.email)
  const none = 'AA:BB:CC:DD:EE:FF'
  const form = await pages.open(`/app/share?sensor=${sauna}&sensor=${cabin}&sensor=${secret}&sensor=${none}&sensor=x`)
  t.match(form, { status: 200, title: 'Share Sauna' })
  t.match(form.text, /Cabin: it belongs to gary@example.com, and only its owner can share it/)
  t.match(form.text, new RegExp(`${secret}: this sensor is not in your account`))
  t.match(form.text, new RegExp(`${none}: this sensor is not in your account`))
  t.notMatch(form.html, /Secret|nina@/)
  const fields = form.fields('Share 1 sensor', { people: 'x@example.com' })
  const answer = await house.app.inject({
    method: 'POST',
    url: '/app/share',
    headers: {
      cookie: [...pages.cookies].map(pair => pair.join('=')).join('; '),
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams([...fields, ['sensor', secret], ['sensor', cabin]]).toString(),
  })
  t.equal(answer.statusCode, 200)
  t.match(await shares(), [{ email: 'olivia@example.com' }, { sensor_id: sauna, email: 'x@example.com' }])
  t.equal((await shares()).length, 2, 'added to the form by hand they are not shared either')
})

t.test('without sensors named all own ones can be chosen; whoever has none is told what to do', async t => {
  const { house, sauna, pages } = await twoSensors(t)
  const form = await pages.open('/app/share?person=gary@example.com')
  t.match(form.text, /Which of your sensors\? Boat Sauna/)
  t.ok(form.fields('Share').some(([name, value]) => name === 'people' && value.trim() === 'gary@example.com'))
  const wrong = await form.submit('Share')
  t.match(wrong, { status: 400 })
  t.match(wrong.text, /Choose the sensors to share/)
  const done = await wrong.submit('Share', { sensor: [sauna] })
  t.equal(done.title, 'Shared 1 sensor with 1 person')
  t.match(done.text, /gary@example.com Sauna/)
  const empty = await browse(house, await house.person('nobody')).open('/app/share')
  t.match(empty.text, /You have no sensor of your own yet. Add one first/)
})

const a = serviceOf(1, 'A')
const [b1, b2] = [serviceOf(1, 'B'), serviceOf(2, 'B')]

t.test('200 single services of a device', async t => {
  const { house, olivia, pages, shares } = await twoSensors(t)
  const gate = await device(house, olivia, 1, 'AB')
  await house.db.updateTable('services').set({ name: hostile }).where('id', '=', b1).execute()
  const form = await pages.open(`/app/share?sensor=${gate}`)
  t.match(form.text, /What may they see\? Everything, including services added later Only this: .*Service A/)
  t.notMatch(form.html, /<script>alert|<b>|temperature/i)
  t.notOk(
    form.fields('Share 1 sensor').some(([name]) => name === 'channel'),
    'of a device there are no measurements',
  )
  const [what, channel] = [`what-${gate}`, `channel-${gate}`]
  const none = await form.submit('Share 1 sensor', { people: 'x@example.com', [what]: 'some', [channel]: [] })
  t.match(none, { status: 400, text: /Choose what they may see, or share everything\./ })
  t.ok(none.fields('Share 1 sensor').some(([name, value]) => name === what && value === 'some'))
  const looked = await none.submit('Preview', { people: 'x@example.com', [channel]: [a] })
  t.match(looked, { status: 200, text: /You share 1 sensor with 1 person/ })
  t.strictSame(
    looked.fields('Share 1 sensor with 1 person').filter(([name]) => name === channel),
    [[channel, a]],
    'what was ticked is kept',
  )
  t.match(await looked.submit('Share 1 sensor with 1 person'), { title: 'Shared 1 sensor with 1 person' })
  await form.submit('Share 1 sensor', { people: 'y@example.com' })
  await form.submit('Share 1 sensor', { people: 'z@example.com', [what]: 'some' })
  t.match(await shares(), [
    { email: 'x@example.com', channels: [a] },
    { email: 'y@example.com', channels: null },
    { email: 'z@example.com', channels: [b1, a] },
  ])
  await checkBooks(t, house.db)
})

t.test('200 sensors and devices together, each with what was ticked of it', async t => {
  const { house, olivia, sauna, boat, pages, shares } = await twoSensors(t)
  const [gate, barn, door] = [
    await device(house, olivia, 1, 'AB'),
    await device(house, olivia, 2, 'AB'),
    await device(house, olivia, 3),
  ]
  const all = [sauna, boat, gate, barn, door]
  const form = await pages.open(`/app/share?${all.map(sensor => `sensor=${sensor}`).join('&')}`)
  t.match(
    form.text,
    /What may they see\? What the sensors measure Everything, .* Router Everything, .* Router Everything, /,
  )
  t.match(form.text, 'It has no services yet.')
  const some = {
    people: 'x@example.com',
    what: 'some',
    channel: ['humidity'],
    [`what-${gate}`]: 'some',
    [`channel-${gate}`]: [a],
    [`what-${barn}`]: 'some',
    [`channel-${barn}`]: [] as string[],
  }
  await house.db.updateTable('sensors').set({ name: 'Barn' }).where('id', '=', barn).execute()
  const wrong = await form.submit('Share 5 sensors', some)
  t.match(wrong, { status: 400, text: /Choose what they may see of Barn, or share everything\./ })
  const both = await form.submit('Share 5 sensors', { ...some, channel: [] })
  t.match(both.text, /Choose what they may see of (the sensors and Barn|Barn and the sensors), or share everything\./)
  t.strictSame(await shares(), [])
  const without = await form.submit('Share 5 sensors', { ...some, channel: [], sensor: [gate, door] })
  t.match(without, { title: 'Shared 2 sensors with 1 person' }, 'what is not chosen does not count')
  t.match(await shares(), [
    { sensor_id: gate, channels: [a] },
    { sensor_id: door, channels: null },
  ])
  const filled = { ...some, people: 'y@example.com z@example.com', [`channel-${barn}`]: [b2] }
  const looked = await form.submit('Preview', filled)
  t.match(looked, { status: 200, text: /You share 5 sensors with 2 people/ })
  t.match(await looked.submit('Share 5 sensors with 2 people'), { title: 'Shared 5 sensors with 2 people' })
  const rest = (await shares()).filter(({ email }) => email !== 'x@example.com')
  const each = [
    { sensor_id: gate, channels: [a] },
    { sensor_id: barn, channels: [b2] },
    { sensor_id: door, channels: null },
    { sensor_id: sauna, channels: ['humidity'] },
    { sensor_id: boat, channels: ['humidity'] },
  ]
  t.equal(rest.length, 10)
  t.match(rest, [...each, ...each])
  const letters = await house.db.selectFrom('letters').select('recipient').orderBy('recipient').execute()
  t.strictSame(
    letters.map(({ recipient }) => recipient),
    ['x@example.com', 'y@example.com', 'z@example.com'],
    'one letter for all of it',
  )
  await checkBooks(t, house.db)
})

t.test('a service that was removed meanwhile holds up nothing else; what is none is not shared', async t => {
  const { house, olivia, sauna, pages, shares } = await twoSensors(t)
  const [gate, barn] = [await device(house, olivia, 1, 'AB'), await device(house, olivia, 2, 'AB')]
  const form = await pages.open(`/app/share?sensor=${gate}&sensor=${barn}&sensor=${sauna}`)
  const of = (sensor: string, channel: string) => ({ [`what-${sensor}`]: 'some', [`channel-${sensor}`]: [channel] })
  const filled = { people: 'x@example.com', ...of(gate, b1), ...of(barn, b2) }
  await removeService(house.db, olivia, { sensor: gate, channel: b1 })
  const looked = await form.submit('Preview', filled)
  t.match(looked.text, /2 new, 1 not possible.* No longer available A service that you chose has been removed/)
  const done = await form.submit('Share 3 sensors', filled)
  t.match(done, { title: 'Shared 2 of 3', text: /No longer available.* x@example.com Router/ })
  t.match(await shares(), [
    { sensor_id: barn, channels: [b2] },
    { sensor_id: sauna, channels: null },
  ])
  const cookie = [...pages.cookies].map(pair => pair.join('=')).join('; ')
  for (const channel of ['temperature', 'x', b2]) {
    const fields = form.fields('Share 3 sensors', { people: 'y@example.com', sensor: [gate] })
    const forged = [
      ...fields.filter(([name]) => !name.includes(gate)),
      [`what-${gate}`, 'some'],
      [`channel-${gate}`, channel],
    ]
    const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
    const payload = new URLSearchParams(forged as [string, string][]).toString()
    const { statusCode, payload: page } = await house.app.inject({
      method: 'POST',
      url: '/app/share',
      headers,
      payload,
    })
    t.equal(statusCode, channel === b2 ? 200 : 400)
    t.match(page, channel === b2 ? 'Nothing was shared' : 'Choose what they may see')
  }
  t.equal((await shares()).length, 2)
  await checkBooks(t, house.db)
})

t.test('of very many services it is said which devices are shared as a whole; the form still fits', async t => {
  const { house, olivia, pages, shares } = await twoSensors(t)
  await house.db.updateTable('people').set({ plan: 'Business' }).where('id', '=', olivia.id).execute()
  const devices = await Promise.all(Array.from({ length: 12 }, (_, n) => device(house, olivia, n + 1)))
  const rows = devices.flatMap(sensor =>
    Array.from({ length: 100 }, (_, n) => {
      const id = `80:00:00:00:00:77:00:${n.toString(16).padStart(2, '0')}`.toUpperCase()
      return { sensor_id: sensor, id, name: `Service ${n}` }
    }),
  )
  await house.db.insertInto('services').values(rows).execute()
  const form = await pages.open(`/app/share?${devices.map(sensor => `sensor=${sensor}`).join('&')}`)
  t.match(form.text, /2 more devices are shared as a whole\. To choose among their services, share fewer at once\./)
  t.equal(form.fields('Share 12 sensors').filter(([name]) => name.startsWith('channel-')).length, 1_000)
  const done = await form.submit('Share 12 sensors', { people: 'x@example.com' })
  t.match(done, { title: 'Shared 12 sensors with 1 person' })
  t.strictSame(new Set((await shares()).map(({ channels }) => channels)), new Set([null]))
})

t.test('what does not work says why, and what to do about it', async t => {
  const { house, olivia, gary, sauna, boat, pages } = await twoSensors(t)
  await house.share(olivia, boat, gary.email)
  const declined = await house.inject({
    method: 'POST',
    url: `/shares/${boat}/answer`,
    headers: { authorization: `Bearer ${gary.token}` },
    payload: { accept: false },
  })
  t.equal(declined.statusCode, 200)
  const form = await pages.open(`/app/share?sensor=${sauna}`)
  const people = Array.from({ length: 12 }, (_, i) => `p${i}@example.com`).join('\n')
  const done = await form.submit('Share 1 sensor', { people: `olivia@example.com gary@example.com ${people}` })
  t.equal(done.title, 'Shared 10 of 14')
  t.match(done.text, /Your own address You own this sensor. .*olivia@example.com Sauna/)
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  t.match(done.html, new RegExp(`again from <time datetime="${day}`))
  t.match(
    done.text,
    /Sensor limit reached With the plan Basic a sensor can be shared with 10 people.* p10@example.com Sauna p11@example.com Sauna/,
  )
  t.ok(done.links.some(({ href }) => href === '/app/account'))
  const looked = await form.submit('Preview', { people: 'p99@example.com' })
  t.match(looked.text, /Nothing will be shared/)
  t.notMatch(looked.text, /account yet/, 'of whom nothing can be shared with nothing is told')
  await checkBooks(t, house.db)
})

t.test('names, notes and addresses are text, whatever they look like', async t => {
  const { house, olivia, sauna, pages } = await twoSensors(t)
  await house.db.updateTable('sensors').set({ name: hostile }).where('id', '=', sauna).execute()
  await house.share(olivia, sauna, 'gary@example.com')
  const all: string[] = []
  const form = await pages.open('/app/share')
  all.push(form.html)
  const filled = { people: `${hostile} a@b.co`, sensor: [sauna], note: hostile, from: hostile, untilAt: hostile }
  all.push((await form.submit('Share', filled)).html)
  all.push((await form.submit('Preview', { people: 'gary@example.com', sensor: [sauna] })).html)
  all.push((await form.submit('Share', { people: 'gary@example.com', sensor: [sauna] })).html)
  all.push((await pages.open(`/app/share?sensor=${sauna}&people=${encodeURIComponent(hostile)}`)).html)
  for (const html of all) {
    t.notMatch(html, /<script>|<b>|alert\(1\)<\/script>/)
    t.match(html, /&#60;b&#62;/)
    t.notMatch(html, / style=| on[a-z]+=/)
  }
})

t.test('403 a form without its proof shares nothing; strangers are asked to sign in', async t => {
  const { house, sauna, pages, shares } = await twoSensors(t)
  await pages.open(`/app/share?sensor=${sauna}`)
  const cookie = [...pages.cookies].map(pair => pair.join('=')).join('; ')
  for (const url of ['/app/share', '/app/share/preview']) {
    for (const _csrf of ['', 'x', `${'x'.repeat(20)}.y`]) {
      const payload = new URLSearchParams({ sensor: sauna, people: 'x@example.com', _csrf }).toString()
      const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
      t.equal((await house.app.inject({ method: 'POST', url, headers, payload })).statusCode, 403)
    }
  }
  t.strictSame(await shares(), [])
  t.match(await browse(house).open(`/app/share?sensor=${sauna}`), { title: 'Sign in' })
})

t.test('pieces that a script sends one after the other are told together', async t => {
  const { house, olivia, sauna, pages } = await twoSensors(t)
  await house.db.updateTable('people').set({ plan: 'Business' }).where('id', '=', olivia.id).execute()
  const form = await pages.open(`/app/share?sensor=${sauna}`)
  const send = async (fields: Record<string, string>) => {
    const payload = new URLSearchParams([...form.fields('Share 1 sensor'), ...Object.entries(fields)])
    const cookie = [...pages.cookies].map(pair => pair.join('=')).join('; ')
    const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
    return (await house.app.inject({ method: 'POST', url: '/app/share', headers, payload: payload.toString() })).payload
  }
  t.match(await send({ people: 'a@example.com b@example.com' }), /data-shared="2" data-pairs="2"/)
  const last = await send({ people: 'b@example.com c@example.com', sharedBefore: '2', pairsBefore: '2' })
  t.match(last, /data-shared="3" data-pairs="4"/)
  t.match(last, /<h1>Shared 3 of 4<\/h1>/)
  t.match(
    await send({ people: 'd@example.com', sharedBefore: '<b>', pairsBefore: '-1' }),
    /data-shared="1" data-pairs="1"/,
  )
})

t.test('a guest who is asked first is told apart', async t => {
  const { house, sauna, pages } = await twoSensors(t, { askFirst: true })
  const form = await pages.open(`/app/share?sensor=${sauna}`)
  t.match((await form.submit('Preview', { people: 'gary@example.com' })).text, /1 person must accept first/)
  const done = await form.submit('Share 1 sensor', { people: 'gary@example.com' })
  t.match(done.text, /Awaiting acceptance They get an email.* gary@example.com Sauna/)
  await checkBooks(t, house.db)
})
