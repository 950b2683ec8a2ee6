import { setImmediate as turn } from 'node:timers/promises'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { coalesce } from '../../src/db/coalesce.ts'
import { type Handle, isAway, openDatabase } from '../../src/db/open.ts'
import { jsonRows, statement } from '../../src/db/statement.ts'
import { freePort } from '../support/free-port.ts'
import { openTestDatabase } from '../support/house.ts'

type Ask = { word: string }
type Sent = Ask & { call: number; position: number }

/** A server's address where nobody listens. */
const nowhere = async () => `postgres://nobody@127.0.0.1:${await freePort()}/none`

/**
 * A queue whose statements go nowhere: each waits in `sent` until the test says how it ends. That makes the order of
 * things certain, which a database would leave to chance.
 */
async function openQueue(t: Test, together: { lanes: number; most: number }) {
  const db = await openDatabase({ url: await nowhere(), batching: together })
  t.teardown(() => db.destroy())
  const sent: {
    asks: Sent[]
    answer: (answers?: string[]) => Promise<void>
    fail: (error: unknown) => Promise<void>
  }[] = []
  const run = (_: Handle, json: string) =>
    new Promise<string[]>((resolve, reject) => {
      const asks: Sent[] = JSON.parse(json)
      sent.push({
        asks,
        answer: (answers = asks.map(({ word }) => word.toUpperCase())) => settled(() => resolve(answers)),
        fail: error => settled(() => reject(error)),
      })
    })
  const ask = coalesce<Ask, string>(run)

  /** Lets the queue do all that it will do after something happened. */
  async function settled(happen: () => void) {
    happen()
    await turn()
    await turn()
  }

  const words = () => sent.map(({ asks }) => asks.map(({ word }) => word).join(' '))
  const call = (text: string) => ask(db, text === '' ? [] : text.split(' ').map(word => ({ word })))
  return { sent, words, call, depart: () => settled(() => {}) }
}

const gone = () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })

t.test('calls that come together go together, and each gets its own answers in order', async t => {
  const { sent, words, call, depart } = await openQueue(t, { lanes: 1, most: 64 })
  const answers = Promise.all([call('a b'), call('c'), call('d e f')])
  await depart()
  t.strictSame(words(), ['a b c d e f'])
  await sent[0]?.answer()
  t.strictSame(await answers, [['A', 'B'], ['C'], ['D', 'E', 'F']])
})

t.test('a statement is told the position of each ask, and which of them came together', async t => {
  const { sent, call, depart } = await openQueue(t, { lanes: 1, most: 64 })
  const answers = Promise.all([call('a b'), call('c')])
  await depart()
  t.strictSame(sent[0]?.asks, [
    { word: 'a', call: 0, position: 0 },
    { word: 'b', call: 0, position: 1 },
    { word: 'c', call: 1, position: 2 },
  ])
  await sent[0]?.answer()
  await answers
})

t.test('while the lanes are busy, calls gather for the next statement', async t => {
  const { sent, words, call, depart } = await openQueue(t, { lanes: 1, most: 64 })
  const first = call('a')
  await depart()
  const later = [call('b')]
  await depart()
  later.push(call('c'), call('d'))
  await depart()
  t.strictSame(words(), ['a'], 'nothing departs while the lane is busy')
  await sent[0]?.answer()
  t.strictSame(await first, ['A'])
  t.strictSame(words(), ['a', 'b c d'])
  await sent[1]?.answer()
  t.strictSame(await Promise.all(later), [['B'], ['C'], ['D']])
})

t.test('there are never more statements under way than lanes', async t => {
  const { sent, words, call, depart } = await openQueue(t, { lanes: 2, most: 2 })
  const answers = Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(call))
  await depart()
  t.strictSame(words(), ['a b', 'c d'])
  await sent[1]?.answer()
  t.strictSame(words(), ['a b', 'c d', 'e f'], 'a free lane is used, whichever it is')
  await sent[0]?.answer()
  await sent[2]?.answer()
  t.strictSame(words(), ['a b', 'c d', 'e f', 'g'])
  await sent[3]?.answer()
  t.strictSame(await answers, [['A'], ['B'], ['C'], ['D'], ['E'], ['F'], ['G']])
  const after = call('h')
  await depart()
  t.equal(sent.length, 5, 'the lanes are free again')
  await sent[4]?.answer()
  t.strictSame(await after, ['H'])
})

t.test('`most` bounds a statement; a call is never divided', async t => {
  const { sent, words, call, depart } = await openQueue(t, { lanes: 9, most: 4 })
  const answers = Promise.all(['a b', 'c', 'd e', 'f g h', 'i', 'j'].map(call))
  await depart()
  t.strictSame(words(), ['a b c', 'd e', 'f g h i', 'j'])
  for (const { answer } of sent) await answer()
  t.strictSame((await answers).flat().join(''), 'ABCDEFGHIJ')
})

t.test('a call that is larger than `most` goes alone', async t => {
  const { sent, words, call, depart } = await openQueue(t, { lanes: 9, most: 3 })
  const answers = Promise.all(['a', 'b c d e f', 'g'].map(call))
  await depart()
  t.strictSame(words(), ['a', 'b c d e f', 'g'])
  for (const { answer } of sent) await answer()
  t.strictSame(await answers, [['A'], ['B', 'C', 'D', 'E', 'F'], ['G']])
})

t.test('a statement that fails is tried again call by call, and only the bad call fails', async t => {
  const { sent, words, call, depart } = await openQueue(t, { lanes: 1, most: 64 })
  const calls = Promise.allSettled(['a', 'b c', 'd'].map(call))
  await depart()
  const error = new Error('bad')
  await sent[0]?.fail(error)
  await sent[1]?.answer()
  await sent[2]?.fail(error)
  await sent[3]?.answer()
  t.strictSame(words(), ['a b c d', 'a', 'b c', 'd'])
  t.strictSame(await calls, [
    { status: 'fulfilled', value: ['A'] },
    { status: 'rejected', reason: error },
    { status: 'fulfilled', value: ['D'] },
  ])
})

t.test('the lane stays taken while a statement is tried again', async t => {
  const { sent, words, call, depart } = await openQueue(t, { lanes: 1, most: 64 })
  const calls = Promise.all(['a', 'b'].map(call))
  await depart()
  await sent[0]?.fail(new Error('bad'))
  const later = call('c')
  await depart()
  t.strictSame(words(), ['a b', 'a'])
  await sent[1]?.answer()
  t.strictSame(words(), ['a b', 'a', 'b'])
  await sent[2]?.answer()
  t.strictSame(words(), ['a b', 'a', 'b', 'c'])
  await sent[3]?.answer()
  t.strictSame([await calls, await later], [[['A'], ['B']], ['C']])
})

t.test('a call that failed alone is not sent again', async t => {
  const { sent, call, depart } = await openQueue(t, { lanes: 1, most: 64 })
  const calls = Promise.allSettled([call('a')])
  await depart()
  const error = new Error('bad')
  await sent[0]?.fail(error)
  t.equal(sent.length, 1)
  t.strictSame(await calls, [{ status: 'rejected', reason: error }])
})

t.test('a call alone that another statement was in the way of is sent once more', async t => {
  const { sent, call, depart } = await openQueue(t, { lanes: 1, most: 64 })
  const error = Object.assign(new Error('deadlock detected'), { code: '40P01' })
  const calls = Promise.allSettled([call('a')])
  await depart()
  await sent[0]?.fail(error)
  await sent[1]?.answer()
  t.strictSame(await calls, [{ status: 'fulfilled', value: ['A'] }])
  const others = Promise.allSettled([call('b')])
  await depart()
  await sent[2]?.fail(error)
  await sent[3]?.fail(error)
  t.strictSame(await others, [{ status: 'rejected', reason: error }])
  t.equal(sent.length, 4)
})

t.test('database away: all who wait are told at once, and nothing is tried again', async t => {
  const { sent, call, depart } = await openQueue(t, { lanes: 1, most: 2 })
  const calls = Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map(call))
  await depart()
  const error = gone()
  await sent[0]?.fail(error)
  t.equal(sent.length, 1)
  const lost = { status: 'rejected', reason: error }
  t.strictSame(await calls, [lost, lost, lost, lost, lost])
  const later = call('f')
  await depart()
  t.equal(sent.length, 2, 'who comes later is served')
  await sent[1]?.answer()
  t.strictSame(await later, ['F'])
})

t.test('database away in the other lane: what is under way there is not lost', async t => {
  const { sent, call, depart } = await openQueue(t, { lanes: 2, most: 1 })
  const calls = Promise.allSettled(['a', 'b', 'c'].map(call))
  await depart()
  const error = gone()
  await sent[0]?.fail(error)
  await sent[1]?.answer()
  t.strictSame(await calls, [
    { status: 'rejected', reason: error },
    { status: 'fulfilled', value: ['B'] },
    { status: 'rejected', reason: error },
  ])
})

t.test('database away while a statement is tried again: the rest is told at once, too', async t => {
  const { sent, words, call, depart } = await openQueue(t, { lanes: 1, most: 4 })
  const calls = Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map(call))
  await depart()
  await sent[0]?.fail(new Error('bad'))
  await sent[1]?.answer()
  const error = gone()
  await sent[2]?.fail(error)
  t.strictSame(words(), ['a b c d', 'a', 'b'])
  const lost = { status: 'rejected', reason: error }
  t.strictSame(await calls, [{ status: 'fulfilled', value: ['A'] }, lost, lost, lost, lost])
})

t.test('a wrong number of answers is an error, and what was done is not done again', async t => {
  for (const answers of [['A'], ['A', 'B', 'C', 'D'], []]) {
    const { sent, call, depart } = await openQueue(t, { lanes: 1, most: 64 })
    const calls = Promise.allSettled(['a', 'b c'].map(call))
    await depart()
    const lost = { status: 'rejected', reason: { message: `3 asks got ${answers.length} answers` } }
    await sent[0]?.answer(answers)
    t.equal(sent.length, 1)
    t.match(await calls, [lost, lost])
  }
})

t.test('each database has a queue of its own', async t => {
  const seen: Handle[] = []
  const ask = coalesce<Ask, string>(async (db, asks) => {
    seen.push(db)
    return JSON.parse(asks)
  })
  const one = await openDatabase({ url: await nowhere() })
  const other = await openDatabase({ url: await nowhere() })
  t.teardown(() => Promise.all([one.destroy(), other.destroy()]))
  await Promise.all([ask(one, [{ word: 'a' }]), ask(other, [{ word: 'b' }]), ask(one, [{ word: 'c' }])])
  t.equal(seen.length, 2)
  t.ok(seen.includes(one) && seen.includes(other))
})

const quotients = coalesce<{ divisor: number }, { quotient: number }>(
  statement<[asked: string], { quotient: number }>(
    'test-quotients',
    asked =>
      sql`select 100 / divisor as quotient from ${jsonRows(asked, 'position int, divisor int')} order by position`,
  ),
)

t.test('on a database: a bad call among 200 spoils no other', async t => {
  const { db } = await openTestDatabase(t)
  const divisors = Array.from({ length: 200 }, (_, index) => (index === 77 ? 0 : index + 1))
  const calls = await Promise.allSettled(divisors.map(divisor => quotients(db, [{ divisor }])))
  for (const [index, call] of calls.entries()) {
    if (index === 77) t.match(call, { status: 'rejected', reason: { code: '22012' } })
    else t.strictSame(call, { status: 'fulfilled', value: [{ quotient: Math.floor(100 / (index + 1)) }] })
  }
})

t.test('on a database that is away: all fail with that', async t => {
  const db = await openDatabase({ url: await nowhere() })
  t.teardown(() => db.destroy())
  const calls = await Promise.allSettled([1, 2, 3].map(divisor => quotients(db, [{ divisor }])))
  t.ok(calls.every(call => call.status === 'rejected' && isAway(call.reason)))
})
