/** Many at once: on a real Postgres through two applications with a pool each, as two processes would. */
import { sql } from 'kysely'
import t from 'tap'
import { requestCode } from '../../src/auth/sign-in/request-code.ts'
import { signIn } from '../../src/auth/sign-in/sign-in.ts'
import { deriveKeys } from '../../src/keys.ts'
import { Refusal } from '../../src/refusal.ts'
import { share } from '../../src/sharing/grant/share.ts'
import { buildTestApp } from '../support/app.ts'
import { checkBooks, type House, openAgain, openHouse, type Person } from '../support/house.ts'
import { tries } from '../support/runs.ts'
import { eventually } from '../support/service.ts'

/** Sends requests all at once, in turn through each of the applications that there are; counts the statuses. */
async function atOnce(house: House, t: Tap, requests: { who: Person; path: string; body: object }[]) {
  const apps = [house.app]
  if (house.url) {
    const second = await buildTestApp({ db: await openAgain(t, house.url), secret: house.secret, rateLimit: false })
    t.teardown(() => second.close())
    apps.push(second)
  }
  const answers = await Promise.all(
    requests.map(async ({ who, path, body }, index) => {
      const app = apps[index % apps.length] ?? house.app
      const answer = await app.inject({
        method: 'POST',
        url: path,
        headers: { authorization: who.token },
        payload: body,
      })
      return answer.statusCode
    }),
  )
  const counts: Record<number, number> = {}
  for (const status of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

type Tap = Parameters<typeof openHouse>[0]

const times = <Item>(count: number, make: (index: number) => Item) =>
  Array.from({ length: count }, (_, index) => make(index))

t.test('50 identical shares at once: one 200, 49 × 409, one letter, one event', async t => {
  const house = await openHouse(t)
  const owner = await house.person('owner')
  for (const user of ['guest@example.com', 'nobody@example.com']) {
    const sensor = await house.sensor(owner)
    const counts = await atOnce(
      house,
      t,
      times(50, () => ({ who: owner, path: '/share', body: { sensor, user } })),
    )
    t.strictSame(counts, { 200: 1, 409: 49 })
  }
  t.equal((await house.db.selectFrom('letters').selectAll().execute()).length, 2)
  t.equal((await house.db.selectFrom('events').selectAll().execute()).length, 2)
  await checkBooks(t, house.db)
})

t.test('50 guests on a sensor with room for 10: 10 × 200, 40 × 403', async t => {
  const house = await openHouse(t)
  const owner = await house.person('owner')
  const sensor = await house.sensor(owner)
  const requests = times(50, i => ({ who: owner, path: '/share', body: { sensor, user: `guest${i}@example.com` } }))
  t.strictSame(await atOnce(house, t, requests), { 200: 10, 403: 40 })
  t.equal((await house.db.selectFrom('letters').selectAll().execute()).length, 10)
  t.equal((await house.db.selectFrom('people').selectAll().execute()).length, 11, 'those who were refused are not kept')
  await checkBooks(t, house.db)
})

t.test('the last place: whoever is refused although they have it already gets 409, never 403', async t => {
  const house = await openHouse(t)
  const owner = await house.person('owner')
  for (let round = 0; round < 4; round++) {
    const sensor = await house.sensor(owner)
    for (let i = 0; i < 9; i++) await house.share(owner, sensor, `guest${i}@example.com`)
    const requests = times(30, () => ({
      who: owner,
      path: '/share',
      body: { sensor, user: `last${round}@example.com` },
    }))
    t.strictSame(await atOnce(house, t, requests), { 200: 1, 409: 29 })
  }
  await checkBooks(t, house.db)
})

t.test('an owner with room for 40 over 8 sensors: 40 × 200, the rest 403', async t => {
  const house = await openHouse(t)
  const owner = await house.person('owner')
  const sensors = await Promise.all(times(8, () => house.sensor(owner)))
  const requests = times(80, i => ({
    who: owner,
    path: '/share',
    body: { sensor: sensors[i % 8], user: `guest${i}@example.com` },
  }))
  t.strictSame(await atOnce(house, t, requests), { 200: 40, 403: 40 })
  await checkBooks(t, house.db)
})

t.test('50 times the same end at once: one 200, 49 × 404, one letter', async t => {
  const house = await openHouse(t)
  const owner = await house.person('owner')
  const guest = await house.person('guest')
  const sensor = await house.sensor(owner)
  await house.share(owner, sensor, guest.email)
  const ends = times(50, i => ({
    who: i % 2 ? owner : guest,
    path: '/unshare',
    body: i % 2 ? { sensor, user: guest.email } : { sensor },
  }))
  t.strictSame(await atOnce(house, t, ends), { 200: 1, 404: 49 })
  t.equal((await house.db.selectFrom('letters').selectAll().execute()).length, 2, 'one for the share, one for its end')
  await checkBooks(t, house.db)
})

t.test('two who share with each other, over and over: no deadlock', async t => {
  const house = await openHouse(t)
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]
  const [a, b] = [await house.sensor(anna), await house.sensor(bert)]
  const requests = times(200, i => {
    const [who, sensor, user] = i % 2 ? [anna, a, bert.email] : [bert, b, anna.email]
    return { who, path: i % 3 ? '/share' : '/unshare', body: { sensor, user } }
  })
  const counts = await atOnce(house, t, requests)
  t.notOk(counts[500], 'no statement failed')
  await checkBooks(t, house.db)
})

t.test('32 at once take far fewer statements than requests', async t => {
  let statements = 0
  const house = await openHouse(t, { onStatement: () => statements++ })
  const owners = await Promise.all(times(4, i => house.person(`owner${i}`)))
  const sensors = await Promise.all(owners.map(owner => house.sensor(owner)))
  statements = 0
  const counts: Record<number, number> = {}
  await Promise.all(
    times(32, async lane => {
      for (let i = 0; i < 10; i++) {
        const who = owners[lane % 4] as Person
        const { status } = await house.share(who, sensors[lane % 4] as string, `guest${lane}-${i}@example.com`)
        counts[status] = (counts[status] ?? 0) + 1
      }
    }),
  )
  t.strictSame(counts, { 200: 40, 403: 280 })
  t.ok(statements < 320 / 4, `${statements} statements for 320 requests, each with its token checked in the database`)
})

t.test(
  '200 a share that waited while the plan of its owner was changed; the limits are those of the new plan',
  async t => {
    const house = await openHouse(t)
    await house.db.updateTable('plans').set({ max_shares: 1 }).where('name', '=', 'Basic').execute()
    const owner = await house.person('owner')
    const sensor = await house.sensor(owner)
    t.match(await house.share(owner, sensor, 'first@example.com'), { status: 200 })
    const other = house.url ? await openAgain(t, house.url) : house.db

    async function shareWhilePlanBecomes(plan: string, user: string) {
      let answer: ReturnType<House['share']> | undefined
      await other.transaction().execute(async trx => {
        await trx.updateTable('people').set({ plan }).where('id', '=', owner.id).execute()
        answer = house.share(owner, sensor, user)
        // The embedded database has one connection: there the share cannot even begin before.
        if (house.url) await eventually('the share waits', () => somebodyWaits(house))
      })
      return answer
    }

    t.match(await shareWhilePlanBecomes('Pro', 'second@example.com'), { status: 200 })
    t.match(await shareWhilePlanBecomes('Basic', 'third@example.com'), { status: 403, code: 'ER_SHARE_COUNT_REACHED' })
    await checkBooks(t, house.db)
  },
)

async function somebodyWaits({ db }: House): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  return rows.length > 0
}

t.test(
  'an invitation and a sign-up, many times in random order: the share is live after both, and there is one letter',
  async t => {
    const house = await openHouse(t)
    const { db } = house
    await db.updateTable('plans').set({ max_shares: 1000, max_shares_per_sensor: 1000 }).execute()
    const owner = await house.person('owner')
    const sensor = await house.sensor(owner)
    const keys = deriveKeys(house.secret).codes
    const second = house.url ? await openAgain(t, house.url) : db
    const counts = { invited: 0, joinedFirst: 0 }
    const rounds = tries({ short: 150, long: 500 })
    for (let round = 0; round < rounds; round += 10) {
      await Promise.all(
        times(10, async i => {
          const email = `new${round + i}@example.com`
          await requestCode(second, keys, { email, network: `10.${round % 250}.${i}.0/24` })
          const { link } = await db
            .selectFrom('sign_in_codes')
            .select('link_id as link')
            .where('email', '=', email)
            .executeTakeFirstOrThrow()
          const pause = () => new Promise(done => setTimeout(done, Math.random() * 4))
          const [answer] = await Promise.all([
            pause().then(() => share(db, owner, [{ sensor, guest: email }])),
            pause().then(() => signIn(second, keys, { link }, '')),
          ])
          if (!answer[0] || answer[0] instanceof Refusal) throw new Error(`not shared: ${answer[0]?.name}`)
          counts[answer[0].invited ? 'invited' : 'joinedFirst']++
        }),
      )
    }
    t.ok(counts.invited > 0 && counts.joinedFirst > 0, `both orders happened: ${JSON.stringify(counts)}`)
    const { rows } = await sql<{ email: string }>`
    select email from people
    left join shares on guest_id = people.id
    where email like 'new%' and (joined_at is null or shares.guest_id is null or 1 <> (
      select count(*) from letters where recipient = email and kind in ('shared', 'invitation')
    ))`.execute(db)
    t.strictSame(rows, [], 'live for everybody, with one letter each')
    t.equal((await db.selectFrom('shares').selectAll().execute()).length, rounds)
    await checkBooks(t, db)
  },
)
