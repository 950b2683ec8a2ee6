/** Two calls about one share at once: on a real Postgres by two processes, whose statements really race. */
import { type Kysely, sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Database } from '../../src/db/open.ts'
import type { Tables } from '../../src/db/tables.ts'
import { endExpired } from '../../src/jobs/end-expired.ts'
import { answerShare } from '../../src/sharing/change/answer.ts'
import { changeShare } from '../../src/sharing/change/change.ts'
import { resend } from '../../src/sharing/change/resend.ts'
import { unshare } from '../../src/sharing/end/unshare.ts'
import { share } from '../../src/sharing/grant/share.ts'
import { happened, inHours, refused, setShare } from '../support/calls.ts'
import { checkBooks, openAgain, openHouse, testDatabaseUrl } from '../support/house.ts'
import { eventually } from '../support/service.ts'

// On the embedded database there is nothing to race: one call comes after the other.
const rounds = testDatabaseUrl ? 60 : 6

async function furnish(t: Test) {
  const house = await openHouse(t)
  const { db, url } = house
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(olivia, 'Sauna')
  const begin = () => share(db, olivia, [{ sensor: sauna, guest: gary.email }])
  const end = (by: Database) => unshare(by, olivia, [{ sensor: sauna, guest: gary.email }])
  const pair = { sensor: sauna, guest: gary.email }
  return { house, db, url, other: url ? await openAgain(t, url) : db, olivia, gary, sauna, pair, begin, end }
}

const count = (names: (string | undefined)[], name?: string) => names.filter(one => one === name).length

t.test('the same pause 6 times at once: one says that it changed something, one event', async t => {
  const { db, other, olivia, gary, sauna, pair, begin } = await furnish(t)
  await begin()
  for (let round = 1; round <= rounds; round++) {
    await setShare(db, sauna, gary, 'paused_at = null')
    const calls = Array.from({ length: 6 }, (_, n) => changeShare(n % 2 ? db : other, olivia, pair, { paused: true }))
    const changed = (await Promise.all(calls)).map(({ changed }) => changed.join())
    t.strictSame([count(changed, 'paused'), count(changed, '')], [1, 5])
  }
  t.equal((await happened(db)).filter(({ action }) => action === 'paused').length, rounds)
})

t.test('two changes of different terms at once: both are kept', async t => {
  const { db, other, olivia, pair, begin, end } = await furnish(t)
  for (let round = 0; round < rounds; round++) {
    await begin()
    await Promise.all([
      changeShare(db, olivia, pair, { scripting: true }),
      changeShare(other, olivia, pair, { note: 'x', paused: true }),
    ])
    t.match(await db.selectFrom('shares').selectAll().execute(), [{ scripting: true, note: 'x', paused_at: Date }])
    await end(db)
  }
  t.equal((await happened(db)).filter(({ action }) => action === 'changed').length, 2 * rounds)
  await checkBooks(t, db)
})

t.test(
  'two changes that do not fit together: the later one is refused, or the share would end before it begins',
  async t => {
    const { db, other, olivia, pair, begin, end } = await furnish(t)
    for (let round = 0; round < rounds; round++) {
      await begin()
      const answers = await Promise.all([
        refused(changeShare(db, olivia, pair, { startsAt: inHours(20) })),
        refused(changeShare(other, olivia, pair, { expiresAt: inHours(10) })),
      ])
      t.strictSame([count(answers, 'badTerm'), count(answers)], [1, 1])
      await end(db)
    }
  },
)

t.test('resent 6 times at once: one 200, the others 429; one letter, one event', async t => {
  const { db, other, olivia, gary, sauna, pair, begin } = await furnish(t)
  await begin()
  for (let round = 1; round <= rounds; round++) {
    await setShare(db, sauna, gary, 'resent_at = null')
    const calls = Array.from({ length: 6 }, (_, n) => refused(resend(n % 2 ? db : other, olivia, pair)))
    const answers = await Promise.all(calls)
    t.strictSame([count(answers), count(answers, 'tooMany')], [1, 5])
    const letters = await db.selectFrom('letters').select('id').orderBy('id').execute()
    t.equal(letters.length, 1 + round)
    t.match(await db.selectFrom('shares').select('letter_id').execute(), [{ letter_id: letters.at(-1)?.id }])
  }
  t.equal((await happened(db)).length, rounds)
})

t.test('accepted and unshared at once: accepted before it ended, or 404; never otherwise', async t => {
  const { db, other, gary, sauna, begin, end } = await furnish(t)
  const seen = new Set<string>()
  for (let round = 0; round < rounds; round++) {
    await begin()
    await setShare(db, sauna, gary, 'asked = true')
    const before = (await happened(db)).length
    const accept = () => refused(answerShare(db, gary, sauna, true))
    const ended = round % 2 ? end(other) : undefined
    const [accepted] = await Promise.all([accept(), ended ?? end(other)])
    const actions = (await happened(db)).slice(before).map(({ action }) => action)
    t.strictSame(actions, accepted === undefined ? ['accepted', 'unshared'] : ['unshared'])
    t.ok([undefined, 'noSuchShare'].includes(accepted as string))
    seen.add(String(accepted))
  }
  t.comment([...seen])
  await checkBooks(t, db)
})

t.test('accepted 20 times at once: one event', async t => {
  const { db, other, gary, sauna, begin } = await furnish(t)
  await begin()
  await setShare(db, sauna, gary, 'asked = true')
  const calls = Array.from({ length: 20 }, (_, n) => refused(answerShare(n % 2 ? db : other, gary, sauna, true)))
  t.equal(count(await Promise.all(calls)), 20)
  t.match(await happened(db), [{ action: 'accepted' }])
})

t.test(
  'declined by the guest and unshared by the owner at once: it ends once, as whoever was first did it',
  async t => {
    const { db, other, olivia, gary, sauna, begin, end } = await furnish(t)
    for (let round = 0; round < rounds; round++) {
      await db.deleteFrom('declines').execute()
      await begin()
      const before = (await happened(db)).length
      const answers = await Promise.all([refused(answerShare(db, gary, sauna, false)), refused(end(other))])
      const [first] = (await happened(db)).slice(before)
      t.strictSame((await happened(db)).length, before + 1)
      t.strictSame(answers, first?.action === 'declined' ? [undefined, 'noSuchGuest'] : ['noSuchShare', undefined])
      const declines = await db.selectFrom('declines').select('owner_id').execute()
      t.strictSame(declines, first?.action === 'declined' ? [{ owner_id: olivia.id }] : [])
    }
    await checkBooks(t, db)
  },
)

t.test('a change waits for whoever has the sensor, and sees what they did', async t => {
  const { house, db, url, other, olivia, gary, sauna, pair, begin } = await furnish(t)
  if (!url) return t.pass('the embedded database does one thing after the other')
  const whileLocked = async (work: (trx: Kysely<Tables>) => Promise<unknown>, call: () => Promise<unknown>) => {
    let answer: Promise<string | undefined> = Promise.resolve('')
    await other.transaction().execute(async trx => {
      await sql`select from sensors where id = ${sauna} for no key update`.execute(trx)
      answer = refused(call())
      await eventually('the call waits', async () => {
        const { rows } = await sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          house.db,
        )
        return rows.length > 0
      })
      await work(trx)
    })
    return answer
  }
  await begin()
  const expiresAt = new Date(Date.now() + 36_000_000)
  const prolonged = await whileLocked(
    trx => trx.updateTable('shares').set({ expires_at: expiresAt }).execute(),
    () => changeShare(db, olivia, pair, { startsAt: inHours(20) }),
  )
  t.equal(prolonged, 'badTerm', 'the end that was set meanwhile counts')
  const owned = await whileLocked(
    trx => trx.updateTable('sensors').set({ owner_id: gary.id }).execute(),
    () => changeShare(db, olivia, pair, { paused: true }),
  )
  t.equal(owned, 'notOwner')
})

t.test('prolonged in the second of its end, and swept: it stays, or it ends; never both', async t => {
  const { db, other, olivia, gary, sauna, pair, begin, end } = await furnish(t)
  for (let round = 0; round < rounds; round++) {
    await begin()
    await setShare(db, sauna, gary, `expires_at = clock_timestamp() + ${round % 8} * interval '1 millisecond'`)
    const before = (await happened(db)).length
    const [prolonged] = await Promise.all([
      refused(changeShare(db, olivia, pair, { expiresAt: inHours(1) })),
      endExpired(other),
    ])
    await endExpired(db)
    const actions = (await happened(db)).slice(before).map(({ action }) => action)
    t.strictSame(actions, prolonged === undefined ? ['changed'] : ['expired'])
    await end(db)
  }
  await checkBooks(t, db)
})
