/** POST /shares: every answer that it can give, and what it leaves behind. */
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { checkBooks, type House, openHouse, type Person } from '../support/house.ts'

type Body = Record<string, unknown>
type Answer = {
  status: number
  code?: string
  error?: string
  data: {
    shared: number
    refused: number
    verdicts: { sensor: string; user: string; shared: boolean; code?: string; pending?: boolean; invited?: boolean }[]
    letters: { user: string; kind: string; sensors: number }[]
    limits?: { shares: object; sensors: object[] }
  }
}

const shareMany = (house: House, who: Person, body: Body) =>
  house.post('/shares', body, who.token) as unknown as Promise<Answer>

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

async function openShop(t: Test, options: Parameters<typeof openHouse>[1] = {}) {
  const house = await openHouse(t, options)
  const olivia = await house.person('olivia')
  const sensors = []
  for (const name of ['Sauna', 'Fridge', 'Boat']) sensors.push(await house.sensor(olivia, name))
  return { ...house, olivia, sensors, foreign: await house.sensor(await house.person('fred'), 'Foreign') }
}

/** All that sharing writes, so that two moments can be compared. */
async function everything({ db }: House) {
  const tables = ['people', 'sensors', 'shares', 'events', 'letters', 'declines', 'kept_answers'] as const
  const rows = await Promise.all(
    tables.map(async table => {
      const { rows } = await sql<{ all: string }>`
        select coalesce(string_agg(line::text, ';' order by line::text), '') as all from ${sql.table(table)} as line`.execute(
        db,
      )
      return [table, rows[0]?.all]
    }),
  )
  return Object.fromEntries(rows)
}

t.test('statuses', async t => {
  const house = await openShop(t)
  const { olivia, sensors, foreign } = house
  const [sauna, fridge] = sensors
  const gary = await house.person('gary')
  const user = gary.email
  const past = inDays(-1)
  await house.share(olivia, sensors[2] ?? '', user)
  await sql`insert into declines (owner_id, guest) values (${olivia.id}, 'never@example.com')`.execute(house.db)
  const many = (count: number) => Array.from({ length: count }, (_, n) => `guest${n}@example.com`)
  const bodies: [string, Body, number, string?][] = [
    ['no sensors', { users: [user] }, 400, 'ER_MISSING_ARGUMENT'],
    ['no users', { sensors: [sauna] }, 400, 'ER_MISSING_ARGUMENT'],
    ['empty lists', { sensors: [], users: [] }, 400, 'ER_INVALID_FORMAT'],
    ['a bad address', { sensors: [sauna], users: [user, 'gary'] }, 400, 'ER_INVALID_EMAIL_ADDRESS'],
    ['a bad sensor', { sensors: ['Sauna'], users: [user] }, 400, 'ER_INVALID_MAC_ADDRESS'],
    ['an unknown mode', { sensors: [sauna], users: [user], mode: 'some' }, 400, 'ER_INVALID_FORMAT'],
    [
      'a channel that no sensor has',
      { sensors: [sauna], users: [user], channels: ['taste'] },
      400,
      'ER_INVALID_FORMAT',
    ],
    ['no channels at all', { sensors: [sauna], users: [user], channels: [] }, 400, 'ER_INVALID_FORMAT'],
    ['an end in the past', { sensors: [sauna], users: [user], expiresAt: past }, 400, 'ER_INVALID_TIME_RANGE'],
    [
      'an end before the beginning',
      { sensors: [sauna], users: [user], startsAt: inDays(3), expiresAt: inDays(2) },
      400,
      'ER_INVALID_TIME_RANGE',
    ],
    ['no instant', { sensors: [sauna], users: [user], expiresAt: 'tomorrow' }, 400, 'ER_INVALID_FORMAT'],
    ['a leap second', { sensors: [sauna], users: [user], expiresAt: '2036-12-31T23:59:60Z' }, 400, 'ER_INVALID_FORMAT'],
    ['the year 0', { sensors: [sauna], users: [user], startsAt: '0000-01-01T00:00:00Z' }, 400, 'ER_INVALID_FORMAT'],
    [
      'the year 10000',
      { sensors: [sauna], users: [user], expiresAt: '9999-12-31T23:59:59-01:00' },
      400,
      'ER_INVALID_FORMAT',
    ],
    ['a note that is too long', { sensors: [sauna], users: [user], note: 'x'.repeat(501) }, 400, 'ER_INVALID_FORMAT'],
    ['a note with NUL', { sensors: [sauna], users: [user], note: 'a\u0000b' }, 400, 'ER_INVALID_FORMAT'],
    ['1,001 users', { sensors: [sauna], users: many(1_001) }, 400, 'ER_INVALID_FORMAT'],
    ['1,002 pairs', { sensors, users: many(334) }, 400, 'ER_INVALID_FORMAT'],
    ['all: the own address', { sensors: [sauna], users: [olivia.email], mode: 'all' }, 400, 'ER_INVALID_EMAIL_ADDRESS'],
    ['all: a foreign sensor', { sensors: [sauna, foreign], users: [user], mode: 'all' }, 403, 'ER_FORBIDDEN'],
    ['all: who declined', { sensors: [sauna], users: ['never@example.com'], mode: 'all' }, 403, 'ER_FORBIDDEN'],
    ['all: a full sensor', { sensors: [sauna], users: many(11), mode: 'all' }, 403, 'ER_SENSOR_SHARE_COUNT_REACHED'],
    ['all: shared already', { sensors, users: [user], mode: 'all' }, 409, 'ER_SENSOR_ALREADY_SHARED'],
    [
      'all: dry, and it cannot be',
      { sensors, users: [user], mode: 'all', dryRun: true },
      409,
      'ER_SENSOR_ALREADY_SHARED',
    ],
    ['dry', { sensors: [sauna], users: [user], dryRun: true }, 200],
    ['all, dry', { sensors: [sauna], users: [user], mode: 'all', dryRun: true }, 200],
  ]
  const before = await everything(house)
  for (const [title, body, status, code] of bodies) {
    const answer = await shareMany(house, olivia, body)
    t.equal(answer.status, status, title)
    t.equal(answer.code, code, title)
  }
  t.strictSame(await everything(house), before, 'none of them left a trace')
  t.equal((await house.post('/shares', { sensors: [sauna], users: [user] })).status, 401)
  t.equal((await shareMany(house, olivia, { sensors: [sauna, fridge], users: [user], mode: 'all' })).status, 200)
  await checkBooks(t, house.db)
})

t.test('each: a verdict for each pair, in the order of the call, and always 200', async t => {
  const house = await openShop(t)
  const { olivia, sensors, foreign } = house
  const [sauna = '', fridge = ''] = sensors
  await house.person('gary')
  await house.share(olivia, fridge, 'gary@example.com')
  await sql`insert into declines (owner_id, guest, at) values
    (${olivia.id}, 'no@example.com', now() - interval '29 days'), (${olivia.id}, 'then@example.com', now() - interval '31 days')`.execute(
    house.db,
  )
  const users = ['Gary@Example.com', 'ida@example.com', olivia.email, 'no@example.com', 'then@example.com']
  const { status, data } = await shareMany(house, olivia, { sensors: [sauna.toLowerCase(), fridge, foreign], users })
  t.equal(status, 200)
  t.strictSame(
    data.verdicts.map(({ sensor, user, shared, code, invited, pending }) => [
      sensor,
      user.split('@')[0],
      shared ? [invited, pending] : code,
    ]),
    [
      [sauna, 'gary', [false, false]],
      [sauna, 'ida', [true, true]],
      [sauna, 'olivia', 'ER_INVALID_EMAIL_ADDRESS'],
      [sauna, 'no', 'ER_FORBIDDEN'],
      [sauna, 'then', [true, true]],
      [fridge, 'gary', 'ER_SENSOR_ALREADY_SHARED'],
      [fridge, 'ida', [true, true]],
      [fridge, 'olivia', 'ER_INVALID_EMAIL_ADDRESS'],
      [fridge, 'no', 'ER_FORBIDDEN'],
      [fridge, 'then', [true, true]],
      [foreign, 'gary', 'ER_FORBIDDEN'],
      [foreign, 'ida', 'ER_FORBIDDEN'],
      [foreign, 'olivia', 'ER_INVALID_EMAIL_ADDRESS'],
      [foreign, 'no', 'ER_FORBIDDEN'],
      [foreign, 'then', 'ER_FORBIDDEN'],
    ],
  )
  t.match(data, { shared: 5, refused: 10 })
  t.strictSame(data.letters, [
    { user: 'gary@example.com', kind: 'shared', sensors: 1 },
    { user: 'ida@example.com', kind: 'invitation', sensors: 2 },
    { user: 'then@example.com', kind: 'invitation', sensors: 2 },
  ])
  t.notOk('limits' in data)
  await checkBooks(t, house.db)
})

t.test('named twice, judged once', async t => {
  const house = await openShop(t)
  const { olivia, sensors } = house
  const [sauna = '', fridge = ''] = sensors
  const body = {
    sensors: [sauna, fridge, sauna.toLowerCase()],
    users: ['ida@example.com', 'IDA@example.com'],
    mode: 'all',
  }
  const { status, data } = await shareMany(house, olivia, body)
  t.equal(status, 200)
  t.strictSame(
    data.verdicts.map(({ sensor }) => sensor),
    [sauna, fridge],
  )
  const again = Array.from({ length: 1_000 }, () => 'jo@example.com')
  t.match(await shareMany(house, olivia, { sensors, users: again }), { status: 200, data: { shared: 3 } })
})

t.test('one letter for each guest and call, with 10 sensors, the note and the times', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  await house.person('gary')
  const sensors = []
  for (let n = 0; n < 10; n++) sensors.push(await house.sensor(olivia, `Room ${n}`))
  const terms = { note: 'So you know.\nOlivia \ud800', startsAt: inDays(1), expiresAt: inDays(9) }
  const users = ['gary@example.com', 'ida@example.com']
  t.match(await shareMany(house, olivia, { sensors, users, ...terms }), { status: 200, data: { shared: 20 } })
  const letters = await house.db
    .selectFrom('letters')
    .select(['id', 'kind', 'recipient', 'content'])
    .orderBy('id')
    .execute()
  t.strictSame(
    letters.map(({ kind, recipient }) => [kind, recipient]),
    [
      ['shared', 'gary@example.com'],
      ['invitation', 'ida@example.com'],
    ],
  )
  for (const { content } of letters) {
    t.strictSame(content, {
      sensors: sensors.map((id, n) => ({ id, name: `Room ${n}` })),
      ...terms,
      note: 'So you know.\nOlivia \ufffd',
    })
  }
  const shares = await house.db.selectFrom('shares').select(['letter_id', 'note', 'expires_at']).execute()
  t.equal(shares.length, 20)
  t.strictSame(
    [...new Set(shares.map(({ letter_id }) => letter_id))].sort(),
    letters.map(({ id }) => id),
  )
  t.ok(shares.every(({ note, expires_at }) => note && expires_at?.toISOString() === terms.expiresAt))
  const events = await house.db.selectFrom('events').select('data').execute()
  const { note, ...told } = terms
  t.ok(note && events.every(({ data }) => !('note' in data)))
  t.match(
    events,
    Array.from({ length: 20 }, () => ({ data: told })),
  )
  t.match(await shareMany(house, olivia, { sensors, users: ['jo@example.com'], notify: false }), {
    status: 200,
    data: { shared: 10, letters: [] },
  })
  t.equal((await house.db.selectFrom('letters').selectAll().execute()).length, 2, 'nobody asked for a third')
})

t.test('the history keeps what is out of the ordinary', async t => {
  const house = await openShop(t)
  const { olivia, sensors } = house
  const [sauna] = sensors
  const usual = { channels: null, scripting: false, note: '', startsAt: null, expiresAt: null }
  const unusual = { channels: ['co2', 'humidity'], scripting: true, expiresAt: '2040-01-01T10:00:00+02:00' }
  await shareMany(house, olivia, { sensors: [sauna], users: ['gary@example.com'], ...usual })
  await shareMany(house, olivia, { sensors: [sauna], users: ['ida@example.com'], ...unusual })
  const events = await house.db.selectFrom('events').select('data').orderBy('id').execute()
  t.strictSame(events, [
    { data: { name: 'Sauna' } },
    { data: { name: 'Sauna', ...unusual, expiresAt: '2040-01-01T08:00:00.000Z' } },
  ])
})

t.test('a dry run tells what would be, whom it would write to, and the limits; and changes nothing', async t => {
  const house = await openShop(t)
  const { olivia, sensors, foreign } = house
  await house.person('gary')
  await house.share(olivia, sensors[0] ?? '', 'ida@example.com')
  const before = await everything(house)
  const body = { sensors: [...sensors, foreign], users: ['gary@example.com', 'ida@example.com', 'new@example.com'] }
  for (const notify of [true, false]) {
    const { status, data } = await shareMany(house, olivia, { ...body, notify, dryRun: true })
    t.equal(status, 200)
    t.match(data, { dryRun: true, shared: 8, refused: 4 })
    t.strictSame(
      data.letters,
      notify
        ? [
            { user: 'gary@example.com', kind: 'shared', sensors: 3 },
            { user: 'new@example.com', kind: 'invitation', sensors: 3 },
            { user: 'ida@example.com', kind: 'invitation', sensors: 2 },
          ]
        : [],
    )
    t.strictSame(data.limits, {
      shares: { used: 9, most: 40 },
      sensors: sensors.map(sensor => ({ sensor, used: 3, most: 10 })),
    })
  }
  t.strictSame(await everything(house), before)
  const dry = await shareMany(house, olivia, { ...body, dryRun: true })
  const real = await shareMany(house, olivia, body)
  t.strictSame([real.data.verdicts, real.data.letters], [dry.data.verdicts, dry.data.letters], 'and so it is then')
  await checkBooks(t, house.db)
})

t.test('all, with one bad pair among 1,000: names it, and leaves no trace', async t => {
  const house = await openHouse(t)
  await sql`update plans set max_shares = 5000, max_shares_per_sensor = 5000`.execute(house.db)
  const olivia = await house.person('olivia')
  const sensors: string[] = []
  for (let n = 0; n < 20; n++) sensors.push(await house.sensor(olivia))
  const users = Array.from({ length: 50 }, (_, n) => `guest${n}@example.com`)
  await house.share(olivia, sensors[13] ?? '', users[31] ?? '')
  const before = await everything(house)
  const answer = await shareMany(house, olivia, { sensors, users, mode: 'all' })
  t.match(answer, { status: 409, code: 'ER_SENSOR_ALREADY_SHARED' })
  t.match(answer.error, `${sensors[13]} for ${users[31]}`)
  t.strictSame(await everything(house), before)
  await house.unshare(olivia, sensors[13] ?? '', users[31])
  t.match(await shareMany(house, olivia, { sensors, users, mode: 'all' }), { status: 200, data: { shared: 1_000 } })
  t.equal((await house.db.selectFrom('shares').selectAll().execute()).length, 1_000)
  t.equal((await house.db.selectFrom('letters').selectAll().where('kind', '=', 'invitation').execute()).length, 51)
  await checkBooks(t, house.db)
})

t.test('1,000 pairs of their own are one statement', async t => {
  const sent: number[] = []
  const house = await openHouse(t, { onStatement: () => sent.push(1) })
  await sql`update plans set max_shares = 5000, max_shares_per_sensor = 5000`.execute(house.db)
  const olivia = await house.person('olivia')
  const sensors = [await house.sensor(olivia), await house.sensor(olivia)]
  const users = Array.from({ length: 500 }, (_, n) => `guest${n}@example.com`)
  sent.length = 0
  t.match(await shareMany(house, olivia, { sensors, users }), { status: 200, data: { shared: 1_000 } })
  t.equal(sent.length, 2, 'one for the token, one for the shares')
})

t.test('a plan that forbids, and one that is full', async t => {
  const house = await openShop(t)
  const { olivia, sensors } = house
  await sql`update plans set max_shares = 4 where name = 'Basic'`.execute(house.db)
  const users = ['a@example.com', 'b@example.com']
  const codes = async (answer: Promise<Answer>) =>
    (await answer).data.verdicts.map(({ shared, code }) => (shared ? 'shared' : code))
  const full = 'ER_SHARE_COUNT_REACHED'
  t.strictSame(await codes(shareMany(house, olivia, { sensors, users })), [
    ...['shared', 'shared', 'shared', 'shared'],
    ...[full, full],
  ])
  await sql`update plans set max_shares = 0 where name = 'Basic'`.execute(house.db)
  const again = await shareMany(house, olivia, { sensors: sensors.slice(1), users })
  t.match(again.data.verdicts[0], { code: 'ER_SENSOR_ALREADY_SHARED' })
  t.match(again.data.verdicts[3], { code: 'ER_FORBIDDEN', error: /does not include sharing/ })
})

t.test(
  'terms reach the guest: channels are masked, and nothing is seen before the beginning or from the end on',
  async t => {
    const house = await openShop(t)
    const { olivia, sensors, db } = house
    const [sauna = '', fridge = '', boat = ''] = sensors
    const gary = await house.person('gary')
    const data = '0201061BFF9904050EA24339C9120024FFE003ECA076A44E37C207FC16453B'
    const at = Math.floor(Date.now() / 1000) - 60
    for (const sensor_id of sensors) {
      await sql`insert into histories (sensor_id, owner_id, begins_at) values (${sensor_id}, ${olivia.id}, 0)
      on conflict do nothing`.execute(db)
      await db
        .insertInto('measurements')
        .values({ sensor_id, at, rssi: -60, gateway_id: 'F0:E1:D2:C3:B4:A5', is_maskable: true, data })
        .execute()
    }
    const get = async (sensor: string) => {
      const answer = await house.inject({ url: `/get?sensor=${sensor}`, headers: { authorization: gary.token } })
      return answer.statusCode === 200 ? answer.json().data.measurements[0]?.data : answer.statusCode
    }
    const to = [gary.email]
    await shareMany(house, olivia, { sensors: [sauna], users: to, channels: ['humidity', 'pressure', 'acceleration'] })
    await shareMany(house, olivia, { sensors: [fridge], users: to, startsAt: inDays(1) })
    await shareMany(house, olivia, {
      sensors: [boat],
      users: to,
      expiresAt: inDays(1),
    })
    const masked = data.replace('0EA2', '8000').replace('A076A4', 'A076FF')
    t.equal(await get(sauna), masked, 'temperature and movement are hidden')
    t.equal(await get(fridge), 403, 'it has not begun')
    t.equal(await get(boat), data)
    await sql`update shares set expires_at = now() where sensor_id = ${boat}`.execute(db)
    t.equal(await get(boat), 403, 'it is over')
    await sql`update shares set starts_at = now() where sensor_id = ${fridge}`.execute(db)
    t.equal(await get(fridge), data, 'now it has')
    t.match(await shareMany(house, olivia, { sensors: [boat], users: to }), { data: { shared: 1 } })
    t.equal(await get(boat), data, 'shared anew')
    await checkBooks(t, db)
  },
)

t.test('asked first: when the service asks everybody, and when the guest wishes so', async t => {
  const service = await openShop(t, { askFirst: true })
  const guest = await openShop(t)
  for (const house of [service, guest]) {
    const { olivia, sensors, db } = house
    const gary = await house.person('gary')
    const [sauna = '', fridge = ''] = sensors
    if (house === guest) await sql`update people set asks_first = true where email = 'gary@example.com'`.execute(db)
    t.match(await house.share(olivia, sauna, gary.email), { status: 200, data: { sensor: sauna, invited: false } })
    const { data } = await shareMany(house, olivia, { sensors: [fridge], users: [gary.email] })
    t.match(data.verdicts, [{ shared: true, invited: false, pending: true }])
    const shares = await db.selectFrom('shares').select(['asked', 'accepted_at']).execute()
    t.strictSame(
      shares,
      Array.from({ length: 2 }, () => ({ asked: true, accepted_at: null })),
    )
    const seen = () => house.inject({ url: '/user', headers: { authorization: gary.token } })
    t.strictSame((await seen()).json().data.sensors, [], 'nothing is seen before the yes')
    const letters = await db.selectFrom('letters').select(['kind', 'content']).execute()
    t.match(letters, [
      { kind: 'shared', content: { asked: true } },
      { kind: 'shared', content: { asked: true } },
    ])
    await sql`update shares set accepted_at = now()`.execute(db)
    t.equal((await seen()).json().data.sensors.length, 2)
  }
})

t.test('within 30 days nobody is asked again whom /share would ask, either', async t => {
  const house = await openShop(t)
  const { olivia, sensors, db } = house
  const [sauna = ''] = sensors
  await sql`insert into declines (owner_id, guest) values (${olivia.id}, 'gary@example.com')`.execute(db)
  t.match(await house.share(olivia, sauna, 'gary@example.com'), {
    status: 403,
    code: 'ER_FORBIDDEN',
    error: /30 days/,
  })
  t.equal((await db.selectFrom('people').selectAll().where('email', '=', 'gary@example.com').execute()).length, 0)
  await sql`update declines set at = now() - interval '30 days'`.execute(db)
  t.match(await house.share(olivia, sauna, 'gary@example.com'), { status: 200 })
})

t.test('fields that nobody knows are left out, whatever the statement would read under their names', async t => {
  const house = await openShop(t)
  const { olivia, sensors, foreign, db } = house
  const [sauna = ''] = sensors
  const deep = JSON.parse(`${'['.repeat(3_000)}${']'.repeat(3_000)}`)
  const surplus = [
    { guest: 'no address' },
    { guest: 'Someone@Example.com' },
    { sensor: foreign },
    { caller: 1, call: 7, position: 7 },
    { asked: true, services: ['80:00:00:00:12:34:56:78'], told: { a: 1 } },
    { x: '\0' },
    { x: '\ud800' },
    { x: deep },
  ]
  for (const [index, fields] of surplus.entries()) {
    const user = `guest${index}@example.com`
    const answer = await shareMany(house, olivia, { sensors: [sauna], users: [user], ...fields })
    t.match(answer, { status: 200, data: { shared: 1, verdicts: [{ sensor: sauna, user, invited: true }] } })
  }
  const shares = await db
    .selectFrom('shares')
    .innerJoin('people', 'people.id', 'guest_id')
    .select(['sensor_id', 'email', 'asked'])
    .orderBy('email')
    .execute()
  t.strictSame(
    shares,
    surplus.map((_, index) => ({ sensor_id: sauna, email: `guest${index}@example.com`, asked: false })),
  )
  await checkBooks(t, db)
})
