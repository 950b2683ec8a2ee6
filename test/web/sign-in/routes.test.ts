import { sql } from 'kysely'
import t from 'tap'
import { deriveKeys, unseal } from '../../../src/keys.ts'
import { cookieName } from '../../../src/web/frame/cookies.ts'
import { buildTestApp } from '../../support/app.ts'
import { browse } from '../../support/browse.ts'
import { type House, openHouse, sign } from '../../support/house.ts'

/** What stands in the last letter with a code. */
async function lastCode({ db, secret }: House) {
  const { content } = await db
    .selectFrom('letters')
    .select('content')
    .where('kind', '=', 'code')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const { code, link } = content as { code: string; link: string }
  return { code: unseal(deriveKeys(secret).codes.sealing, code), token: sign(secret, { signIn: link }) }
}

const sessions = ({ db }: House) => db.selectFrom('sessions').select('id').execute()

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const cookiesOf = (cookies: Map<string, string>) => [...cookies].map(pair => pair.join('=')).join('; ')

t.test('an address, the code from the letter, and in; an account is made by that', async t => {
  const house = await openHouse(t)
  const stranger = browse(house)
  const page = await stranger.open('/app/history?sensor=C6:F1:E7:D3:DA:11')
  t.match(page, { path: '/app/sign-in?next=%2Fapp%2Fhistory%3Fsensor%3DC6%3AF1%3AE7%3AD3%3ADA%3A11', title: 'Sign in' })
  const asked = await page.submit('Send me a code', { email: ' Anna@Example.com ' })
  t.match(asked, { status: 200, title: 'Enter your code', text: /four characters to anna@example\.com/ })
  t.notMatch(asked.text, /mailbox/)
  const wrong = await asked.submit('Sign in', { code: '????' })
  t.match(wrong, { status: 403, title: 'Enter your code', text: /This code does not work/ })
  t.strictSame(await sessions(house), [])
  const { code } = await lastCode(house)
  // As it is pasted, or typed on a phone.
  const inside = await wrong.submit('Sign in', { code: ` ${code.slice(0, 2).toLowerCase()} ${code.slice(2)}\t` })
  t.match(inside, { status: 200, title: 'History', path: '/app/history?sensor=C6:F1:E7:D3:DA:11' })
  t.equal((await sessions(house)).length, 1)
  t.match(await house.db.selectFrom('people').select(['email', 'joined_at']).execute(), [
    { email: 'anna@example.com', joined_at: Date },
  ])
  t.match(await asked.submit('Sign in', { code }), { status: 403, text: /does not work/ }, 'once')
  t.match(await stranger.open('/app/sign-in'), { path: '/app', title: 'Sensors' }, 'who is in is led on')
})

t.test('the mailbox is pointed to where there is one', async t => {
  const house = await openHouse(t, { mailbox: 'open' })
  const asked = await (await browse(house).open('/app/sign-in')).submit('Send me a code', { email: 'a@example.com' })
  t.ok(asked.links.some(({ href }) => href === '/mailbox'))
})

t.test('without mail, and without a mailbox for this reader, the page says so and what to set', async t => {
  const nowhere = await openHouse(t, { mail: undefined })
  const told = {
    title: 'Signing in does not work yet',
    text: /cannot send emails yet.*POSTMARK_TOKEN or SMTP_URL, together with MAIL_FROM and PUBLIC_URL.*MAILBOX=on/,
  }
  t.match(await browse(nowhere).open('/app/sign-in'), { status: 200, ...told })
  t.match(await browse(nowhere).open('/app'), { status: 200, ...told })
  // The form may have been loaded from another server process, before its settings changed.
  const settled = await openHouse(t)
  const stranger = browse(settled)
  const page = await stranger.open('/app/sign-in')
  const payload = new URLSearchParams(page.fields('Send me a code', { email: 'anna@example.com' })).toString()
  const headers = { ...form, cookie: cookiesOf(stranger.cookies) }
  const changed = await buildTestApp({ db: settled.db, secret: settled.secret, mail: undefined })
  t.teardown(() => changed.close())
  const sent = await changed.inject({ method: 'POST', url: '/app/sign-in', headers, payload })
  t.equal(sent.statusCode, 503)
  t.match(sent.payload, /<title>Signing in does not work yet/)
  t.strictSame(await settled.db.selectFrom('letters').selectAll().execute(), [])
})

t.test('the same page whether or not an address has an account', async t => {
  const house = await openHouse(t)
  const { email } = await house.person('olivia')
  const ask = async (address: string) =>
    (await (await browse(house).open('/app/sign-in')).submit('Send me a code', { email: address })).text
  t.equal(
    (await ask(email)).replaceAll(email, ''),
    (await ask('nobody@example.com')).replaceAll('nobody@example.com', ''),
  )
})

t.test('400 what is no address; what was typed stays, and does no harm', async t => {
  const house = await openHouse(t)
  const page = await browse(house).open('/app/sign-in?next=/app/history')
  for (const email of [
    '',
    'anna',
    '"><script>alert(1)</script>@x',
    'a\0@example.com',
    `${'x'.repeat(300)}@example.com`,
  ]) {
    const told = await page.submit('Send me a code', { email })
    t.match(told, { status: 400, title: 'Sign in', text: /not a valid email address/ }, email)
    t.notMatch(told.html, /<script>/)
    t.ok(told.fields('Send me a code').some(([name, value]) => name === 'next' && value === '/app/history'))
  }
  t.strictSame(await house.db.selectFrom('letters').selectAll().execute(), [])
})

t.test('the limits: what is told says when to try again', async t => {
  const house = await openHouse(t)
  const page = await browse(house).open('/app/sign-in')
  const asked = await page.submit('Send me a code', { email: 'anna@example.com' })
  await sql`update throttles set tries = 1000, ends_at = now() + interval '20 minutes'`.execute(house.db)
  t.match(await page.submit('Send me a code', { email: 'anna@example.com' }), {
    status: 429,
    text: /Try again in 20 minutes/,
  })
  // Nothing is left for all networks together: each has one comparison an hour.
  await sql`
    update guess_budgets set full_at = now() + interval '1 day' where network = 'everywhere'`.execute(house.db)
  t.match(await asked.submit('Sign in', { code: '????' }), { status: 403, text: /This code does not work/ })
  const { code, token } = await lastCode(house)
  t.match(
    await asked.submit('Sign in', { code }),
    { status: 429, text: /Open the link in the email/ },
    'the right one, too',
  )
  t.strictSame(await sessions(house), [])
  const link = await browse(house).open(`/app/sign-in/link?token=${token}`)
  t.match(await link.submit('Sign in'), { status: 200 }, 'the link works at once')
})

t.test('five wrong codes end the right one', async t => {
  const house = await openHouse(t)
  const asked = await (await browse(house).open('/app/sign-in')).submit('Send me a code', { email: 'anna@example.com' })
  for (let n = 0; n < 5; n++) await asked.submit('Sign in', { code: '????' })
  t.match(await asked.submit('Sign in', { code: (await lastCode(house)).code }), { status: 403 })
})

t.test('a code counts for the address that stands in the form', async t => {
  const house = await openHouse(t)
  const stranger = browse(house)
  const asked = await (await stranger.open('/app/sign-in')).submit('Send me a code', { email: 'anna@example.com' })
  const { code } = await lastCode(house)
  const send = (changes: Record<string, string>) => {
    const fields = new URLSearchParams(asked.fields('Sign in', { code }))
    for (const [name, value] of Object.entries(changes)) fields.set(name, value)
    const headers = { ...form, cookie: cookiesOf(stranger.cookies) }
    return house.app.inject({ method: 'POST', url: '/app/sign-in/code', headers, payload: fields.toString() })
  }
  for (const email of ['', 'x', 'anna@example.com\0']) t.equal((await send({ email })).statusCode, 400, email)
  t.equal((await send({ code: '\0' })).statusCode, 403)
  t.equal((await send({ _csrf: '' })).statusCode, 403)
  const away = await send({ next: '//evil.example.com' })
  t.match([away.statusCode, away.headers.location], [303, '/app'])
})

t.test('the link of the letter: a question, then in, once', async t => {
  const house = await openHouse(t)
  const page = await browse(house).open('/app/sign-in')
  await page.submit('Send me a code', { email: 'anna@example.com' })
  const { token } = await lastCode(house)
  const elsewhere = browse(house)
  const question = await elsewhere.open(`/app/sign-in/link?token=${token}`)
  t.match(question, { status: 200, title: 'Sign in?' })
  t.strictSame(await sessions(house), [], 'opening it changes nothing')
  t.match(await question.submit('Sign in'), { status: 200, path: '/app', title: 'Sensors' })
  t.equal((await sessions(house)).length, 1)
  const again = browse(house)
  const used = await (await again.open(`/app/sign-in/link?token=${token}`)).submit('Sign in')
  t.match(used, { status: 400, title: 'Sign in', text: /This link was already used/ })
  for (const bad of [
    '',
    'nonsense',
    '%00',
    sign(house.secret, { email: 'anna@example.com' }),
    sign('x'.repeat(64), { signIn: 'x' }),
  ]) {
    t.match(await browse(house).open(`/app/sign-in/link?token=${bad}`), { status: 400, text: /Request a new email/ })
  }
  t.equal((await sessions(house)).length, 1)
})

t.test('after signing in it goes to a place of ours, and nowhere else', async t => {
  const house = await openHouse(t)
  const placeOf = async (next: string) =>
    (await browse(house).open(`/app/sign-in?next=${encodeURIComponent(next)}`))
      .fields('Send me a code')
      .find(([name]) => name === 'next')?.[1]
  for (const next of ['/app', '/app/history?person=x', '/app?sort=name', '/app/sensors/C6:F1:E7:D3:DA:11']) {
    t.equal(await placeOf(next), next)
  }
  for (const next of [
    ...['//evil.example.com', '/\\evil.example.com', '\\evil', 'https://evil.example.com', 'javascript:alert(1)', ''],
    ...[
      '/app\\..\\evil',
      '/app/\\evil',
      '/apple',
      '/app@evil',
      '/app/\nx',
      '/app/\r\nset-cookie: a=b',
      '/docs',
      'app',
      '/app/ä',
    ],
  ]) {
    t.equal(await placeOf(next), '/app', next)
  }
  const twice = await browse(house).open('/app/sign-in?next=/app/history&next=//evil')
  t.ok(twice.fields('Send me a code').some(([name, value]) => name === 'next' && value === '/app'))
})

t.test('403 forms of other sites, also before signing in', async t => {
  const house = await openHouse(t)
  const post = (url: string, payload: string, cookie = '') =>
    house.app.inject({ method: 'POST', url, headers: { ...form, ...(cookie && { cookie }) }, payload })
  const [mine, theirs] = [browse(house), browse(house)]
  const page = await mine.open('/app/sign-in')
  const fields = new URLSearchParams(page.fields('Send me a code', { email: 'anna@example.com' })).toString()
  await theirs.open('/app/sign-in')
  for (const url of ['/app/sign-in', '/app/sign-in/code', '/app/sign-in/link']) {
    t.equal((await post(url, 'email=anna%40example.com&code=x&token=x')).statusCode, 403, url)
    t.equal((await post(url, fields)).statusCode, 403, 'without the cookie')
    t.equal((await post(url, fields, cookiesOf(theirs.cookies))).statusCode, 403, 'of another browser')
  }
  t.match((await post('/app/sign-in', '')).payload, /This form is too old/)
  t.strictSame(await house.db.selectFrom('letters').selectAll().execute(), [])
  // What somebody was given before they signed in counts for nothing after it.
  const olivia = browse(house, await house.person('olivia'))
  for (const [name, value] of mine.cookies) olivia.cookies.set(name, value)
  t.equal((await post('/app/account/ask-first', fields, cookiesOf(olivia.cookies))).statusCode, 403)
})

t.test('the cookie: for the pages alone, for no script, and over TLS only where there is TLS', async t => {
  for (const [headers, isSecure] of [
    [{}, false],
    [{ 'x-forwarded-proto': 'https' }, true],
  ] as const) {
    const house = await openHouse(t, { trustProxy: 'loopback' })
    const page = await house.app.inject({ url: '/app/sign-in', headers })
    const cookies = page.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
    await house.post('/register', { email: 'anna@example.com' })
    const [, proof = ''] = /name="_csrf" value="([^"]*)"/.exec(page.payload) ?? []
    const { token } = await lastCode(house)
    const payload = new URLSearchParams({ _csrf: proof.replaceAll('&#61;', '='), token }).toString()
    const url = '/app/sign-in/link'
    const done = await house.app.inject({
      method: 'POST',
      url,
      headers: { ...form, ...headers, cookie: cookies },
      payload,
    })
    t.equal(done.statusCode, 303)
    const kept = done.cookies.find(({ name }) => name === cookieName)
    t.match(kept, { path: '/app', httpOnly: true, sameSite: 'Lax', maxAge: 365 * 86_400 })
    t.equal(Boolean(kept?.secure), isSecure)
    t.equal(Boolean(page.cookies[0]?.secure), isSecure, 'that of forms, too')
    t.notOk(kept?.domain)
  }
  const house = await openHouse(t)
  const plain = await house.app.inject({ url: '/app/sign-in', headers: { 'x-forwarded-proto': 'https' } })
  t.notOk(plain.cookies[0]?.secure, 'whoever is no proxy of ours is not believed')
})

t.test('where PUBLIC_URL has TLS, no other host of the domain can set the cookies', async t => {
  const house = await openHouse(t, { publicUrl: 'https://share.example.com' })
  const names = ['__Host-sensor_share', '__Host-sensor_share_forms', '__Host-sensor_share_notice']
  const page = await house.app.inject({ url: '/app/sign-in' })
  t.match(page.cookies, [{ name: names[1], path: '/', httpOnly: true, secure: true, sameSite: 'Lax' }])
  const stranger = browse(house)
  const code = await (await stranger.open('/app/sign-in')).submit('Send me a code', { email: 'anna@example.com' })
  t.match(await code.submit('Sign in', { code: (await lastCode(house)).code }), { path: '/app', title: 'Sensors' })
  t.strictSame([...stranger.cookies.keys()].sort(), names.slice(0, 2))
  const token = stranger.cookies.get(names[0] ?? '') ?? ''
  const plain = browse(house, { token })
  t.match(await plain.open('/app'), { path: '/app/sign-in' }, 'the name without the prefix counts for nothing')
  t.match(await (await stranger.open('/app/account')).submit('Sign out'), { path: '/app/sign-in' })
  t.strictSame([...stranger.cookies.keys()], names.slice(1, 2))
})

t.test('a session that was ended elsewhere leads back to signing in, and its cookie goes', async t => {
  const house = await openHouse(t)
  const stranger = browse(house)
  const asked = await (await stranger.open('/app/sign-in')).submit('Send me a code', { email: 'anna@example.com' })
  const inside = await asked.submit('Sign in', { code: (await lastCode(house)).code })
  t.match(inside, { path: '/app', title: 'Sensors' })
  await house.db.deleteFrom('sessions').execute()
  t.match(await stranger.open('/app/contacts'), { path: '/app/sign-in?next=%2Fapp%2Fcontacts', title: 'Sign in' })
  t.notOk(stranger.cookies.has(cookieName))
  const broken = browse(house, { token: 'nonsense' })
  t.match(
    await broken.open('/app/sign-in'),
    { status: 200, path: '/app/sign-in', title: 'Sign in' },
    'it goes round in no circle',
  )
})

t.test('REST and GraphQL do not look at the cookie', async t => {
  const house = await openHouse(t)
  const { token } = await house.person('olivia')
  const headers = { cookie: `${cookieName}=${token}`, 'content-type': 'application/json' }
  t.equal((await house.inject({ url: '/user', headers })).statusCode, 401)
  const payload = JSON.stringify({ query: '{ login { email } }' })
  t.equal((await house.app.inject({ method: 'POST', url: '/graphql/v1', headers, payload })).statusCode, 401)
})

t.test('404 what is not there, for strangers and for those who have signed in', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  for (const pages of [browse(house), browse(house, olivia)]) {
    for (const path of [
      '/app/nothing',
      '/app/sign-out',
      '/app/sign-in/code',
      '/app/static/x/style.css',
      '/app/%3Cb%3E',
    ]) {
      const page = await pages.open(path)
      t.match(page, { status: 404, title: 'Page not found' }, path)
      t.ok(page.links.some(({ href }) => href === '/app'))
    }
  }
})

t.test('the link in an email that a stranger caused stops codes for a day', async t => {
  const house = await openHouse(t)
  const stranger = browse(house)
  await (await stranger.open('/app/sign-in')).submit('Send me a code', { email: 'anna@example.com' })
  const { link } = (await house.db.selectFrom('letters').select('content').executeTakeFirstOrThrow()).content as {
    link: string
  }
  const token = sign(house.secret, { stopCodes: link })
  const question = await browse(house).open(`/app/sign-in/stop?token=${token}`)
  t.match(question, { status: 200, title: 'Stop sign-in emails?' })
  t.match(await question.submit('Stop for a day'), { status: 200, text: /emails to anna@example\.com for a day/ })
  await (await stranger.open('/app/sign-in')).submit('Send me a code', { email: 'anna@example.com' })
  t.equal((await house.db.selectFrom('letters').select('id').execute()).length, 1, 'no further email')

  for (const bad of ['x', sign(house.secret, { signIn: link }), sign('y'.repeat(32), { stopCodes: link })]) {
    t.match(await browse(house).open(`/app/sign-in/stop?token=${bad}`), { status: 400, title: 'This link has ended' })
  }
  await house.db.deleteFrom('sign_in_codes').execute()
  t.match(await question.submit('Stop for a day'), { status: 400, title: 'This link has ended' })
})
