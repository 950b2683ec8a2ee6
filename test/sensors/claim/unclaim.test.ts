import { sql } from 'kysely'
import t from 'tap'
import { checkBooks, clearLetters, type House, openHouse, type Person } from '../../support/house.ts'

const unclaim = ({ post }: House, who: Person, sensor: string, more: object = {}) =>
  post('/unclaim', { sensor, ...more }, who.token)

const historyOf = ({ db }: House, sensor: string) =>
  db
    .selectFrom('histories')
    .select(['owner_id', 'begins_at', 'thinned_until'])
    .where('sensor_id', '=', sensor)
    .executeTakeFirst()

const done = { status: 200, result: 'success', data: {} }
const refused = {
  status: 403,
  result: 'error',
  error:
    'Only the owner of this sensor can do this. If it is yours, claim it first: in your app, with POST /claim, or with claimDevice in GraphQL.',
  code: 'ER_FORBIDDEN',
}
const now = () => Math.floor(Date.now() / 1000)

t.test('POST /unclaim', async t => {
  const house = await openHouse(t)
  const { db, person, sensor, share } = house
  const [anna, bert, gus] = [await person('anna'), await person('bert'), await person('gus')]

  t.test('200 the owner: the claim and all shares end; who had a live one is told', async t => {
    const [boat, sauna] = [await sensor(anna, 'Boat'), await sensor(anna, 'Sauna')]
    for (const user of [bert.email, gus.email, 'nobody@example.com']) await share(anna, boat, user)
    await share(anna, sauna, gus.email)
    await sql`update shares set expires_at = now() where sensor_id = ${boat} and guest_id = ${bert.id}`.execute(db)
    await db.insertInto('sensor_settings').values({ sensor_id: boat, name: 'a', value: 'b' }).execute()
    await clearLetters(db)

    t.strictSame(await unclaim(house, anna, boat.toLowerCase()), done)

    t.strictSame(await db.selectFrom('sensors').select(['id', 'share_count']).execute(), [
      { id: sauna, share_count: 1 },
    ])
    t.strictSame(await db.selectFrom('letters').select(['kind', 'recipient', 'sender', 'content']).execute(), [
      {
        kind: 'unclaimed',
        recipient: gus.email,
        sender: anna.email,
        content: { sensors: [{ id: boat, name: 'Boat' }] },
      },
    ])
    const events = await db
      .selectFrom('events')
      .select(['action', 'actor_id'])
      .where('action', '<>', 'shared')
      .orderBy('action')
      .execute()
    t.strictSame(events, [
      { action: 'expired', actor_id: null },
      { action: 'released', actor_id: anna.id },
      { action: 'unclaimed', actor_id: anna.id },
      { action: 'unclaimed', actor_id: anna.id },
    ])
    t.strictSame(await db.selectFrom('sensor_settings').selectAll().execute(), [])
    t.strictSame(await historyOf(house, boat), { owner_id: anna.id, begins_at: 0, thinned_until: 0 }, 'its data stays')
    t.strictSame(await unclaim(house, anna, boat), refused, 'only once')
  })
  t.test('200 with deleteData: nothing that it measured until now is left to anybody', async t => {
    for (const known of [true, false]) {
      const id = await sensor(anna)
      if (known) {
        await db
          .insertInto('histories')
          .values({ sensor_id: id, owner_id: anna.id, begins_at: 3, thinned_until: 7 })
          .execute()
      }
      const before = now()
      t.strictSame(await unclaim(house, anna, id, { deleteData: true }), done)
      const after = now()
      const history = await historyOf(house, id)
      t.match(history, { owner_id: anna.id, thinned_until: 0 })
      t.ok(Number(history?.begins_at) > before, 'not even of this second')
      t.ok(Number(history?.begins_at) <= after + 1)
    }
  })
  t.test('200 a guest, pending or live, only leaves; the owner is told; the data is not touched', async t => {
    const id = await sensor(anna)
    for (const user of [bert.email, gus.email]) await share(anna, id, user)
    await sql`update shares set asked = true where sensor_id = ${id} and guest_id = ${bert.id}`.execute(db)
    await db.insertInto('histories').values({ sensor_id: id, owner_id: anna.id, begins_at: 3 }).execute()
    await clearLetters(db)
    for (const guest of [gus, bert]) {
      t.strictSame(await unclaim(house, guest, id, { deleteData: true }), done)
      t.strictSame(await unclaim(house, guest, id), refused, 'only once')
    }
    const letters = await db.selectFrom('letters').select(['kind', 'recipient', 'sender']).orderBy('sender').execute()
    t.strictSame(letters, [
      { kind: 'left', recipient: anna.email, sender: bert.email },
      { kind: 'left', recipient: anna.email, sender: gus.email },
    ])
    t.match(await db.selectFrom('sensors').selectAll().where('id', '=', id).execute(), [{ owner_id: anna.id }])
    t.match(await historyOf(house, id), { begins_at: 3 })
  })
  t.test('403 a stranger, whether or not there is such a sensor', async t => {
    t.strictSame(await unclaim(house, bert, await sensor(anna)), refused)
    t.strictSame(await unclaim(house, bert, 'FF:FF:FF:FF:FF:FF'), refused)
  })
  t.test('400, 401', async t => {
    t.match(await unclaim(house, anna, 'sauna'), { status: 400, code: 'ER_INVALID_MAC_ADDRESS' })
    t.match(await house.post('/unclaim', {}, anna.token), { status: 400, code: 'ER_MISSING_ARGUMENT' })
    t.match(await unclaim(house, anna, 'FF:FF:FF:FF:FF:FF', { deleteData: 'yes' }), { status: 400 })
    t.match(await house.post('/unclaim', { sensor: 'FF:FF:FF:FF:FF:FF' }), { status: 401 })
  })
  t.test('the books are right', t => checkBooks(t, db))
})
