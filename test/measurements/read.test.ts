import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import type { Measurement } from '../../src/measurements/latest.ts'
import { setPlan } from '../../src/plans/set-plan.ts'
import { frame, heard, now, send } from '../support/gateway.ts'
import { type House, openHouse, type Person } from '../support/house.ts'

const gateway = 'AA:BB:CC:00:00:01'
const minute = 60
const quarter = 15 * minute
const day = 86_400

type Query = Record<string, string | number>

/** Asks for measurements as the apps do. */
async function get(house: House, who: Person, sensor: string, query: Query = {}) {
  const search = new URLSearchParams({ sensor })
  for (const [name, value] of Object.entries(query)) search.set(name, String(value))
  const answer = await house.inject({ url: `/get?${search}`, headers: { authorization: who.token } })
  const { data, ...rest } = answer.json()
  return { status: answer.statusCode, ...rest, ...data }
}

/** The seconds of what was measured. */
const timesOf = ({ measurements }: { measurements: Measurement[] }) => measurements.map(({ timestamp }) => timestamp)
const times = async (house: House, who: Person, sensor: string, query: Query = {}): Promise<number[]> =>
  timesOf(await get(house, who, sensor, query))

/** Writes measurements as if they had been heard then. */
async function measure(house: House, sensor: string, seconds: number[], { data = frame, isMaskable = true } = {}) {
  await sql`insert into histories (sensor_id) values (${sensor}) on conflict do nothing`.execute(house.db)
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, coordinates, is_maskable, data)
    select ${sensor}, value::bigint, -60, ${gateway}, 'home', ${isMaskable}, ${data}
    from json_array_elements_text(${JSON.stringify(seconds)}::json)`.execute(house.db)
}

const limitTo = (house: House, sensor: string, channels: string[]) =>
  sql`update shares set channels = ${channels} where sensor_id = ${sensor}`.execute(house.db)

/** The beginning of a span of 15 minutes, so many days ago. */
const quarterAt = (days: number) => Math.floor((now() - days * day) / quarter) * quarter

t.test('GET /get', async t => {
  const house = await openHouse(t, { openGateways: true })
  const anna = await house.person('anna')
  const bert = await house.person('bert')

  t.test('200 what a gateway posted, every field', async t => {
    const sensor = await house.sensor(anna, 'Sauna')
    const at = now() - 5
    await send(house, '/record', heard(gateway, { [sensor]: { timestamp: at, rssi: -71 } }))
    await sql`
      update sensors set picture = 'a.png', offset_temperature = 1.5, offset_humidity = -2, offset_pressure = 3
      where id = ${sensor}`.execute(house.db)
    t.strictSame(await get(house, anna, sensor.toLowerCase()), {
      status: 200,
      result: 'success',
      sensor,
      name: 'Sauna',
      picture: 'a.png',
      public: false,
      offsetTemperature: 1.5,
      offsetHumidity: -2,
      offsetPressure: 3,
      total: 1,
      measurements: [{ gwmac: gateway, coordinates: '60.17,24.94', rssi: -71, timestamp: at, data: frame }],
    })
  })

  t.test('200 nothing measured yet', async t => {
    const sensor = await house.sensor(anna)
    t.match(await get(house, anna, sensor), { status: 200, total: 0, measurements: [] })
  })

  t.test('200 since and until, both included, floats too; sort; limit', async t => {
    const sensor = await house.sensor(anna)
    const base = now() - 100
    const all = [0, 1, 2, 3, 4, 5].map(n => base + n)
    await measure(house, sensor, all)
    for (const mode of ['dense', 'mixed']) {
      const asked = (query: Query) => times(house, anna, sensor, { mode, ...query })
      t.same(await asked({}), all.toReversed())
      t.same(await asked({ sort: 'asc' }), all)
      t.same(await asked({ sort: 'desc', limit: 2 }), [base + 5, base + 4])
      t.same(await asked({ sort: 'asc', limit: 2 }), [base, base + 1])
      t.same(await asked({ sort: 'asc', limit: 100_000 }), all)
      t.same(await asked({ since: base + 2, until: base + 3, sort: 'asc' }), [base + 2, base + 3])
      t.same(await asked({ since: base + 1.5, until: base + 3.5, sort: 'asc' }), [base + 2, base + 3])
      t.same(await asked({ since: base + 1.2, until: base + 1.3 }), [])
      t.same(await asked({ since: base + 4 }), [base + 5, base + 4])
      t.same(await asked({ until: base }), [base])
      t.same(await asked({ since: 99_999_999_999, sort: 'asc' }), [])
      t.same(await asked({ since: 0, until: 0 }), [])
    }
    t.same(await times(house, anna, sensor), all.toReversed(), 'without a mode')
  })

  t.test('400 what is no range, no order, no mode, no sensor', async t => {
    const sensor = await house.sensor(anna)
    for (const [query, code] of [
      [{ since: 2, until: 1 }, 'ER_INVALID_TIME_RANGE'],
      [{ since: 1.2, until: 1.1 }, 'ER_INVALID_TIME_RANGE'],
      [{ since: -1 }, 'ER_INVALID_TIME_RANGE'],
      [{ until: 'x' }, 'ER_INVALID_TIME_RANGE'],
      [{ since: 1e12 }, 'ER_INVALID_TIME_RANGE'],
      [{ sort: 'up' }, 'ER_INVALID_SORT_MODE'],
      [{ mode: 'fine' }, 'ER_INVALID_DENSITY_MODE'],
      [{ limit: 0 }, undefined],
      [{ limit: 'x' }, undefined],
      [{ sensor: 'x' }, 'ER_INVALID_MAC_ADDRESS'],
    ] as const) {
      t.match(await get(house, anna, sensor, query), { status: 400, ...(code && { code }) }, JSON.stringify(query))
    }
  })

  t.test('403 a sensor that the caller does not see, or that is none; 401 nobody', async t => {
    const sensor = await house.sensor(anna)
    await measure(house, sensor, [now() - 1])
    const refused = { status: 403, result: 'error', code: 'ER_FORBIDDEN' }
    t.match(await get(house, bert, sensor), refused)
    t.match(await get(house, bert, 'C6:F1:E7:FF:FF:FF'), refused)
    t.match(await get(house, { ...bert, token: 'x' }, sensor), { status: 401 })
    await house.share(anna, sensor, bert.email)
    t.match(await get(house, bert, sensor), { status: 200, total: 1 })
    await sql`update shares set asked = true where sensor_id = ${sensor}`.execute(house.db)
    t.match(await get(house, bert, sensor), refused, 'asked, and has not answered')
    await sql`update shares set asked = false, expires_at = now() where sensor_id = ${sensor}`.execute(house.db)
    t.match(await get(house, bert, sensor), refused, 'expired')
    await sql`update shares set expires_at = null where sensor_id = ${sensor}`.execute(house.db)
    await house.unshare(bert, sensor)
    t.match(await get(house, bert, sensor), refused, 'has left')
  })

  t.test('200 a public sensor: its owner’s name of it, and not where it is', async t => {
    const sensor = await house.sensor(anna, 'Pier')
    await measure(house, sensor, [now() - 1])
    await sql`update sensors set is_public = true where id = ${sensor}`.execute(house.db)
    const shown = { rssi: -60, timestamp: Number, data: frame }
    t.match(await get(house, bert, sensor), {
      status: 200,
      name: 'Pier',
      public: true,
      measurements: [{ gwmac: '', coordinates: '', ...shown }],
    })
    t.match(await get(house, anna, sensor), { measurements: [{ gwmac: gateway, coordinates: 'home', ...shown }] })
    await house.share(anna, sensor, bert.email)
    t.match(await get(house, bert, sensor), { measurements: [{ gwmac: gateway, coordinates: 'home' }] })
  })

  t.test('200 a guest calls it by a name of their own', async t => {
    const sensor = await house.sensor(anna, 'Sauna')
    await house.share(anna, sensor, bert.email)
    await sql`update shares set name = 'Hot', picture = 'hot.png' where sensor_id = ${sensor}`.execute(house.db)
    await sql`update sensors set offset_humidity = 4 where id = ${sensor}`.execute(house.db)
    t.match(await get(house, bert, sensor), { name: 'Hot', picture: 'hot.png', offsetHumidity: 4 })
    t.match(await get(house, anna, sensor), { name: 'Sauna', picture: '', offsetHumidity: 4 })
  })

  t.test(
    '200 a guest who may see some channels: the others are not available, and what cannot be masked is not there',
    async t => {
      const sensor = await house.sensor(anna)
      await house.share(anna, sensor, bert.email)
      await limitTo(house, sensor, ['humidity', 'unheard of'])
      const format3 = '02010611FF990403291A1ECE1EFC18F94202CA0B53'
      const at = now() - 10
      const tags = [frame, format3, '0201', '', frame].map((data, n) =>
        heard(gateway, { [sensor]: { data, timestamp: at + n } }),
      )
      for (const body of tags) await send(house, '/record', body)
      const masked = '0201061BFF9904058000 4339 FFFF 800080008000 A076FF4E37C207FC16453B'.replaceAll(' ', '')
      for (const mode of ['dense', 'mixed']) {
        t.match(await get(house, bert, sensor, { mode, sort: 'asc' }), {
          total: 2,
          measurements: [
            { timestamp: at, data: masked },
            { timestamp: at + 4, data: masked },
          ],
        })
      }
      t.match(
        await get(house, bert, sensor, { sort: 'desc', limit: 2 }),
        { total: 2 },
        'the limit counts what is shown',
      )
      t.match(await get(house, anna, sensor), { total: 5, measurements: [{ data: frame }] })
      await limitTo(house, sensor, [])
      t.match(await get(house, bert, sensor), { measurements: [{ data: masked.replace('4339', 'FFFF') }] })
    },
  )
})

t.test('how fine', async t => {
  const house = await openHouse(t)
  const basic = await house.person('basic')
  const pro = await house.person('pro', { plan: 'Pro' })

  t.test(
    'the last day is whole but in sparse; before it the first in 15 minutes, or in each span of the plan in dense',
    async t => {
      const start = quarterAt(10)
      const old = [0, 1, 70, 899, 900 + 30, 900 + 60, 1800 - 1, 2700 + 899, 3600].map(n => start + n)
      const recent = quarterAt(0) - 2 * quarter
      const today = [0, 1, 70, 899, 900].map(n => recent + n)
      const coarse = [0, 930, 3599, 3600].map(n => start + n)
      const minutes = [0, 70, 899, 930, 960, 1799, 3599, 3600].map(n => start + n)
      const [basics, pros] = [await house.sensor(basic), await house.sensor(pro)]
      for (const sensor of [basics, pros]) await measure(house, sensor, [...old, ...today])
      for (const [who, sensor, mode, expected] of [
        [basic, basics, 'dense', [...coarse, ...today]],
        [basic, basics, 'mixed', [...coarse, ...today]],
        [basic, basics, 'sparse', [...coarse, recent, recent + 900]],
        [pro, pros, 'dense', [...minutes, ...today]],
        [pro, pros, 'mixed', [...coarse, ...today]],
        [pro, pros, 'sparse', [...coarse, recent, recent + 900]],
      ] as const) {
        t.same(await times(house, who, sensor, { mode, sort: 'asc' }), expected, `${who.email} ${mode}`)
        t.same(await times(house, who, sensor, { mode }), expected.toReversed(), `${who.email} ${mode} backward`)
      }
    },
  )

  t.test('a coarser plan is never finer, and its spans decide', async t => {
    await sql`
      insert into plans (name, max_claims, max_shares, max_shares_per_sensor, max_history_days, max_resolution_minutes)
      values ('Ten', 1, 1, 1, 30, 10), ('Hour', 1, 1, 1, 30, 60)`.execute(house.db)
    const start = Math.floor((now() - 10 * day) / 3600) * 3600
    const all = Array.from({ length: 120 }, (_, n) => start + n * minute)
    const every = (minutes: number) => all.filter(at => at % (minutes * minute) === 0)
    for (const [plan, mode, expected] of [
      ['Ten', 'dense', every(10)],
      // Spans of 15 minutes would begin within those of 10, of which housekeeping leaves the first measurement only.
      ['Ten', 'mixed', every(20)],
      ['Ten', 'sparse', every(20)],
      ['Hour', 'dense', every(60)],
      ['Hour', 'mixed', every(60)],
      ['Hour', 'sparse', every(60)],
    ] as const) {
      const who = await house.person(`${plan}-${mode}`.toLowerCase(), { plan })
      const sensor = await house.sensor(who)
      await measure(house, sensor, all)
      t.same(await times(house, who, sensor, { mode, sort: 'asc' }), expected, `${plan} ${mode}`)
    }
  })

  t.test('a span that since or until cuts shows its first or nothing', async t => {
    const sensor = await house.sensor(basic)
    const start = quarterAt(5)
    await measure(house, sensor, [start + 100, start + 200, start + 300, start + quarter + 50, start + quarter + 60])
    const [first, second] = [start + 100, start + quarter + 50]
    for (const [query, expected] of [
      [{ since: start }, [first, second]],
      [{ since: first }, [first, second]],
      [{ since: first + 1 }, [second]],
      [{ since: start + 250 }, [second]],
      [{ since: second + 1 }, []],
      [{ until: start + 99 }, []],
      [{ until: first }, [first]],
      [{ until: start + 250 }, [first]],
      [{ until: second - 1 }, [first]],
      [{ until: second + 5 }, [first, second]],
      [{ since: start + 150, until: start + 250 }, []],
      [{ since: first, until: first }, [first]],
    ] as const) {
      for (const mode of ['dense', 'mixed', 'sparse']) {
        for (const limit of [1, 2, 5000]) {
          const asked = (sort: string) => times(house, basic, sensor, { ...query, mode, limit, sort })
          t.same(await asked('asc'), expected.slice(0, limit), JSON.stringify(query))
          t.same(await asked('desc'), expected.toReversed().slice(0, limit), JSON.stringify(query))
        }
      }
    }
  })

  t.test(
    'paging in either direction, in pages of any size, gives each measurement once, and always the same ones',
    async t => {
      for (const [who, isLimited] of [
        [basic, false],
        [pro, false],
        [pro, true],
      ] as const) {
        const sensor = await house.sensor(who)
        const guest = await house.person(`guest${sensor.slice(-2)}`.toLowerCase())
        const random = randomFrom(sensor)
        const seconds = new Set(
          Array.from({ length: 250 }, (_, n) => now() - Math.floor(random() * (n % 2 ? 3 : 0.2) * day) - 10),
        )
        const plain = [...seconds].filter(at => at % 3 === 0)
        await measure(house, sensor, plain, { isMaskable: false, data: '0201' })
        await measure(
          house,
          sensor,
          [...seconds].filter(at => at % 3 !== 0),
        )
        await house.share(who, sensor, guest.email)
        if (isLimited) await limitTo(house, sensor, ['co2'])
        const reader = isLimited ? guest : who
        const visible = [...seconds].filter(at => !isLimited || at % 3 !== 0).sort((one, other) => one - other)
        for (const mode of ['dense', 'mixed', 'sparse']) {
          const step = who === pro && mode === 'dense' ? minute : quarter
          const border = now() - day
          const all = await times(house, reader, sensor, { mode, sort: 'asc' })
          const spans = new Set<number>()
          const expected = visible.filter(at => {
            const span = Math.floor(at / step)
            const isFirst = !spans.has(span)
            spans.add(span)
            return isFirst || (mode !== 'sparse' && at >= border)
          })
          t.same(all, expected, `${mode} as counted by hand`)
          for (const limit of [7, 50]) {
            t.same(await pages(mode, 'asc', limit), all, `${mode}, forward by ${limit}`)
            t.same((await pages(mode, 'desc', limit)).reverse(), all, `${mode}, backward by ${limit}`)
          }
        }

        async function pages(mode: string, sort: 'asc' | 'desc', limit: number): Promise<number[]> {
          const found: number[] = []
          for (let last: number | undefined; ; ) {
            const from = last === undefined ? {} : sort === 'asc' ? { since: last } : { until: last }
            const page = await times(house, reader, sensor, { ...from, mode, sort, limit })
            found.push(...page.filter(at => at !== last))
            if (page.length < limit) return found
            last = page.at(-1)
          }
        }
      }
    },
  )

  t.test('what housekeeping has thinned out reads the same', async t => {
    const sensor = await house.sensor(pro)
    const start = quarterAt(3)
    const all = Array.from({ length: 300 }, (_, n) => start + n * 17)
    await measure(house, sensor, all)
    const asked = (mode: string) => times(house, pro, sensor, { mode })
    const before = [await asked('dense'), await asked('mixed'), await asked('sparse')]
    await sql`
      delete from measurements as one
      where sensor_id = ${sensor} and exists (
        select from measurements
        where sensor_id = ${sensor} and at < one.at and at / 60 = one.at / 60
      )`.execute(house.db)
    t.same([await asked('dense'), await asked('mixed'), await asked('sparse')], before)
    t.equal(before[0]?.length, new Set(all.map(at => Math.floor(at / 60))).size)
  })
})

t.test('how far back', async t => {
  const house = await openHouse(t)
  const owner = await house.person('owner')
  const guest = await house.person('guest', { plan: 'Pro' })

  t.test('as many days as the owner’s plan, from the moment that it changes', async t => {
    const sensor = await house.sensor(owner)
    await house.share(owner, sensor, guest.email)
    const [inside, outside, ancient] = [quarterAt(89), quarterAt(91), quarterAt(732)]
    await measure(house, sensor, [inside, inside + 1, outside, outside + 90, ancient])
    const shown = async (mode: string) => {
      const found = []
      for (const who of [owner, guest]) {
        for (const sort of ['asc', 'desc']) {
          found.push((await times(house, who, sensor, { mode, sort, since: 0 })).sort((one, other) => one - other))
        }
      }
      return found
    }
    const fourTimes = (times: number[]) => [times, times, times, times]
    for (const mode of ['dense', 'mixed', 'sparse']) t.same(await shown(mode), fourTimes([inside]), mode)
    await setPlan(house.db, { email: owner.email, plan: 'Pro', days: 30 })
    t.same(await shown('dense'), fourTimes([outside, outside + 90, inside]), 'a guest has the owner’s plan')
    t.same(await shown('mixed'), fourTimes([outside, inside]))
    await sql`update people set plan_ends_at = now() where id = ${owner.id}`.execute(house.db)
    for (const mode of ['dense', 'mixed', 'sparse']) t.same(await shown(mode), fourTimes([inside]), 'it has ended')
  })

  t.test('at the edge of the plan: no span that it does not cover wholly', async t => {
    const sensor = await house.sensor(owner)
    const edge = now() - 90 * day
    const all = Array.from({ length: 60 }, (_, n) => edge - 2 * quarter + n * minute)
    await measure(house, sensor, all)
    const [first] = await times(house, owner, sensor, { sort: 'asc' })
    const whole = Math.ceil(edge / quarter) * quarter
    t.ok(first !== undefined && first >= whole && first < whole + quarter)
    t.equal(
      first,
      all.find(at => at >= whole),
    )
    t.same(await times(house, owner, sensor, { until: whole - 1 }), [])
  })

  t.test('not before the history begins, and the first after that stands for its span', async t => {
    const sensor = await house.sensor(owner)
    const start = quarterAt(5)
    const recent = now() - 100
    await measure(house, sensor, [start, start + 100, start + 200, start + quarter, recent, recent + 10])
    const begin = (at: number) =>
      sql`update histories set begins_at = ${at} where sensor_id = ${sensor}`.execute(house.db)
    const both = async (mode: string) => [
      await times(house, owner, sensor, { mode, sort: 'asc' }),
      (await times(house, owner, sensor, { mode, sort: 'desc' })).reverse(),
    ]
    for (const mode of ['dense', 'mixed']) {
      await begin(start + 50)
      const late = [start + 100, start + quarter, recent, recent + 10]
      t.same(await both(mode), [late, late])
      await begin(recent + 1)
      t.same(await both(mode), [[recent + 10], [recent + 10]])
    }
    await begin(start + 101)
    t.same((await times(house, owner, sensor, { mode: 'sparse', sort: 'asc' })).slice(0, 2), [
      start + 200,
      start + quarter,
    ])
    await begin(now() + 1000)
    t.same(await both('mixed'), [[], []])
  })

  t.test('a plan of one day shows it whole', async t => {
    await sql`
      insert into plans (name, max_claims, max_shares, max_shares_per_sensor, max_history_days)
      values ('Day', 1, 1, 1, 1)`.execute(house.db)
    const short = await house.person('short', { plan: 'Day' })
    const sensor = await house.sensor(short)
    const recent = now() - day + 100
    await measure(house, sensor, [now() - day - 10, recent, recent + 1])
    for (const mode of ['dense', 'mixed']) {
      t.same(await times(house, short, sensor, { mode, sort: 'asc' }), [recent, recent + 1])
    }
  })
})

t.test('one statement, however much there is', async t => {
  let statements = 0
  const house = await openHouse(t, { onStatement: () => statements++ })
  const owner = await house.person('owner')
  const sensor = await house.sensor(owner)
  await sql`insert into histories (sensor_id) values (${sensor})`.execute(house.db)
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data)
    select ${sensor}, floor(extract(epoch from now()))::bigint - n * 300, 0, ${gateway}, true, ${frame}
    from generate_series(1, 20000) as n`.execute(house.db)
  for (const sort of ['asc', 'desc']) {
    const before = statements
    t.equal((await times(house, owner, sensor, { sort })).length, 5000)
    t.equal(statements - before, 2, 'and one to find out who is calling')
  }
})

/** Numbers from 0 to 1, the same ones for the same seed. */
function randomFrom(seed: string): () => number {
  let count = 0
  return () => createHash('sha256').update(`${seed} ${count++}`).digest().readUInt32BE() / 2 ** 32
}
