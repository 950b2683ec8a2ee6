import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { sql } from 'kysely'
import t from 'tap'
import { cookieName } from '../../src/web/session.ts'
import { openHouse, sign } from '../house.ts'
import { eventually } from '../service.ts'
import { listen } from '../sharing/stream.ts'
import { browse } from './browse.ts'

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
  const script = await readFile(new URL('../../src/web/static/live.js', import.meta.url), 'utf8')
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
  t.notMatch(part.payload, 'Boat is yours now')
  t.match((await browser.open('/app')).text, 'Boat is yours now')
  t.notMatch((await browser.open('/app')).text, 'Boat is yours now', 'once')
})
