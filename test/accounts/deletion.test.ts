import { sql } from 'kysely'
import t from 'tap'
import { deletePerson } from '../../src/accounts/delete-person.ts'
import { identify } from '../../src/auth/identify.ts'
import { unshare } from '../../src/sharing/end/unshare.ts'
import { share } from '../../src/sharing/grant/share.ts'
import {
  addressKey,
  checkBooks,
  clearLetters,
  type House,
  openAgain,
  openHouse,
  type Person,
  sign,
} from '../support/house.ts'
import { eventually } from '../support/service.ts'

const linkOf = ({ secret }: House, { id }: { id: number }) => sign(secret, { deletePerson: id })

const press = ({ inject }: House, token: string) =>
  inject({
    method: 'POST',
    url: '/verify-delete',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ token }).toString(),
  })

const open = ({ inject }: House, token: string, who?: Person) =>
  inject({ url: '/verify-delete', query: { token }, headers: who ? { authorization: `Bearer ${who.token}` } : {} })

const countWaiting = async ({ db }: House) =>
  (
    await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  ).rows.length

const peopleNamed = ({ db }: House, email: string) =>
  db.selectFrom('people').selectAll().where('email', '=', email).execute()

t.test('POST /request-delete', async t => {
  const house = await openHouse(t)
  const anna = await house.person('anna')

  t.test('200 a letter to the own address', async t => {
    t.strictSame(await house.post('/request-delete', { email: 'Anna@example.com' }, anna.token), {
      status: 200,
      result: 'success',
      data: { email: anna.email },
    })
    const letters = await house.db.selectFrom('letters').select(['kind', 'recipient', 'sender', 'content']).execute()
    t.strictSame(letters, [{ kind: 'deletion', recipient: anna.email, sender: null, content: { person: anna.id } }])
  })
  t.test("403 somebody else's address", async t => {
    t.match(await house.post('/request-delete', { email: 'bert@example.com' }, anna.token), {
      status: 403,
      code: 'ER_FORBIDDEN',
    })
  })
  t.test('400, 401', async t => {
    t.match(await house.post('/request-delete', {}, anna.token), { status: 400, code: 'ER_MISSING_ARGUMENT' })
    t.match(await house.post('/request-delete', { email: anna.email }), { status: 401 })
  })
  t.test('429 the sixth letter in an hour', async t => {
    for (let i = 0; i < 4; i++) await house.post('/request-delete', { email: anna.email }, anna.token)
    t.match(await house.post('/request-delete', { email: anna.email }, anna.token), {
      status: 429,
      code: 'ER_THROTTLED',
    })
  })
})

t.test('the link', async t => {
  const house = await openHouse(t)
  const anna = await house.person('anna')
  const bert = await house.person('bert')

  t.test('200 opened without a token, as a mail scanner does: a page with a button, and nothing changes', async t => {
    const answer = await open(house, linkOf(house, anna))
    t.equal(answer.statusCode, 200)
    t.match(answer.headers['content-type'], 'text/html')
    t.match(answer.payload, /<button class="danger">Delete my account<\/button>/)
    t.match(answer.headers['content-security-policy'], /form-action 'self'/)
    t.equal((await peopleNamed(house, anna.email)).length, 1)
  })
  t.test('403 a link that we did not sign, or for something else', async t => {
    for (const token of [
      'x',
      sign('y'.repeat(32), { deletePerson: anna.id }),
      sign(house.secret, { signIn: 'x' }),
      anna.token,
    ]) {
      const page = await open(house, token)
      t.equal(page.statusCode, 403)
      t.match(page.payload, /This link has ended/)
      t.equal((await press(house, token)).statusCode, 403)
    }
    t.equal((await peopleNamed(house, anna.email)).length, 1)
  })
  t.test('403 with the token of somebody else; 401 with a bad one; 400 without the link', async t => {
    const other = await open(house, linkOf(house, anna), bert)
    t.equal(other.statusCode, 403)
    t.match(other.json(), { result: 'error', code: 'ER_FORBIDDEN' })
    t.equal((await open(house, linkOf(house, anna), { ...anna, token: 'x' })).statusCode, 401)
    t.equal((await house.inject({ url: '/verify-delete' })).statusCode, 400)
    t.equal((await press(house, '')).statusCode, 400)
    t.equal((await peopleNamed(house, anna.email)).length, 1)
  })
  t.test('200 opened by the app, with its token: deleted at once; the link has ended', async t => {
    const answer = await open(house, linkOf(house, anna), anna)
    t.strictSame(answer.json(), { result: 'success', data: {} })
    t.strictSame(await peopleNamed(house, anna.email), [])
    t.equal((await press(house, linkOf(house, anna))).statusCode, 403)
  })
  t.test(
    '200 the button: deleted; and whoever joins again is somebody new, whom the old link does not delete',
    async t => {
      const link = linkOf(house, bert)
      const answer = await press(house, link)
      t.equal(answer.statusCode, 200)
      t.match(answer.payload, /Your account is deleted/)
      await identify(house.db, { email: bert.email })
      t.equal((await press(house, link)).statusCode, 403)
      t.equal((await peopleNamed(house, bert.email)).length, 1)
    },
  )
  t.test('a page shows text, never markup', async t => {
    const answer = await open(house, sign(house.secret, { deletePerson: 1, x: '"><script>' }))
    t.equal(answer.payload.split('<script').length, 2, 'no script but that of the frame')
  })
})

t.test('what goes with a person, and who is told', async t => {
  const house = await openHouse(t)
  const { db, person, sensor, share, post, inject } = house
  const [anna, bert, gus] = [await person('anna'), await person('bert'), await person('gus')]
  const [sauna, boat] = [await sensor(anna, 'Sauna'), await sensor(bert, 'Boat')]
  await share(anna, sauna, gus.email)
  await share(anna, sauna, 'nobody@example.com')
  await share(bert, boat, anna.email)
  await share(bert, boat, gus.email)
  const { id: sid } = await db
    .insertInto('sessions')
    .values({ person_id: anna.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  await post('/register', { email: anna.email })
  const [given, theirs] = ['C6:F1:E7:D3:DA:01', 'C6:F1:E7:D3:DA:02']
  await post('/claim', { sensor: given }, anna.token)
  await post('/unclaim', { sensor: given }, anna.token)
  await post('/claim', { sensor: theirs }, bert.token)
  await sql`update histories set begins_at = 5, thinned_until = 7`.execute(db)
  await post('/settings', { name: 'unit', value: 'C' }, anna.token)
  await post('/sensor-settings', { sensor: sauna, type: 'a', value: 'b' }, anna.token)
  await post('/sensor-settings', { sensor: boat, type: 'a', value: 'b' }, bert.token)
  await clearLetters(db)
  await post('/request-delete', { email: anna.email }, anna.token)

  t.equal((await press(house, linkOf(house, anna))).statusCode, 200)

  const headers = { authorization: sign(house.secret, { email: anna.email, sid }) }
  t.equal((await inject({ url: '/user', headers })).statusCode, 401, 'the session has ended')
  const left = await db.selectFrom('sensors').select('id').orderBy('id').execute()
  t.strictSame(left, [{ id: boat }, { id: theirs }])
  const histories = await db.selectFrom('histories').selectAll().orderBy('sensor_id').execute()
  const now = Math.floor(Date.now() / 1000)
  t.match(
    histories,
    [
      { sensor_id: sauna, owner_id: null, thinned_until: 0 },
      { sensor_id: given, owner_id: null, thinned_until: 0 },
      { sensor_id: theirs, owner_id: bert.id, begins_at: 5, thinned_until: 7 },
    ],
    "what was measured is nobody's, also of a sensor that was given up",
  )
  for (const { begins_at } of histories.slice(0, 2)) t.ok(begins_at > now - 60 && begins_at < now + 60)
  t.strictSame(await db.selectFrom('person_settings').selectAll().execute(), [])
  t.strictSame(await db.selectFrom('sensor_settings').select('sensor_id').execute(), [{ sensor_id: boat }])
  t.strictSame(await db.selectFrom('shares').select(['sensor_id', 'guest_id']).execute(), [
    { sensor_id: boat, guest_id: gus.id },
  ])
  t.strictSame(await db.selectFrom('sign_in_codes').selectAll().execute(), [])
  const letters = await db.selectFrom('letters').select(['kind', 'recipient', 'sender']).orderBy('recipient').execute()
  t.strictSame(letters, [
    { kind: 'left', recipient: bert.email, sender: anna.email },
    { kind: 'unshared', recipient: gus.email, sender: anna.email },
  ])
  await checkBooks(t, db)
  const history = await db.selectFrom('events').select(['action', 'sensor_id']).orderBy('id').execute()
  t.strictSame(
    history.map(({ action }) => action),
    [
      ...['shared', 'shared', 'shared', 'shared', 'claimed', 'released', 'claimed'],
      ...['unshared', 'unshared', 'left', 'released'],
    ],
    'the history stays',
  )
  const { rows } = await sql<{ row: string }>`select events::text as row from events`.execute(db)
  t.notMatch(JSON.stringify(rows), 'anna', 'and names nobody')
})

t.test('deletion while others share with the person: never half, no 500', async t => {
  const house = await openHouse(t)
  for (let round = 0; round < 10; round++) {
    const [anna, bert] = [await house.person(`anna${round}`), await house.person(`bert${round}`)]
    const [a, b] = [await house.sensor(anna), await house.sensor(bert)]
    await Promise.all([
      deletePerson(house.db, addressKey, anna.id),
      share(house.db, bert, [{ sensor: b, guest: anna.email }]),
      share(house.db, anna, [{ sensor: a, guest: bert.email }]),
      share(house.db, bert, [{ sensor: b, guest: `other${round}@example.com` }]),
    ])
    t.strictSame(await house.db.selectFrom('people').select('id').where('id', '=', anna.id).execute(), [])
    t.strictSame(await house.db.selectFrom('sensors').select('id').where('id', '=', a).execute(), [])
  }
  await checkBooks(t, house.db)
})

t.test('a share that begins and ends while the account is deleted leaves no letter that names the person', async t => {
  const house = await openHouse(t)
  if (!house.url) return t.pass('needs several connections, so a real Postgres')
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]
  const sensor = await house.sensor(bert)
  await share(house.db, anna, [{ sensor: await house.sensor(anna), guest: 'cleo@example.com' }])
  const other = await openAgain(t, house.url)
  // Holds a letter of the person, so that the deletion waits in the middle.
  let release = () => {}
  let held = () => {}
  const isHeld = new Promise<void>(resolve => (held = resolve))
  const holding = other.transaction().execute(async trx => {
    await trx.selectFrom('letters').select('id').where('sender', '=', anna.email).forUpdate().execute()
    held()
    await new Promise<void>(resolve => (release = resolve))
  })
  await isHeld
  const deleting = deletePerson(house.db, addressKey, anna.id)
  await eventually('the deletion to wait', async () => (await countWaiting(house)) === 1)
  let isOver = false
  const acting = (async () => {
    await share(house.db, bert, [{ sensor, guest: anna.email }])
    await unshare(house.db, anna, [{ sensor }])
  })().finally(() => (isOver = true))
  await eventually('the guest to leave, or to wait', async () => isOver || (await countWaiting(house)) === 2)
  release()
  await Promise.all([holding, deleting, acting])
  t.strictSame(
    await house.db
      .selectFrom('letters')
      .select('kind')
      .where('sender', '=', anna.email)
      .where('is_farewell', '=', false)
      .execute(),
    [],
  )
  t.strictSame(await house.db.selectFrom('declines').selectAll().execute(), [])
  await checkBooks(t, house.db)
})
