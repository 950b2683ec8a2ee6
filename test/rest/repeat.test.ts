/** Idempotency-Key: what comes twice is done once. */
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { buildTestApp } from '../support/app.ts'
import { checkBooks, type House, openAgain, openHouse, type Person } from '../support/house.ts'

type Call = { path?: string; body: object; key?: string | undefined; who: Person; app?: House['app'] }

/** Sends a call, and returns its status, its body letter for letter, and whether it was replayed. */
async function send(house: House, { path = '/shares', body, key, who, app }: Call) {
  const request = {
    method: 'POST' as const,
    url: path,
    headers: {
      authorization: who.token,
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    payload: JSON.stringify(body),
  }
  const answer = await (app ? app.inject(request) : house.inject(request))
  return { status: answer.statusCode, payload: answer.payload, replayed: answer.headers['idempotency-replayed'] }
}

const counts = async ({ db }: House) => {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*) from shares) as shares, (select count(*) from events) as events,
      (select count(*) from letters) as letters, (select count(*) from kept_answers) as kept`.execute(db)
  return rows[0]
}

async function openShop(t: Test, options: Parameters<typeof openHouse>[1] = {}) {
  const house = await openHouse(t, options)
  const olivia = await house.person('olivia')
  return { house, olivia, sauna: await house.sensor(olivia, 'Sauna'), fridge: await house.sensor(olivia, 'Fridge') }
}

t.test('the first answer again, letter for letter, whatever it was', async t => {
  const { house, olivia, sauna, fridge } = await openShop(t)
  const gary = await house.person('gary')
  const user = gary.email
  const calls: [string, Omit<Call, 'key'>, number][] = [
    ['200 shared', { path: '/share', body: { sensor: sauna, user }, who: olivia }, 200],
    ['409 shared already', { path: '/share', body: { sensor: sauna, user }, who: olivia }, 409],
    ['403 not the owner', { path: '/share', body: { sensor: sauna, user: 'ida@example.com' }, who: gary }, 403],
    ['400 oneself', { path: '/share', body: { sensor: sauna, user: olivia.email }, who: olivia }, 400],
    ['200 unshared', { path: '/unshare', body: { sensor: sauna, user }, who: olivia }, 200],
    ['404 not shared', { path: '/unshare', body: { sensor: sauna, user }, who: olivia }, 404],
    ['200 some of many', { body: { sensors: [sauna, fridge], users: [user, olivia.email] }, who: olivia }, 200],
    ['200 a dry run', { body: { sensors: [sauna], users: ['a@example.com'], dryRun: true }, who: olivia }, 200],
    ['409 all of many', { body: { sensors: [sauna, fridge], users: [user], mode: 'all' }, who: olivia }, 409],
    [
      '400 bad times',
      { body: { sensors: [sauna], users: [user], expiresAt: '2001-01-01T00:00:00Z' }, who: olivia },
      400,
    ],
  ]
  for (const [index, [title, call, status]] of calls.entries()) {
    const key = `key-${index}`
    const first = await send(house, { ...call, key })
    t.equal(first.status, status, title)
    t.notOk(first.replayed)
    const after = await counts(house)
    for (let n = 0; n < 2; n++) t.strictSame(await send(house, { ...call, key }), { ...first, replayed: 'true' }, title)
    t.strictSame(await counts(house), after, `${title}: done once`)
  }
  await checkBooks(t, house.db)
})

t.test('an answer with a key is what it is without one', async t => {
  const { house, olivia, sauna } = await openShop(t)
  const body = { sensor: sauna, user: 'gary@example.com' }
  const first = await send(house, { path: '/share', body, who: olivia })
  await house.unshare(olivia, sauna, body.user)
  t.equal((await send(house, { path: '/share', body, who: olivia, key: 'a' })).payload, first.payload)
  const refused = await send(house, { path: '/share', body, who: olivia })
  t.strictSame(await send(house, { path: '/share', body, who: olivia, key: 'b' }), refused)
})

t.test('422 the same key with something else; another person’s key is another key', async t => {
  const { house, olivia, sauna } = await openShop(t)
  const gary = await house.person('gary')
  const body = { sensor: sauna, user: 'ida@example.com' }
  const key = 'the key'.replace(' ', '-')
  t.equal((await send(house, { path: '/share', body, who: olivia, key })).status, 200)
  for (const [title, call] of Object.entries({
    'another user': { path: '/share', body: { ...body, user: 'jo@example.com' } },
    'another operation': { path: '/unshare', body },
    'a longer list': { body: { sensors: [sauna], users: [body.user] } },
  })) {
    const answer = await send(house, { ...call, who: olivia, key })
    t.equal(answer.status, 422, title)
    t.match(JSON.parse(answer.payload), { result: 'error', error: /another request/ })
  }
  t.equal((await send(house, { path: '/share', body, who: gary, key })).status, 403, 'it is judged for him')
  const same = await send(house, {
    path: '/share',
    body: { user: body.user, more: [[[]]], sensor: sauna },
    who: olivia,
    key,
  })
  t.match(
    same,
    { status: 200, replayed: 'true' },
    'the order of fields means nothing, nor do fields that are not known',
  )
})

t.test('a body that is nested deep does no harm', async t => {
  const { house, olivia, sauna } = await openShop(t)
  const payload = `{"sensor":"${sauna}","user":"ida@example.com","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`
  const headers = { authorization: olivia.token, 'content-type': 'application/json', 'idempotency-key': 'deep' }
  t.equal((await house.inject({ method: 'POST', url: '/share', headers, payload })).statusCode, 200)
})

t.test('400 a key that is none', async t => {
  const { house, olivia, sauna } = await openShop(t)
  const body = { sensor: sauna, user: 'ida@example.com' }
  for (const key of ['', ' ', 'a b', 'x'.repeat(256), 'ä', 'tab\tbed']) {
    const answer = await send(house, { path: '/share', body, who: olivia, key })
    t.equal(answer.status, 400, JSON.stringify(key))
    t.match(JSON.parse(answer.payload), { code: 'ER_INVALID_FORMAT', error: /Idempotency-Key/ })
  }
  t.strictSame(await counts(house), { shares: 0, events: 0, letters: 0, kept: 0 })
  t.equal((await send(house, { path: '/share', body, who: olivia, key: 'x'.repeat(255) })).status, 200)
  const claim = await send(house, { path: '/claim', body: { sensor: 'C6:F1:E7:99:00:00' }, who: olivia, key: 'a b' })
  t.equal(claim.status, 200, 'elsewhere the header means nothing')
})

t.test('without a key there is no statement more', async t => {
  let statements = 0
  const { house, olivia, sauna } = await openShop(t, { onStatement: () => statements++ })
  statements = 0
  await send(house, { path: '/share', body: { sensor: sauna, user: 'ida@example.com' }, who: olivia })
  t.equal(statements, 2, 'one for the token, one for the share')
})

t.test('after a day the key is new', async t => {
  const { house, olivia, sauna } = await openShop(t)
  const call = { path: '/share', body: { sensor: sauna, user: 'ida@example.com' }, who: olivia, key: 'day' }
  t.match(await send(house, call), { status: 200 })
  await sql`update kept_answers set created_at = now() - interval '23 hours 59 minutes'`.execute(house.db)
  t.match(await send(house, call), { status: 200, replayed: 'true' })
  await sql`update kept_answers set created_at = now() - interval '24 hours'`.execute(house.db)
  const second = await send(house, call)
  t.strictSame([second.status, second.replayed], [409, undefined], 'done anew')
  t.match(await send(house, call), { status: 409, replayed: 'true' })
})

t.test('what fails is not kept', async t => {
  const { house, olivia, sauna } = await openShop(t)
  const call = { path: '/share', body: { sensor: sauna, user: 'ida@example.com' }, who: olivia, key: 'fail' }
  await sql`alter table letters rename to letters_away`.execute(house.db)
  t.match(await send(house, call), { status: 500 })
  await sql`alter table letters_away rename to letters`.execute(house.db)
  t.strictSame(await counts(house), { shares: 0, events: 0, letters: 0, kept: 0 })
  t.match(await send(house, call), { status: 200, replayed: undefined })
  t.strictSame(await counts(house), { shares: 1, events: 1, letters: 1, kept: 1 })
})

t.test('20 at once with the same key: one does it, the others are told to wait or get its answer', async t => {
  const { house, olivia, sauna, fridge } = await openShop(t)
  const apps = [house.app]
  if (house.url) {
    const second = await buildTestApp({ db: await openAgain(t, house.url), secret: house.secret, rateLimit: false })
    t.teardown(() => second.close())
    apps.push(second)
  }
  for (let round = 0; round < 10; round++) {
    const body = {
      sensors: [sauna, fridge],
      users: [`guest${round % 5}@example.com`],
      mode: round % 2 ? 'all' : 'each',
    }
    if (round >= 5) for (const sensor of body.sensors) await house.unshare(olivia, sensor, body.users[0])
    const before = await counts(house)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        send(house, { body, who: olivia, key: `race-${round}`, app: apps[n % apps.length] as House['app'] }),
      ),
    )
    const done = answers.filter(({ status, replayed }) => status === 200 && !replayed)
    t.equal(done.length, 1)
    for (const { status, payload, replayed } of answers) {
      if (status === 409) t.match(JSON.parse(payload), { code: 'ER_CONFLICT', error: /under way/ })
      else if (replayed) t.strictSame([status, payload], [200, done[0]?.payload])
      else t.equal(status, 200)
    }
    const after = await counts(house)
    t.equal(Number(after?.shares) - Number(before?.shares), 2)
    t.equal(Number(after?.letters) - Number(before?.letters), 1)
    t.equal(Number(after?.kept) - Number(before?.kept), 1)
  }
  await checkBooks(t, house.db)
})

t.test('many keys at once, on the same sensors: nobody is lost, and nothing is done twice', async t => {
  const { house, olivia, sauna, fridge } = await openShop(t)
  await sql`update plans set max_shares = 1000, max_shares_per_sensor = 1000`.execute(house.db)
  const calls = Array.from({ length: 40 }, (_, n) => ({
    body: {
      sensors: n % 2 ? [sauna, fridge] : [fridge, sauna],
      users: [`g${n}@example.com`],
      mode: n % 3 ? 'all' : 'each',
    },
    who: olivia,
    key: n % 4 ? `many-${n}` : undefined,
  }))
  const answers = await Promise.all(calls.map(call => send(house, call)))
  t.ok(answers.every(({ status }) => status === 200))
  t.strictSame(await counts(house), { shares: 80, events: 80, letters: 40, kept: 30 })
  await checkBooks(t, house.db)
})

t.test('it goes with its person', async t => {
  const { house, olivia, sauna } = await openShop(t)
  await send(house, { path: '/share', body: { sensor: sauna, user: 'ida@example.com' }, who: olivia, key: 'mine' })
  await sql`delete from shares`.execute(house.db)
  await sql`delete from sensors`.execute(house.db)
  await sql`delete from people`.execute(house.db)
  t.strictSame((await counts(house))?.kept, 0)
})
