import { sql } from 'kysely'
import t from 'tap'
import { checkBooks, clearLetters, type House, openHouse, type Person } from '../../support/house.ts'

const internalSecret = 'the-secret-of-the-operator-alone'
const secret = 'engraved-on-the-back'

const contest = ({ post }: House, who: Person, sensor: string, given: unknown = secret, more: object = {}) =>
  post('/contest-sensor', { sensor, secret: given, ...more }, who.token)

async function register({ inject }: House, payload: object, headers = { 'x-internal-secret': internalSecret }) {
  const answer = await inject({ method: 'POST', url: '/register-sensor', headers, payload })
  return { status: answer.statusCode, ...answer.json() }
}

const now = () => Math.floor(Date.now() / 1000)

t.test('POST /register-sensor', async t => {
  const house = await openHouse(t, { internalSecret })
  const sensor = 'C6:F1:E7:D3:DA:11'

  t.test('200 the first secret, and the same again; it is kept as a hash', async t => {
    for (const written of [sensor.toLowerCase(), sensor]) {
      t.strictSame(await register(house, { sensor: written, secret }), {
        status: 200,
        result: 'success',
        data: { sensor },
      })
    }
    t.match(await register(house, { sensor: 'C6:F1:E7:D3:DA:12', secret }), { status: 200 })
    const rows = await house.db.selectFrom('sensor_secrets').select('hash').execute()
    t.strictSame(
      rows.map(({ hash }) => hash.length),
      [32, 32],
    )
    t.notSame(rows[0], rows[1], 'of another sensor it looks different')
  })
  t.test('409 another secret', async t => {
    t.match(await register(house, { sensor, secret: `${secret}!` }), {
      status: 409,
      code: 'ER_SENSOR_ALREADY_REGISTERED',
    })
    t.match(await contest(house, await house.person('anna'), sensor, `${secret}!`), { status: 403 })
  })
  t.test('ten at once: one secret is kept, whoever brought it gets 200', async t => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => register(house, { sensor: 'C6:F1:E7:D3:DA:13', secret: `secret-of-${i}` })),
    )
    t.equal(answers.filter(({ status }) => status === 200).length, 1)
    t.equal(answers.filter(({ status }) => status === 409).length, 9)
  })
  t.test('400, 403', async t => {
    t.match(await register(house, { sensor: 'sauna', secret }), { status: 400, code: 'ER_INVALID_MAC_ADDRESS' })
    t.match(await register(house, { sensor }), { status: 400, code: 'ER_MISSING_ARGUMENT' })
    t.match(await register(house, { sensor, secret: 'short' }), { status: 400, code: 'ER_INVALID_FORMAT' })
    t.match(await register(house, { sensor, secret }, { 'x-internal-secret': 'x' }), {
      status: 403,
      code: 'ER_FORBIDDEN',
    })
  })
})

t.test('POST /contest-sensor', async t => {
  const house = await openHouse(t, { internalSecret })
  const { db, person, sensor, share } = house
  const [anna, bert, gus] = [await person('anna'), await person('bert'), await person('gus')]
  const registered = async (owner: Person, name?: string) => {
    const id = await sensor(owner, name)
    await register(house, { sensor: id, secret })
    return id
  }

  t.test('200 everything of the former owner ends; they are told, and so is who lost a live share', async t => {
    const id = await registered(anna, 'Boat')
    for (const user of [bert.email, gus.email, 'nobody@example.com']) await share(anna, id, user)
    await sql`
      update sensors set picture = 'boat.jpg', is_public = true, offset_temperature = 1, offset_humidity = 2, offset_pressure = 3,
        claimed_at = '2020-01-01', updated_at = '2020-01-01'
      where id = ${id}`.execute(db)
    await db.insertInto('sensor_settings').values({ sensor_id: id, name: 'a', value: 'b' }).execute()
    await db.insertInto('histories').values({ sensor_id: id, owner_id: anna.id, thinned_until: 7 }).execute()
    await clearLetters(db)
    const asked = now()

    t.strictSame(await contest(house, bert, id.toLowerCase(), secret, { name: 'Mine' }), {
      status: 200,
      result: 'success',
      data: { sensor: id },
    })
    const answered = now()

    const { claimed_at, updated_at, ...row } = await db
      .selectFrom('sensors')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    t.strictSame(row, {
      id,
      owner_id: bert.id,
      name: 'Mine',
      share_count: 0,
      picture: '',
      is_public: false,
      offset_temperature: 0,
      offset_humidity: 0,
      offset_pressure: 0,
    })
    for (const at of [claimed_at, updated_at]) t.ok(Math.abs(at.getTime() - Date.now()) < 3_600_000)
    t.strictSame(await db.selectFrom('shares').selectAll().execute(), [])
    t.strictSame(await db.selectFrom('sensor_settings').selectAll().execute(), [])
    const content = { sensors: [{ id, name: 'Boat' }] }
    t.strictSame(
      await db.selectFrom('letters').select(['kind', 'recipient', 'sender', 'content']).orderBy('recipient').execute(),
      [
        { kind: 'contested', recipient: anna.email, sender: null, content },
        { kind: 'unclaimed', recipient: gus.email, sender: anna.email, content },
      ],
      'and nobody of what they did themselves',
    )
    t.strictSame(
      await db
        .selectFrom('events')
        .select(['action', 'owner_id', 'actor_id'])
        .where('action', '<>', 'shared')
        .orderBy('id')
        .execute(),
      [
        ...Array(3).fill({ action: 'contested', owner_id: anna.id, actor_id: bert.id }),
        { action: 'lost', owner_id: anna.id, actor_id: bert.id },
        { action: 'claimed', owner_id: bert.id, actor_id: bert.id },
      ],
    )
    const history = await db.selectFrom('histories').selectAll().where('sensor_id', '=', id).executeTakeFirstOrThrow()
    t.match(history, { owner_id: bert.id, thinned_until: 0 })
    t.ok(history.begins_at > asked && history.begins_at <= answered + 1)
    await checkBooks(t, db)

    t.match(await contest(house, anna, id), { status: 200 }, 'and back, with no name')
    t.match(await db.selectFrom('sensors').selectAll().where('id', '=', id).execute(), [
      { owner_id: anna.id, name: '' },
    ])
  })
  t.test('200 a sensor that nobody owns: like a claim', async t => {
    const id = 'C6:F1:E7:D3:DB:01'
    await register(house, { sensor: id, secret })
    t.match(await contest(house, bert, id, secret, { name: 'Free' }), { status: 200 })
    t.match(await db.selectFrom('sensors').selectAll().where('id', '=', id).execute(), [
      { owner_id: bert.id, name: 'Free' },
    ])
    t.match(await db.selectFrom('histories').selectAll().where('sensor_id', '=', id).execute(), [{ begins_at: 0 }])
  })
  t.test('409 it is theirs already', async t => {
    t.strictSame(await contest(house, anna, await registered(anna)), {
      status: 409,
      result: 'error',
      error: 'Sensor already claimed by a***a@e***e.com.',
      code: 'ER_SENSOR_ALREADY_CLAIMED',
      sub_code: 'ER_CONFLICT',
    })
  })
  t.test('400 as many sensors as the plan allows, free or not: nothing has changed, nobody is told', async t => {
    const full = await person('full')
    for (let i = 0; i < 25; i++) await sensor(full)
    const id = await registered(anna)
    await share(anna, id, gus.email)
    await clearLetters(db)
    await register(house, { sensor: 'C6:F1:E7:D3:DB:02', secret })
    for (const contested of [id, 'C6:F1:E7:D3:DB:02']) {
      t.match(await contest(house, full, contested), { status: 400, code: 'ER_CLAIM_COUNT_REACHED' })
    }
    t.match(await db.selectFrom('sensors').selectAll().where('id', '=', id).execute(), [
      { owner_id: anna.id, share_count: 1 },
    ])
    t.strictSame(await db.selectFrom('letters').selectAll().execute(), [])
  })
  t.test('400, 401', async t => {
    t.match(await contest(house, anna, 'sauna'), { status: 400, code: 'ER_INVALID_MAC_ADDRESS' })
    t.match(await contest(house, anna, 'FF:FF:FF:FF:FF:FF', undefined), { status: 403 })
    t.match(await house.post('/contest-sensor', { sensor: 'FF:FF:FF:FF:FF:FF' }, anna.token), { status: 400 })
    t.match(await contest(house, anna, 'FF:FF:FF:FF:FF:FF', ''), { status: 400 })
    t.match(await house.post('/contest-sensor', { sensor: 'FF:FF:FF:FF:FF:FF', secret }), { status: 401 })
  })
  t.test('the books are right', t => checkBooks(t, db))
})

t.test('guessing', async t => {
  const house = await openHouse(t, { internalSecret })
  const owner = await house.person('owner')
  const id = await house.sensor(owner)
  await register(house, { sensor: id, secret })

  t.test(
    '403 a wrong secret and none registered look alike; the eleventh in an hour: 429, even when it is right',
    async t => {
      const guesser = await house.person('guesser')
      const refusal = await contest(house, guesser, id, 'wrong')
      t.match(refusal, { status: 403, code: 'ER_FORBIDDEN' })
      t.strictSame(await contest(house, guesser, 'FF:FF:FF:FF:FF:FF', 'wrong'), refusal)
      for (let i = 0; i < 8; i++) t.match(await contest(house, guesser, id, `wrong${i}`), { status: 403 })
      t.match(await contest(house, guesser, id), { status: 429, code: 'ER_THROTTLED' })
      t.match(await contest(house, guesser, 'C6:F1:E7:D3:DA:11'), { status: 429 })
    },
  )
  t.test('200 right ones do not count', async t => {
    const [one, other] = [await house.person('one'), await house.person('other')]
    for (let i = 0; i < 12; i++) t.match(await contest(house, i % 2 ? one : other, id), { status: 200 })
  })
  t.test('429 after 30 wrong ones of a sensor in a day, whoever guesses, but for the first five of each', async t => {
    const statuses: number[] = []
    for (let i = 0; i < 6; i++) {
      const guesser = await house.person(`swarm${i}`)
      for (let j = 0; j < 10; j++) statuses.push((await contest(house, guesser, id, 'wrong')).status)
    }
    // Of the first guesser four of nine count, so 26 are left for what is beyond five of each.
    t.strictSame(statuses, [...Array(50).fill(403), ...Array(5).fill(403), 403, ...Array(4).fill(429)])
    const holder = await house.person('holder')
    for (let i = 0; i < 4; i++) t.match(await contest(house, holder, id, 'mistyped'), { status: 403 })
    t.match(await contest(house, holder, id), { status: 200 }, 'nobody locks out whoever has the sensor')
    t.match(await contest(house, holder, id, 'mistyped'), { status: 403 })
    t.match(await contest(house, holder, id), { status: 429, code: 'ER_THROTTLED' })
  })
  t.test('many guesses at once: exactly as many as are allowed', async t => {
    const other = await house.sensor(owner)
    await register(house, { sensor: other, secret })
    const guessers = await Promise.all(Array.from({ length: 8 }, (_, i) => house.person(`fast${i}`)))
    const answers = await Promise.all(
      guessers.flatMap(guesser => Array.from({ length: 12 }, () => contest(house, guesser, other, 'wrong'))),
    )
    t.equal(answers.filter(({ status }) => status === 403).length, 8 * 5 + 30)
    t.equal(answers.filter(({ status }) => status === 429).length, 8 * 7 - 30)
  })
  await checkBooks(t, house.db)
})
