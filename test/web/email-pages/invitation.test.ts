/** From the email to the sensor: the link of an invitation makes the account, once. */
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { deletePerson } from '../../../src/accounts/delete-person.ts'
import { makeLinks } from '../../../src/auth/entrance/tokens.ts'
import { cookieName } from '../../../src/web/frame/cookies.ts'
import { browse } from '../../support/browse.ts'
import { addressKey, checkBooks, type House, openHouse, sign } from '../../support/house.ts'

const gary = 'gary@example.com'
const soon = () => Math.floor(Date.now() / 1000) + 60

/** Olivia has invited Gary, who has no account, to so many sensors; `link` is that of the email. */
async function furnish(t: Test, { count = 1, note = '' } = {}) {
  const house = await openHouse(t, { mailbox: 'open' })
  const olivia = await house.person('olivia')
  const sensors: string[] = []
  for (const name of ['Sauna', 'Boat', 'Cabin'].slice(0, count)) sensors.push(await house.sensor(olivia, name))
  await house.post('/shares', { sensors, users: [gary], ...(note && { note }) }, olivia.token)
  const { id: letter } = await house.db.selectFrom('letters').select('id').executeTakeFirstOrThrow()
  const links = await makeLinks(house.secret, '')
  return { house, olivia, sensors, letter, link: links.signUp(letter), plain: links.invitation(letter) }
}

const sessions = async ({ db }: House) => (await db.selectFrom('sessions').select('id').execute()).length
const joined = async ({ db }: House) =>
  (await db.selectFrom('people').select('joined_at').where('email', '=', gary).executeTakeFirst())?.joined_at ?? null

t.test('200 who, what and the message; opening the link changes nothing, however often', async t => {
  const { house, link } = await furnish(t, { count: 2, note: '<b>Have a look</b>' })
  for (let n = 0; n < 3; n++) {
    const page = await browse(house).open(link)
    t.match(page, { status: 200, title: 'olivia@example.com shares 2 sensors with you' })
    t.match(page.text, /Boat Everything Sauna Everything olivia@example.com wrote: <b>Have a look<\/b>/)
    t.match(page.text, /Accepting creates an account for gary@example.com and signs you in on this device/)
    t.notMatch(page.html, /<b>/)
  }
  t.equal(await sessions(house), 0)
  t.equal(await joined(house), null)
})

t.test('one sensor: the button makes the account, accepts, and opens the sensor; the owner learns of it', async t => {
  const { house, olivia, sensors, link } = await furnish(t)
  const pages = browse(house)
  const sensor = await (await pages.open(link)).submit('Accept and open')
  t.match(sensor, { status: 200, path: `/app/sensors/${sensors[0]}`, title: 'Sauna' })
  t.match(sensor.text, /You accepted a sensor/)
  t.ok(await joined(house))
  const { db } = house
  t.match(await db.selectFrom('account_events').select(['action', 'device']).execute(), [{ action: 'signedIn' }])
  t.strictSame((await db.selectFrom('known_networks').select('network').execute()).length, 1)
  const letters = await db.selectFrom('letters').select(['kind', 'recipient', 'sender']).orderBy('id').execute()
  t.strictSame(letters.slice(1), [{ kind: 'accepted', recipient: olivia.email, sender: gary }], 'no alert: it is new')
  const history = await browse(house, olivia).open('/app/history')
  t.match(history.text, /gary@example.com accepted your invitation to “Sauna”/)
  await checkBooks(t, db)
})

t.test('several sensors: the list', async t => {
  const { house, link } = await furnish(t, { count: 3 })
  const list = await (await browse(house).open(link)).submit('Accept and open')
  t.match(list, { status: 200, path: '/app', title: 'Sensors' })
  t.match(list.text, /You accepted 3 sensors/)
  t.equal((await house.db.selectFrom('letters').select('id').where('kind', '=', 'accepted').execute()).length, 1)
})

t.test('one that is paused or starts later: the list, and it says so', async t => {
  const { house, link } = await furnish(t)
  await sql`update shares set starts_at = now() + interval '1 day'`.execute(house.db)
  const list = await (await browse(house).open(link)).submit('Accept and open')
  t.match(list, { status: 200, path: '/app' })
  t.match(list.text, /The owner has not started sharing it yet/)
})

t.test('clicked ten times at once: one sign-in; the others get the usual one, with the address', async t => {
  const { house, link } = await furnish(t)
  const shown = await Promise.all(Array.from({ length: 10 }, () => browse(house).open(link)))
  const next = await Promise.all(shown.map(page => page.submit('Accept and open')))
  t.equal(await sessions(house), 1)
  t.equal(next.filter(({ title }) => title === 'Sauna').length, 1)
  const others = next.filter(({ title }) => title === 'Sign in')
  t.equal(others.length, 9)
  t.ok(others.every(page => page.fields('Send me a code').some(([name, value]) => name === 'email' && value === gary)))
  const events = await house.db.selectFrom('events').select('action').where('action', '=', 'accepted').execute()
  t.equal(events.length, 1)
  await checkBooks(t, house.db)
})

t.test('used, or joined by a code: the link signs nobody in any more', async t => {
  const { house, link } = await furnish(t)
  const early = await browse(house).open(link)
  await sql`update people set joined_at = now() where email = ${gary}`.execute(house.db)
  t.match(await early.submit('Accept and open'), { title: 'Sign in', path: /^\/app\/sign-in\?email=gary%40/ })
  const late = await browse(house).open(link)
  t.notMatch(late.text, /creates an account/)
  t.match(late.text, /You have accepted it/)
  t.match(await late.follow('Open Sauna'), { title: 'Sign in' })
  t.equal(await sessions(house), 0)
})

t.test('after three days, and with a plain link: accept, then the usual sign-in with the address', async t => {
  for (const make of ['old', 'plain'] as const) {
    const { house, letter, plain, sensors } = await furnish(t)
    const old = `/app/invitation?token=${sign(house.secret, { invitation: letter, signUpUntil: soon() - 60 })}`
    const page = await browse(house).open(make === 'old' ? old : plain)
    t.match(page.text, /Next you sign in as gary@example.com/)
    const next = await page.submit('Accept')
    t.match(next, { title: 'Sign in' })
    t.strictSame(
      next.fields('Send me a code').filter(([name]) => name !== '_csrf'),
      [
        ['next', `/app/sensors/${sensors[0]}`],
        ['email', gary],
      ],
    )
    t.equal(await sessions(house), 0)
    t.equal(await joined(house), null)
  }
})

t.test('sent again, or the share ended: the old link signs nobody in', async t => {
  await t.test('sent again', async t => {
    const { house, olivia, sensors, link } = await furnish(t)
    await sql`update letters set created_at = now() - interval '2 hours'`.execute(house.db)
    await sql`update shares set created_at = now() - interval '3 hours'`.execute(house.db)
    const again = await browse(house, olivia).open('/app/invitations')
    const early = await browse(house).open(link)
    await again.submit('Send again gary@example.com, Sauna')
    t.match(await early.submit('Accept and open'), { title: 'Sign in' })
    t.match(await (await browse(house).open(link)).follow('Open Sauna'), { title: 'Sign in' })
    t.equal(await sessions(house), 0)
    const { letter_id } = await house.db.selectFrom('shares').select('letter_id').executeTakeFirstOrThrow()
    const links = await makeLinks(house.secret, '')
    const fresh = await (await browse(house).open(links.signUp(letter_id ?? 0))).submit('Accept and open')
    t.match(fresh, { path: `/app/sensors/${sensors[0]}` })
  })
  await t.test('ended', async t => {
    const { house, olivia, sensors, link } = await furnish(t)
    const early = await browse(house).open(link)
    await house.unshare(olivia, sensors[0] ?? '', gary)
    t.match(await early.submit('Accept and open'), { title: 'This share has ended' })
    t.match(await browse(house).open(link), { title: 'This share has ended' })
    t.equal(await joined(house), null)
  })
})

t.test('a deleted account: the old link opens no new one', async t => {
  const { house, link } = await furnish(t)
  await (await browse(house).open(link)).submit('Accept and open')
  const { id } = await house.db.selectFrom('people').select('id').where('email', '=', gary).executeTakeFirstOrThrow()
  await deletePerson(house.db, addressKey, id)
  t.match(await browse(house).open(link), { status: 403, title: 'This link has ended' })
})

t.test('a link of something else signs nobody in', async t => {
  const { house, letter } = await furnish(t)
  const others = [
    sign('x'.repeat(32), { invitation: letter, signUpUntil: soon() }),
    sign(house.secret, { signUp: letter, signUpUntil: soon() }),
    sign(house.secret, { invitation: letter, signUpUntil: String(soon()) }),
    sign(house.secret, { invitation: String(letter), signUpUntil: soon() }),
    sign(house.secret, { invitation: letter, signUpUntil: soon(), exp: 1 }),
  ]
  for (const token of others) {
    const page = await browse(house).open(`/app/invitation?token=${token}`)
    t.notMatch(page.text, /creates an account/)
    if (page.status === 200) await page.submit('Accept')
  }
  t.equal(await sessions(house), 0)
  t.match(await browse(house).open('/app/invitation'), { status: 403 })
  t.match(await browse(house).open('/app/invitation?token=a&token=b'), { status: 403 })
})

t.test('403 without the proof of a form: no other site signs its visitors in', async t => {
  const { house, link } = await furnish(t)
  const answer = await house.app.inject({
    method: 'POST',
    url: '/app/invitation',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ token: link.split('token=')[1] ?? '', answer: 'accept' }).toString(),
  })
  t.equal(answer.statusCode, 403)
  t.equal(await sessions(house), 0)
})

t.test('an answer that is none is 404; declining and muting need no account', async t => {
  const { house, link } = await furnish(t)
  const page = await browse(house).open(link)
  t.match(await page.submit('Mute this sender'), { status: 200, title: 'Sender muted' })
  t.match(await page.submit('Decline'), { status: 200, title: 'You declined a sensor' })
  t.match(await page.submit('Accept and open'), { status: 200, title: 'This share has ended' })
  t.equal(await joined(house), null)
})

t.test('who is signed in already accepts and is there; somebody else is told whose it is', async t => {
  const { house, plain, link, sensors } = await furnish(t)
  const nina = await house.person('nina')
  const others = browse(house, nina)
  const foreign = await others.open(link)
  t.match(foreign.text, /Here you are signed in as nina@example.com. Accepting creates an account for gary@example.com/)
  await sql`update people set joined_at = now() where email = ${gary}`.execute(house.db)
  const told = await (await others.open(plain)).submit('Accept')
  t.match(told, { status: 200, title: 'You accepted a sensor' })
  t.match(told.text, /Sign out, and sign in as gary@example.com/)

  await sql`update shares set accepted_at = null, asked = true`.execute(house.db)
  const own = browse(house, { token: sign(house.secret, { email: gary }) })
  const page = await (await own.open(link)).submit('Accept')
  t.match(page, { status: 200, path: `/app/sensors/${sensors[0]}` })
})

t.test('signing up in a browser of somebody else ends their session there', async t => {
  const { house, link } = await furnish(t)
  const { db, secret } = house
  const nina = await house.person('nina')
  const { id } = await db
    .insertInto('sessions')
    .values({ person_id: nina.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  const pages = browse(house, { token: sign(secret, { email: nina.email, sid: id, exp: soon() }) })
  const page = await (await pages.open(link)).submit('Accept and open')
  t.match(page, { status: 200, title: 'Sauna' })
  t.strictSame((await db.selectFrom('sessions').select('person_id').execute()).length, 1)
  const ended = browse(house)
  ended.cookies.set(cookieName, sign(secret, { email: nina.email, sid: id, exp: soon() }))
  t.match(await ended.open(link), { status: 200 }, 'an ended session is no obstacle')
})
