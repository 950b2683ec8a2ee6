/** Many follow while much happens: on a real Postgres through two applications with a pool each, as two processes would. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/db/open.ts'
import { update } from '../../src/sensors/update.ts'
import { unshare } from '../../src/sharing/end/unshare.ts'
import { share } from '../../src/sharing/grant/share.ts'
import { buildTestApp } from '../support/app.ts'
import { checkBooks, openHouse, type Person, prepare, testDatabaseUrl } from '../support/house.ts'
import { eventually } from '../support/service.ts'
import { type Client, follow, listen } from '../support/stream.ts'

const size = testDatabaseUrl ? { listeners: 200, changes: 1_200 } : { listeners: 20, changes: 120 }

t.test('each of many gets exactly their own, in order, and after cuts goes on without a gap', async t => {
  t.setTimeout(300_000)
  const house = await openHouse(t)
  const { db } = house
  await db.updateTable('plans').set({ max_shares: 1e6, max_shares_per_sensor: 1e6, max_claims: 1e6 }).execute()
  const handles = [db]
  const homes = [await listen(house.app)]
  if (house.url) {
    const other = await openDatabase({ url: house.url, prepare })
    const app = await buildTestApp({ db: other, secret: house.secret, rateLimit: false })
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

  type Seen = { id: number; action: string; sensor: string }
  type Follower = { who: Person; kept: Seen[]; client: Client; cuts: number }
  const followers: Follower[] = await Promise.all(
    people.map(async (who, n) => ({ who, kept: [], client: await follow(t, home(n), who.token), cuts: 0 })),
  )
  for (const { client } of followers) await client.hears('ready')
  const newsOf = ({ client }: Follower) =>
    client.news().map(({ id, action, sensor }) => ({ id, action: String(action), sensor }))

  let isOver = false
  let turn = 0
  /** Cuts off one after the other; they come back to where they were, in turn to each process. */
  async function disturb() {
    while (!isOver) {
      const one = followers[turn++ % followers.length] as Follower
      one.client.cut()
      one.kept.push(...newsOf(one))
      await sleep(Math.random() * 20)
      one.client = await follow(t, home(++one.cuts), one.who.token, one.client.lastId)
    }
  }
  const disturbing = Promise.all([disturb(), disturb(), disturb(), disturb()])

  // Every change is one, and makes one event.
  const guest = (n: number, after: number) => people[(n + after) % people.length] as Person
  async function lifeOf(n: number, rounds: number) {
    const [sensor, owner] = [sensors[n] as string, people[n] as Person]
    const [first, second] = [guest(n, sensors.length), guest(n, 3)]
    const shares = async (at: number, who: Person) => {
      const [answer] = await share(handle(at), owner, [{ sensor, guest: who.email }])
      if (answer instanceof Error) throw answer
    }
    const ends = async (at: number, who: Person) => {
      const [refusal] = await unshare(handle(at), owner, [{ sensor, guest: who.email }])
      if (refusal) throw refusal
    }
    const renames = (at: number) => update(handle(at), owner, { sensor, name: `Name ${at}`, at: undefined } as never)
    for (let round = 0; round < rounds; round++) {
      await shares(n, first)
      await renames(2 * round)
      await Promise.all([shares(n, second), ends(n + 1, first)])
      await renames(2 * round + 1)
      await ends(n, second)
      await sleep(Math.random() * 1_000)
    }
  }
  const rounds = Math.ceil(size.changes / 6 / sensors.length)
  await Promise.all(sensors.map((_, n) => lifeOf(n, rounds)))
  isOver = true
  await disturbing

  const { rows } = await sql<Seen & { owner_id: number; guest_id: number | null }>`
    select id, action, sensor_id as sensor, owner_id, guest_id from events order by id`.execute(db)
  t.equal(rows.length, 6 * rounds * sensors.length, `${rows.length} changes`)
  const ownOf = ({ id }: Person) => rows.filter(row => row.owner_id === id || row.guest_id === id).map(row => row.id)
  const allOf = (one: Follower) => [...one.kept, ...newsOf(one)]
  // What else they are told is that a sensor was changed whose guests they were just then.
  const asGuest = (own: Set<number>) => (seen: Seen) => seen.action === 'updated' && !own.has(seen.id)
  await eventually('all have all', async () =>
    followers.every(one => {
      const told = new Set(allOf(one).map(({ id }) => id))
      return ownOf(one.who).every(id => told.has(id))
    }),
  )
  await sleep(200)
  let alsoTold = 0
  const wrong: string[] = []
  for (const one of followers) {
    const { email, id } = one.who
    const seen = allOf(one)
    const own = ownOf(one.who)
    const isOfGuest = asGuest(new Set(own))
    const told = seen.filter(one => !isOfGuest(one)).map(({ id }) => id)
    if (String(told.toSorted((a, b) => a - b)) !== String(own)) wrong.push(`${email} is told ${told}, not ${own}`)
    for (const update of seen.filter(isOfGuest)) {
      alsoTold++
      const before = rows.filter(row => row.guest_id === id && row.sensor === update.sensor && row.id < update.id)
      if (before.at(-1)?.action !== 'shared') wrong.push(`${email} is told of a change when they were no guest`)
    }
    for (const sensor of sensors) {
      const ofIt = seen.filter(event => event.sensor === sensor).map(({ id }) => id)
      if (ofIt.some((id, index) => index > 0 && id <= Number(ofIt[index - 1]))) wrong.push(`${email}: ${ofIt}`)
    }
  }
  t.strictSame(wrong.slice(0, 3), [], 'each their own, once, and what happens to a sensor in its order')
  t.ok(alsoTold > 0, `guests were told of ${alsoTold} changes of sensors`)
  const cuts = followers.reduce((sum, { cuts }) => sum + cuts, 0)
  t.ok(cuts >= followers.length / 10, `${cuts} cuts`)
  t.comment(`${rows.length} changes, ${followers.length} listeners, ${cuts} cuts, ${alsoTold} told to guests`)
  await checkBooks(t, db)
})
