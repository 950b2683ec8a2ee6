import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/db/open.ts'
import { openTestDatabase, testDatabaseUrl } from '../house.ts'
import { openProxy } from '../mail/proxy.ts'
import { eventually } from '../service.ts'

t.test('heard: what is notified when it is committed, on this channel, until it stops', async t => {
  const { db } = await openTestDatabase(t)
  let heard = 0
  const stop = db.listen('letters', () => heard++)
  const notify = (channel: string) => sql`select pg_notify(${channel}, '')`.execute(db)
  await eventually('listening', async () => {
    await notify('letters')
    return heard > 1
  })
  await sleep(50)
  const before = heard
  await db.transaction().execute(async trx => {
    await sql`select pg_notify('letters', '')`.execute(trx)
    await sleep(50)
    t.equal(heard, before)
  })
  await eventually('heard', async () => heard === before + 1)
  await notify('other')
  await stop()
  await notify('letters')
  await sleep(50)
  t.equal(heard, before + 1)
})

t.test('begun in the middle of a transaction that is undone: heard all the same', async t => {
  const { db } = await openTestDatabase(t)
  let heard = 0
  let stop = async () => {}
  await t.rejects(
    db.transaction().execute(async trx => {
      stop = db.listen('letters', () => heard++)
      await sleep(50)
      await sql`select 1 / 0`.execute(trx)
    }),
  )
  await eventually('heard', async () => {
    await sql`notify letters`.execute(db)
    return heard > 1
  })
  await stop()
})

if (testDatabaseUrl) {
  t.test('cut off: listens again by itself, and calls back then, as something may have been missed', async t => {
    const { db, url = '' } = await openTestDatabase(t)
    const { through, cut, mend } = await openProxy(t, url)
    const far = await openDatabase({ url: through })
    t.teardown(() => far.destroy())
    let heard = 0
    const stop = far.listen('letters', () => heard++)
    await eventually('listening', async () => heard === 1)
    cut()
    await sleep(1_200)
    await sql`notify letters`.execute(db)
    t.equal(heard, 1)
    mend()
    await eventually('listening again', async () => heard === 2)
    await sql`notify letters`.execute(db)
    await eventually('heard', async () => heard === 3)
    await stop()
  })
}
