/** Many follow while much happens: on a real Postgres through two applications with a pool each, as two processes would. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { openDatabase } from '../../src/db/open.ts'
import { update } from '../../src/sensors/update.ts'
import { share } from '../../src/sharing/share.ts'
import { unshare } from '../../src/sharing/unshare.ts'
import { checkBooks, openHouse, type Person, testDatabaseUrl } from '../house.ts'
import { eventually } from '../service.ts'
import { type Client, follow, listen } from './stream.ts'

const size = testDatabaseUrl ? { listeners: 200, changes: 1_000 } : { listeners: 30, changes: 120 }

t.test('each of many gets exactly their own, in order, and after cuts goes on without a gap', async t => {
  t.setTimeout(300_000)
  const house = await openHouse(t)
  const { db } = house
  await db.updateTable('plans').set({ max_shares: 1e6, max_shares_per_sensor: 1e6, max_claims: 1e6 }).execute()
  const handles = [db]
  const homes = [await listen(house.app)]
  if (house.url) {
    const other = await openDatabase({ url: house.url })
    const app = await buildApp({ db: other, secret: house.secret, rateLimit: false })
    t.teardown(async () => {
      await app.close()
      await other.destroy()
    })
    handles.push(other)
    homes.push(await listen(app))
  }
  const home = (n: number) => homes[n % homes.length] ?? ''
  const handle = (n: number) => handles[n % handles.length] ?? db

  const people: Person[] = []
  for (let n = 0; n < size.listeners; n++) people.push(await house.person(`person${n}`))
  const sensors: string[] = []
  for (let n = 0; n < size.listeners / 2; n++) sensors.push(await house.sensor(people[n] as Person))

  type Following = { who: Person; got: { id: number; action: string }[]; client: Client; cuts: number }
  const followers: Following[] = await Promise.all(
    people.map(async (who, n) => ({ who, got: [], client: await follow(t, home(n), who.token), cuts: 0 })),
  )
  for (const { client } of followers) await client.hears('ready')

  let isOver = false
  /** Cuts somebody off now and then, who comes back, mostly to the other process. */
  async function disturb() {
    while (!isOver) {
      const one = followers[Math.floor(Math.random() * followers.length)] as Following
      one.client.cut()
      keep(one)
      await sleep(Math.random() * 20)
      one.client = await follow(t, home(one.cuts++), one.who.token, one.client.lastId)
    }
  }
  function keep({ got, client }: Following) {
    got.push(...client.news().map(({ id, action }) => ({ id, action: String(action) })))
  }
  const disturbing = disturb()

  const owned = (n: number) => ({
    sensor: sensors[n % sensors.length] as string,
    owner: people[n % sensors.length] as Person,
  })
  const guest = (n: number) => people[(n * 7 + 3) % people.length] as Person
  const lane = async (first: number) => {
    for (let n = first; n < size.changes; n += 8) {
      const { sensor, owner } = owned(n)
      const who = guest(n)
      if (n % 4 === 1) await unshare(handle(n), owner, [{ sensor, guest: who.email }])
      else if (n % 4 === 3) await update(handle(n), owner, { sensor, name: `Name ${n}`, at: undefined } as never)
      else
        await share(handle(n), owner, [
          { sensor, guest: who.email },
          { sensor, guest: guest(n + 1).email },
        ])
    }
  }
  await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(lane))
  isOver = true
  await disturbing

  const { rows } = await sql<{ id: number; action: string; owner_id: number; guest_id: number | null }>`
    select id, action, owner_id, guest_id from events order by id`.execute(db)
  t.ok(rows.length > size.changes * 0.7, `${rows.length} events`)
  const ownOf = ({ id }: Person) =>
    rows.filter(row => row.owner_id === id || row.guest_id === id).map(({ id, action }) => ({ id, action }))
  const soFar = ({ got, client }: Following) => [
    ...got,
    ...client.news().map(({ id, action }) => ({ id, action: String(action) })),
  ]
  // What happens to a sensor is told to whoever is its guest just then: that is another test's.
  const theirs = (one: Following) => {
    const own = new Set(ownOf(one.who).map(({ id }) => id))
    return soFar(one).filter(({ id, action }) => action !== 'updated' || own.has(id))
  }
  await eventually('all have all', async () =>
    followers.every(one => theirs(one).length >= ownOf(one.who).length),
  ).catch(() => {})
  await sleep(300)
  let wrong = 0
  for (const one of followers) {
    const [told, own] = [theirs(one), ownOf(one.who)]
    const inOrder = (list: typeof told) => list.toSorted((a, b) => a.id - b.id)
    if (JSON.stringify(inOrder(told)) === JSON.stringify(inOrder(own))) continue
    wrong++
    if (wrong < 5) t.strictSame(inOrder(told), inOrder(own), `${one.who.email}, cut ${one.cuts} times`)
  }
  t.equal(wrong, 0, 'each their own, once')
  // Of one sensor and guest everything comes in the order in which it happened.
  for (const one of followers) {
    const last = new Map<string, number>()
    for (const { id, sensor, guest } of one.client.news()) {
      const key = `${sensor} ${guest}`
      if ((last.get(key) ?? 0) >= id) t.fail(`${one.who.email}: ${key} out of order`)
      last.set(key, id)
    }
  }
  const cuts = followers.reduce((sum, { cuts }) => sum + cuts, 0)
  t.ok(cuts > 10, `${cuts} cuts`)
  await checkBooks(t, db)
})
