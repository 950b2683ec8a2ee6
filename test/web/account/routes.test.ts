import { sql } from 'kysely'
import t from 'tap'
import { deriveKeys } from '../../../src/keys.ts'
import { mute } from '../../../src/mail/mute.ts'
import { registerPlanCode } from '../../../src/plans/register-plan-code.ts'
import { browse, type Shown } from '../../support/browse.ts'
import { type House, openHouse, type Person, sign } from '../../support/house.ts'

/** Signs somebody in once more, some days ago, and opens a browser on that. */
async function signedIn(house: House, person: Person, days = 0) {
  const { rows } = await sql<{ id: string }>`
    insert into sessions (person_id, created_at, last_accessed_at)
    values (${person.id}, now() - make_interval(days => ${days}), now() - make_interval(days => ${days}))
    returning id`.execute(house.db)
  const id = rows[0]?.id ?? ''
  return { id, pages: browse(house, { token: sign(house.secret, { email: person.email, sid: id }) }) }
}

const sessionsOf = async ({ db }: House) =>
  (await db.selectFrom('sessions').select('id').execute()).map(({ id }) => id).sort()

/** Posts the fields of a form with some of them changed, as no browser would. */
async function tamper(
  house: House,
  page: Shown,
  button: string,
  url: string,
  changes: Record<string, string>,
  cookies: Map<string, string>,
) {
  const fields = new URLSearchParams(page.fields(button))
  for (const [name, value] of Object.entries(changes)) fields.set(name, value)
  const cookie = [...cookies].map(pair => pair.join('=')).join('; ')
  const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
  return house.app.inject({ method: 'POST', url, headers, payload: fields.toString() })
}

t.test('sessions: told in words, ended one by one', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const old = await signedIn(house, olivia, 3)
  const mine = await signedIn(house, olivia)
  const his = await signedIn(house, gary)
  const page = await mine.pages.open('/app/account')
  t.match(page, { status: 200, title: 'Account' })
  t.match(page.text, /You are signed in as olivia@example\.com/)
  t.match(page.text, /this browser signed in [^.]*last used just now.*last used 3 days ago/)
  t.notMatch(page.text, old.id)
  t.strictSame(
    page.buttons.filter(words => /^End|^Sign out here/.test(words)),
    ['Sign out here', 'End Unknown device', 'End all others'],
  )

  const url = '/app/account/sessions/end'
  const cookies = mine.pages.cookies
  t.equal((await tamper(house, page, 'End Unknown device', url, { session: his.id }, cookies)).statusCode, 303)
  t.ok((await sessionsOf(house)).includes(his.id), 'not those of others')
  t.equal((await tamper(house, page, 'End Unknown device', url, { session: 'x\0' }, cookies)).statusCode, 404)
  t.equal((await tamper(house, page, 'End Unknown device', url, { _csrf: '' }, cookies)).statusCode, 403)

  const ended = await page.submit('End Unknown device')
  t.match(ended, { path: '/app/account', text: /That session has ended/ })
  t.match(await old.pages.open('/app'), { path: '/app/sign-in' })
  t.match((await page.submit('End Unknown device')).text, /has already ended/)
  t.match(await page.submit('Sign out here'), { path: '/app/sign-in' })
  t.strictSame(await sessionsOf(house), [his.id])
  t.match(await mine.pages.open('/app/account'), { path: '/app/sign-in?next=%2Fapp%2Faccount' })
})

t.test('sign out everywhere, by the page or the link of an email, and what happened', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const [mine] = [await signedIn(house, olivia), await signedIn(house, olivia, 3)]
  const asked = await mine.pages.open('/app/account/sign-out-everywhere')
  t.match(asked.text, /All passkeys are removed/)
  t.equal((await sessionsOf(house)).length, 2, 'asking changes nothing')
  t.match(await asked.submit('Sign out everywhere'), { path: '/app/sign-in' })
  t.strictSame(await sessionsOf(house), [])

  const again = await signedIn(house, olivia)
  t.match((await again.pages.open('/app/account/activity')).text, /You signed out everywhere: 2 sessions/)
  const link = (claims: object) => `/app/sign-out-everywhere?token=${sign(house.secret, claims)}`
  t.match(await again.pages.open(link({ stop: olivia.id })), { status: 400 })
  const opened = await again.pages.open(link({ signOut: olivia.id }))
  t.equal((await sessionsOf(house)).length, 1, 'opening changes nothing')
  t.match(await opened.submit('Sign out everywhere'), { title: 'You are signed out everywhere' })
  t.strictSame(await sessionsOf(house), [])
})

t.test('sessions: all others at once, and this one by signing out', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  await signedIn(house, olivia, 3)
  await signedIn(house, olivia, 2)
  const [mine, his] = [await signedIn(house, olivia), await signedIn(house, gary)]
  const page = await mine.pages.open('/app/account')
  t.match((await page.submit('End all others')).text, /2 other sessions ended\. This browser stays signed in/)
  t.strictSame(await sessionsOf(house), [mine.id, his.id].sort())
  t.match((await page.submit('End all others')).text, /There were no other sessions/)
  const kept = new Map(mine.pages.cookies)
  t.match(await page.submit('Sign out'), { path: '/app/sign-in' })
  t.strictSame(await sessionsOf(house), [his.id])
  const cookie = [...kept].map(pair => pair.join('=')).join('; ')
  const again = await house.app.inject({ url: '/app', headers: { cookie } })
  t.match([again.statusCode, again.headers.location], [303, '/app/sign-in'], 'a copy of the cookie is worth nothing')
})

t.test('a token of somebody else opens the page, too; it is no session', async t => {
  const house = await openHouse(t)
  const pages = browse(house, await house.person('olivia'))
  const page = await pages.open('/app/account')
  t.match(page.text, /This browser uses a token from another issuer/)
  t.match(await page.submit('Sign out'), { path: '/app/sign-in' })
})

t.test('to be asked first', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const pages = browse(house, olivia)
  const isAsked = async () =>
    (await house.db.selectFrom('people').select('asks_first').where('id', '=', olivia.id).executeTakeFirst())
      ?.asks_first
  const page = await pages.open('/app/account')
  const asked = await page.submit('Save', { askFirst: 'yes' })
  t.match(asked.text, /new shares wait until you accept them/)
  t.equal(await isAsked(), true)
  t.ok(
    asked.fields('Save').some(([name]) => name === 'askFirst'),
    'ticked now',
  )
  t.match((await asked.submit('Save', { askFirst: [] })).text, /appear in your list at once/)
  t.equal(await isAsked(), false)
  const strict = await openHouse(t, { askFirst: true })
  const there = await browse(strict, await strict.person('olivia')).open('/app/account')
  t.match(there.text, /all shares wait under Invitations/)
  t.notOk(there.buttons.includes('Save'))
})

t.test('whom somebody muted by a letter is heard of again', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const pages = browse(house, gary)
  t.notMatch((await pages.open('/app/account')).text, 'Whom you hear nothing of', 'nobody, and no section')

  await house.share(olivia, await house.sensor(olivia), gary.email)
  const { id } = await house.db.selectFrom('letters').select('id').executeTakeFirstOrThrow()
  await mute(house.db, id)
  await sql`insert into mutes (recipient, sender) values (${olivia.email}, 'sam@example.com')`.execute(house.db)

  const page = await pages.open('/app/account')
  t.match(page.text, /Muted people .* olivia@example\.com muted just now/)
  t.notMatch(page.text, 'sam@example.com', 'nor whom others muted')
  const button = 'Unmute olivia@example.com'
  const answered = { 'sam@example.com': 303, 'x@example.com': 303, '': 404, x: 404, 'a\0@example.com': 404 }
  for (const [sender, status] of Object.entries(answered)) {
    const answer = await tamper(house, page, button, '/app/account/unmute', { sender }, pages.cookies)
    t.equal(answer.statusCode, status, JSON.stringify(sender))
  }
  t.equal((await house.db.selectFrom('mutes').selectAll().execute()).length, 2, 'those of others stay')

  const heard = await page.submit(button)
  t.match(heard, { path: '/app/account', text: /olivia@example\.com is unmuted\./ })
  t.notMatch(heard.text, 'Whom you hear nothing of')
  t.match((await page.submit(button)).text, 'olivia@example.com is not muted.')
  t.strictSame(await house.db.selectFrom('mutes').select('recipient').execute(), [{ recipient: olivia.email }])
})

t.test('those whom somebody muted come in pages', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  await sql`
    insert into mutes (recipient, sender)
    select ${olivia.email}, 'a+' || lpad(n::text, 3, '0') || '@example.com' from generate_series(1, 201) as n`.execute(
    house.db,
  )
  const pages = browse(house, olivia)
  const mutedOn = ({ text }: { text: string }) =>
    [...text.matchAll(/(\S+) muted just now/g)].map(([, sender]) => sender)
  const first = await pages.open('/app/account')
  t.equal(mutedOn(first).length, 200)
  const [, link = ''] = /href="(\/app\/account\?afterMuted=[^"#]*)#mutes"/.exec(first.html) ?? []
  const last = await pages.open(link)
  t.strictSame(mutedOn(last), ['a+201@example.com'])
  t.notMatch(last.html, 'afterMuted')
  for (const after of ['%00', 'x', 'a%00@example.com']) {
    t.strictSame(mutedOn(await pages.open(`/app/account?afterMuted=${after}`)), mutedOn(first), after)
  }
})

t.test('the plan: what is used of it, and a code for another', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const [sauna] = [await house.sensor(olivia), await house.sensor(olivia)]
  for (const guest of ['gary@example.com', 'nina@example.com', 'paul@example.com'])
    await house.share(olivia, sauna, guest)
  const pages = browse(house, olivia)
  const page = await pages.open('/app/account')
  t.match(page.text, /plan Basic\..*own 2 of 25 Shares 3 of 40.*with 10 people\..*90 days/)
  t.match(page.html, '<meter aria-labelledby="of-claims" min="0" max="25" high="22.5" value="2"></meter>')
  t.match(page.html, 'max="40" high="36" value="3"')

  t.match(await page.submit('Use the code', { code: ' ' }), { status: 400, text: /Enter the code first/ })
  const wrong = await page.submit('Use the code', { code: '"><b>no' })
  t.match(wrong, { status: 404, text: /There is no such code/ })
  t.ok(
    wrong.fields('Use the code').some(([, value]) => value === '"><b>no'),
    'what was typed stays',
  )
  t.notMatch(wrong.html, '<b>')
  const code = await registerPlanCode(house.db, deriveKeys(house.secret).planCodes, { plan: 'Pro', days: 30 })
  const done = await wrong.submit('Use the code', { code: code.toLowerCase() })
  t.match(done, {
    status: 200,
    path: '/app/account',
    text: /You have the plan Pro now\..*It ends .*; then you have Basic/,
  })
  t.match(await done.submit('Use the code', { code }), { status: 409, text: /used already/ })
  await sql`update throttles set tries = 100`.execute(house.db)
  t.match(await page.submit('Use the code', { code: 'nothing' }), { status: 429, text: /Try again in \d+ seconds/ })
})

t.test('a plan that allows less than there is already, or nothing', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  await house.sensor(olivia)
  await sql`update plans set max_claims = 0, max_shares = 0, max_shares_per_sensor = 0 where name = 'Basic'`.execute(
    house.db,
  )
  const page = await browse(house, olivia).open('/app/account')
  t.match(page.text, /own 1 of 0 Shares 0 of 0 This plan does not include sharing/)
  t.match(page.html, 'max="1" high="0" value="1"')
})

t.test('access keys: the secret is shown once, and revoking asks first', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const pages = browse(house, olivia)
  const page = await pages.open('/app/account')
  t.match(page.text, /You have no access key/)
  t.strictSame(
    page.links.filter(({ href }) => href.startsWith('/docs')).map(({ href }) => href),
    ['/docs', '/docs/graphql'],
  )
  for (const name of ['', '  ', 'x'.repeat(201), 'two\nlines', 'nul\0']) {
    t.match(
      await page.submit('Create a key', { name }),
      { status: 400, text: /Enter a name of one line/ },
      JSON.stringify(name),
    )
  }
  const name = `<img src=x> "Boiler" & 'co'`
  const made = await page.submit('Create a key', { name })
  t.match(made, { status: 200, title: 'Your new access key' })
  t.match(made.text, name)
  const [, secret = ''] = / id="secret" value="([^"&]{43})/.exec(made.html) ?? []
  const [key] = await house.db.selectFrom('access_keys').selectAll().execute()
  t.match(made.html, `value="${key?.id}" readonly`)
  const list = await made.follow('Done, I’ve saved it')
  t.match(list.text, new RegExp(`${key?.id}, created .* not used yet`))
  t.match(list.text, name)
  t.notMatch(list.html, '<img')
  t.equal(Buffer.from(secret, 'base64').length, 32)
  t.notOk(list.html.includes(secret))

  const theirs = await browse(house, gary).open(`/app/account/keys/revoke?key=${key?.id}`)
  t.equal(theirs.status, 404)
  const question = await list.follow('Revoke …')
  t.match(question, { status: 200, title: 'Revoke this key?' })
  t.equal((await house.db.selectFrom('access_keys').selectAll().execute()).length, 1, 'asking changes nothing')
  t.match((await question.submit('Revoke')).text, /The key is revoked/)
  t.equal((await house.db.selectFrom('access_keys').selectAll().execute()).length, 0)
  t.match((await question.submit('Revoke')).text, /already revoked/)
  t.match(await tamper(house, question, 'Revoke', '/app/account/keys/revoke', { key: '\0' }, pages.cookies), {
    statusCode: 303,
  })
})

t.test('access keys: one too many is refused beside the form', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  await sql`
    insert into access_keys (id, person_id, name, sealed_secret)
    select lpad(translate(n::text, '0189', 'AXYZ'), 20, 'A'), ${olivia.id}, 'Key', 'x' from generate_series(1, 20) as n`.execute(
    house.db,
  )
  const page = await (await browse(house, olivia).open('/app/account')).submit('Create a key', { name: 'Boat' })
  t.match(page, { status: 403, title: 'Account', text: /Access key limit reached/ })
  t.ok(page.fields('Create a key').some(([, value]) => value === 'Boat'))
})

t.test('deleting: explained, asked for the own address, then a letter', async t => {
  const house = await openHouse(t, { mailbox: 'open' })
  const [olivia] = [await house.person('olivia'), await house.person('gary')]
  const question = await (await browse(house, olivia).open('/app/account')).follow('Delete my account …')
  t.match(question, { title: 'Delete your account?', text: /Your sensors are removed.*Nothing is deleted yet/ })
  for (const email of ['gary@example.com', '', '<b>', 'olivia@example.com\0']) {
    t.match(await question.submit('Send me the email', { email }), { status: 403, text: /not your address/ }, email)
  }
  const letters = () => house.db.selectFrom('letters').select(['kind', 'recipient']).execute()
  t.strictSame(await letters(), [])
  const sent = await question.submit('Send me the email', { email: ' Olivia@Example.com ' })
  t.match(sent, {
    status: 200,
    title: 'Check your email',
    text: /We are sending an email to olivia@example\.com.*mailbox/,
  })
  t.strictSame(await letters(), [{ kind: 'deletion', recipient: olivia.email }])
  await sql`update throttles set tries = 5`.execute(house.db)
  const many = await question.submit('Send me the email', { email: olivia.email })
  t.match(many, { status: 429, title: 'Delete your account?', text: /Try again in \d+ seconds/ })
  t.equal((await letters()).length, 1)
})

t.test('deleting, where no email can be sent: said beside the form', async t => {
  const house = await openHouse(t, { mail: undefined })
  const question = await browse(house, await house.person('olivia')).open('/app/account/delete')
  const told = await question.submit('Send me the email', { email: 'olivia@example.com' })
  t.match(told, { status: 503, title: 'Delete your account?', text: /cannot send emails yet/ })
  t.strictSame(await house.db.selectFrom('letters').selectAll().execute(), [])
})

t.test('nothing of it is done without a form of ours, or by whoever is not signed in', async t => {
  const house = await openHouse(t)
  const mine = await signedIn(house, await house.person('olivia'))
  const cookie = [...mine.pages.cookies].map(pair => pair.join('=')).join('; ')
  for (const path of [
    'sessions/end',
    'sessions/end-others',
    'ask-first',
    'unmute',
    'plan-code',
    'keys',
    'keys/revoke',
    'delete',
  ]) {
    const url = `/app/account/${path}`
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const payload = 'askFirst=yes&name=x&email=olivia%40example.com&sender=gary%40example.com'
    t.equal(
      (await house.app.inject({ method: 'POST', url, headers: { ...headers, cookie }, payload })).statusCode,
      403,
      path,
    )
    const stranger = await house.app.inject({ method: 'POST', url, headers, payload })
    t.match([stranger.statusCode, stranger.headers.location], [303, '/app/sign-in'], path)
    if (path !== 'delete' && path !== 'keys/revoke') t.equal((await mine.pages.open(url)).status, 404, `GET ${path}`)
  }
  t.strictSame(await house.db.selectFrom('letters').selectAll().execute(), [])
  t.strictSame(await house.db.selectFrom('access_keys').selectAll().execute(), [])
  t.strictSame(await sessionsOf(house), [mine.id])
})

t.test('"Download my data" gives a file; the sixth in a day a sentence', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const pages = browse(house, olivia)
  const page = await pages.open('/app/account')
  const headers = { cookie: [...pages.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  const payload = new URLSearchParams(page.fields('Download my data')).toString()
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const press = () =>
    house.app.inject({ method: 'POST', url: '/app/account/export', headers: { ...headers, ...form }, payload })
  const strange = await house.app.inject({
    method: 'POST',
    url: '/app/account/export',
    headers: { ...headers, ...form },
    payload: '',
  })
  t.equal(strange.statusCode, 403, 'a page of another origin cannot ask for it')
  for (let n = 0; n < 5; n++) {
    const file = await press()
    t.equal(file.statusCode, 200)
    t.match(file.headers['content-disposition'], /attachment; filename="sensor-share\.json"/)
    t.match(file.json(), { account: { email: olivia.email }, sensors: [] })
  }
  const over = await press()
  t.equal(over.statusCode, 429)
  t.match(over.payload, /<title>That did not work/)
})
