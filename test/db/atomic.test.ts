import { sql } from 'kysely'
import t from 'tap'
import { atomically, rehearse } from '../../src/db/atomic.ts'
import type { Handle } from '../../src/db/open.ts'
import { openTestDatabase } from '../support/house.ts'

const add = (db: Handle, email: string) => db.insertInto('people').values({ email }).execute()
const emails = async (db: Handle) =>
  (await db.selectFrom('people').select('email').orderBy('email').execute()).map(({ email }) => email)

const overtaken = () => Object.assign(new Error('deadlock detected'), { code: '40P01' })

t.test('all of it, or nothing', async t => {
  const { db } = await openTestDatabase(t)
  t.equal(await atomically(db, async trx => (await add(trx, 'a')).length), 1)
  await t.rejects(
    atomically(db, async trx => {
      await add(trx, 'b')
      throw new Error('no')
    }),
    /no/,
  )
  t.strictSame(await emails(db), ['a'])
})

t.test('what another statement was in the way of is done once more, and only that', async t => {
  const { db } = await openTestDatabase(t)
  for (const [failures, error, tries, works] of [
    [1, overtaken(), 2, true],
    [2, overtaken(), 2, false],
    [1, new Error('bad'), 1, false],
  ] as const) {
    let count = 0
    const work = atomically(db, async trx => {
      await add(trx, `${error.message}, ${failures}, try ${++count}`)
      if (count <= failures) throw error
    })
    if (works) await work
    else await t.rejects(work, error)
    t.equal(count, tries)
  }
  t.strictSame(await emails(db), ['deadlock detected, 1, try 2'])
})

t.test('within a transaction a part is undone by itself', async t => {
  const { db } = await openTestDatabase(t)
  await db.transaction().execute(async trx => {
    await add(trx, 'a')
    await atomically(trx, part => add(part, 'b'))
    await t.rejects(
      atomically(trx, async part => {
        await add(part, 'c')
        await sql`select 1 / 0`.execute(part)
      }),
      { code: '22012' },
    )
    t.strictSame(await rehearse(trx, async part => [await add(part, 'd'), await emails(part)][1]), ['a', 'b', 'd'])
    await add(trx, 'e')
  })
  t.strictSame(await emails(db), ['a', 'b', 'e'])
})

t.test('a rehearsal leaves nothing; what it throws is told', async t => {
  const { db } = await openTestDatabase(t)
  t.strictSame(await rehearse(db, async trx => [await add(trx, 'a'), await emails(trx)][1]), ['a'])
  await t.rejects(
    rehearse(db, () => Promise.reject(new Error('no'))),
    /no/,
  )
  t.strictSame(await emails(db), [])
})
