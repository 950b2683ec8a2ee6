import fc from 'fast-check'
import t from 'tap'
import { readBuckets } from '../../src/measurements/buckets.ts'
import { isLow, voltageOf } from '../../src/measurements/health.ts'
import { corrected, decode, type Quantity } from '../../src/measurements/values.ts'
import { share } from '../../src/sharing/grant/share.ts'
import { broadcast, formats, lengthOf } from '../support/frames.ts'
import { frame, now } from '../support/gateway.ts'
import { type House, openHouse } from '../support/house.ts'

const kept = { rssi: -60, gateway_id: '', coordinates: '', is_maskable: true }
const measure = (house: House, sensor_id: string, rows: { at: number; data: string; is_maskable?: boolean }[]) =>
  house.db
    .insertInto('measurements')
    .values(rows.map(row => ({ sensor_id, ...kept, ...row })))
    .execute()

t.test('the database decodes as the service does, whatever stands in a frame', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia', { plan: 'Pro' })
  const at = now() - 60
  const bytes = fc.uint8Array({ minLength: 40, maxLength: 40 })
  const made = fc.sample(fc.record({ format: fc.constantFrom(...formats, '03'), bytes }), 40)
  const advertisements = made.map(({ format, bytes }) => {
    const length = format === '03' ? 14 : lengthOf(format)
    return broadcast(Buffer.from([Number.parseInt(format, 16), ...bytes.slice(1, length)]))
  })
  const blank = formats.map(format =>
    broadcast(Buffer.from([Number.parseInt(format, 16), ...Array(lengthOf(format) - 1).fill(255)])),
  )
  const strange = [
    '',
    'zz',
    '0',
    'FF',
    'FF9904',
    '02FF9904',
    '0201061BFF99',
    '020106',
    `0409414243${frame.slice(6)}`,
    frame.slice(6),
    frame.slice(0, 40),
    frame.toLowerCase(),
  ]
  for (const data of [...advertisements, ...blank, ...strange]) {
    const sensor = await house.sensor(olivia)
    await measure(house, sensor, [{ at, data }])
    const { buckets, last } = await readBuckets(house.db, olivia, { sensor, since: at - 600, until: at + 60 })
    const found = Object.entries(buckets[0]?.values ?? {}).map(([name, { min, max, mean, count }]) => {
      if (min !== max || count !== 1 || Math.abs(mean - min) > 1e-9) t.fail(`${data}: ${name}`)
      return [name, min.toFixed(6)]
    })
    const values = corrected(decode(data), { offsetTemperature: 0, offsetHumidity: 0, offsetPressure: 0 })
    const expected = Object.entries(values).map(([name, value]) => [name, value.toFixed(6)])
    t.strictSame(Object.fromEntries(found), Object.fromEntries(expected), data)
    t.strictSame(last?.values, values)
  }
})

const withTemperature = (celsius: number) => {
  const bytes = Buffer.from(frame, 'hex')
  bytes.writeInt16BE(Math.round(celsius * 200), 8)
  return bytes.toString('hex').toUpperCase()
}

t.test('no peak is lost, in at most 300 buckets', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia', { plan: 'Pro' })
  const sensor = await house.sensor(olivia)
  const until = now()
  await measure(
    house,
    sensor,
    Array.from({ length: 5_000 }, (_, n) => ({ at: until - n * 60, data: withTemperature(n === 2_345 ? 99 : 20) })),
  )
  const { buckets, isWhole, since } = await readBuckets(house.db, olivia, { sensor, since: undefined, until })
  t.ok(isWhole)
  t.equal(since, until - 4_999 * 60, 'all of it begins with the first measurement')
  t.ok(buckets.length <= 301 && buckets.length > 250, `${buckets.length}`)
  t.equal(Math.max(...buckets.map(({ values }) => values.temperature?.max ?? 0)), 99)
  t.equal(
    buckets.reduce((sum, { values }) => sum + (values.temperature?.count ?? 0), 0),
    5_000,
  )
  t.strictSame(
    buckets.map(({ at }) => at),
    buckets.map(({ at }) => at).toSorted((a, b) => a - b),
  )
})

t.test('of very many measurements the first of each span counts', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia', { plan: 'Pro' })
  const sensor = await house.sensor(olivia)
  const until = now()
  for (let n = 0; n < 15_000; n += 5_000) {
    await measure(
      house,
      sensor,
      Array.from({ length: 5_000 }, (_, m) => ({ at: until - (n + m) * 60, data: frame })),
    )
  }
  const { buckets, isWhole } = await readBuckets(house.db, olivia, { sensor, since: until - 14_999 * 60, until })
  t.notOk(isWhole)
  const count = buckets.reduce((sum, { values }) => sum + (values.temperature?.count ?? 0), 0)
  t.ok(count > 4_000 && count <= 6_500, `${count}`)
  t.ok(buckets.length > 250)
})

t.test('the plan decides how far back and how fine, the share which channels', async t => {
  const house = await openHouse(t)
  const [olivia, gary, peter] = [await house.person('olivia'), await house.person('gary'), await house.person('peter')]
  const sensor = await house.sensor(olivia)
  const until = now()
  const day = 86_400
  const span = Math.floor((until - 10 * day) / 900) * 900
  const counted = async (who: typeof olivia, since: number, end: number) => {
    const { buckets } = await readBuckets(house.db, who, { sensor, since, until: end })
    return buckets.reduce((sum, { values }) => sum + (values.humidity?.count ?? 0), 0)
  }
  await measure(house, sensor, [
    ...[1, 2, 3, 899, 900, 950].map(second => ({ at: span + second, data: frame })),
    { at: until - 91 * day, data: frame },
    { at: until - 10, data: frame },
    { at: until - 5, data: frame },
    { at: until - 3, data: frame, is_maskable: false },
  ])
  t.equal(await counted(olivia, span, span + 1_800), 2, 'one of each quarter of an hour')
  t.equal(await counted(olivia, span + 2, span + 1_800), 1, 'not another one because the range begins later')
  t.equal(await counted(olivia, until - 100, until), 3, 'all of the last day')
  t.equal(
    (await readBuckets(house.db, olivia, { sensor, since: undefined, until })).since,
    span + 1,
    'none older than the plan',
  )

  await t.rejects(readBuckets(house.db, peter, { sensor, since: undefined, until }), { name: 'notVisible' })
  await t.rejects(readBuckets(house.db, olivia, { sensor, since: until, until: until - 1 }), { name: 'badTimes' })
  await share(house.db, olivia, [{ sensor, guest: gary.email, channels: ['humidity'] }])
  t.equal(await counted(gary, until - 100, until), 2, 'none that cannot be masked')
  const { buckets, last } = await readBuckets(house.db, gary, { sensor, since: undefined, until })
  const names = new Set<Quantity>(buckets.flatMap(({ values }) => Object.keys(values) as Quantity[]))
  t.strictSame([...names], ['humidity'])
  t.strictSame(Object.keys(last?.values ?? {}), ['humidity'])
})

t.test('what a frame tells of its battery', async t => {
  t.equal(voltageOf(frame), 2.883)
  t.equal(voltageOf(''), undefined)
  t.equal(voltageOf(broadcast(Buffer.alloc(20, 6))), undefined)
  t.strictSame([isLow(2.6), isLow(2.4), isLow(2.4, -5), isLow(2.1, -25)], [false, true, false, false])
})
