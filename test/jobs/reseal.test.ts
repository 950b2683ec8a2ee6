/** Secrets of the database are sealed anew, after another secret was put before the one that sealed them. */
import { type CompiledQuery, sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Database } from '../../src/db/open.ts'
import { resealAccessKeys, resealGateways } from '../../src/jobs/reseal.ts'
import type { Batch } from '../../src/jobs/sweep.ts'
import { deriveKeys, opened, seal } from '../../src/keys.ts'
import { openAgain, openHouse } from '../support/house.ts'

const [old, next, lost] = ['o', 'n', 'l'].map(letter => letter.repeat(32)) as [string, string, string]
const before = deriveKeys(old)
const during = deriveKeys(next, old)
const after = deriveKeys(next)

const idOf = (n: number) => String(n).padStart(5, '0')

/** Makes a person with access keys that are sealed with the old secret. */
async function fill(db: Database, count: number) {
  await sql`insert into people (email, joined_at) values ('anna@example.com', now())`.execute(db)
  for (let n = 0; n < count; n += 100) {
    const rows = Array.from({ length: Math.min(100, count - n) }, (_, index) => ({
      id: idOf(n + index),
      person_id: 1,
      name: '',
      sealed_secret: seal(before.accessKeys, `secret ${n + index}`),
    }))
    await db.insertInto('access_keys').values(rows).execute()
  }
}

const sealedIn = async (db: Database) =>
  new Map(
    (await db.selectFrom('access_keys').select(['id', 'sealed_secret as sealed']).orderBy('id').execute()).map(
      ({ id, sealed }) => [id, sealed],
    ),
  )

/** Runs a round to its end, and returns its batches. */
async function round(db: Database, begin: ReturnType<typeof resealAccessKeys>): Promise<Batch[]> {
  const run = begin()
  const batches: Batch[] = []
  do batches.push(await run(db))
  while (batches.at(-1)?.more)
  return batches
}

async function checkAll(t: Test, db: Database, count: number) {
  const sealed = await sealedIn(db)
  t.equal(sealed.size, count)
  for (const [id, text] of sealed) {
    const found = opened(after.accessKeys, text)
    if (found.text !== `secret ${Number(id)}`) t.fail(`the key ${id} is not what it was`)
  }
}

t.test('access keys, in pieces; the next round finds nothing to do', async t => {
  const { db } = await openHouse(t)
  await fill(db, 1100)
  const run = await round(db, resealAccessKeys(during.accessKeys))
  t.strictSame(run, [
    { done: 500, more: true },
    { done: 500, more: true },
    { done: 100, more: true },
    { done: 0, more: false },
  ])
  await checkAll(t, db, 1100)
  const kept = await sealedIn(db)
  t.strictSame(
    (await round(db, resealAccessKeys(during.accessKeys))).map(({ done }) => done),
    [0, 0, 0, 0],
  )
  t.strictSame(await sealedIn(db), kept, 'what the first secret has sealed stays as it is')
})

t.test('two processes at once: each key is sealed anew once', async t => {
  const { db, url } = await openHouse(t)
  await fill(db, 1100)
  const both = [db, url ? await openAgain(t, url) : db]
  const rounds = await Promise.all(both.map(one => round(one, resealAccessKeys(during.accessKeys))))
  const done = rounds.flat().reduce((sum, batch) => sum + batch.done, 0)
  // What the other one has locked is left for the next round.
  const rest = (await round(db, resealAccessKeys(during.accessKeys))).reduce((sum, batch) => sum + batch.done, 0)
  t.equal(done + rest, 1100)
  await checkAll(t, db, 1100)
})

t.test('gateways; those off the list, and what no secret opens, stay as they are', async t => {
  const { db } = await openHouse(t)
  const foreign = seal(deriveKeys(lost).gatewaySecrets, 'lost')
  await sql`
    insert into gateways (id, last_seen_at, sealed_secret) values
      ('AA:00:00:00:00:01', now(), ${seal(before.gatewaySecrets, 'one')}),
      ('AA:00:00:00:00:02', now(), null),
      ('AA:00:00:00:00:03', now(), ${foreign}),
      ('AA:00:00:00:00:04', now(), ${seal(after.gatewaySecrets, 'four')})`.execute(db)
  t.match(await round(db, resealGateways(during.gatewaySecrets)), [{ done: 1 }, { done: 0, more: false }])
  const gateways = await db.selectFrom('gateways').select('sealed_secret as sealed').orderBy('id').execute()
  t.strictSame(
    gateways.map(({ sealed }) => sealed && opened(after.gatewaySecrets, sealed).text),
    ['one', null, null, 'four'],
  )
  t.equal(gateways[2]?.sealed, foreign)
})

t.test('with a single secret nothing is read', async t => {
  const statements: string[] = []
  const { db } = await openHouse(t, {
    counts: { onStatement: title => void statements.push(String(title)) },
  })
  await fill(db, 1)
  statements.length = 0
  t.strictSame(await round(db, resealAccessKeys(after.accessKeys)), [{ done: 0, more: false }])
  t.strictSame(statements, [])
})

t.test('a gateway whose secret was replaced meanwhile keeps the new one', async t => {
  const { db } = await openHouse(t)
  const id = 'AA:00:00:00:00:01'
  await sql`
    insert into gateways (id, last_seen_at, sealed_secret)
    values (${id}, now(), ${seal(before.gatewaySecrets, 'first')})`.execute(db)
  const replaced = seal(during.gatewaySecrets, 'second')
  let isReplaced = false
  // Between the two statements of a batch somebody else changes it.
  const between = new Proxy(db, {
    get(target, name) {
      if (name !== 'executeQuery') return Reflect.get(target, name)
      return async (query: CompiledQuery) => {
        if (query.sql.includes('skip locked') && !isReplaced) {
          isReplaced = true
          await sql`update gateways set sealed_secret = ${replaced} where id = ${id}`.execute(db)
        }
        return target.executeQuery(query)
      }
    },
  })
  t.match(await round(between, resealGateways(during.gatewaySecrets)), [{ done: 0 }, { done: 0 }])
  t.ok(isReplaced)
  const { sealed_secret } = await db.selectFrom('gateways').selectAll().executeTakeFirstOrThrow()
  t.equal(sealed_secret, replaced)
})
