import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { identify } from '../../../src/auth/identify.ts'
import { signIn } from '../../../src/auth/sign-in/sign-in.ts'
import { deriveKeys } from '../../../src/keys.ts'
import { share } from '../../../src/sharing/grant/share.ts'
import { cookieName } from '../../../src/web/frame/cookies.ts'
import { browse } from '../../support/browse.ts'
import { hearing, openHouse, type Person, sign } from '../../support/house.ts'
import { eventually } from '../../support/service.ts'
import { type Client, follow, listen } from '../../support/stream.ts'

t.test('the stream of a browser tells what happens, and ends with the session', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(olivia)
  const { id } = await house.db
    .insertInto('sessions')
    .values({ person_id: gary.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  const home = await listen(house.app)
  const cookie = `${cookieName}=${sign(house.secret, { email: gary.email, sid: id })}`
  const outgoing = request(`${home}/app/live`, { headers: { cookie }, agent: false })
  t.teardown(() => outgoing.destroy())
  outgoing.on('error', () => {})
  outgoing.end()
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  t.equal(answer.statusCode, 200)
  t.match(answer.headers, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
  let text = ''
  let isOver = false
  answer.setEncoding('utf8').on('data', more => {
    text += more
  })
  answer.on('close', () => {
    isOver = true
  })
  await eventually('ready', async () => text.includes('event: ready'))
  await house.share(olivia, sauna, gary.email)
  await eventually('shared', async () => text.includes('event: shared'))
  t.match(text, /olivia@example.com shared “.*Sauna.*” with you/)
  await house.db.deleteFrom('sessions').execute()
  await house.unshare(olivia, sauna, gary.email)
  await eventually('the end', async () => isOver)
  t.notMatch(text, 'event: unshared')
})

t.test('who joins is seen soon by whoever invited them, and told to nobody', hearing, async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const [sauna, boat] = [await house.sensor(olivia), await house.sensor(gary)]
  const invited = ['nina', 'paul', 'quentin', 'rosa']
  for (const name of invited) await house.share(olivia, sauna, `${name}@example.com`)
  const { id: rosa } = await house.db
    .selectFrom('people')
    .select('id')
    .where('email', '=', 'rosa@example.com')
    .executeTakeFirstOrThrow()
  await house.db
    .updateTable('shares')
    .set({ expires_at: new Date(0) })
    .where('guest_id', '=', rosa)
    .execute()
  await share(house.db, gary, [{ sensor: boat, guest: 'nina@example.com', askFirst: true }])
  const home = await listen(house.app)
  const page = ({ token }: Person) => follow(t, home, { cookie: `${cookieName}=${token}` }, undefined, '/app/live')
  const [owner, asker, program] = [await page(olivia), await page(gary), await follow(t, home, olivia.token)]
  const mark = await house.person('mark')
  const marked = await page(mark)
  for (const client of [owner, asker, program, marked]) await client.hears('ready')
  /** Without the shares from before, which may be told late, while another transaction is under way. */
  const heard = (client: Client) => client.heard.filter(({ event }) => event !== 'shared')
  const stirs = () => heard(owner).length - 1
  await eventually('listening', async () => {
    await sql`select pg_notify('joined', ${String(olivia.id)})`.execute(house.db)
    return stirs() > 0
  })
  // In their order: once somebody else is stirred, nothing is on its way from before.
  await eventually('another page is stirred', async () => {
    await sql`select pg_notify('joined', ${String(mark.id)})`.execute(house.db)
    return marked.heard.length > 1
  })
  await sleep(100)
  const before = stirs()

  // By a token of somebody else, and by a code.
  await identify(house.db, { email: 'nina@example.com' })
  await eventually('the page is stirred', async () => stirs() === before + 1)
  t.match((await browse(house, olivia).open(`/app/sensors/${sauna}`)).text, 'nina@example.com Has access')
  await house.post('/register', { email: 'paul@example.com' })
  const letter = await house.db
    .selectFrom('letters')
    .select('content')
    .where('kind', '=', 'code')
    .executeTakeFirstOrThrow()
  await signIn(house.db, deriveKeys(house.secret).codes, { link: Object(letter.content).link }, '127.0.0.1')
  await eventually('and again', async () => stirs() === before + 2)

  // Who has joined already, has nothing any more, or was never invited.
  for (const name of ['nina', 'paul', 'rosa', 'stranger']) await identify(house.db, { email: `${name}@example.com` })
  await identify(house.db, { email: 'quentin@example.com' })
  await eventually('the last', async () => stirs() === before + 3)
  await sleep(200)
  t.strictSame(heard(owner).slice(1), Array(before + 3).fill({ id: '', event: 'stir', data: {} }), 'nothing is told')
  t.equal(heard(asker).length, 1, 'whoever waits for a yes learns nothing')
  t.equal(heard(program).length, 1, 'programs are told what happened, and nothing did')
  t.strictSame(
    (await house.db.selectFrom('events').select('action').execute()).filter(({ action }) => action !== 'shared'),
    [],
  )
})

t.test('without a session it leads to the sign-in, which is no stream', async t => {
  const house = await openHouse(t)
  const answer = await house.app.inject({ url: '/app/live' })
  t.match([answer.statusCode, answer.headers.location], [303, '/app/sign-in?next=%2Fapp%2Flive'])
})

t.test('the script knows everything that happens', async t => {
  const house = await openHouse(t)
  const { rows } = await sql<{ rule: string }>`
    select pg_get_constraintdef(oid) as rule from pg_constraint where conname = 'events_action_check'`.execute(house.db)
  const actions = [...(rows[0]?.rule ?? '').matchAll(/'(\w+)'/g)].map(([, action]) => action)
  t.ok(actions.length > 10)
  const script = await readFile(new URL('../../../public/live.js', import.meta.url), 'utf8')
  for (const action of actions) t.match(script, `'${action}'`)
})

t.test('what a script fetches leaves what is to be told for the next page', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  await house.sensor(olivia, 'Sauna')
  const browser = browse(house, olivia)
  const page = await browser.open('/app')
  const fields = new URLSearchParams(page.fields('Sign out'))
  const cookie = () => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  fields.set('id', 'C6F1E7D3DA11')
  fields.set('name', 'Boat')
  const { cookies } = await house.app.inject({
    method: 'POST',
    url: '/app/claim',
    headers: { cookie: cookie(), 'content-type': 'application/x-www-form-urlencoded' },
    payload: fields.toString(),
  })
  for (const { name, value } of cookies) browser.cookies.set(name, value)
  const part = await house.app.inject({ url: '/app', headers: { cookie: cookie(), 'x-fetched': 'part' } })
  t.notMatch(part.payload, 'Added Boat')
  t.match((await browser.open('/app')).text, 'Added Boat')
  t.notMatch((await browser.open('/app')).text, 'Added Boat', 'once')
})
