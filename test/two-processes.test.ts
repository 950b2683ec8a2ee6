/** Two processes serve one Postgres: nothing that one of them knows does the other need. */
import t, { type Test } from 'tap'
import { deriveKeys, unseal } from '../src/keys.ts'
import { checkBooks, openHouse, type Person, testDatabaseUrl } from './support/house.ts'
import { startService } from './support/service.ts'

t.test('two processes', { skip: !testDatabaseUrl && 'only a Postgres server can be served by two' }, async t => {
  const { db, person, sensor, secret, first, second, post, get } = await openPair(t)
  const { sealing } = deriveKeys(secret).codes

  /** Posts all at once, every other one to the other process; counts the statuses. */
  async function atOnce(requests: { path: string; who: Person; body: object }[]) {
    const answers = await Promise.all(
      requests.map(({ path, who, body }, index) => post(index % 2 ? first : second, path, body, who.token)),
    )
    const counts: Record<number, number> = {}
    for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
    return counts
  }
  const times = <Made>(count: number, make: (index: number) => Made) =>
    Array.from({ length: count }, (_, index) => make(index))
  const letters = async () => (await db.selectFrom('letters').select('id').execute()).length

  t.test('50 identical shares at once: one 200, 49 × 409, one letter', async t => {
    const owner = await person('identical')
    const body = { sensor: await sensor(owner), user: 'guest@example.com' }
    const before = await letters()
    const requests = times(50, () => ({ path: '/share', who: owner, body }))
    t.strictSame(await atOnce(requests), { 200: 1, 409: 49 })
    t.equal((await letters()) - before, 1)
    const ends = times(50, () => ({ path: '/unshare', who: owner, body }))
    t.strictSame(await atOnce(ends), { 200: 1, 404: 49 })
    await checkBooks(t, db)
  })

  t.test('room for 10 on a sensor, and for 40 of an owner, is given away once', async t => {
    const owner = await person('roomy')
    const sensors = await Promise.all(times(8, () => sensor(owner)))
    const share = (sensor: string | undefined, guest: number) => ({
      path: '/share',
      who: owner,
      body: { sensor, user: `guest${guest}@example.com` },
    })
    t.strictSame(await atOnce(times(50, guest => share(sensors[0], guest))), { 200: 10, 403: 40 })
    t.strictSame(await atOnce(times(70, guest => share(sensors[1 + (guest % 7)], guest))), { 200: 30, 403: 40 })
    await checkBooks(t, db)
  })

  t.test('what is shared through one is told to who listens to the other', async t => {
    const [owner, guest] = [await person('teller'), await person('listener')]
    const stop = new AbortController()
    const stream = await fetch(`${second}/events`, {
      headers: { authorization: `Bearer ${guest.token}` },
      signal: stop.signal,
    })
    t.equal(stream.status, 200)
    const shared = await sensor(owner)
    t.match(await post(first, '/share', { sensor: shared, user: guest.email }, owner.token), { status: 200 })
    let told = ''
    for await (const piece of stream.body ?? []) {
      told += Buffer.from(piece).toString()
      if (told.includes(shared)) break
    }
    stop.abort()
    t.match(told, shared)
    const list = await get(second, '/sensors-dense?sharedToMe=true', guest.token)
    t.ok(JSON.stringify(list).includes(shared))
  })

  t.test('wrong codes are counted together, and a session that ended at one is refused by the other', async t => {
    const email = 'guessed@example.com'
    t.match(await post(first, '/register', { email }), { status: 200 })
    const code = await codeTo(email)
    const wrong = code === 'AAAA' ? 'BBBB' : 'AAAA'
    for (let i = 0; i < 5; i++)
      t.match(await get(i % 2 ? first : second, `/verify?token=${wrong}&email=${email}`), { status: 403 })
    t.match(await get(second, `/verify?token=${code}&email=${email}`), { status: 403 }, 'it was guessed too often')

    t.match(await post(second, '/register', { email: 'leaver@example.com' }), { status: 200 })
    const { data } = await get(first, `/verify?token=${await codeTo('leaver@example.com')}`)
    const { accessToken } = data as { accessToken: string }
    const { data: user } = await get(second, '/sessions', accessToken)
    const [session] = (user as { sessions: { id: string }[] }).sessions
    t.match(session, { id: String })
    const answer = await fetch(`${first}/sessions/${session?.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${accessToken}` },
    })
    t.equal(answer.status, 200)
    t.match(await get(second, '/user', accessToken), { status: 401 })
  })

  async function codeTo(email: string): Promise<string> {
    const { content } = await db
      .selectFrom('letters')
      .select('content')
      .where('kind', '=', 'code')
      .where('recipient', '=', email)
      .executeTakeFirstOrThrow()
    return unseal(sealing, String((content as { code: string }).code))
  }
})

/** A house, and two services on its database in processes of their own. */
async function openPair(t: Test) {
  const house = await openHouse(t)
  const settings = {
    DATABASE_URL: house.url ?? '',
    JWT_SECRET: house.secret,
    RATE_LIMIT: 'off',
    // Nobody takes the letters: they stay as they were written.
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'sensors@example.com',
    PUBLIC_URL: 'http://127.0.0.1:1',
  }
  const services = await Promise.all([startService(settings), startService(settings)])
  t.teardown(() => {
    for (const service of services) service.kill('SIGKILL')
    return Promise.all(services.map(({ ended }) => ended))
  })
  const [first = '', second = ''] = services.map(({ url }) => url)

  async function ask(url: string, token?: string, body?: object) {
    const answer = await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, ...((await answer.json()) as { data?: unknown }) }
  }
  return {
    ...house,
    first,
    second,
    post: (service: string, path: string, body: object, token?: string) => ask(service + path, token, body),
    get: (service: string, path: string, token?: string) => ask(service + path, token),
  }
}
