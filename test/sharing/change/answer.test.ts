import t from 'tap'
import { answer, call, happened, list, resend, setShare } from '../../support/calls.ts'
import { checkBooks, openHouse, sign } from '../../support/house.ts'

const done = { status: 200, result: 'success', data: {} }
const noSuchShare = { status: 404, code: 'ER_SENSOR_NOT_FOUND', sub_code: 'ER_NOT_FOUND' }

/** Olivia shares two sensors with Gary, who is asked first. */
async function furnish(t: Parameters<typeof openHouse>[0]) {
  const house = await openHouse(t)
  const { db } = house
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const [sauna, boat] = [await house.sensor(olivia, 'Sauna'), await house.sensor(olivia, 'Boat')]
  for (const sensor of [sauna, boat]) {
    await house.share(olivia, sensor, gary.email)
    await setShare(db, sensor, gary, 'asked = true')
  }
  const states = async () => (await list(house, gary)).shares.map(({ state }) => state)
  const declines = () => db.selectFrom('declines').select(['owner_id', 'guest']).execute()
  const event = { owner_id: olivia.id, guest_id: gary.id, actor_id: gary.id }
  const saunas = { ...event, sensor_id: sauna, data: { name: 'Sauna' } }
  const boats = { ...event, sensor_id: boat, data: { name: 'Boat' } }
  return { house, db, olivia, gary, sauna, boat, states, declines, saunas, boats }
}

t.test('POST /shares/{sensor}/answer', async t => {
  const { house, db, olivia, gary, sauna, boat, states, declines, saunas, boats } = await furnish(t)

  await t.test('404 a share of somebody else, or none', async t => {
    const stranger = await house.person('stranger')
    for (const accept of [true, false]) {
      for (const who of [stranger, olivia]) t.match(await answer(house, who, sauna, accept), noSuchShare)
      t.match(await answer(house, gary, '00:00:00:00:00:01', accept), noSuchShare)
    }
    t.strictSame(await states(), ['pending', 'pending'])
  })

  await t.test('200 accepted: it works, once and for all', async t => {
    t.strictSame(await answer(house, gary, sauna.toLowerCase(), true), done)
    t.strictSame(await states(), ['live', 'pending'])
    const { accepted_at } = await db
      .selectFrom('shares')
      .select('accepted_at')
      .where('sensor_id', '=', sauna)
      .executeTakeFirstOrThrow()
    t.strictSame(await answer(house, gary, sauna, true), done)
    t.match(await db.selectFrom('shares').select('accepted_at').where('sensor_id', '=', sauna).execute(), [
      { accepted_at },
    ])
    t.strictSame(await happened(db), [{ action: 'accepted', ...saunas }])
    const letters = await db
      .selectFrom('letters')
      .select(['kind', 'recipient', 'sender', 'content'])
      .orderBy('id')
      .execute()
    t.match(letters.slice(2), [
      { kind: 'accepted', recipient: olivia.email, sender: gary.email, content: { sensors: [{ id: sauna }] } },
    ])
    t.equal(letters.length, 3, 'the owner learns of it once')
  })

  await t.test('200 accepted although nobody asked: nothing happens', async t => {
    const ship = await house.sensor(olivia, 'Ship')
    await house.share(olivia, ship, gary.email)
    t.strictSame(await answer(house, gary, ship, true), done)
    t.equal((await happened(db)).length, 1)
    await house.unshare(olivia, ship, gary.email)
  })

  await t.test('200 declined, before or after it was accepted: it ends, and the owner is told', async t => {
    await db.deleteFrom('letters').execute()
    const before = (await happened(db)).length
    for (const sensor of [sauna, boat]) {
      t.strictSame(await answer(house, gary, sensor, false), done)
      t.match(await answer(house, gary, sensor, false), noSuchShare, 'only once')
      t.match(await answer(house, gary, sensor, true), noSuchShare)
    }
    t.strictSame(await states(), [])
    t.strictSame(await declines(), [{ owner_id: olivia.id, guest: gary.email }], 'one for both')
    t.strictSame((await happened(db)).slice(before), [
      { action: 'declined', ...saunas },
      { action: 'declined', ...boats },
    ])
    const letter = { kind: 'declined', recipient: olivia.email, sender: gary.email }
    t.strictSame(
      await db.selectFrom('letters').select(['kind', 'recipient', 'sender', 'content']).orderBy('id').execute(),
      [
        { ...letter, content: { sensors: [{ id: sauna, name: 'Sauna' }] } },
        { ...letter, content: { sensors: [{ id: boat, name: 'Boat' }] } },
      ],
    )
  })

  await t.test('200 declined again: the 30 days begin anew; leaving by /unshare begins none', async t => {
    await db
      .updateTable('declines')
      .set({ at: new Date(Date.now() - 29 * 86_400_000) })
      .execute()
    await db.insertInto('shares').values({ sensor_id: sauna, guest_id: gary.id }).execute()
    await db.updateTable('sensors').set({ share_count: 1 }).where('id', '=', sauna).execute()
    await db.updateTable('people').set({ share_count: 1 }).where('id', '=', olivia.id).execute()
    await db
      .insertInto('events')
      .values({ action: 'shared', sensor_id: sauna, owner_id: olivia.id, guest_id: gary.id, actor_id: olivia.id })
      .execute()
    t.strictSame(await answer(house, gary, sauna, false), done)
    const [decline] = await db.selectFrom('declines').select('at').execute()
    t.ok(Math.abs(Number(decline?.at) - Date.now()) < 3_600_000)

    const ida = await house.person('ida')
    await house.share(olivia, sauna, ida.email)
    await house.unshare(ida, sauna)
    t.equal((await declines()).length, 1)
    t.match((await happened(db)).at(-1), { action: 'left' })
  })

  await t.test('404 an expired one', async t => {
    const ida = await house.person('ira')
    await house.share(olivia, boat, ida.email)
    await setShare(db, boat, ida, 'asked = true, expires_at = now()')
    for (const accept of [true, false]) t.match(await answer(house, ida, boat, accept), noSuchShare)
    t.equal((await declines()).length, 1)
  })

  await t.test('400 no answer', async t => {
    const bad = (body: object, sensor = sauna) => call(house, gary, 'POST', `/shares/${sensor}/answer`, body)
    t.match(await bad({}), { status: 400, code: 'ER_MISSING_ARGUMENT' })
    t.match(await bad({ accept: 'yes' }), { status: 400, code: 'ER_INVALID_FORMAT' })
    t.match(await bad({ accept: true }, 'x'), { status: 400, code: 'ER_INVALID_MAC_ADDRESS' })
  })

  await t.test('401 without a token', async t => {
    const url = `/shares/${sauna}/answer`
    t.equal((await house.inject({ method: 'POST', url, payload: { accept: true } })).statusCode, 401)
  })
  await checkBooks(t, db)
})

t.test('the page behind a letter', async t => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const { house, db, olivia, gary, sauna, boat, states, declines, saunas } = await furnish(t)
  const letters = () => db.selectFrom('letters').select('id').orderBy('id').execute()
  const [first, second] = (await letters()).map(({ id }) => sign(house.secret, { invitation: id }))
  const open = async (token = '') => (await house.inject({ url: `/invitation?token=${token}` })).payload
  const press = (token = '', button = '') =>
    house.inject({ method: 'POST', url: '/invitation', headers: form, payload: `token=${token}&answer=${button}` })

  await t.test('it says what declining does', async t => {
    t.match(await open(first), /cannot share with you again for 30 days/)
  })

  await t.test('accepting is in the history once', async t => {
    for (let n = 0; n < 2; n++) t.match((await press(first, 'accept')).payload, /You accepted a sensor/)
    t.strictSame(await states(), ['live', 'pending'])
    t.strictSame(await happened(db), [{ action: 'accepted', ...saunas }])
  })

  await t.test('an old letter still works after it was sent anew, and both do the same', async t => {
    t.strictSame((await resend(house, olivia, boat, gary.email)).status, 200)
    const third = sign(house.secret, { invitation: (await letters()).at(-1)?.id })
    for (const token of [second, third]) t.match(await open(token), /Boat/)
    await press(second, 'accept')
    t.match(await open(third), /You have accepted it/)
    t.match((await press(second, 'decline')).payload, /cannot share with you again for 30 days/)
    for (const token of [second, third]) t.match(await open(token), /This share has ended/)
    t.strictSame(await declines(), [{ owner_id: olivia.id, guest: gary.email }])
    t.match((await happened(db)).at(-1), { action: 'declined', actor_id: gary.id })
  })

  await t.test('a letter tells nothing of what was shared after it', async t => {
    await house.unshare(olivia, sauna, gary.email)
    await db.deleteFrom('declines').execute()
    await house.share(olivia, sauna, gary.email)
    t.match(await open(first), /This share has ended/)
    t.match((await press(first, 'decline')).payload, /This share has ended/)
    t.equal((await list(house, gary)).shares.length, 1)
  })
  await checkBooks(t, db)
})
