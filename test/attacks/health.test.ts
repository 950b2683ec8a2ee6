/** Attacks on the database by way of the health checks, which anybody may call. */
import t from 'tap'
import { openDatabase } from '../../src/db/open.ts'
import { buildTestApp } from '../support/app.ts'
import { openHouse, prepare } from '../support/house.ts'
import { listen } from '../support/stream.ts'

t.test('200 a flood of /health/ready: the database is asked once a second', async t => {
  let ms = 0
  const titles: (string | undefined)[] = []
  const counts = { onStatement: (title: string | undefined) => titles.push(title) }
  const url = await listen((await openHouse(t, { now: () => ms, counts })).app)
  const flood = async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => fetch(`${url}/health/ready`)))
    t.ok(answers.every(({ status }) => status === 200))
  }
  await flood()
  await flood()
  t.equal(titles.length, 1)
  ms += 1_001
  await flood()
  t.strictSame(titles, ['find tables', 'find tables'])
})

t.test('200 while callers hold all connections, and none of them waits for a check', async t => {
  const house = await openHouse(t)
  if (!house.url) return t.pass('the embedded database has a single connection')
  const db = await openDatabase({ url: house.url, prepare, pool: 3 })
  t.teardown(() => db.destroy())
  const app = await buildTestApp({ db, secret: house.secret })
  t.teardown(() => app.close())
  const held = await Promise.all([1, 2, 3].map(() => db.startTransaction().execute()))
  t.equal((await app.inject('/health/ready')).statusCode, 200)
  t.strictSame(db.countConnections(), { lent: 3, idle: 0, waiting: 0 })
  await Promise.all(held.map(transaction => transaction.rollback().execute()))
})
