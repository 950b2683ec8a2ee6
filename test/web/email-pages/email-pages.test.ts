/** The pages behind letters, the mailbox, and what Postmark tells. */
import t, { type Test } from 'tap'
import { makeLinks } from '../../../src/auth/entrance/tokens.ts'
import { deriveKeys, unseal } from '../../../src/keys.ts'
import { openCourier } from '../../../src/mail/courier/courier.ts'
import { mailbox } from '../../../src/mail/transports/mailbox.ts'
import { share } from '../../../src/sharing/grant/share.ts'
import { buildTestApp } from '../../support/app.ts'
import { checkBooks, type House, openHouse, sign } from '../../support/house.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded' }

async function page(house: House, url: string, fields?: Record<string, string>) {
  const answer = await house.inject({
    url,
    ...(fields && { method: 'POST', headers: form, payload: new URLSearchParams(fields).toString() }),
  })
  const title = /<h1>(.*?)<\/h1>/s.exec(answer.payload)?.[1]
  return { status: answer.statusCode, type: answer.headers['content-type'], title, html: answer.payload }
}

/** Olivia has shared two sensors with Gary, in one call; `token` is that of his letter's link. */
async function furnish(t: Test, { joined = true } = {}) {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const gary = await house.person('gary', { joined })
  const sensors = [await house.sensor(olivia, 'Sauna'), await house.sensor(olivia, '<script>alert(1)</script>')]
  await share(
    house.db,
    olivia,
    sensors.map(sensor => ({ sensor, guest: gary.email })),
  )
  const shares = await house.db.selectFrom('shares').selectAll().execute()
  const [letter] = shares.map(({ letter_id }) => letter_id)
  t.ok(
    shares.every(({ letter_id }) => letter_id !== null && letter_id === letter),
    'one letter for both',
  )
  return { house, olivia, gary, sensors, letter, token: sign(house.secret, { invitation: letter }) }
}

t.test('200 the invitation: who shares what; opening it changes nothing', async t => {
  const { house, token } = await furnish(t, { joined: false })
  const before = await house.db.selectFrom('shares').selectAll().execute()
  const shown = await page(house, `/invitation?token=${token}`)
  t.match(shown, { status: 200, type: /text\/html/, title: 'olivia@example.com shares 2 sensors with you' })
  t.match(shown.html, /Sauna/)
  t.notMatch(shown.html, /<script>/)
  for (const button of ['accept', 'decline', 'mute']) t.match(shown.html, `value="${button}"`)
  t.strictSame(await house.db.selectFrom('shares').selectAll().execute(), before)
})

t.test('200 accepted: once and for all, and nobody is signed in by it', async t => {
  const { house, olivia, gary, sensors, token } = await furnish(t)
  await house.db.updateTable('shares').set({ asked: true }).execute()
  const seen = async () =>
    (await house.inject({ url: '/user', headers: { authorization: gary.token } })).json().data.sensors
  t.strictSame(await seen(), [])
  const done = await page(house, '/invitation', { token, answer: 'accept' })
  t.match(done, { status: 200, title: 'You accepted 2 sensors' })
  t.equal((await seen()).length, 2)
  t.match(await page(house, '/invitation', { token, answer: 'accept' }), { status: 200 })
  t.notMatch((await page(house, `/invitation?token=${token}`)).html, 'value="accept"')
  t.strictSame(await house.db.selectFrom('sessions').select('id').execute(), [])

  await house.unshare(olivia, sensors[0] ?? '', gary.email)
  t.match(await page(house, `/invitation?token=${token}`), { title: 'olivia@example.com shares a sensor with you' })
})

t.test('200 declined: the shares end, and the owner is told', async t => {
  const { house, token } = await furnish(t, { joined: false })
  t.match(await page(house, '/invitation', { token, answer: 'decline' }), {
    status: 200,
    title: 'You declined 2 sensors',
  })
  t.strictSame(await house.db.selectFrom('shares').select('sensor_id').execute(), [])
  const letters = await house.db
    .selectFrom('letters')
    .select(['kind', 'recipient'])
    .where('kind', '<>', 'invitation')
    .execute()
  t.strictSame(letters, [{ kind: 'declined', recipient: 'olivia@example.com' }])
  for (const answer of ['decline', 'accept']) {
    t.match(await page(house, '/invitation', { token, answer }), { status: 200, title: 'This share has ended' })
  }
  t.match(await page(house, `/invitation?token=${token}`), { status: 200, title: 'This share has ended' })
  await checkBooks(t, house.db)
})

t.test('200 muted: the sender, and nothing is lost', async t => {
  const { house, token } = await furnish(t)
  for (let n = 0; n < 2; n++) {
    t.match(await page(house, '/invitation', { token, answer: 'mute' }), { status: 200, title: 'Sender muted' })
  }
  t.match(await house.db.selectFrom('mutes').selectAll().execute(), [
    { recipient: 'gary@example.com', sender: 'olivia@example.com' },
  ])
  t.equal((await house.db.selectFrom('shares').select('sensor_id').execute()).length, 2)
})

t.test(
  '403 a link that is none, is of something else, or whose letter is gone; 400 an answer that is none',
  async t => {
    const { house, olivia, letter, token } = await furnish(t)
    const others = [
      'nonsense',
      sign('x'.repeat(32), { invitation: letter }),
      sign(house.secret, { deletePerson: letter }),
      sign(house.secret, { invitation: letter, exp: 1 }),
      sign(house.secret, { invitation: String(letter) }),
      sign(house.secret, { invitation: 999_999 }),
      olivia.token,
    ]
    for (const other of others) {
      t.match(await page(house, `/invitation?token=${other}`), { status: 403, title: 'This link has ended' })
      t.match(await page(house, '/invitation', { token: other, answer: 'mute' }), { status: 403 })
    }
    for (const other of others.slice(0, 5)) {
      t.match(await page(house, '/invitation', { token: other, answer: 'decline' }), { status: 403 })
    }
    t.equal((await page(house, '/invitation', { token, answer: 'perhaps' })).status, 400)
    t.equal((await page(house, '/invitation', { token })).status, 400)
    t.equal((await page(house, '/invitation')).status, 400)
    t.equal((await house.db.selectFrom('shares').select('sensor_id').execute()).length, 2)
  },
)

t.test('no letter where none is wanted', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sensors = [await house.sensor(olivia), await house.sensor(olivia)]
  await share(house.db, olivia, [
    { sensor: sensors[0] ?? '', guest: 'gary@example.com', notify: false },
    { sensor: sensors[1] ?? '', guest: 'gary@example.com', notify: true },
    { sensor: sensors[1] ?? '', guest: 'nina@example.com', notify: false },
  ])
  const letters = await house.db.selectFrom('letters').select(['recipient', 'content']).execute()
  t.match(letters, [{ recipient: 'gary@example.com', content: { sensors: [{ id: sensors[1] }] } }])
  t.equal(letters.length, 1)
  const told = await house.db.selectFrom('shares').select('sensor_id').where('letter_id', 'is not', null).execute()
  t.strictSame(told, [{ sensor_id: sensors[1] }])
})

t.test('the mailbox', async t => {
  const house = await openHouse(t, { mailbox: 'locked' })
  const { db, secret, app } = house
  const courier = openCourier({
    db,
    mailer: mailbox(db),
    links: await makeLinks(secret, 'http://127.0.0.1:3000'),
    openCode: sealed => unseal(deriveKeys(secret).codes.sealing, sealed),
    log: { info() {}, warn() {}, error() {} },
    pollMs: 50,
  })
  t.teardown(() => courier.close())
  const locked = { accept: 'application/json', host: '127.0.0.1:3000' }
  t.match(await app.inject({ url: '/mailbox', headers: locked }), { statusCode: 403 }, 'this machine proves nothing')
  const opened = await app.inject(app.mailboxLink)
  t.match(opened, { statusCode: 303, headers: { location: '/mailbox', 'cache-control': 'no-store' } })
  const [kept] = opened.cookies
  t.match(kept, { path: '/mailbox', httpOnly: true, sameSite: 'Strict', maxAge: 30 * 86_400 })
  const json = { ...locked, cookie: `${kept?.name}=${kept?.value}` }

  t.match((await house.inject({ url: '/mailbox', headers: json })).json(), { data: { letters: [] } })
  await house.post('/register', { email: 'anna@example.com' })
  let letters: { id: number; to: string; text: string; links: { signIn: string } }[] = []
  while (letters.length === 0) letters = (await house.inject({ url: '/mailbox', headers: json })).json().data.letters
  const [letter] = letters
  t.match(letter, { to: 'anna@example.com', subject: String, html: /<html/, sentAt: /^20/ })

  await t.test('its code signs in, and so does its link', async t => {
    const [, code] = /^\s+([A-Z0-9]{4})$/m.exec(letter?.text ?? '') ?? []
    t.match((await house.inject({ url: `/verify?token=${code}` })).json(), { data: { email: 'anna@example.com' } })
    t.equal(
      (await page(house, new URL(letter?.links.signIn ?? '').pathname + new URL(letter?.links.signIn ?? '').search))
        .status,
      200,
    )
  })

  await t.test('as pages', async t => {
    const list = await house.inject({ url: '/mailbox', headers: { ...json, accept: 'text/html,*/*' } })
    t.match(list.payload, `href="/mailbox/${letter?.id}"`)
    const one = await house.inject({ url: `/mailbox/${letter?.id}`, headers: { cookie: json.cookie } })
    t.match(one.payload, 'sandbox')
    t.match(
      one.headers['content-security-policy'],
      /^default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';/,
    )
    t.match((await house.inject({ url: `/mailbox/${letter?.id}`, headers: json })).json(), { data: letter })
  })

  await t.test('404 a letter that is not there; 400 an id that is none', async t => {
    t.equal((await house.inject({ url: '/mailbox/99999', headers: json })).statusCode, 404)
    t.equal((await house.inject({ url: '/mailbox/99999', headers: { cookie: json.cookie } })).statusCode, 404)
    for (const id of ['x', '0', '1e99', '9223372036854775808'])
      t.equal((await house.inject({ url: `/mailbox/${id}`, headers: json })).statusCode, 400, id)
  })

  await t.test('403 without the cookie; and no page from elsewhere may read it', async t => {
    const olivia = await house.person('olivia')
    for (const url of ['/mailbox', '/%6dailbox', `/mailbox/${letter?.id}`]) {
      t.match(await app.inject({ url, headers: locked }), { statusCode: 403 }, url)
      t.match((await app.inject({ url, headers: locked })).json(), {
        code: 'ER_FORBIDDEN',
        error: /link that the server/,
      })
      const page = await app.inject({ url, headers: { accept: 'text/html,*/*' } })
      t.match(page, { statusCode: 403, payload: /<h1>The mailbox is locked/ }, url)
      for (const token of ['', 'x', json.cookie.slice(-40), olivia.token]) {
        const cookie = `${kept?.name}=${token}`
        t.equal((await app.inject({ url, headers: { ...locked, cookie } })).statusCode, 403, url)
      }
      const answer = await app.inject({ url, headers: { ...json, origin: 'https://evil.example' } })
      t.equal(answer.statusCode, 200, url)
      t.notOk(answer.headers['access-control-allow-origin'], url)
    }
  })

  await t.test('the link works once; its cookie is no session', async t => {
    for (const link of [app.mailboxLink, '/mailbox?key=', '/mailbox?key=x', '/mailbox?key=a&key=b']) {
      const answer = await app.inject({ url: link, headers: { accept: 'text/html' } })
      t.match(answer, { statusCode: 403, payload: /Start the server again/ }, link)
      t.strictSame(answer.cookies, [])
    }
    const authorization = `Bearer ${kept?.value}`
    t.equal((await app.inject({ url: '/user', headers: { authorization } })).statusCode, 401)
    const restarted = await buildTestApp({ db, secret, mailbox: 'locked' })
    t.teardown(() => restarted.close())
    t.equal((await restarted.inject({ url: '/mailbox', headers: json })).statusCode, 200, 'it outlives a restart')
  })
})

t.test('404 where there is no mailbox; open under any name where it is open', async t => {
  const none = await openHouse(t)
  for (const url of ['/mailbox', '/mailbox/1']) {
    for (const accept of ['text/html', 'application/json']) {
      t.equal((await none.inject({ url, headers: { host: 'localhost', accept } })).statusCode, 404)
    }
  }
  const open = await openHouse(t, { mailbox: 'open' })
  t.equal((await open.inject({ url: '/mailbox', headers: { host: 'sensors.example.com' } })).statusCode, 200)
})

t.test('metrics tell how many letters wait, and for how long', async t => {
  const internalSecret = 'i'.repeat(32)
  const house = await openHouse(t, { internalSecret })
  for (const name of ['anna', 'bert']) await house.post('/register', { email: `${name}@example.com` })
  await house.db
    .updateTable('letters')
    .set({ due_at: new Date(Date.now() - 600_000) })
    .where('recipient', 'like', 'anna%')
    .execute()
  const read = (headers: Record<string, string>) => house.inject({ url: '/metrics', headers })
  const { statusCode, payload, headers } = await read({ 'x-internal-secret': internalSecret })
  t.equal(statusCode, 200)
  t.match(headers['content-type'], /^text\/plain/)
  t.match(payload, /^sensor_share_letters\{state="queued"\} 2$/m)
  t.match(payload, /^sensor_share_letters\{state="held"\} 0$/m)
  t.match(payload, /^sensor_share_letters_due_seconds\{state="queued"\} 60\d$/m)
  t.equal((await read({})).statusCode, 403)
})

t.test('webhooks of Postmark', async t => {
  const webhookSecret = 'a:password with 1 colon'
  const house = await openHouse(t, { webhookSecret })
  const olivia = await house.person('olivia')
  await house.share(olivia, await house.sensor(olivia), 'gary@example.com')
  const { id } = await house.db.selectFrom('letters').select('id').executeTakeFirstOrThrow()
  const send = async (payload: object, password = webhookSecret) => {
    const answer = await house.inject({
      method: 'POST',
      url: '/webhooks/postmark',
      headers: { authorization: `Basic ${Buffer.from(`postmark:${password}`).toString('base64')}` },
      payload,
    })
    return { status: answer.statusCode, ...answer.json() }
  }
  const delivery = {
    RecordType: 'Delivery',
    MessageID: 'm-1',
    Recipient: 'gary@example.com',
    Metadata: { letter: String(id) },
  }
  const state = async () => (await house.db.selectFrom('letters').select('state').executeTakeFirstOrThrow()).state

  t.match(await send(delivery, 'wrong'), { status: 401, code: 'ER_UNAUTHORIZED' })
  t.equal((await house.inject({ method: 'POST', url: '/webhooks/postmark', payload: delivery })).statusCode, 401)
  t.equal(await state(), 'queued')
  for (let n = 0; n < 2; n++) t.strictSame(await send(delivery), { status: 200, result: 'success', data: {} })
  t.equal(await state(), 'delivered')
  await send({ ...delivery, RecordType: 'Bounce', Type: 'HardBounce', Email: 'gary@example.com', Inactive: true })
  await send(delivery)
  t.equal(await state(), 'bounced')
  t.match(await house.db.selectFrom('suppressed_addresses').selectAll().execute(), [{ email: 'gary@example.com' }])

  t.match(await send({ RecordType: 'Open', Metadata: { letter: 'no' } }), { status: 200 }, 'nobody needs it')
  t.match(await send({ ...delivery, Metadata: 'x', MessageID: 7, Recipient: ['y'], DeliveredAt: {} }), { status: 200 })
  t.match(await send({}), { status: 400, code: 'ER_MISSING_ARGUMENT' })
  const closed = await openHouse(t)
  const answer = await closed.app.inject({ method: 'POST', url: '/webhooks/postmark', payload: delivery })
  t.equal(answer.statusCode, 404, 'there are none without a password')
})
