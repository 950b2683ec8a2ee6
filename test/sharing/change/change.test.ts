import { sql } from 'kysely'
import t from 'tap'
import { change, happened, inHours, list, setShare } from '../../support/calls.ts'
import { checkBooks, openHouse } from '../../support/house.ts'

const notOwner = { status: 403, code: 'ER_FORBIDDEN', error: /Only the owner of this sensor can do this/ }
const noSuchGuest = { status: 404, code: 'ER_USER_NOT_FOUND', sub_code: 'ER_NOT_FOUND' }
const badTerm = { status: 400, code: 'ER_INVALID_TIME_RANGE', sub_code: 'ER_INVALID_ARGUMENT' }
const malformed = { status: 400, code: 'ER_INVALID_FORMAT' }

/** Olivia shares her sauna with Gary; `row` is how it is kept. */
async function furnish(t: Parameters<typeof openHouse>[0]) {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(olivia, 'Sauna')
  await house.share(olivia, sauna, gary.email)
  const patch = (body: object, who = olivia) => change(house, who, sauna, gary.email, body)
  const row = () => house.db.selectFrom('shares').selectAll().executeTakeFirstOrThrow()
  /** Another one whenever the row was written. */
  const version = async () =>
    (await sql<{ xmin: string }>`select xmin::text from shares`.execute(house.db)).rows.map(({ xmin }) => xmin)
  return { house, olivia, gary, sauna, patch, row, version }
}

t.test('PATCH /shares/{sensor}/{guest}', async t => {
  const { house, olivia, gary, sauna, patch, row, version } = await furnish(t)
  const letters = async () => (await house.db.selectFrom('letters').select('id').execute()).length

  await t.test('200 each term: it is changed, named, kept, and in the history but for the note', async t => {
    const [startsAt, expiresAt] = [inHours(-1), inHours(100)]
    const cases: [object, string[], object?][] = [
      [{ channels: ['humidity', 'temperature'] }, ['channels']],
      [{ channels: null }, ['channels']],
      [{ scripting: true }, ['scripting']],
      [{ note: 'So you know when it is warm.\nOlivia' }, ['note'], {}],
      [{ startsAt }, ['startsAt']],
      [{ startsAt: null }, ['startsAt']],
      [{ expiresAt }, ['expiresAt']],
      [{ expiresAt: null }, ['expiresAt']],
      [
        { note: '', scripting: false, channels: ['co2'], expiresAt, startsAt },
        ['channels', 'scripting', 'note', 'startsAt', 'expiresAt'],
        { scripting: false, channels: ['co2'], expiresAt, startsAt },
      ],
    ]
    for (const [body, changed, data = body] of cases) {
      const before = (await happened(house.db)).length
      const answer = await patch(body)
      t.match(answer, { status: 200, data: { ...body, changed, sensor: sauna, guest: gary.email, direction: 'given' } })
      const { changed: _, ...shown } = answer.data as { changed: unknown }
      t.strictSame((await list(house, olivia)).shares, [shown], 'the same as in the list')
      t.strictSame((await happened(house.db)).slice(before), [
        {
          action: 'changed',
          sensor_id: sauna,
          owner_id: olivia.id,
          guest_id: gary.id,
          actor_id: olivia.id,
          data: { name: 'Sauna', ...data },
        },
      ])
    }
    t.match(await row(), { channels: ['co2'], note: '', scripting: false, expires_at: new Date(expiresAt) })
    t.equal(await letters(), 1, 'nobody is written to')
  })

  await t.test('200 nothing is different: nothing is written', async t => {
    const { expires_at, starts_at } = await row()
    await patch({ channels: ['co2', 'pm'] })
    const before = [await version(), (await happened(house.db)).length]
    const same = {
      channels: ['pm', 'co2'],
      scripting: false,
      note: '',
      expiresAt: expires_at?.toISOString().replace('Z', '+00:00'),
      startsAt: starts_at?.toISOString(),
      paused: false,
    }
    t.match(await patch(same), { status: 200, data: { changed: [], state: 'live', channels: ['co2', 'pm'] } })
    for (const [name, value] of Object.entries(same)) {
      t.strictSame(((await patch({ [name]: value })).data as { changed: string[] }).changed, [], name)
    }
    t.strictSame([await version(), (await happened(house.db)).length], before)
  })

  await t.test('200 paused and resumed, once each; together with a term both are in the history', async t => {
    const before = (await happened(house.db)).length
    t.match(await patch({ paused: true }), {
      status: 200,
      data: { paused: true, state: 'paused', changed: ['paused'] },
    })
    const { paused_at } = await row()
    t.match(await patch({ paused: true }), { status: 200, data: { paused: true, changed: [] } })
    t.strictSame((await row()).paused_at, paused_at, 'since the first time')
    t.match(await patch({ paused: false }), {
      status: 200,
      data: { paused: false, state: 'live', changed: ['paused'] },
    })
    t.match(await patch({ paused: false }), { status: 200, data: { changed: [] } })
    t.match(await patch({ paused: true, scripting: true }), { status: 200, data: { changed: ['scripting', 'paused'] } })
    t.match(await patch({ paused: false, note: 'x' }), { status: 200, data: { changed: ['note', 'paused'] } })
    t.strictSame(
      (await happened(house.db)).slice(before).map(({ action, data }) => [action, data]),
      [
        ['paused', { name: 'Sauna' }],
        ['resumed', { name: 'Sauna' }],
        ['changed', { name: 'Sauna', scripting: true }],
        ['paused', { name: 'Sauna' }],
        ['changed', { name: 'Sauna' }],
        ['resumed', { name: 'Sauna' }],
      ],
    )
  })

  await t.test('200 another end is told of again', async t => {
    await setShare(house.db, sauna, gary, 'warned_at = now()')
    await patch({ scripting: false })
    t.not((await row()).warned_at, null, 'its end is the same')
    await patch({ expiresAt: inHours(200) })
    t.equal((await row()).warned_at, null)
  })

  await t.test('200 a share that is pending, paused or has not begun', async t => {
    const ida = await house.person('ida', { joined: false })
    await house.share(olivia, sauna, ida.email)
    t.match(await change(house, olivia, sauna.toLowerCase(), 'IDA@example.com', { scripting: true }), {
      status: 200,
      data: { state: 'pending', scripting: true, changed: ['scripting'] },
    })
    await setShare(house.db, sauna, ida, `asked = true`)
    t.match(await change(house, olivia, sauna, ida.email, { startsAt: inHours(1) }), {
      status: 200,
      data: { state: 'pending' },
    })
    await house.db.updateTable('people').set({ joined_at: new Date() }).where('id', '=', ida.id).execute()
    await setShare(house.db, sauna, ida, `accepted_at = now()`)
    t.match(await change(house, olivia, sauna, ida.email, { note: 'x' }), { status: 200, data: { state: 'scheduled' } })
    await house.unshare(olivia, sauna, ida.email)
  })

  await t.test('400 times that are no range, also together with what is kept; nothing is changed', async t => {
    await patch({ startsAt: inHours(10), expiresAt: inHours(20) })
    const before = [await version(), (await happened(house.db)).length]
    const bad = [
      { expiresAt: inHours(-1) },
      { expiresAt: inHours(9) },
      { startsAt: inHours(20.1) },
      { startsAt: inHours(30), expiresAt: inHours(25) },
      { startsAt: null, expiresAt: inHours(-0.1) },
      { startsAt: inHours(21), paused: true, scripting: true },
    ]
    for (const body of bad) t.match(await patch(body), badTerm, JSON.stringify(body))
    t.strictSame([await version(), (await happened(house.db)).length], before)
    t.match(await patch({ startsAt: inHours(30), expiresAt: inHours(40) }), { status: 200 }, 'both at once')
    t.match(await patch({ startsAt: null }), { status: 200 })
    t.match(await patch({ expiresAt: inHours(9) }), { status: 200 })
    t.match(await patch({ expiresAt: null }), { status: 200 })
  })

  await t.test('400 what cannot be', async t => {
    t.match(await patch({ channels: ['humidity', 'gold'] }), { ...malformed, error: /no such channel/ })
    const bad: object[] = [
      {},
      { channels: [] },
      { channels: ['co2', 'co2'] },
      { scripting: null },
      { scripting: 'yes' },
      { note: 'x'.repeat(501) },
      { note: 'a\0b' },
      { note: null },
      { paused: null },
      { expiresAt: 'tomorrow' },
      { expiresAt: '2099-12-31' },
      { expiresAt: '2098-12-31T23:59:60Z' },
      { startsAt: '0000-01-01T00:00:00Z' },
      { startsAt: 7 },
      { notify: true },
      { constructor: 'x' },
      [],
    ]
    for (const body of bad) t.match(await patch(body), malformed, JSON.stringify(body))
    t.match(await patch({ note: 'half \ud800 a pair', expiresAt: '2098-12-31T23:59:59+23:59' }), { status: 200 })
    t.match((await list(house, olivia)).shares, [{ note: 'half \ufffd a pair', expiresAt: '2098-12-31T00:00:59.000Z' }])
    t.match(await change(house, olivia, 'x', gary.email, { paused: true }), { code: 'ER_INVALID_MAC_ADDRESS' })
    t.match(await change(house, olivia, sauna, 'x', { paused: true }), { code: 'ER_INVALID_EMAIL_ADDRESS' })
  })

  await t.test('403 whoever is not the owner, whether or not there is such a sensor', async t => {
    const stranger = await house.person('stranger')
    const none = '00:00:00:00:00:01'
    for (const who of [gary, stranger]) t.match(await patch({ paused: true }, who), notOwner)
    t.match(await change(house, olivia, none, gary.email, { paused: true }), notOwner)
    t.match(await change(house, gary, none, gary.email, { paused: true }), notOwner)
    t.equal((await row()).paused_at, null)
  })

  await t.test('404 a person whom it is not shared with, unknown, no more, or expired', async t => {
    const stranger = await house.person('someone')
    for (const guest of [stranger.email, 'nobody@example.com', olivia.email]) {
      t.match(await change(house, olivia, sauna, guest, { paused: true }), noSuchGuest)
    }
    await setShare(house.db, sauna, gary, 'expires_at = now()')
    t.match(await patch({ paused: true }), noSuchGuest)
    t.match(await patch({ expiresAt: inHours(1) }), noSuchGuest, 'what is over cannot be prolonged')
    await house.unshare(olivia, sauna, gary.email)
    t.match(await patch({ paused: true }), noSuchGuest)
  })

  await t.test('401 without a token', async t => {
    const url = `/shares/${sauna}/${gary.email}`
    t.equal((await house.inject({ method: 'PATCH', url, payload: { paused: true } })).statusCode, 401)
  })

  await t.test('200 a guest whose address is as long as one can be, whatever it is made of', async t => {
    const ends = `${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(54)}.example.com`
    for (const begin of ['a', '?', '%']) {
      const guest = `${begin.repeat(64)}@${ends}`.slice(0, 254)
      t.equal((await house.share(olivia, sauna, guest)).status, 200)
      t.match(await change(house, olivia, sauna, guest, { paused: true }), { status: 200, data: { guest } }, guest)
      t.equal((await house.unshare(olivia, sauna, guest)).status, 200)
    }
  })
  await checkBooks(t, house.db)
})
