/** GET /events over real HTTP: who is told what, and when the stream ends. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { deletePerson } from '../../src/accounts/delete-person.ts'
import { addressKey, openHouse, settled, sign } from '../support/house.ts'
import { eventually } from '../support/service.ts'
import { follow, listen } from '../support/stream.ts'
import { holdTimersThat } from '../support/timers.ts'

/** A token of a session that was begun for the person. */
async function signIn(house: Awaited<ReturnType<typeof openHouse>>, who: { id: number; email: string }, more = {}) {
  const { id } = await house.db
    .insertInto('sessions')
    .values({ person_id: who.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, token: sign(house.secret, { email: who.email, sid: id, ...more }) }
}

t.test('ready, then what happens to whom it concerns; who is unshared gets that and nothing after it', async t => {
  const house = await openHouse(t)
  const [olivia, gary, sam] = [await house.person('olivia'), await house.person('gary'), await house.person('sam')]
  const sauna = await house.sensor(olivia)
  const home = await listen(house.app)
  const owner = await follow(t, home, olivia.token)
  const guest = await follow(t, home, gary.token)
  const other = await follow(t, home, sam.token)
  for (const client of [owner, guest, other]) await client.hears('ready')
  await house.share(olivia, sauna, gary.email)
  await guest.hears('shared')
  await house.post('/update', { sensor: sauna, name: 'Steam' }, olivia.token)
  await guest.hears('updated')
  await house.unshare(olivia, sauna, gary.email)
  await guest.hears('unshared')
  await house.post('/update', { sensor: sauna, name: 'Hot' }, olivia.token)
  await house.post('/unclaim', { sensor: sauna }, olivia.token)
  await owner.hears('released')
  t.strictSame(owner.names(), ['ready', 'shared', 'updated', 'unshared', 'updated', 'released'])
  t.strictSame(guest.names(), ['ready', 'shared', 'updated', 'unshared'])
  t.strictSame(other.names(), ['ready'])

  const { data } = (await house.inject({ url: '/history', headers: { authorization: olivia.token } })).json()
  t.strictSame(owner.news().toReversed(), data.events, 'each as in the history')
  t.match(guest.news()[1], { owner: olivia.email, guest: null, words: `${olivia.email} changed “Steam”.` })

  t.equal(owner.status, 200)
  t.match(owner.headers, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'access-control-allow-origin': '*',
    'x-request-id': /./,
  })
  t.ok(owner.retry >= 1_000 && owner.retry <= 5_000)
})

t.test('a guest whose share is paused or pending is told of the share, not of the sensor', async t => {
  const house = await openHouse(t)
  const [olivia, gary, pat] = [await house.person('olivia'), await house.person('gary'), await house.person('pat')]
  const sauna = await house.sensor(olivia)
  for (const who of [gary, pat]) await house.share(olivia, sauna, who.email)
  await sql`update shares set paused_at = now() where guest_id = ${gary.id}`.execute(house.db)
  await sql`update shares set asked = true where guest_id = ${pat.id}`.execute(house.db)
  await settled(house.db)
  const home = await listen(house.app)
  const clients = [await follow(t, home, gary.token), await follow(t, home, pat.token)]
  for (const client of clients) await client.hears('ready')
  await house.post('/update', { sensor: sauna, name: 'Steam' }, olivia.token)
  for (const who of [gary, pat]) await house.unshare(olivia, sauna, who.email)
  for (const client of clients) {
    await client.hears('unshared')
    t.strictSame(client.names(), ['ready', 'unshared'])
  }
})

t.test('who comes back gets what was missed, from wherever they were', async t => {
  const house = await openHouse(t)
  await house.db.updateTable('plans').set({ max_shares_per_sensor: 1000, max_shares: 1000 }).execute()
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(olivia)
  const home = await listen(house.app)
  const first = await follow(t, home, olivia.token)
  await first.hears('ready')
  const fromTheBeginning = first.lastId
  // In one transaction, so that some of a window is told and some is not.
  await house.db.transaction().execute(async trx => {
    for (let n = 0; n < 5; n++) {
      await sql`
        insert into events (action, sensor_id, owner_id, actor_id, data)
        values ('updated', ${sauna}, ${olivia.id}, ${olivia.id}, '{}')`.execute(trx)
    }
  })
  await house.share(olivia, sauna, gary.email)
  await first.hears('shared')
  first.cut()
  await house.unshare(olivia, sauna, gary.email)
  const all = [...first.heard.slice(1)]
  t.equal(all.length, 6)

  await settled(house.db)
  const last = await follow(t, home, olivia.token, first.lastId)
  await last.hears('ready')
  t.strictSame(last.names(), ['unshared', 'ready'])
  for (const [index, { id }] of [{ id: fromTheBeginning }, ...all].entries()) {
    const again = await follow(t, home, olivia.token, id)
    await again.hears('ready')
    t.strictSame(again.news(), [...all.slice(index).map(({ data }) => data), ...last.news()], `after ${index}`)
    again.cut()
  }
  const guest = await follow(t, home, gary.token, fromTheBeginning)
  await guest.hears('ready')
  t.strictSame(guest.names(), ['shared', 'unshared', 'ready'])
})

t.test('a guest who comes back is told of sensors whose share is live, since it began', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const [sauna, boat] = [await house.sensor(olivia), await house.sensor(olivia, 'Boat')]
  const home = await listen(house.app)
  const first = await follow(t, home, gary.token)
  await first.hears('ready')
  first.cut()
  for (const [sensor, name] of [
    [sauna, 'before'],
    [boat, 'before'],
  ]) {
    await house.post('/update', { sensor, name }, olivia.token)
  }
  for (const sensor of [sauna, boat]) await house.share(olivia, sensor, gary.email)
  for (const sensor of [sauna, boat]) await house.post('/update', { sensor, name: 'since' }, olivia.token)
  await house.unshare(olivia, boat, gary.email)
  await settled(house.db)
  const again = await follow(t, home, gary.token, first.lastId)
  await again.hears('ready')
  t.strictSame(
    again.news().map(({ sensor, action, name }) => [sensor, action, name]),
    [
      [sauna, 'shared', 'before'],
      [boat, 'shared', 'before'],
      [sauna, 'updated', 'since'],
      [boat, 'unshared', 'since'],
    ],
  )
})

t.test('reset: where they were is not from here', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sauna = await house.sensor(olivia)
  const home = await listen(house.app)
  const first = await follow(t, home, olivia.token)
  await first.hears('ready')
  const [server = '', from = '', until = '', id = ''] = first.lastId.split('-')
  const ahead = String(BigInt(until) + 1000n)
  const bad = [
    ...['', 'x', '1', '0', '-1', "'", 'null', '%00', 'é'.repeat(10), '9'.repeat(5000), '1-2-3', '1-1-1-1-1'],
    ...[`${server}-${from}-${ahead}-${id}`, `${server}-${ahead}-${ahead}-${id}`, `${server}-${ahead}-${until}-${id}`],
    ...[`ffff-${from}-${until}-${id}`, `${server}-0-${until}-0`, `${server}-${from}-${until}-${'9'.repeat(16)}`],
    ...[`${server}-${'9'.repeat(19)}-${'9'.repeat(19)}-0`, `${server}-${'9'.repeat(25)}-${'9'.repeat(25)}-0`],
  ]
  for (const lastId of bad) {
    const client = await follow(t, home, olivia.token, encodeURIComponent(lastId).slice(0, 8000))
    await eventually('anything heard', async () => client.heard.length > 0)
    t.match(client.heard, [{ event: 'reset', id: /./, data: {} }], lastId.slice(0, 60))
    client.cut()
    await eventually('left', async () => (await house.app.server.listening) && client.isOver)
  }
  const client = await follow(t, home, olivia.token, 'x')
  await client.hears('reset')
  await house.share(olivia, sauna, 'gary@example.com')
  await client.hears('shared')
  t.strictSame(client.names(), ['reset', 'shared'], 'and from then on what happens')
})

t.test('401, 405; HEAD; 429 the eleventh of one person, until one has left', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const home = await listen(house.app)
  t.equal((await house.inject({ url: '/events' })).statusCode, 401)
  t.equal((await house.inject({ url: '/events', headers: { authorization: 'x' } })).statusCode, 401)
  t.equal((await house.inject({ method: 'POST', url: '/events' })).statusCode, 405)
  t.equal((await house.inject({ method: 'HEAD', url: '/events' })).statusCode, 405)
  const clients = await Promise.all(Array.from({ length: 10 }, () => follow(t, home, olivia.token)))
  for (const client of clients) await client.hears('ready')
  const answer = await house.inject({ url: '/events', headers: { authorization: olivia.token } })
  t.match(answer, { statusCode: 429, headers: { 'retry-after': '10' } })
  t.match(answer.json(), { result: 'error', code: 'ER_THROTTLED' })
  const other = await follow(t, home, gary.token)
  await other.hears('ready')
  clients[0]?.cut()
  await eventually('there is room again', async () => {
    const client = await follow(t, home, olivia.token)
    return client.status === 200
  })
})

t.test('the rate limit counts a stream once', async t => {
  const house = await openHouse(t, { rateLimit: true })
  const olivia = await house.person('olivia')
  const home = await listen(house.app)
  const client = await follow(t, home, olivia.token)
  const other = await follow(t, home, olivia.token)
  t.equal(Number(client.headers['ratelimit-remaining']) - Number(other.headers['ratelimit-remaining']), 1)
})

t.test('ends with the session, the account or the token; and nothing is told after it', async t => {
  const house = await openHouse(t)
  const { db, person, sensor, share } = house
  const [olivia, gary] = [await person('olivia'), await person('gary')]
  const home = await listen(house.app)
  const [one, two] = [await signIn(house, olivia), await signIn(house, olivia)]
  const ending = await follow(t, home, one.token)
  const staying = await follow(t, home, two.token)
  const inAnHour = Math.floor(Date.now() / 1000) + 3_600
  const late = await signIn(house, olivia, { exp: inAnHour })
  const expiring = await follow(t, home, late.token)
  const guest = await follow(t, home, gary.token)
  for (const client of [ending, staying, expiring, guest]) await client.hears('ready')
  const deleted = await house.inject({
    method: 'DELETE',
    url: `/sessions/${one.id}`,
    headers: { authorization: two.token },
  })
  t.equal(deleted.statusCode, 200)
  const { now } = Date
  t.intercept(Date, 'now', { value: () => now() + 3_601_000 })
  await share(olivia, await sensor(olivia), gary.email)
  await Promise.all([ending.ends(), expiring.ends(), staying.hears('shared')])
  t.strictSame([ending.names(), expiring.names()], [['ready'], ['ready']])
  t.notOk(staying.isOver)

  await guest.hears('shared')
  await deletePerson(db, addressKey, gary.id)
  await guest.ends()
  t.strictSame(guest.names(), ['ready', 'shared'])
  await staying.hears('left')
})

t.test('the close ends all streams at once, also of those who do not read', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(olivia)
  const home = await listen(house.app)
  const reading = await follow(t, home, olivia.token)
  const deaf = await follow(t, home, gary.token)
  await reading.hears('ready')
  deaf.pause()
  await house.share(olivia, sauna, gary.email)
  await reading.hears('shared')
  // Whatever waited for a while would wait for ever.
  holdTimersThat(t, ms => ms >= 500)
  let isClosed = false
  void house.app.close().then(() => {
    isClosed = true
  })
  await eventually('it is closed', async () => isClosed && reading.isOver)
  deaf.cut()
})

t.test('who does not read is cut off, and has missed nothing when they come back', async t => {
  const house = await openHouse(t)
  const { db, person, sensor } = house
  const olivia = await person('olivia')
  const sauna = await sensor(olivia)
  const home = await listen(house.app)
  const deaf = await follow(t, home, olivia.token)
  await deaf.hears('ready')
  deaf.pause()
  // More than the buffers of the system and ours hold.
  const count = 3_000
  const long = 'x'.repeat(8 * 1024)
  for (let n = 0; n < count / 100; n++) {
    await sql`
      insert into events (action, sensor_id, owner_id, actor_id, data)
      select 'updated', ${sauna}, ${olivia.id}, ${olivia.id}, jsonb_build_object('n', ${n}::int * 100 + n, 'long', ${long}::text)
      from generate_series(0, 99) as n`.execute(db)
  }
  await eventually('nobody follows any more', async () => {
    await sleep(20)
    return (await house.app.server.listening) && (await connections(house.app.server)) === 0
  })
  deaf.resume()
  await deaf.ends()
  t.ok(deaf.news().length < count, `${deaf.news().length} were read`)
  const clients = [deaf, await follow(t, home, olivia.token, deaf.lastId)]
  const news = () => clients.flatMap(client => client.news())
  // On a server the transactions of other tests may hold up some of it. If very much comes while a client still gets what
  // it missed, it is cut off once more, and comes back again as browsers do.
  await eventually('all that was missed has come', async () => {
    const last = clients.at(-1)
    if (last?.isOver) clients.push(await follow(t, home, olivia.token, last.lastId))
    return news().length >= count
  })
  t.strictSame(
    news().map(({ data }) => (data as { n: number }).n),
    Array.from({ length: count }, (_, n) => n),
  )
})

const connections = (server: { getConnections(done: (error: Error | null, count: number) => void): void }) =>
  new Promise<number>((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )

t.test('how many follow stands in the metrics', async t => {
  const internalSecret = 'i'.repeat(32)
  const house = await openHouse(t, { internalSecret })
  const olivia = await house.person('olivia')
  const home = await listen(house.app)
  const told = async () => {
    const answer = await house.inject({ url: '/metrics', headers: { 'x-internal-secret': internalSecret } })
    return /^sensor_share_followers (\d+)$/m.exec(answer.payload)?.[1]
  }
  t.equal(await told(), '0')
  const client = await follow(t, home, olivia.token)
  t.equal(await told(), '1')
  client.cut()
  await eventually('left', async () => (await told()) === '0')
})
