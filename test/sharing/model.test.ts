/**
 * Random acts, some of them at once, against the model: there must be an order of the acts of a round in which the model
 * gives the same outcomes, the same shares, the same history and the same letters, and lets guests see the same.
 */
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { sights } from '../../src/access/permission.ts'
import { savePreferences } from '../../src/accounts/preferences.ts'
import { identify } from '../../src/auth/identify.ts'
import type { Database } from '../../src/db/open.ts'
import type { Caller } from '../../src/people/caller.ts'
import { Refusal } from '../../src/refusal.ts'
import { answerShare } from '../../src/sharing/change/answer.ts'
import { changeShare } from '../../src/sharing/change/change.ts'
import { unshare } from '../../src/sharing/end/unshare.ts'
import { share } from '../../src/sharing/grant/share.ts'
import { checkBooks, openAgain, openTestDatabase } from '../support/house.ts'
import { tries } from '../support/runs.ts'
import { type Act, Model } from './model.ts'

const runs = Number(process.env.MODEL_RUNS ?? tries({ short: 25, long: 1_000 }))
const perSensor = 2
const perOwner = 3

const sensors = { S1: 'anna', S2: 'anna', S3: 'bert' }
const sensor = fc.constantFrom('S1', 'S2', 'S3', 'nosuch')
const owner = fc.constantFrom('anna', 'bert')
// Anna and Bert lend to each other; Gus has joined; Ida and Jo are known or not, and join when they join.
const guest = fc.constantFrom('gus', 'ida', 'jo', 'anna', 'bert')
const ask = fc.record({ sensor, guest })

const channels = fc.constantFrom(['humidity'], ['humidity', 'pressure'])
const terms = fc.record({ channels, later: fc.boolean(), askFirst: fc.boolean() }, { requiredKeys: [] })
const change = fc.oneof(
  { weight: 3, arbitrary: fc.record({ paused: fc.constantFrom(true, true, false) }) },
  { weight: 1, arbitrary: fc.record({ channels: fc.option(channels) }) },
)
/** Mostly of the one whose sensor it is, so that there is something to change. */
const changing = fc.tuple(ask, owner, fc.nat(5), change).map(([pair, somebody, chance, change]) => {
  const owner = chance > 0 ? (sensors[pair.sensor as keyof typeof sensors] ?? somebody) : somebody
  return { kind: 'change', owner, ...pair, change }
})
const asks = fc.array(ask, { minLength: 1, maxLength: 4 })

const single: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('share'), owner, asks, terms }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('unshare'), owner, asks: fc.tuple(ask) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave'), sensor, guest }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('answer'), sensor, guest, accepts: fc.boolean() }) },
  { weight: 6, arbitrary: changing },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wish'), guest, askFirst: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('join'), person: guest }) },
) as fc.Arbitrary<Act>

/** Acts that are only done alone: time passes for all at once, and many ends are no single act of the product. */
const alone: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constantFrom('begin', 'expire'), sensor, guest }),
  fc.record({ kind: fc.constant('month') }),
  fc.record({ kind: fc.constant('unshare'), owner, asks: fc.array(ask, { minLength: 2, maxLength: 4 }) }),
) as fc.Arbitrary<Act>

const round = fc.oneof(
  { weight: 3, arbitrary: fc.array(single, { minLength: 1, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.tuple(alone) },
)
const story = fc.array(round, { minLength: 1, maxLength: 12 })

t.test(`${runs} random stories end as the model says`, { timeout: 600_000 }, async t => {
  const { db, url } = await openTestDatabase(t)
  const handles = url ? [db, await openAgain(t, url)] : [db]
  await db
    .insertInto('plans')
    .values({
      name: 'Tiny',
      max_claims: 9,
      max_shares: perOwner,
      max_shares_per_sensor: perSensor,
      max_history_days: 9,
    })
    .execute()
  let count = 0
  await fc.assert(
    fc.asyncProperty(story, async rounds => {
      const scene = await Scene.open(db, handles, `run${count++}`)
      let model = new Model(sensors, ['anna', 'bert', 'gus'], perSensor, perOwner)
      for (const acts of rounds) {
        // Whoever leaves, answers or wishes has called before, and so has joined.
        for (const act of acts) {
          if (act.kind !== 'leave' && act.kind !== 'answer' && act.kind !== 'wish') continue
          await scene.caller(act.guest)
          model.act({ kind: 'join', person: act.guest })
        }
        const outcomes = await Promise.all(acts.map((act, index) => scene.act(act, index)))
        const seen = await scene.see()
        const explanation = explain(model, acts, outcomes, seen)
        if (!explanation) throw new Error(`no order explains ${JSON.stringify({ acts, outcomes, ...seen })}`)
        model = explanation
      }
    }),
    { numRuns: runs, ...(process.env.MODEL_SEED && { seed: Number(process.env.MODEL_SEED) }) },
  )
  await checkBooks(t, db)
})

type Seen = { shares: string[]; events: string[]; letters: string[]; sights: string[] }

/** Finds an order of the acts that the model agrees with, and returns the model after them. */
function explain(before: Model, acts: Act[], outcomes: string[][], seen: Seen): Model | undefined {
  for (const order of permutations(acts.map((_, index) => index))) {
    const model = before.copy()
    const agrees = order.every(index => {
      const act = acts[index]
      return act && String(model.act(act)) === String(outcomes[index])
    })
    if (agrees && same(model, seen)) return model
  }
}

function same(model: Model, { shares, events, letters, sights }: Seen): boolean {
  return (
    String([...model.shares.keys()].sort()) === String(shares) &&
    String(model.events.toSorted()) === String(events) &&
    String(model.letters.toSorted()) === String(letters) &&
    String(model.sights.toSorted()) === String(sights)
  )
}

function permutations<Item>(items: Item[]): Item[][] {
  if (items.length <= 1) return [items]
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map(rest => [item, ...rest]))
}

const tomorrow = new Date(Date.now() + 86_400_000).toISOString()

/** What an act tells, or the name of the refusal that it ends with. */
async function orName(outcome: Promise<string[]>): Promise<string[]> {
  try {
    return await outcome
  } catch (error) {
    if (error instanceof Refusal) return [error.name]
    throw error
  }
}

/** The people and sensors of one story, apart from those of all others in the same database. */
class Scene {
  readonly db: Database
  readonly handles: Database[]
  readonly name: string
  readonly ids: Map<string, string>

  private constructor(db: Database, handles: Database[], name: string, ids: Map<string, string>) {
    this.db = db
    this.handles = handles
    this.name = name
    this.ids = ids
  }

  static async open(db: Database, handles: Database[], name: string): Promise<Scene> {
    const number = Number(name.slice(3))
    const octets = [number >> 8, number & 255].map(octet => octet.toString(16).toUpperCase().padStart(2, '0')).join(':')
    const ids = new Map(['S1', 'S2', 'S3', 'nosuch'].map((sensor, index) => [sensor, `AA:BB:0${index}:00:${octets}`]))
    const scene = new Scene(db, handles, name, ids)
    await db
      .insertInto('people')
      .values(
        ['anna', 'bert', 'gus'].map(person => ({ email: scene.email(person), plan: 'Tiny', joined_at: new Date() })),
      )
      .execute()
    for (const [sensor, owner] of Object.entries(sensors)) {
      const { id } = await scene.caller(owner)
      await db
        .insertInto('sensors')
        .values({ id: scene.id(sensor), owner_id: id, name: sensor })
        .execute()
      await sql`update people set claim_count = claim_count + 1 where id = ${id}`.execute(db)
    }
    return scene
  }

  email = (person: string) => `${person}.${this.name}@example.com`
  id = (sensor: string) => this.ids.get(sensor) ?? ''

  async caller(person: string): Promise<Caller> {
    const caller = await identify(this.db, { email: this.email(person) })
    if (!caller) throw new Error(`${person} is nobody`)
    return caller
  }

  async act(act: Act, index: number): Promise<string[]> {
    const db = this.handles[index % this.handles.length] ?? this.db
    if (act.kind === 'join') {
      await this.caller(act.person)
      return []
    }
    if (act.kind === 'share') {
      const { later, ...terms } = act.terms
      const asks = this.pairs(act.asks).map(pair => ({ ...pair, ...terms, ...(later && { startsAt: tomorrow }) }))
      return (await share(db, await this.caller(act.owner), asks)).map(answer => {
        if (answer instanceof Refusal) return answer.name
        return answer.invited ? 'invited' : answer.pending ? 'pending' : 'shared'
      })
    }
    if (act.kind === 'unshare') {
      const answers = await unshare(db, await this.caller(act.owner), this.pairs(act.asks))
      return answers.map(answer => answer?.name ?? 'ended')
    }
    if (act.kind === 'leave') {
      const [answer] = await unshare(db, await this.caller(act.guest), [{ sensor: this.id(act.sensor) }])
      return [answer?.name ?? 'ended']
    }
    if (act.kind === 'answer') {
      const caller = await this.caller(act.guest)
      return orName(
        answerShare(db, caller, this.id(act.sensor), act.accepts).then(() => (act.accepts ? [] : ['ended'])),
      )
    }
    if (act.kind === 'change') {
      const caller = await this.caller(act.owner)
      const pair = { sensor: this.id(act.sensor), guest: this.email(act.guest) }
      return orName(changeShare(db, caller, pair, act.change).then(({ changed }) => changed))
    }
    if (act.kind === 'wish') {
      await savePreferences(db, await this.caller(act.guest), { askFirst: act.askFirst })
      return []
    }
    if (act.kind === 'month') {
      await sql`update declines set at = at - interval '30 days' where guest like ${`%.${this.name}@example.com`}`.execute(
        db,
      )
      return []
    }
    // Whatever ends has begun before.
    const time = {
      begin: sql`starts_at = least(now(), expires_at - interval '1 second')`,
      expire: sql`expires_at = now(), starts_at = least(starts_at, now() - interval '1 second')`,
    }[act.kind]
    await sql`
      update shares set ${time}
      from people where people.id = guest_id and email = ${this.email(act.guest)} and sensor_id = ${this.id(act.sensor)}`.execute(
      db,
    )
    return []
  }

  private pairs = (pairs: { sensor: string; guest: string }[]) =>
    pairs.map(({ sensor, guest }) => ({ sensor: this.id(sensor), guest: this.email(guest) }))

  /** What stands in the database, in the model's words. */
  async see(): Promise<Seen> {
    const { rows } = await sql<{ what: keyof Seen; line: string }>`
      with person as (select id, split_part(email, '.', 1) as name from people where email like ${`%.${this.name}@example.com`}),
      sensor as (select sensors.id, sensors.name, owner_id from sensors join person on person.id = owner_id)
      select 'shares' as what, sensor.name || ' ' || guest.name as line
      from shares join sensor on sensor.id = sensor_id join person as guest on guest.id = guest_id
      union all
      select 'events', action || ' ' || sensor.name || ' ' || guest.name || ' by ' || coalesce(actor.name, 'time')
      from events
      join sensor on sensor.id = sensor_id and sensor.owner_id = events.owner_id
      join person as guest on guest.id = guest_id
      left join person as actor on actor.id = actor_id
      union all
      select 'letters', kind || ' to ' || split_part(recipient, '.', 1) || ' from ' || split_part(sender, '.', 1) || ': ' || (
          select string_agg(s ->> 'name', ',' order by place)
          from jsonb_array_elements(content -> 'sensors') with ordinality as listed (s, place)
        )
      from letters
      where recipient like ${`%.${this.name}@example.com`}
      union all
      select 'sights', sensor.name || ' ' || person.name || ': ' || coalesce(array_to_string(sight.channels, ','), 'everything')
      from person
      cross join lateral (${sights(sql`person.id`, null)}) as sight
      join sensor on sensor.id = sight.sensor_id
      where role = 'guest'`.execute(this.db)
    const lines = (what: string) =>
      rows
        .filter(row => row.what === what)
        .map(row => row.line)
        .sort()
    return { shares: lines('shares'), events: lines('events'), letters: lines('letters'), sights: lines('sights') }
  }
}
