import { sql } from 'kysely'
import t from 'tap'
import { call, list, setShare } from '../../support/calls.ts'
import { type House, openHouse, type Person } from '../../support/house.ts'

/** Anna gives three sensors, Bert one to her; Ida has not joined. */
async function furnish(t: Parameters<typeof openHouse>[0]) {
  const house = await openHouse(t)
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]
  const [gus, ida] = [await house.person('gus'), await house.person('ida', { joined: false })]
  const sensors = [
    await house.sensor(anna, 'Sauna'),
    await house.sensor(anna, 'Boat'),
    await house.sensor(anna, 'Attic'),
  ]
  const berts = await house.sensor(bert, 'Cellar')
  for (const sensor of sensors) {
    for (const guest of [gus, ida, bert]) await house.share(anna, sensor, guest.email)
  }
  await house.share(bert, berts, anna.email)
  return { house, anna, bert, gus, ida, sensors, berts }
}

const brief = ({ shares }: Awaited<ReturnType<typeof list>>) =>
  shares.map(({ direction, sensor, guest }) => `${direction} ${sensor} ${guest}`)

/** Reads all pages of so many shares, and returns them as one list. */
async function inPages(house: House, who: Person, limit: number, query: Record<string, string> = {}) {
  const pages = []
  let after: string | null | undefined
  do {
    const page = await list(house, who, { ...query, limit: String(limit), ...(after && { after }) })
    if (page.shares.length > limit) throw new Error('a page is too long')
    pages.push(...brief(page))
    after = page.next
  } while (after)
  return pages
}

t.test('GET /shares', async t => {
  const { house, anna, bert, gus, ida, sensors, berts } = await furnish(t)
  const [sauna = '', boat = '', attic = ''] = sensors
  const given = sensors.flatMap(id => [bert, gus, ida].map(({ email }) => `given ${id} ${email}`))
  const got = [`got ${berts} ${anna.email}`]

  await t.test('200 given by sensor and guest, then got; the same in pages of any length', async t => {
    const { rows } = await sql<{ email: string }>`select email from people order by id`.execute(house.db)
    t.strictSame(
      rows.map(({ email }) => email),
      [anna, bert, gus, ida].map(({ email }) => email),
    )
    const all = [...given, ...got]
    t.strictSame(brief(await list(house, anna)), all)
    for (const limit of [1, 2, 3, 4, 9, 10, 11]) t.strictSame(await inPages(house, anna, limit), all, `by ${limit}`)
    t.equal((await list(house, anna, { limit: '10' })).next, null, 'nothing after the last')
    t.strictSame(await inPages(house, bert, 1), [
      `given ${berts} ${anna.email}`,
      ...sensors.map(id => `got ${id} ${bert.email}`),
    ])
    const stranger = await house.person('stranger')
    t.strictSame(await list(house, stranger), { shares: [], next: null })
  })

  await t.test('200 a whole share, as its owner and as its guest see it', async t => {
    await house.post('/update', { sensor: sauna, name: 'Gus’s sauna' }, gus.token)
    await setShare(
      house.db,
      sauna,
      gus,
      `channels = '{humidity}', scripting = true, note = 'Hi', starts_at = '2020-01-01 00:00:00.5Z', expires_at = '2099-01-01Z'`,
    )
    const expected = {
      sensor: sauna,
      owner: anna.email,
      guest: gus.email,
      state: 'live',
      channels: ['humidity'],
      scripting: true,
      note: 'Hi',
      startsAt: '2020-01-01T00:00:00.500Z',
      expiresAt: '2099-01-01T00:00:00.000Z',
      paused: false,
    }
    const [asOwner] = (await list(house, anna, { sensor: sauna.toLowerCase(), person: 'GUS@example.com' })).shares
    t.match(asOwner, { ...expected, name: 'Sauna', direction: 'given', letter: 'queued' })
    t.ok(Math.abs(Date.parse(asOwner?.since ?? '') - Date.now()) < 3_600_000)
    const [asGuest] = (await list(house, gus, { sensor: sauna })).shares
    t.match(asGuest, { ...expected, name: 'Gus’s sauna', direction: 'got' })
    t.equal(asGuest?.letter, null, 'how the letter fares is for the owner')
    await setShare(house.db, sauna, gus, 'channels = null, expires_at = null, starts_at = null')
    t.match((await list(house, gus, { sensor: sauna })).shares, [{ channels: null, startsAt: null, expiresAt: null }])
  })

  await t.test('200 the fate of the letter', async t => {
    const fateAfter = async (change: string) => {
      await sql`update letters set ${sql.raw(change)} where recipient = ${bert.email}`.execute(house.db)
      return (await list(house, anna, { sensor: boat, person: bert.email })).shares[0]?.letter
    }
    t.equal(await fateAfter(`state = 'delivered'`), 'delivered')
    t.equal(await fateAfter(`state = 'given up'`), 'bounced')
    t.equal(await fateAfter(`state = 'obsolete'`), null)
    await house.db.deleteFrom('letters').where('recipient', '=', bert.email).execute()
    t.equal(await fateAfter(`state = 'sent'`), null, 'forgotten')
  })

  await t.test('200 filtered, by what there is and by what there is not', async t => {
    const filtered = async (who: Person, query: Record<string, string>) => {
      const found = brief(await list(house, who, query))
      t.strictSame(await inPages(house, who, 1, query), found, 'in pages')
      return found
    }
    t.strictSame(await filtered(anna, { direction: 'given' }), given)
    t.strictSame(await filtered(anna, { direction: 'got' }), got)
    t.strictSame(
      await filtered(anna, { person: gus.email }),
      given.filter(line => line.endsWith(gus.email)),
    )
    t.strictSame(
      await filtered(anna, { person: bert.email }),
      [...given.filter(line => line.endsWith(bert.email)), ...got],
      'both ways',
    )
    t.strictSame(
      await filtered(anna, { sensor: boat }),
      given.filter(line => line.includes(boat)),
    )
    t.strictSame(await filtered(anna, { sensor: boat, person: ida.email }), [`given ${boat} ${ida.email}`])
    t.strictSame(await filtered(anna, { sensor: berts }), got)
    t.strictSame(await filtered(anna, { sensor: berts, direction: 'given' }), [])
    t.strictSame(await filtered(gus, { person: ida.email }), [], 'what others share with each other')
    t.strictSame(await filtered(gus, { person: gus.email }), [], 'the person is the other one')
    t.strictSame(await filtered(anna, { person: 'nobody@example.com' }), [])
    t.strictSame(await filtered(gus, { sensor: '00:00:00:00:00:00' }), [])
  })

  await t.test('200 the states; an ended share is not there', async t => {
    const states = async (who: Person, query: Record<string, string> = {}) =>
      (await list(house, who, query)).shares.map(({ state }) => state)
    await setShare(house.db, sauna, gus, 'paused_at = now()')
    await setShare(house.db, boat, gus, `starts_at = now() + interval '1 hour'`)
    t.strictSame(await states(anna, { person: gus.email }), ['paused', 'scheduled', 'live'])
    t.strictSame(await states(gus), ['paused', 'scheduled', 'live'])
    t.strictSame(await states(anna, { person: ida.email }), ['pending', 'pending', 'pending'])
    await setShare(house.db, attic, gus, 'asked = true')
    t.match((await list(house, gus, { state: 'pending' })).shares, [{ sensor: attic, owner: anna.email }])
    for (const [state, count] of Object.entries({ pending: 4, paused: 1, scheduled: 1, live: 4 })) {
      t.strictSame(await states(anna, { state }), Array(count).fill(state))
      const pages = await inPages(house, anna, 1, { state })
      t.equal(pages.length, count)
    }
    await setShare(house.db, attic, gus, 'expires_at = now()')
    t.strictSame(await states(gus), ['paused', 'scheduled'])
    t.strictSame(await states(anna, { person: gus.email }), ['paused', 'scheduled'])
    t.equal((await list(house, anna)).shares.length, 9)
  })

  await t.test('200 what comes and goes between two pages moves nothing else', async t => {
    const first = await list(house, anna, { limit: '3', direction: 'given' })
    await house.unshare(anna, sauna, ida.email)
    await house.share(anna, sauna, 'new@example.com')
    const second = await list(house, anna, { direction: 'given', after: first.next ?? '' })
    t.strictSame(brief(second), [
      `given ${sauna} new@example.com`,
      ...given.slice(3).filter(line => line !== `given ${attic} ${gus.email}`),
    ])
  })

  await t.test('400 what is no filter, and an "after" that is none', async t => {
    const bad = (query: Record<string, string>) => call(house, anna, 'GET', `/shares?${new URLSearchParams(query)}`)
    const malformed = { status: 400, code: 'ER_INVALID_FORMAT' }
    const forged = (text: string) => Buffer.from(text).toString('base64url')
    const cursors = [
      ...['', 'x', 'given', '\0', '%', '🔥', 'a'.repeat(100)],
      ...[forged(`given ${sauna}`), forged(`took ${sauna} 1`), forged(`given ${sauna} -1`), forged('given x 1')],
      ...[forged(`given ${sauna} 99999999999999999999`), forged(`given ${sauna} 1\n`), forged(`given ${sauna} 1.5`)],
    ]
    for (const after of cursors) t.match(await bad({ after }), malformed, JSON.stringify(after))
    t.match(await bad({ after: 'a'.repeat(101) }), malformed)
    t.match(await bad({ sensor: 'x' }), { status: 400, code: 'ER_INVALID_MAC_ADDRESS' })
    t.match(await bad({ person: 'x' }), { status: 400, code: 'ER_INVALID_EMAIL_ADDRESS' })
    for (const query of [{ direction: 'both' }, { state: 'over' }, { limit: '0' }, { limit: '1001' }, { limit: 'x' }]) {
      t.match(await bad(query as Record<string, string>), malformed, JSON.stringify(query))
    }
  })

  await t.test('401 without a token', async t => {
    t.equal((await house.inject({ url: '/shares' })).statusCode, 401)
  })
})

t.test('a page of a cursor from the other direction goes on where that one ends', async t => {
  const { house, anna } = await furnish(t)
  const { next } = await list(house, anna, { limit: '1' })
  t.match((await list(house, anna, { direction: 'got', after: next ?? '' })).shares, [{ direction: 'got' }])
})
