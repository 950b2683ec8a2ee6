import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { weekOf } from '../../../src/commands/weather.ts'
import { takeBack } from '../../../src/sharing/end/take-back.ts'
import { share } from '../../../src/sharing/grant/share.ts'
import { type Browser, browse } from '../../support/browse.ts'
import { checkBooks, type House, openHouse } from '../../support/house.ts'

const now = () => Math.floor(Date.now() / 1000)
const place = { temperature: 20, swing: 5, humidity: 60, wander: 0 }
const gateway = { gateway_id: 'F0:E1:D2:C3:B4:A5', coordinates: '60.1,24.9', rssi: -61, is_maskable: true }

async function measure({ db }: House, sensor: string, heard = weekOf(place, sensor, now())) {
  const rows = heard.map(measured => ({ sensor_id: sensor, ...measured, ...gateway }))
  await db.insertInto('measurements').values(rows).execute()
  await sql`
    insert into histories (sensor_id, owner_id) select id, owner_id from sensors where id = ${sensor}
    on conflict do nothing`.execute(db)
}

/** Every kind of bracket and quote. */
const nasty = `<script>alert('"&')</script>]]>--><img src=x onerror="x">{{7*7}}\${x}\`!`

async function furnished(t: Parameters<typeof openHouse>[0]) {
  const house = await openHouse(t)
  const olivia = await house.person('olivia', { plan: 'Pro' })
  const gary = await house.person('gary')
  const sensor = await house.sensor(olivia, 'Greenhouse')
  await measure(house, sensor)
  return { house, olivia, gary, sensor, page: `/app/sensors/${sensor}`, owner: browse(house, olivia) }
}

t.test('the owner sees values, charts, people and what happened', async t => {
  const { house, olivia, gary, sensor, page, owner } = await furnished(t)
  await share(house.db, olivia, [
    { sensor, guest: gary.email, channels: ['temperature', 'voc'], scripting: true, note: 'Mind the cat' },
    { sensor, guest: 'nina@example.com', expiresAt: '2999-12-24T18:00:00.000Z' },
  ])
  await house.db.updateTable('letters').set({ state: 'bounced' }).where('kind', '=', 'invitation').execute()
  const shown = await owner.open(page)
  t.match(shown, { status: 200, title: 'Greenhouse' })
  t.match(shown.text, /Temperature \d+\.\d\d °C Humidity \d+\.\d % Air pressure 1,\d{3}\.\d hPa/)
  t.match(shown.text, /Last update (just now|\d minutes? ago) Battery 2\.98 V Signal strong/)
  t.match(shown.text, /gary@example\.com Has access Only temperature and VOC · programs allowed Mind the cat/)
  t.match(shown.text, /nina@example\.com Invited Everything · until 24 Dec 2999, 18:00 UTC/)
  t.match(shown.text, 'They have not accepted yet. The email could not be delivered: check the address.')
  t.match(shown.text, 'You shared “Greenhouse” with gary@example.com.')
  t.strictSame(
    shown.html.match(/class="plot"/g)?.length,
    5,
    'a chart for temperature, humidity, pressure, acceleration and movement',
  )
  t.match(
    shown.html,
    /aria-label="Temperature of the last day: [−\d.]+\s°C at last, between [−\d.]+\s°C and [−\d.]+\s°C\."/,
  )
  t.ok(Buffer.byteLength(shown.html) < 60_000, `${Buffer.byteLength(shown.html)} bytes`)
  t.notMatch(shown.html, /style=|onclick=|F0:E1:D2/, 'nothing inline, and no gateway')
  for (const [span, words] of [
    ['week', 'of the last week'],
    ['month', 'of the last month'],
    ['hour', 'of the last hour'],
    ['year', 'of the last year'],
    ['all', 'of all time'],
    ['__proto__', 'of the last day'],
  ] as const) {
    const other = await owner.open(`${page}?span=${span}`)
    t.match(other, { status: 200, html: new RegExp(`Temperature ${words}`) }, span)
  }
  t.equal((await owner.open(page.toLowerCase())).status, 200, 'whatever the case of the id')
})

t.test('two sensors are compared by who sees both; wrong ranges are a 400', async t => {
  const { house, olivia, gary, sensor, page, owner } = await furnished(t)
  const sauna = await house.sensor(olivia, 'Sauna')
  await measure(house, sauna)
  await share(house.db, olivia, [{ sensor, guest: gary.email }])
  const compared = await owner.open(`${page}?span=week&with=${sauna.toLowerCase()}`)
  t.match(compared, { status: 200, html: /data-label="Sauna"/ })
  t.match(compared.html, new RegExp(`<option value="${sauna}" selected>Sauna`))
  t.ok(
    compared.links.some(({ href }) => href === `${page}?span=day&with=${encodeURIComponent(sauna)}`),
    'ranges keep it',
  )
  for (const other of [sauna, 'C6:F1:E7:FF:FF:FF', 'x', '<b>', '80:00:00:00:12:34:56:78']) {
    const shown = await browse(house, gary).open(`${page}?with=${encodeURIComponent(other)}`)
    t.match(shown, { status: 200, text: /You have no access to the other sensor/ }, other)
    t.notMatch(shown.html, /data-label="Sauna"|class="line other"/)
  }
  for (const query of ['from=x', 'to=-1', 'from=5&to=5', 'from=2026-02-30T99:00&to=%00']) {
    const wrong = await owner.open(`${page}?${query}`)
    t.match(wrong, { status: 400, text: /Choose two times, the first at least a minute before the second/ }, query)
  }
  const past = await owner.open(`${page}?from=0&to=253402300799`)
  t.match(past, { status: 200, html: /Temperature from 1 Jan 1970/ })
  await house.db.updateTable('sensors').set({ is_public: true }).where('id', '=', sensor).execute()
  const shown = await browse(house).open(`/app/public/${sensor}?from=${now() - 7_200}&to=${now() - 3_600}`)
  t.match(shown, { status: 200, html: /Temperature from/ })
  t.notMatch(shown.html, /download|name="with"/)
})

t.test('a guest sees what was lent, and nobody else', async t => {
  const { house, olivia, gary, sensor, page } = await furnished(t)
  await share(house.db, olivia, [
    { sensor, guest: gary.email, channels: ['temperature'], note: 'For <you>' },
    { sensor, guest: 'nina@example.com' },
  ])
  const shown = await browse(house, gary).open(page)
  t.match(shown, { status: 200, title: 'Greenhouse' })
  t.match(shown.text, /Shared with you by olivia@example\.com/)
  t.match(shown.text, 'You see: Only temperature')
  t.match(shown.text, 'For <you>')
  t.match(shown.text, 'Only you see the name you give it.')
  for (const hidden of [/humidity/i, /hPa/, /acceleration/i, /nina/, /F0:E1/]) t.notMatch(shown.html, hidden)
  const links = shown.links.map(({ href }) => href)
  t.ok(
    links.includes(`/app/leave?sensor=${sensor}`) &&
      links.includes(`/app/rename?sensor=${sensor}&next=/app/sensors/${sensor}`),
  )
  t.notOk(links.some(href => /\/(share|change|unshare|give-up)\b/.test(href)))

  await house.db.updateTable('shares').set({ channels: [] }).execute()
  t.notMatch((await browse(house, gary).open(page)).html, /°C/, 'nothing of nothing')
})

t.test('404 for what one does not see, and for what is no sensor', async t => {
  const { house, olivia, gary, sensor, page, owner } = await furnished(t)
  const peter = browse(house, await house.person('peter'))
  const guest = browse(house, gary)
  const nowhere = await peter.open('/app/sensors/C6:F1:E7:FF:FF:FF')
  t.equal(nowhere.status, 404)
  t.equal((await peter.open(page)).text, nowhere.text, 'one of others is as one that is not there')
  t.match(await guest.open(page), { status: 404 }, 'not shared yet')
  await share(house.db, olivia, [{ sensor, guest: gary.email }])
  const actions = ['change?guest=gary@example.com', 'unshare?guest=gary@example.com', 'give-up']
  for (const action of actions) {
    t.match(await guest.open(`${page}/${action}`), { status: 404 }, `${action} of a guest`)
    t.match(await peter.open(`${page}/${action}`), { status: 404 }, `${action} of a stranger`)
    t.match(await owner.open(`${page}/${action}`), { status: 200 }, `${action} of the owner`)
  }
  const strange = ['change?guest=nobody@example.com', 'change', 'unshare?guest=a%00b', 'change?guest=%3Cb%3E']
  for (const action of strange) t.match(await owner.open(`${page}/${action}`), { status: 404 }, action)
  for (const id of ['x', '%00', 'C6', `${sensor}:00`, '__proto__', '%3Cb%3E']) {
    t.match(await owner.open(`/app/sensors/${id}`), { status: 404 }, id)
  }
  t.match(await browse(house).open(page), { path: `/app/sign-in?next=${encodeURIComponent(page)}` })
})

t.test('403 for forms that are not ours, and for what is not theirs to do', async t => {
  const { house, olivia, gary, sensor, page, owner } = await furnished(t)
  await share(house.db, olivia, [{ sensor, guest: gary.email }])
  const actions = ['change', 'pause', 'resume', 'resend', 'unshare', 'give-up']
  for (const path of [...actions.map(action => `${page}/${action}`), '/app/undo']) {
    const answer = await house.app.inject({
      method: 'POST',
      url: path,
      headers: { cookie: `sensor_share=${olivia.token}`, 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'guest=gary%40example.com',
    })
    t.equal(answer.statusCode, 403, path)
  }
  // The guest sends the forms of the owner, with a proof of their own.
  const theirs = browse(house, gary)
  const [, proof = ''] = (await theirs.open(page)).fields('Sign out').find(([name]) => name === '_csrf') ?? []
  const cookie = [...theirs.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  for (const action of actions) {
    const answer = await house.app.inject({
      method: 'POST',
      url: `${page}/${action}`,
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ _csrf: proof, guest: 'nina@example.com', all: 'yes' }).toString(),
    })
    t.ok([403, 404].includes(answer.statusCode), `${action}: ${answer.statusCode}`)
  }
  t.equal((await house.db.selectFrom('shares').selectAll().execute()).length, 1)
  t.match(await owner.open(page), { status: 200 })
})

t.test('pause, resume, and send the letter again', async t => {
  const { house, olivia, gary, sensor, page, owner } = await furnished(t)
  await share(house.db, olivia, [
    { sensor, guest: gary.email },
    { sensor, guest: 'nina@example.com' },
  ])
  await house.db.updateTable('letters').set({ state: 'sent' }).execute()
  const paused = await (await owner.open(page)).submit('Pause gary@example.com')
  t.match(paused, { status: 200, path: page, text: /Paused: gary@example\.com has no access/ })
  t.match(await browse(house, gary).open(page), { status: 404 })
  const resumed = await paused.submit('Resume gary@example.com')
  t.match(resumed.text, 'Resumed: gary@example.com has access again.')
  t.notOk(resumed.buttons.includes('Send the email again gary@example.com'), 'who has it needs no letter')
  const resent = await resumed.submit('Send the email again nina@example.com')
  t.match(resent.text, 'The email to nina@example.com will be sent again.')
  t.notOk(resent.buttons.includes('Send the email again nina@example.com'), 'it is on its way')
  const again = await resumed.submit('Send the email again nina@example.com')
  t.match(again.text, 'You sent this email again less than an hour ago. Try again in 60 minutes.')
  await house.unshare(gary, sensor)
  t.match((await resumed.submit('Pause gary@example.com')).text, 'You do not share this sensor with that person.')
})

t.test('changing what somebody has', async t => {
  const { house, olivia, gary, sensor, page, owner } = await furnished(t)
  const expiresAt = '2999-06-01T12:34:56.789Z'
  await share(house.db, olivia, [{ sensor, guest: gary.email, note: 'Hello\nyou', expiresAt }])
  owner.cookies.set('tz', encodeURIComponent('Asia/Tokyo'))
  const share1 = () => house.db.selectFrom('shares').selectAll().executeTakeFirstOrThrow()
  const form = await (await owner.open(page)).follow('Edit access gary@example.com')
  t.match(form, { status: 200, title: 'Edit access to Greenhouse' })
  t.match(form.html, /value="2999-06-01T21:34"/)
  t.match((await form.submit('Save')).text, 'Nothing has changed.')
  t.match(await share1(), { channels: null, note: 'Hello\nyou', expires_at: new Date(expiresAt) })

  const changed = await form.submit('Save', {
    all: [],
    channel: ['temperature', 'humidity'],
    scripting: 'yes',
    note: nasty,
    startsAt: '2998-01-01T00:00',
    expiresAt: '',
  })
  t.match(changed, { path: page, text: /Access of gary@example\.com updated\./ })
  t.match(changed.text, 'Only temperature and humidity · programs allowed · from 1 Jan 2998, 00:00')
  t.match(await share1(), {
    channels: ['temperature', 'humidity'],
    scripting: true,
    note: nasty,
    starts_at: new Date('2997-12-31T15:00:00Z'),
    expires_at: null,
  })

  const next = await owner.open(`${page}/change?guest=${gary.email}`)
  const before = await share1()
  for (const [fields, sentence] of [
    [{ channel: [], scripting: [] }, 'Choose what they may see'],
    [{ startsAt: 'tomorrow' }, 'That is not a valid time.'],
    [{ startsAt: '2026-13-45T99:99' }, 'That is not a valid time.'],
    [{ expiresAt: '2001-01-01T00:00' }, 'A share ends in the future, and after it begins.'],
    [{ expiresAt: '2997-01-01T00:00' }, 'A share ends in the future, and after it begins.'],
    [{ note: 'x'.repeat(501) }, 'limit is 500 characters'],
    [{ note: 'a\0b' }, 'holds a character that no text has'],
  ] as const) {
    const wrong = await next.submit('Save', fields as Record<string, string>)
    t.match(wrong, { status: 400, text: sentence }, sentence)
    const [name, value] = Object.entries(fields)[0] ?? []
    if (name && typeof value === 'string' && !value.includes('\0'))
      t.ok(wrong.fields('Save').some(([n, v]) => n === name && v === value))
    t.strictSame(await share1(), before)
  }
  await next.submit('Save', { channel: [...ruuvis] })
  t.match(await share1(), { channels: null }, 'all of them is everything')
})

const ruuvis = [
  'temperature',
  'humidity',
  'pressure',
  'co2',
  'pm',
  'voc',
  'nox',
  'luminosity',
  'sound',
  'acceleration',
  'movement',
]

t.test('unsharing asks first, and can be undone for a moment', async t => {
  const { house, olivia, gary, sensor, page, owner } = await furnished(t)
  await share(house.db, olivia, [{ sensor, guest: gary.email, note: 'Dear '.repeat(100) }])
  const rows = () => house.db.selectFrom('shares').selectAll().execute()
  const before = await rows()
  const question = await (await owner.open(page)).follow('Remove access gary@example.com')
  t.match(question, { status: 200, title: 'Remove access to Greenhouse?', text: /gets an email/ })
  t.equal((await rows()).length, 1, 'asking changes nothing')
  const done = await question.submit('Remove access')
  t.match(done, { path: page, text: /Removed the access of gary@example\.com\. Undo/ })
  t.strictSame(await rows(), [])
  t.match(await browse(house, gary).open(page), { status: 404 }, 'at once')
  t.notMatch((await owner.open(page)).text, /Undo/, 'it is offered once')

  // Somebody else who gets hold of it can do nothing with it.
  const [, undo = ''] = done.fields('Undo').find(([name]) => name === 'undo') ?? []
  const theirs = await browse(house, gary).open('/app')
  const [, proof = ''] = theirs.fields('Sign out').find(([name]) => name === '_csrf') ?? []
  t.notMatch(undo, /gary|Dear/)
  t.ok(proof)

  const back = await done.submit('Undo')
  t.match(back, { path: page, text: /gary@example\.com has access again, as before\./ })
  t.strictSame(await rows(), before)
  t.match((await done.submit('Undo')).text, 'This can no longer be undone.')
  t.strictSame(await rows(), before)
  await checkBooks(t, house.db)
})

t.test('what somebody else removed, or nobody, or long ago cannot be undone', async t => {
  const { house, olivia, gary, sensor, page, owner } = await furnished(t)
  await share(house.db, olivia, [{ sensor, guest: gary.email }])
  const { id = '' } = await takeBack(house.db, olivia, [{ sensor, guest: gary.email }])
  const bring = async (pages: Browser, undo: string, next = page) => {
    const shown = await pages.open('/app')
    const [, proof = ''] = shown.fields('Sign out').find(([name]) => name === '_csrf') ?? []
    const { statusCode, headers } = await house.app.inject({
      method: 'POST',
      url: '/app/undo',
      headers: {
        cookie: [...pages.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: new URLSearchParams({ _csrf: proof, undo, next }).toString(),
    })
    return `${statusCode} ${headers.location ?? ''}`.trim()
  }
  const rows = () => house.db.selectFrom('shares').selectAll().execute()
  for (const undo of ['', 'x', '%00', `${id}0`, `${id}\0`, 'A'.repeat(5000)]) t.equal(await bring(owner, undo), '404')
  t.equal(await bring(browse(house, gary), id), `303 ${page}`, 'of somebody else: the same answer as for nobody’s')
  t.equal(await bring(owner, randomUUID()), `303 ${page}`)
  t.strictSame(await rows(), [])
  await sql`update removed_shares set at = at - interval '61 seconds'`.execute(house.db)
  t.equal(await bring(owner, id, 'https://elsewhere.example'), '303 /app', 'leads nowhere else')
  t.strictSame(await rows(), [], 'too late')
})

t.test('cancelling an invitation', async t => {
  const { house, olivia, sensor, page, owner } = await furnished(t)
  await share(house.db, olivia, [{ sensor, guest: 'nina@example.com' }])
  const question = await (await owner.open(page)).follow('Remove access nina@example.com')
  t.match(question, { title: 'Remove access to Greenhouse?', text: /no email is sent/ })
  const done = await question.submit('Remove access')
  t.match(done.text, 'Removed the access of nina@example.com.')
  t.match((await done.submit('Undo')).text, 'nina@example.com Invited')
})

t.test('giving a sensor up asks first, and says what ends', async t => {
  const { house, olivia, gary, sensor, page, owner } = await furnished(t)
  await share(house.db, olivia, [{ sensor, guest: gary.email }])
  const question = await (await owner.open(page)).follow('Remove from my account')
  t.match(question, { title: 'Remove Greenhouse from your account?', text: /The person you share it with/ })
  const before = now()
  const done = await question.submit('Remove from my account', { deleteData: 'yes' })
  t.match(done, { path: '/app', text: /The sensor is removed from your account\./ })
  t.match(await owner.open(page), { status: 404 })
  const { begins_at } = await house.db.selectFrom('histories').selectAll().executeTakeFirstOrThrow()
  t.ok(begins_at > before, 'what was measured is gone')
  await checkBooks(t, house.db)
})

t.test('names, notes and addresses are text, whatever stands in them', async t => {
  const { house, olivia, gary, sensor, page, owner } = await furnished(t)
  await house.db.updateTable('sensors').set({ name: nasty }).execute()
  const odd = `o'neil&x="{}\`$@example.com`.replaceAll(/["]/g, '')
  const answers = await share(house.db, olivia, [
    { sensor, guest: gary.email, note: nasty },
    { sensor, guest: odd },
  ])
  t.notOk(answers.some(answer => answer instanceof Error))
  await house.db.updateTable('shares').set({ name: nasty }).execute()
  const paths = [page, `${page}/give-up`]
  for (const guest of [gary.email, odd]) {
    for (const action of ['change', 'unshare']) paths.push(`${page}/${action}?guest=${encodeURIComponent(guest)}`)
  }
  const pages = [await browse(house, gary).open(page), ...(await Promise.all(paths.map(path => owner.open(path))))]
  for (const { html, status, path, text } of pages) {
    t.equal(status, 200, path)
    t.notMatch(html, /<script>|<img|onerror="x|\]\]>|-->/, path)
    t.ok(text.includes(nasty.slice(0, 20)), `${path} shows it as it is`)
  }
  const [shown] = pages.slice(1)
  const question = await shown?.follow(`Remove access ${odd}`)
  t.match(await question?.submit('Remove access'), { status: 200, path: page, text: /The invitation no longer works/ })
})

t.test('before anything was measured, and when it cannot be read', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const owner = browse(house, olivia)
  const sensor = await house.sensor(olivia, ' ')
  const empty = await owner.open(`/app/sensors/${sensor}`)
  t.match(empty, { status: 200, title: sensor })
  t.match(empty.text, /No data yet\. Readings come from a Ruuvi Gateway/)
  t.match(empty.text, 'Only you have access.')
  await measure(house, sensor, [{ at: now() - 3 * 86_400, data: '020106' }])
  const strange = await owner.open(`/app/sensors/${sensor}`)
  t.match(strange.text, 'in a format that cannot be read here')
  t.match(strange.text, /Offline since \d.*No readings in this time\./)
})

t.test('a device shows its services', async t => {
  const { house, olivia, gary, owner } = await furnished(t)
  const device = '80:00:00:00:12:34:56:78'
  await house.db.insertInto('sensors').values({ id: device, owner_id: olivia.id, name: 'Pi' }).execute()
  const [ssh, web] = ['80:00:00:00:12:34:56:01', '80:00:00:00:12:34:56:02']
  await house.db
    .insertInto('services')
    .values([
      { sensor_id: device, id: ssh, name: 'ssh' },
      { sensor_id: device, id: web, name: nasty },
    ])
    .execute()
  await share(house.db, olivia, [{ sensor: device, guest: gary.email, channels: [ssh] }])
  const shown = await owner.open(`/app/sensors/${device}`)
  t.match(shown, { status: 200, title: 'Pi' })
  t.match(shown.text, /Services.*ssh 80:00:00:00:12:34:56:01/)
  t.match(shown.text, 'Only ssh')
  t.notMatch(shown.html, /<script>alert|Nothing was measured/)
  const form = await shown.follow('Edit access gary@example.com')
  t.match((await form.submit('Save', { channel: [ssh, web] })).text, 'Access of gary@example.com updated.')
  const theirs = await browse(house, gary).open(`/app/sensors/${device}`)
  t.match(theirs.text, /ssh 80:00:00:00:12:34:56:01/)
})

t.test('a name turns nothing round but itself, wherever it stands', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const name = '\u202Eمرحبا <b>'
  const sensor = await house.sensor(olivia, name)
  await share(house.db, olivia, [{ sensor, guest: 'nina@example.com' }])
  await house.person('gary')
  await share(house.db, olivia, [{ sensor, guest: 'gary@example.com' }])
  const owner = browse(house, olivia)
  const apart = '<bdi>\u202Eمرحبا &#60;b&#62;</bdi>'
  const page = `/app/sensors/${sensor}`
  for (const [path, heading] of [
    [page, apart],
    [`${page}/give-up`, `Remove ${apart} from your account?`],
    [`${page}/change?guest=gary@example.com`, `Edit access to ${apart}`],
    [`${page}/unshare?guest=gary@example.com`, `Remove access to ${apart}?`],
    [`${page}/unshare?guest=nina@example.com`, `Remove access to ${apart}?`],
    [`/app/share?sensor=${sensor}`, `Share ${apart}`],
  ] as const) {
    const { html } = await owner.open(path)
    t.match(html, `<h1>${heading}</h1>`, path)
    t.match(html, /<title>[^<]*مرحبا &#60;b&#62;[^<]* · sensor-share<\/title>/, 'a title is text')
  }
  const form = await owner.open(`/app/rename?sensor=${sensor}`)
  t.match((await form.submit('Rename')).html, `<p>Renamed to ${apart}.</p>`)
  const claim = await owner.open('/app/claim')
  const claimed = await claim.submit('Add a sensor', { id: 'C6F1E7D3DA11', name })
  t.match(claimed.html, `<p>Added ${apart}.</p>`)
})

t.test('the owner’s corrections count on every page, for guests too; the API tells what was measured', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sensor = await house.sensor(olivia, 'Greenhouse')
  // 24.30 °C, 53.49 %, 100044 Pa.
  const data = '0201061BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F'
  await measure(house, sensor, [
    { at: now() - 7_200, data },
    { at: now() - 60, data },
  ])
  await share(house.db, olivia, [{ sensor, guest: gary.email, channels: ['temperature', 'humidity'] }])
  const shown = async (who: typeof olivia) => {
    const browser = browse(house, who)
    const [list, { text, html }] = [await browser.open('/app'), await browser.open(`/app/sensors/${sensor}`)]
    return { list: list.text, text, html }
  }
  const before = await shown(olivia)
  t.match(before.list, '24.30 °C 53.5 % 1,000.4 hPa')
  t.match(before.text, 'Temperature 24.30 °C Humidity 53.5 % Air pressure 1,000.4 hPa')
  const offsets = { offsetTemperature: -30.05, offsetHumidity: 60, offsetPressure: 1_256 }
  t.match(await house.post('/update', { sensor, ...offsets }, olivia.token), { status: 200 })

  const after = await shown(olivia)
  t.match(after.list, '−5.75 °C 100.0 % 1,013.0 hPa')
  t.match(after.text, 'Temperature −5.75 °C Humidity 100.0 % Air pressure 1,013.0 hPa')
  t.match(
    after.html,
    'aria-label="Temperature of the last day: −5.75\u00a0°C at last, between −5.75\u00a0°C and −5.75\u00a0°C."',
  )
  t.notMatch(after.text, /24\.30|53\.5/, 'in the table, too')
  // What the script reads where one points: the highest of the scale less what the line says, in hundredths.
  const [, plot = ''] = /id="plot-temperature"([\s\S]*?)<\/div>/.exec(after.html) ?? []
  const [, high] = /data-high="(-?\d+)"/.exec(plot) ?? []
  const [, y] = /d="M\d+ (\d+)/.exec(plot) ?? []
  t.equal(Number(high) - Number(y), -575)

  const guest = await shown(gary)
  t.match(guest.list, '−5.75 °C 100.0 %')
  t.match(guest.text, 'Temperature −5.75 °C Humidity 100.0 %')
  t.notMatch(guest.list + guest.text, 'hPa', 'to correct something shows nothing')
  const raw = await house.inject({ url: `/get?sensor=${sensor}`, headers: { authorization: olivia.token } })
  t.match(raw.json().data, { ...offsets, measurements: [{ data }, { data }] })
})

t.test('what it measured can be downloaded, by whoever sees it and as much as they see', async t => {
  const { house, olivia, gary, sensor, page, owner } = await furnished(t)
  await share(house.db, olivia, [{ sensor, guest: gary.email, channels: ['humidity'] }])
  await house.db.updateTable('shares').set({ name: '=1+1' }).execute()
  const shown = await owner.open(page)
  t.ok(
    shown.links.some(({ href }) => href === `${page}/download?span=day`),
    'the range that is shown',
  )
  const month = await owner.open(`${page}/download?span=month`)
  const lines = month.html.split('\r\n')
  t.match(lines[0], /^\ufeffsensor,name,timestamp,time,temperature,humidity,/)
  const day = await shown.follow('Download')
  t.ok(day.html.split('\r\n').length > 280 && day.html.split('\r\n').length < 300, 'every five minutes of a day')
  t.ok(lines.length > 2 * 280)

  const headers = { cookie: `session=${gary.token}`, accept: 'text/html' }
  const { cookies } = browse(house, gary)
  const [[name, value] = ['', '']] = [...cookies]
  const answer = await house.app.inject({
    url: `${page}/download?span=all`,
    headers: { ...headers, cookie: `${name}=${value}` },
  })
  t.match(answer.headers, {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${sensor.replaceAll(':', '-')}.csv"`,
  })
  const [first, second] = answer.body.split('\r\n')
  t.equal(first, '\ufeffsensor,name,timestamp,time,humidity')
  t.match(second, new RegExp(`^${sensor},'=1\\+1,\\d+,\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,[\\d.]+$`))

  const stranger = browse(house, await house.person('mallory'))
  for (const path of [`${page}/download?span=all`, `${page}/download`]) {
    t.match(await stranger.open(path), { status: 404, html: /<main/ }, path)
  }
  for (const span of ['', 'century', '__proto__', 'toString']) {
    t.equal((await owner.open(`${page}/download?span=${span}`)).status, 404, span)
  }
  const hour = await owner.open(`${page}/download?from=${now() - 7_200}&to=${now() - 3_600}`)
  t.ok(hour.html.split('\r\n').length < 16, 'between two times')
  t.equal((await owner.open(`${page}/download?from=x`)).status, 400)
  t.match(await browse(house).open(`${page}/download?span=all`), { title: /Sign in/i }, 'without a session')
})
