import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { openDatabase } from '../../../src/db/open.ts'
import { openTestDatabase, pastPooler, poolerUrl, testDatabaseUrl } from '../../support/house.ts'
import { openProxy } from '../../support/proxy.ts'
import { eventually } from '../../support/service.ts'

/** Past a pooler in transaction mode, behind which nothing is heard. */
async function openHearing(t: Test) {
  const { db, url } = await openTestDatabase(t)
  if (!url || !poolerUrl) return { db, url }
  const past = pastPooler(url)
  const hearing = await openDatabase({ url: past })
  t.teardown(() => hearing.destroy())
  return { db: hearing, url: past }
}

t.test('heard: what is notified when it is committed, on this channel, until it stops', async t => {
  const { db } = await openHearing(t)
  let heard = 0
  let last: string | undefined
  const stop = db.listen('letters', word => {
    heard++
    last = word
  })
  const notify = (channel: string, word = '') => sql`select pg_notify(${channel}, ${word})`.execute(db)
  await eventually('listening', async () => {
    await notify('letters')
    return heard > 1
  })
  await notify('letters', 'the last')
  await eventually('all is heard', async () => last === 'the last')
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

t.test('called with an empty text when listening begins, and not at all after the stop', async t => {
  const { db } = await openHearing(t)
  const calls: string[] = []
  const stop = db.listen('letters', what => calls.push(what))
  await eventually('called', async () => calls.length > 0)
  await sql`select pg_notify('letters', 'a word')`.execute(db)
  await eventually('called again', async () => calls.length > 1)
  t.strictSame(calls, ['', 'a word'])

  const late: string[] = []
  const stopAtOnce = db.listen('letters', what => late.push(what))
  await stopAtOnce()
  await sql`select pg_notify('letters', 'another')`.execute(db)
  await eventually('the other has heard it', async () => calls.includes('another'))
  t.strictSame(late, [], 'stopped before it began')
  await stop()
})

t.test('begun in the middle of a transaction that is undone: heard all the same', async t => {
  const { db } = await openHearing(t)
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

t.test('several channels, and several who listen to one: each hears its own, until it stops', async t => {
  const { db } = await openHearing(t)
  const heard = { letters: 0, events: 0, too: 0 }
  const last = { letters: '', events: '' }
  const stopLetters = db.listen('letters', word => {
    heard.letters++
    last.letters = String(word)
  })
  const stopEvents = db.listen('events', word => {
    heard.events++
    last.events = String(word)
  })
  const stopToo = db.listen('events', () => heard.too++)
  const notify = (channel: string, word = '') => sql`select pg_notify(${channel}, ${word})`.execute(db)
  await eventually('listening', async () => {
    await notify('letters')
    await notify('events')
    return heard.letters > 1 && heard.events > 1 && heard.too > 1
  })
  await notify('letters', 'the last')
  await notify('events', 'the last')
  await eventually('all is heard', async () => last.letters === 'the last' && last.events === 'the last')
  if (testDatabaseUrl) {
    const { rows } = await sql`
      select from pg_stat_activity
      where application_name = 'sensor-share listener' and datname = current_database()`.execute(db)
    t.equal(rows.length, 1, 'on one connection')
  }
  let before = { ...heard }
  await notify('events')
  await eventually('heard', async () => heard.events > before.events && heard.too > before.too)
  t.equal(heard.letters, before.letters)
  await stopEvents()
  await stopEvents()
  before = { ...heard }
  await notify('events')
  await eventually('heard', async () => heard.too > before.too)
  t.equal(heard.events, before.events)
  await stopToo()
  before = { ...heard }
  await notify('events')
  await notify('letters')
  await eventually('heard', async () => heard.letters > before.letters)
  t.strictSame([heard.events, heard.too], [before.events, before.too])
  await stopLetters()
  const again = db.listen('events', () => heard.events++)
  await eventually('listening again', async () => {
    await notify('events')
    return heard.events > before.events + 1
  })
  await again()
})

if (testDatabaseUrl) {
  t.test('cut off: listens again by itself, and calls back then, as something may have been missed', async t => {
    const { db, url = '' } = await openHearing(t)
    const { through, cut, mend } = await openProxy(t, url)
    const far = await openDatabase({ url: through })
    t.teardown(() => far.destroy())
    let heard = 0
    let other = 0
    const stop = far.listen('letters', () => heard++)
    const stopOther = far.listen('events', () => other++)
    await eventually('listening', async () => heard === 1 && other === 1)
    cut()
    await sleep(1_200)
    await sql`notify letters`.execute(db)
    t.equal(heard, 1)
    mend()
    await eventually('listening again', async () => heard === 2 && other === 2)
    await sql`notify letters`.execute(db)
    await eventually('heard', async () => heard === 3)
    await sql`notify events`.execute(db)
    await eventually('the other, too', async () => other === 3)
    await stop()
    await stopOther()
  })
}
