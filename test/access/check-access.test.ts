/** What somebody may do with a sensor: asked with their token, or by another service. */
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { checkAccess } from '../../src/access/check-access.ts'
import { type House, openHouse, type Person } from '../support/house.ts'

const internalSecret = 'i'.repeat(32)
const nowhere = 'AA:AA:AA:AA:AA:AA'
const nothing = { role: null, channels: null, scripting: false, expiresAt: null, why: null }

type Query = { sensor?: string; channel?: string; person?: string }
type By = { token?: string; secret?: string }

const headersOf = ({ token, secret }: By) => ({
  ...(token && { authorization: `Bearer ${token}` }),
  ...(secret !== undefined && { 'x-internal-secret': secret }),
})

async function ask(house: House, query: Query, by: By) {
  const answer = await house.inject({ url: '/access', query: query as Record<string, string>, headers: headersOf(by) })
  return { status: answer.statusCode, ...answer.json() }
}

async function askAll(house: House, body: unknown, by: By) {
  const answer = await house.inject({
    method: 'POST',
    url: '/access',
    headers: { 'content-type': 'application/json', ...headersOf(by) },
    payload: JSON.stringify(body),
  })
  return { status: answer.statusCode, ...answer.json() }
}

/** A house in which somebody stands in each way to a sensor of Olivia's. */
async function furnish(t: Test, options: Parameters<typeof openHouse>[1] = {}) {
  const house = await openHouse(t, { internalSecret, ...options })
  const { db, person, sensor, share } = house
  await sql`update plans set max_shares_per_sensor = 100`.execute(db)
  const olivia = await person('olivia')
  const [mine, open] = [await sensor(olivia), await sensor(olivia, 'Greenhouse')]
  await db.updateTable('sensors').set({ is_public: true }).where('id', '=', open).execute()
  const terms = {
    guest: {},
    'guest of some': { channels: ['temperature', 'humidity'], scripting: true, expires_at: new Date('2099-01-01') },
    'guest of none': { channels: [] },
    begun: { starts_at: new Date('2020-01-01') },
    accepted: { asked: true, accepted_at: new Date() },
    asked: { asked: true },
    invited: {},
    paused: { paused_at: new Date() },
    scheduled: { starts_at: new Date('2099-01-01') },
    expired: { expires_at: new Date() },
  }
  const people = { stranger: await person('stranger') } as Record<keyof typeof terms | 'stranger', Person>
  for (const [name, set] of Object.entries(terms)) {
    const guest = await person(name.replaceAll(' ', '-'), { joined: name !== 'invited' })
    people[name as keyof typeof terms] = guest
    for (const id of [mine, open]) {
      const { status } = await share(olivia, id, guest.email)
      t.equal(status, 200)
      if (Object.keys(set).length === 0) continue
      await db.updateTable('shares').set(set).where('sensor_id', '=', id).where('guest_id', '=', guest.id).execute()
    }
  }
  return { house, olivia, people, mine, open }
}

t.test('what everybody is told, asked by themselves and by another service, alone and together', async t => {
  const { house, olivia, people, mine, open } = await furnish(t)
  const { claimed_at } = await house.db
    .selectFrom('sensors')
    .select('claimed_at')
    .where('id', '=', mine)
    .executeTakeFirstOrThrow()
  const owner = {
    ...nothing,
    role: 'owner',
    scripting: true,
    why: { owner: olivia.email, guest: null, since: claimed_at.toISOString() },
  }
  const somebody = { ...nothing, role: 'public' }
  const guest = async ({ id, email }: Person, sensor: string) => {
    const share = await house.db
      .selectFrom('shares')
      .selectAll()
      .where('guest_id', '=', id)
      .where('sensor_id', '=', sensor)
      .executeTakeFirstOrThrow()
    return {
      role: 'guest',
      channels: share.channels,
      scripting: share.scripting,
      expiresAt: share.expires_at?.toISOString() ?? null,
      why: { owner: olivia.email, guest: email, since: share.created_at.toISOString() },
    }
  }
  const some = people['guest of some']
  const none = people['guest of none']
  const rows: [Person, string, string | null, object][] = [
    [olivia, mine, null, owner],
    [olivia, mine, 'temperature', owner],
    [olivia, mine, 'any:thing', owner],
    [people.guest, mine, null, await guest(people.guest, mine)],
    [people.guest, mine, 'co2', await guest(people.guest, mine)],
    [people.guest, open, null, await guest(people.guest, open)],
    [people.guest, nowhere, null, nothing],
    [some, mine, null, await guest(some, mine)],
    [some, mine, 'humidity', await guest(some, mine)],
    [some, mine, 'HUMIDITY', nothing],
    [some, mine, 'co2', nothing],
    // As with measurements: a guest of a public sensor sees it as a guest.
    [some, open, 'co2', nothing],
    [none, mine, null, await guest(none, mine)],
    [none, mine, 'co2', nothing],
    [people.begun, mine, null, await guest(people.begun, mine)],
    [people.accepted, mine, null, await guest(people.accepted, mine)],
    ...(['asked', 'paused', 'scheduled', 'expired', 'stranger'] as const).flatMap(
      (name): [Person, string, string | null, object][] => [
        [people[name], mine, null, nothing],
        [people[name], mine, 'co2', nothing],
        [people[name], nowhere, null, nothing],
        [people[name], open, null, somebody],
        [people[name], open, 'co2', somebody],
      ],
    ),
  ]
  t.match(await guest(some, mine), { channels: ['temperature', 'humidity'], scripting: true, expiresAt: /^2099/ })
  const service = { secret: internalSecret }
  for (const [{ email, token }, sensor, channel, expected] of rows) {
    const data = { sensor, person: email, channel, ...expected }
    const question = { sensor, ...(channel && { channel }) }
    const name = `${email}, ${sensor}, ${channel}`
    t.strictSame(await ask(house, question, { token }), { status: 200, result: 'success', data }, name)
    t.strictSame((await ask(house, { ...question, person: email }, service)).data, data, `${name}: by a service`)
    t.strictSame((await askAll(house, { questions: [question] }, { token })).data, { answers: [data] }, `${name}: POST`)
  }
  const questions = rows.map(([{ email: person }, sensor, channel]) => ({
    ...{ person, sensor },
    ...(channel && { channel }),
  }))
  t.strictSame(
    await askAll(house, { questions }, service),
    {
      status: 200,
      result: 'success',
      data: {
        answers: rows.map(([{ email }, sensor, channel, expected]) => ({
          ...{ sensor, person: email, channel },
          ...expected,
        })),
      },
    },
    'all at once, in their order',
  )
  t.strictSame((await ask(house, { sensor: mine, person: 'invited@example.com' }, service)).data.role, null)
  await ask(house, { sensor: mine }, { token: people.invited.token })
  t.strictSame(
    (await ask(house, { sensor: mine, person: 'invited@example.com' }, service)).data.role,
    'guest',
    'whoever was invited is a guest from the moment of joining',
  )
})

t.test('addresses and MAC addresses in any case; the answer has them as the service writes them', async t => {
  const { house, people, mine } = await furnish(t)
  const { email, token } = people.guest
  const asked = { sensor: mine.toLowerCase(), person: email.toUpperCase() }
  const expected = { sensor: mine, person: email, role: 'guest' }
  for (const by of [{ token }, { secret: internalSecret }]) {
    t.match(await ask(house, asked, by), { status: 200, data: expected })
    t.match(await askAll(house, { questions: [asked] }, by), { status: 200, data: { answers: [expected] } })
  }
})

t.test('who may nothing learns nothing: neither which sensors exist, nor which people', async t => {
  const { house, olivia, people, mine, open } = await furnish(t)
  const service = { secret: internalSecret }
  const seen = async (sensor: string, person: string, by: By, channel?: string) => {
    const answer = await ask(house, { sensor, person, ...(channel && { channel }) }, by)
    return { ...answer, data: { ...answer.data, sensor: '', person: '' } }
  }
  const stranger = people.stranger
  const answers = [
    await seen(nowhere, 'nobody@example.com', service),
    await seen(mine, 'nobody@example.com', service),
    await seen(mine, stranger.email, service),
    await seen(mine, stranger.email, stranger),
    await seen(nowhere, stranger.email, stranger),
    ...(await Promise.all(
      (['asked', 'paused', 'scheduled', 'expired'] as const).map(name =>
        seen(mine, people[name].email, { token: people[name].token }),
      ),
    )),
  ]
  const hidden = await seen(mine, people['guest of some'].email, people['guest of some'], 'co2')
  t.strictSame({ ...hidden, data: { ...hidden.data, channel: null } }, answers[0], 'a channel that is not lent')
  for (const answer of answers) t.strictSame(answer, answers[0])
  t.strictSame(answers[0].data, { sensor: '', person: '', channel: null, ...nothing })
  for (const person of ['nobody@example.com', stranger.email]) {
    const answer = await ask(house, { sensor: open, person }, service)
    t.strictSame(answer.data, { sensor: open, person, channel: null, ...nothing, role: 'public' })
    t.notMatch(JSON.stringify(answer), olivia.email, 'nor whose a public one is')
  }
})

t.test('what is refused', async t => {
  const { house, olivia, people, mine } = await furnish(t)
  const { token, email } = people.guest
  const service = { secret: internalSecret }
  const one = { sensor: mine }
  const their = { ...one, person: olivia.email }
  const rows: [what: string, asked: Query, By, expected: object][] = [
    ['nothing named', {}, { token }, { status: 400, code: 'ER_MISSING_ARGUMENT', error: /"sensor"/ }],
    ['no MAC address', { sensor: 'sauna' }, { token }, { status: 400, code: 'ER_INVALID_MAC_ADDRESS' }],
    ['an empty channel', { ...one, channel: '' }, { token }, { status: 400, code: 'ER_INVALID_FORMAT' }],
    ['a long channel', { ...one, channel: 'c'.repeat(33) }, { token }, { status: 400, code: 'ER_INVALID_FORMAT' }],
    ['NUL', { ...one, channel: 'a\0' }, { token }, { status: 400, code: 'ER_INVALID_FORMAT' }],
    ['no address', { ...one, person: 'olivia' }, service, { status: 400, code: 'ER_INVALID_EMAIL_ADDRESS' }],
    ['of nobody', one, service, { status: 400, code: 'ER_MISSING_ARGUMENT', error: /"person"/ }],
    ['a stranger', one, {}, { status: 401, code: 'ER_UNAUTHORIZED' }],
    ['a bad token', one, { token: `${token}x` }, { status: 401, code: 'ER_UNAUTHORIZED' }],
    ['of somebody else', their, { token }, { status: 403, code: 'ER_FORBIDDEN', error: /yourself/ }],
    ['a wrong secret', their, { secret: 'wrong' }, { status: 403, code: 'ER_FORBIDDEN' }],
    ['an empty secret', their, { secret: '' }, { status: 403, code: 'ER_FORBIDDEN' }],
    ['a wrong secret and a good token', one, { secret: 'wrong', token }, { status: 403, code: 'ER_FORBIDDEN' }],
    ['a good secret and a bad token', { ...one, person: email }, { ...service, token: 'x' }, { status: 200 }],
    ['a good secret and a good token', their, { ...service, token }, { status: 200, data: { role: 'owner' } }],
    ['a good secret, a good token, of nobody', one, { ...service, token }, { status: 400, error: /"person"/ }],
  ]
  for (const [what, asked, by, expected] of rows) {
    t.match(await ask(house, asked, by), expected, `GET: ${what}`)
    const { data, ...answer } = expected as { data?: object }
    t.match(
      await askAll(house, { questions: [{ ...one, ...(by.secret && { person: email }) }, asked] }, by),
      { ...answer, ...(data && { data: { answers: [{ role: 'guest' }, data] } }) },
      `POST: ${what}`,
    )
  }
  const bodies: [unknown, object][] = [
    [{}, { status: 400, code: 'ER_MISSING_ARGUMENT' }],
    [{ questions: [] }, { status: 400, code: 'ER_INVALID_FORMAT' }],
    [{ questions: one }, { status: 400, code: 'ER_INVALID_FORMAT' }],
    [{ questions: [null] }, { status: 400, code: 'ER_INVALID_FORMAT' }],
    [{ questions: Array(1001).fill(one) }, { status: 400, code: 'ER_INVALID_FORMAT' }],
    [[one], { status: 400 }],
    ['a'.repeat(300_000), { status: 413 }],
  ]
  for (const [body, expected] of bodies) t.match(await askAll(house, body, { token }), expected)
})

t.test('no cache on the way keeps what another service was told', async t => {
  const house = await openHouse(t, { internalSecret })
  const url = `/access?sensor=${nowhere}&person=gary@example.com`
  for (const [secret, statusCode] of [
    [internalSecret, 200],
    ['wrong', 403],
  ] as const) {
    const answer = await house.inject({ url, headers: headersOf({ secret }) })
    t.match(answer, { statusCode, headers: { 'cache-control': 'no-store' } })
  }
})

t.test('where there is no internal secret, sending one changes nothing', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sensor = await house.sensor(olivia)
  const secret = internalSecret
  const { email: person, token } = olivia
  t.match(await ask(house, { sensor, person }, { secret }), { status: 401 })
  t.match(await askAll(house, { questions: [{ sensor, person }] }, { secret }), { status: 401 })
  t.match(await ask(house, { sensor }, { secret, token }), { status: 200, data: { role: 'owner' } })
  t.match(await ask(house, { sensor }, { secret: '', token }), { status: 200, data: { role: 'owner' } })
})

t.test('a person is counted, another service is not', async t => {
  const { house, people, mine } = await furnish(t, { rateLimit: true })
  await sql`update plans set max_claims = 0, max_history_days = 100`.execute(house.db)
  const { email: person, token } = people.stranger
  const statuses = []
  for (let n = 0; n < 11; n++) statuses.push((await ask(house, { sensor: mine }, { token })).status)
  t.strictSame(statuses, [...Array(10).fill(200), 429])
  const secret = internalSecret
  // More than a network has without a token.
  for (let n = 0; n < 70; n++) {
    const { status } = await ask(house, { sensor: mine, person }, { secret })
    if (status !== 200) t.fail(`${n}: ${status}`)
  }
  t.equal((await ask(house, { sensor: mine }, { token })).status, 429, 'still')
})

t.test('questions go together', async t => {
  let statements = 0
  const { house, people, mine } = await furnish(t, { onStatement: () => statements++ })
  const { email: person, token } = people.guest
  const secret = internalSecret
  const counted = async <Answer>(act: () => Promise<Answer>) => {
    statements = 0
    const answer = await act()
    return [statements, answer] as const
  }

  const places = [mine, nowhere]
  const questions = Array.from({ length: 1000 }, (_, n) => ({ person, sensor: places[n % 2] as string }))
  const [ofOne, { data }] = await counted(() => askAll(house, { questions }, { secret }))
  t.equal(ofOne, 1, '1,000 in one call')
  t.strictSame(
    data.answers.map(({ sensor, role }: Query & { role: string }) => [sensor, role]),
    questions.map(({ sensor }) => [sensor, sensor === mine ? 'guest' : null]),
  )

  const [ofMany, answers] = await counted(() =>
    Promise.all(questions.slice(0, 200).map(one => ask(house, one, one.sensor === mine ? { secret } : { token }))),
  )
  t.strictSame(
    answers.map(({ data }) => data.role),
    questions.slice(0, 200).map(({ sensor }) => (sensor === mine ? 'guest' : null)),
  )
  t.ok(ofMany >= 2 && ofMany <= 40, `${ofMany} statements for 200 calls, with those that find the callers`)

  const [ofFeature] = await counted(() =>
    Promise.all(
      questions.slice(0, 200).map(({ person, sensor }) => checkAccess(house.db, [{ person, sensor, channel: null }])),
    ),
  )
  t.ok(ofFeature <= 4, `${ofFeature} statements for 200 questions at once`)
})

t.test('503 while the database is away, also to another service', async t => {
  const house = await openHouse(t, { internalSecret })
  const { email: person } = await house.person('gary')
  await house.db.destroy()
  const question = { sensor: nowhere, person }
  const by = { secret: internalSecret }
  t.match(await ask(house, question, by), { status: 503, result: 'error' })
  t.match(await askAll(house, { questions: [question] }, by), { status: 503, result: 'error' })
})
