/** Many at once: on a real Postgres over connections of two pools, as two processes would. */
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { deletePerson } from '../../../src/accounts/delete-person.ts'
import type { Database } from '../../../src/db/open.ts'
import { Refusal } from '../../../src/refusal.ts'
import { claim } from '../../../src/sensors/claim/claim.ts'
import { contest } from '../../../src/sensors/claim/contest.ts'
import { registerSensor } from '../../../src/sensors/claim/register.ts'
import { unclaim } from '../../../src/sensors/claim/unclaim.ts'
import { unclaimMany } from '../../../src/sensors/claim/unclaim-many.ts'
import { saveSensorSettings } from '../../../src/sensors/sensor-settings.ts'
import { update } from '../../../src/sensors/update.ts'
import { unshare } from '../../../src/sharing/end/unshare.ts'
import { share } from '../../../src/sharing/grant/share.ts'
import { addressKey, checkBooks, type House, openAgain, openHouse, type Person } from '../../support/house.ts'

const key = [Buffer.alloc(32, 7)] as const
const secret = 'engraved-on-the-back'

type Act = (db: Database) => Promise<unknown>

const claims =
  (who: Person, sensor: string): Act =>
  db =>
    claim(db, who, { sensor, name: who.email })
const contests =
  (who: Person, sensor: string): Act =>
  db =>
    contest(db, key, who, { sensor, secret, name: who.email })
const unclaims =
  (who: Person, sensor: string): Act =>
  db =>
    unclaim(db, who, { sensor, deleteData: false })
const shares =
  (who: Person, sensor: string, guest: string): Act =>
  async db => {
    const [answer] = await share(db, who, [{ sensor, guest }])
    if (answer instanceof Refusal) throw answer
  }
const leaves =
  (who: Person, sensor: string): Act =>
  async db => {
    const [refusal] = await unshare(db, who, [{ sensor }])
    if (refusal) throw refusal
  }

/** Does acts at once, in turn over the connections that there are; returns `done` or the name of the refusal of each. */
async function atOnce(handles: Database[], acts: Act[]): Promise<string[]> {
  return Promise.all(
    acts.map(async (act, index) => {
      try {
        await act(handles[index % handles.length] as Database)
        return 'done'
      } catch (error) {
        if (error instanceof Refusal) return error.name
        throw error
      }
    }),
  )
}

function counted(outcomes: string[]) {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

const times = <Item>(count: number, make: (index: number) => Item) =>
  Array.from({ length: count }, (_, index) => make(index))

const shuffled = <Item>(items: Item[]) =>
  items
    .map(item => ({ item, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item)

async function open(test: Test) {
  const house = await openHouse(test)
  const handles = house.url ? [await openAgain(test, house.url), await openAgain(test, house.url)] : [house.db]
  return { house, handles }
}

const mac = (index: number) =>
  `AA:BB:CC:00:${(index >> 8).toString(16).padStart(2, '0')}:${(index & 255).toString(16).padStart(2, '0')}`.toUpperCase()

const ownerOf = async ({ db }: House, sensor: string) =>
  (await db.selectFrom('sensors').select('owner_id').where('id', '=', sensor).executeTakeFirst())?.owner_id

t.test('50 claims of one sensor at once: one has it, 49 are told whose it is', async t => {
  const { house, handles } = await open(t)
  const people = await Promise.all(times(10, i => house.person(`person${i}`)))
  for (let round = 0; round < 4; round++) {
    const outcomes = await atOnce(
      handles,
      times(50, i => claims(people[i % 10] as Person, mac(round))),
    )
    t.strictSame(counted(outcomes), { done: 1, alreadyClaimed: 49 })
  }
  await checkBooks(t, house.db)
})

t.test('50 claims of somebody with room for 25 at once: 25 × done, 25 × claimsFull', async t => {
  const { house, handles } = await open(t)
  const anna = await house.person('anna')
  t.strictSame(
    counted(
      await atOnce(
        handles,
        times(50, i => claims(anna, mac(i))),
      ),
    ),
    { done: 25, claimsFull: 25 },
  )
  t.equal((await house.db.selectFrom('histories').selectAll().execute()).length, 25)
  await checkBooks(t, house.db)
})

t.test('two unclaims at once: one done, one notOwner; one letter', async t => {
  const { house, handles } = await open(t)
  const [anna, gus] = [await house.person('anna'), await house.person('gus')]
  for (let round = 0; round < 20; round++) {
    const sensor = await house.sensor(anna)
    await share(house.db, anna, [{ sensor, guest: gus.email }])
    const outcomes = await atOnce(handles, [unclaims(anna, sensor), unclaims(anna, sensor)])
    t.strictSame(counted(outcomes), { done: 1, notOwner: 1 })
  }
  const letters = await house.db.selectFrom('letters').select('id').where('kind', '=', 'unclaimed').execute()
  t.equal(letters.length, 20)
  await checkBooks(t, house.db)
})

t.test('unclaim against share: a guest has it first and is told, or the share comes too late', async t => {
  const { house, handles } = await open(t)
  const [anna, gus] = [await house.person('anna'), await house.person('gus')]
  for (let round = 0; round < 40; round++) {
    const sensor = await house.sensor(anna)
    const [ended, shared] = await atOnce(handles, [unclaims(anna, sensor), shares(anna, sensor, gus.email)])
    t.equal(ended, 'done')
    const { rows } = await sql<{ kind: string }>`
      select kind from letters where content @> ${JSON.stringify({ sensors: [{ id: sensor }] })}::jsonb order by kind`.execute(
      house.db,
    )
    const told = rows.map(({ kind }) => kind)
    t.strictSame([shared, told], shared === 'done' ? ['done', ['shared', 'unclaimed']] : ['notOwner', []])
  }
  t.strictSame(await house.db.selectFrom('shares').selectAll().execute(), [])
  await checkBooks(t, house.db)
})

t.test('unclaim against the claim of another: theirs, or still claimed when they asked', async t => {
  const { house, handles } = await open(t)
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]
  for (let round = 0; round < 25; round++) {
    const sensor = await house.sensor(anna)
    const [ended, claimed] = await atOnce(handles, [unclaims(anna, sensor), claims(bert, sensor)])
    t.equal(ended, 'done')
    t.equal(await ownerOf(house, sensor), claimed === 'done' ? bert.id : undefined)
    if (claimed === 'done') {
      const history = await house.db.selectFrom('histories').selectAll().where('sensor_id', '=', sensor).execute()
      t.match(history, [{ owner_id: bert.id, begins_at: Number }], 'with a history of their own')
      t.ok(Number(history[0]?.begins_at) > 0)
      await unclaim(house.db, bert, { sensor, deleteData: false })
    } else t.equal(claimed, 'alreadyClaimed')
  }
  await checkBooks(t, house.db)
})

t.test(
  'contest against unclaim, claim, share and contest: one of the outcomes that they have one after the other',
  async t => {
    const { house, handles } = await open(t)
    await house.db.updateTable('plans').set({ max_claims: 1000 }).execute()
    const [anna, bert, carl, gus] = await Promise.all(['anna', 'bert', 'carl', 'gus'].map(name => house.person(name)))
    if (!anna || !bert || !carl || !gus) throw new Error('nobody')
    const next = async () => {
      const sensor = await house.sensor(anna)
      await registerSensor(house.db, key, sensor, secret)
      return sensor
    }
    for (let round = 0; round < 15; round++) {
      const one = await next()
      t.strictSame(
        counted(await atOnce(handles, [contests(bert, one), unclaims(anna, one)])),
        (await ownerOf(house, one)) === bert.id && (await wasTold(house, one, anna))
          ? { done: 1, notOwner: 1 }
          : { done: 2 },
      )
      t.equal(await ownerOf(house, one), bert.id)

      const two = await next()
      await unclaim(house.db, anna, { sensor: two, deleteData: false })
      const [contested, claimed] = await atOnce(handles, [contests(bert, two), claims(carl, two)])
      t.equal(contested, 'done')
      t.equal(claimed, (await wasTold(house, two, carl)) ? 'done' : 'alreadyClaimed')
      t.equal(await ownerOf(house, two), bert.id)

      const three = await next()
      const [taken, shared] = await atOnce(handles, [contests(bert, three), shares(anna, three, gus.email)])
      t.equal(taken, 'done')
      t.ok(shared === 'done' || shared === 'notOwner', String(shared))

      const four = await next()
      const both = await atOnce(handles, [contests(bert, four), contests(carl, four), contests(bert, four)])
      t.ok(both.includes('alreadyClaimed') ? counted(both).done === 2 : counted(both).done === 3, String(both))
      t.ok([bert.id, carl.id].includes(Number(await ownerOf(house, four))))
    }
    t.strictSame(await house.db.selectFrom('shares').selectAll().execute(), [])
    await checkBooks(t, house.db)
  },
)

/** Whether somebody was told that this sensor was taken over from them. */
async function wasTold({ db }: House, sensor: string, { email }: Person): Promise<boolean> {
  const { rows } = await sql`
    select from letters
    where kind = 'contested' and recipient = ${email} and content @> ${JSON.stringify({ sensors: [{ id: sensor }] })}::jsonb`.execute(
    db,
  )
  return rows.length > 0
}

t.test(
  'two people with room for one take over from each other: nobody has one too many, nobody waits in a ring',
  async t => {
    const { house, handles } = await open(t)
    await house.db.updateTable('plans').set({ max_claims: 1 }).execute()
    const [anna, bert] = [await house.person('anna'), await house.person('bert')]
    const [a, b] = [await house.sensor(anna), await house.sensor(bert)]
    for (const sensor of [a, b]) await registerSensor(house.db, key, sensor, secret)
    for (let round = 0; round < 15; round++) {
      const outcomes = await atOnce(handles, [contests(anna, b), contests(bert, a)])
      t.strictSame(counted(outcomes), { claimsFull: 2 })
    }
    await house.db.updateTable('plans').set({ max_claims: 2 }).execute()
    for (let round = 0; round < 15; round++) {
      const outcomes = await atOnce(handles, [
        contests(anna, b),
        contests(bert, a),
        contests(anna, a),
        contests(bert, b),
      ])
      t.strictSame(
        outcomes.filter(outcome => !['done', 'alreadyClaimed', 'claimsFull'].includes(outcome)),
        [],
      )
    }
    await checkBooks(t, house.db)
  },
)

t.test('giving up several while they are shared: all or nothing, no error, the books are right', async t => {
  const { house, handles } = await open(t)
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]
  for (let round = 0; round < 15; round++) {
    const [a, b] = [mac(2 * round), mac(2 * round + 1)]
    for (const sensor of [a, b]) await claim(house.db, anna, { sensor, name: '' })
    await share(house.db, anna, [{ sensor: a, guest: bert.email }])
    const outcomes = await atOnce(handles, [
      db => unclaimMany(db, anna, [b, a]),
      shares(anna, b, bert.email),
      shares(anna, a, 'nina@example.com'),
      leaves(bert, a),
    ])
    t.equal(outcomes[0], 'done')
    t.strictSame([await ownerOf(house, a), await ownerOf(house, b)], [undefined, undefined])
  }
  await checkBooks(t, house.db)
})

t.test('everything at once, and somebody leaves the service: no error, no ring, the books are right', async t => {
  const { house, handles } = await open(t)
  await house.db.updateTable('plans').set({ max_claims: 4 }).execute()
  const errors: unknown[] = []
  for (let round = 0; round < 12; round++) {
    const people = await Promise.all(times(4, i => house.person(`person${round}-${i}`)))
    const sensors = times(5, i => mac(round * 5 + i))
    for (const [index, sensor] of sensors.entries()) {
      await claim(house.db, people[index % 4] as Person, { sensor, name: '' })
      await registerSensor(house.db, key, sensor, secret)
    }
    const acts = shuffled(
      people.flatMap((who, index) =>
        sensors.flatMap(sensor => [
          claims(who, sensor),
          unclaims(who, sensor),
          contests(who, sensor),
          shares(who, sensor, (people[(index + 1) % 4] as Person).email),
          leaves(who, sensor),
          db => update(db, who, { sensor, name: 'x', at: undefined } as Parameters<typeof update>[2]),
          db => saveSensorSettings(db, who, { sensor, entries: [{ name: 'a', value: 'b' }], at: undefined }),
        ]),
      ),
    ) as Act[]
    const leaver = people[round % 4] as Person
    const watched = [
      ...acts.slice(0, 70),
      (db: Database) => deletePerson(db, addressKey, leaver.id),
      ...acts.slice(70),
    ].map(
      (act): Act =>
        async db => {
          try {
            await act(db)
          } catch (error) {
            if (!(error instanceof Refusal)) errors.push(error)
          }
        },
    )
    await atOnce(handles, watched)
    t.strictSame(errors.splice(0), [])
    t.strictSame(await house.db.selectFrom('people').select('id').where('id', '=', leaver.id).execute(), [])
    t.strictSame(
      await house.db.selectFrom('histories').select('sensor_id').where('owner_id', '=', leaver.id).execute(),
      [],
    )
  }
  await checkBooks(t, house.db)
})
