/** The order in which the history is told: nothing late, nothing twice, nothing left out. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Database } from '../../src/db/open.ts'
import { openFollowing } from '../../src/events/follow.ts'
import type { Message } from '../../src/events/follower.ts'
import { readWindow, settleHistory } from '../../src/events/windows.ts'
import { buildTestApp } from '../support/app.ts'
import { openAgain, openHouse, type Person, settled } from '../support/house.ts'
import { openProxy } from '../support/proxy.ts'
import { eventually } from '../support/service.ts'
import { follow, listen } from '../support/stream.ts'
import { holdTimers } from '../support/timers.ts'

const quiet = { info() {}, warn() {} }

/** Writes an event without the rest of what an update does. */
const happen = (db: Pick<Database, 'insertInto'>, who: Person, n: number) =>
  db
    .insertInto('events')
    .values({ action: 'updated', sensor_id: 'FF', owner_id: who.id, guest_id: null, actor_id: who.id, data: { n } })
    .execute()

/** Follows without a face; gathers what is told. */
function gather(t: Test, db: Database, caller: Person, changed: Parameters<typeof openFollowing>[2] = {}) {
  const following = openFollowing(db, quiet, changed)
  t.teardown(() => following.close())
  const messages: Message[] = []
  const beats: (string | null)[] = []
  let hasEnded = false
  const { admitted, leave } = following.follow(caller, undefined, {
    tell: message => messages.push(message),
    beat: id => beats.push(id),
    room: async () => {},
    end() {
      hasEnded = true
    },
  })
  const numbers = () => messages.flatMap(message => ('happened' in message ? [Number(message.happened.data.n)] : []))
  return { following, messages, beats, numbers, admitted, leave, hasEnded: () => hasEnded }
}

t.test('what a slow transaction wrote is told in its place, and what came after it waits', async t => {
  const { db, url, person } = await openHouse(t)
  if (!url) return t.pass('the embedded database does one transaction after the other')
  const olivia = await person('olivia')
  const slow = await openAgain(t, url)
  const { numbers, admitted, messages } = gather(t, db, olivia)
  await admitted
  await slow.transaction().execute(async trx => {
    await happen(trx, olivia, 1)
    await happen(db, olivia, 2)
    await sleep(1_500)
    t.strictSame(numbers(), [], 'nobody knows yet what comes before it')
    await happen(trx, olivia, 3)
  })
  await happen(db, olivia, 4)
  await eventually('all told', async () => numbers().length === 4)
  t.strictSame(numbers(), [1, 2, 3, 4])
  const ids = messages.flatMap(message => ('happened' in message ? [message.happened.id] : []))
  t.strictSame(
    ids,
    ids.toSorted((one, other) => one - other),
  )

  await t.rejects(
    slow.transaction().execute(async trx => {
      await happen(trx, olivia, 5)
      throw new Error('undone')
    }),
  )
  await happen(db, olivia, 6)
  await eventually('the next', async () => numbers().length === 5)
  t.equal(numbers().at(-1), 6, 'what was undone is not told')
})

t.test('events of one sensor come in the order of their locks, also if the later transaction began first', async t => {
  const { db, url, person, sensor } = await openHouse(t)
  if (!url) return t.pass('the embedded database does one transaction after the other')
  const olivia = await person('olivia')
  const id = await sensor(olivia)
  await settled(db)
  const { until: from } = await readWindow(db, [], null, null)
  const far = await openAgain(t, url)
  const begin = async () => {
    const transaction = await far.startTransaction().execute()
    await sql`select pg_current_xact_id()`.execute(transaction)
    return transaction
  }
  const change = async (transaction: Awaited<ReturnType<typeof begin>>, n: number) => {
    await transaction
      .updateTable('sensors')
      .set({ name: String(n) })
      .where('id', '=', id)
      .execute()
    await happen(transaction, olivia, n)
    await transaction.commit().execute()
  }
  const second = await begin()
  const bystander = await begin()
  const first = await begin()
  await change(first, 1)
  await change(second, 2)
  const held = await readWindow(db, [olivia.id], from, null)
  await bystander.rollback().execute()
  await settled(db)
  const rest = await readWindow(db, [olivia.id], held.until, null)
  t.strictSame(
    [...held.news, ...rest.news].map(({ data }) => data.n),
    [1, 2],
  )
})

t.test('a beat tells where it is; nothing runs while nobody follows', async t => {
  const { db, person } = await openHouse(t)
  const olivia = await person('olivia')
  const timers = holdTimers(t, 45_678)
  const { beats, admitted, leave, numbers, following } = gather(t, db, olivia, { beatMs: 45_678, pollMs: 45_678 })
  await admitted
  t.equal(following.count(), 1)
  await happen(db, olivia, 1)
  await eventually('told', async () => {
    timers.runOut()
    return numbers().length === 1
  })
  const before = beats.length
  await eventually('beaten', async () => {
    timers.runOut()
    return beats.length > before + 2
  })
  t.match(beats.at(-1), /^[0-9a-f]+-(\d+)-\1-0$/)
  leave()
  leave()
  t.equal(following.count(), 0)
  t.equal(timers.count(), 0, 'no timer is left')
})

t.test('a session that has ended is found at the next beat', async t => {
  const { db, person } = await openHouse(t)
  const olivia = await person('olivia')
  const { id: session } = await db
    .insertInto('sessions')
    .values({ person_id: olivia.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { admitted, hasEnded, following } = gather(t, db, { ...olivia, session }, { beatMs: 50 })
  await admitted
  await sleep(200)
  t.notOk(hasEnded())
  await db.deleteFrom('sessions').execute()
  await eventually('the end', async () => hasEnded())
  t.equal(following.count(), 0)
})

t.test('a history from another server is neither told late nor in the way', async t => {
  const { db, person } = await openHouse(t)
  const olivia = await person('olivia')
  await sql`
    insert into events (action, sensor_id, owner_id, data, tx)
    select 'claimed', 'FF', ${olivia.id}, '{}', (pg_current_xact_id()::text::bigint + 40 + n)::text::xid8
    from generate_series(0, 25000) as n`.execute(db)
  const { rows } = await sql<{ xmin: string; max: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, max(tx)::text as max from events`.execute(db)
  t.ok(Number(rows[0]?.max) > Number(rows[0]?.xmin), 'some are still to come')
  await Promise.all([settleHistory(db), settleHistory(db)])
  const { numbers, admitted, messages } = gather(t, db, olivia)
  await admitted
  // As many transactions as would have been enough to make them come up.
  for (let n = 0; n < 60; n++) await happen(db, olivia, n)
  await eventually('all told', async () => numbers().length >= 60)
  t.strictSame(
    numbers(),
    Array.from({ length: 60 }, (_, n) => n),
  )
  t.equal(messages.length, 61)
  const before = await db.selectFrom('events').select(['id', 'tx']).orderBy('id').execute()
  await settleHistory(db)
  t.strictSame(await db.selectFrom('events').select(['id', 'tx']).orderBy('id').execute(), before, 'our own stays')
})

t.test('a window in several pages is the same window', async t => {
  const { db, person } = await openHouse(t)
  const [olivia, gary] = [await person('olivia'), await person('gary')]
  const { until: from } = await readWindow(db, [], null, null)
  await db.transaction().execute(async trx => {
    for (let n = 0; n < 7; n++) await happen(trx, n % 3 ? olivia : gary, n)
  })
  await settled(db)
  const pages = []
  let page = await readWindow(db, [olivia.id, gary.id], from, null, 3)
  pages.push(page.news)
  while (!page.isLast) {
    await happen(db, olivia, 100)
    page = await readWindow(db, [olivia.id, gary.id], from, { until: page.until, after: page.news.at(-1)?.id ?? 0 }, 3)
    pages.push(page.news)
  }
  t.strictSame(
    pages.flat().map(({ data }) => data.n),
    [0, 1, 2, 3, 4, 5, 6],
  )
  t.equal(pages.length, 3)

  await settled(db)
  const { numbers, admitted } = gather(t, db, olivia, { pageSize: 2 })
  await admitted
  await db.transaction().execute(async trx => {
    for (let n = 0; n < 9; n++) await happen(trx, olivia, n)
  })
  await happen(db, olivia, 9)
  await eventually('all told', async () => numbers().length === 10)
  t.strictSame(numbers(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})

t.test('another database in place of the one before: all come back, and are told that it is another', async t => {
  const { db, person } = await openHouse(t)
  const olivia = await person('olivia')
  const { admitted, messages, hasEnded, following } = gather(t, db, olivia, { pollMs: 50 })
  await admitted
  t.match(messages, [{ event: 'ready' }])
  const execute = db.executeQuery
  const swapped = t.intercept(db, 'executeQuery', {
    value: async (...query: Parameters<typeof execute>) => {
      const answer = await execute.apply(db, query)
      return {
        ...answer,
        rows: answer.rows.map(row => ({ ...Object(row), ...('server' in Object(row) && { server: 'ff' }) })),
      }
    },
    configurable: true,
  })
  await happen(db, olivia, 1)
  await eventually('the end', async () => hasEnded())
  t.equal(messages.length, 1, 'nothing is told of it')
  const told: Message[] = []
  const back = following.follow(olivia, messages[0]?.id, {
    tell: message => told.push(message),
    beat() {},
    room: async () => {},
    end() {},
  })
  await back.admitted
  t.match(told, [{ event: 'reset' }])
  back.leave()
  t.ok(swapped().length > 0)
})

t.test('the database goes away: streams stay, and catch up', async t => {
  const { db, url, person, secret } = await openHouse(t)
  if (!url) return t.pass('the embedded database does not go away by itself')
  const olivia = await person('olivia')
  const { through, cut, mend } = await openProxy(t, url)
  const far = await openAgain(t, through)
  const app = await buildTestApp({ db: far, secret, rateLimit: false })
  t.teardown(() => app.close())
  const client = await follow(t, await listen(app), olivia.token)
  await client.hears('ready')
  await happen(db, olivia, 1)
  await client.hears('updated')
  cut()
  await happen(db, olivia, 2)
  await sleep(1_500)
  await happen(db, olivia, 3)
  t.equal(client.news().length, 1)
  t.notOk(client.isOver)
  mend()
  await eventually('caught up', async () => client.news().length === 3)
  t.strictSame(
    client.news().map(({ data }) => (data as unknown as { n: number }).n),
    [1, 2, 3],
  )
})
