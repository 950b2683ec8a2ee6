import t from 'tap'
import { axisOf, charts, segmentsOf, thinned } from '../../../src/web/sensor/chart/chart.ts'
import { instantOf, onTheWall, roundTimes } from '../../../src/web/time/wall-clock.ts'

t.test('axes have few, round numbers, which hold all that was measured', async t => {
  t.match(axisOf(18.1, 27.4, 2), { low: 15, high: 30, ticks: [15, 20, 25, 30] })
  t.match(axisOf(20, 20, 2), { ticks: [19.5, 20, 20.5], decimals: 1 }, 'what never changes has a middle')
  t.match(axisOf(2, 2, 0), { low: 0 }, 'nothing below zero where nothing was')
  t.match(axisOf(0, 0, 1), { low: 0 })
  t.match(axisOf(-163.835, 163.83, 2), { ticks: [-200, -100, 0, 100, 200], decimals: 0 })
  for (let n = 0; n < 500; n++) {
    const decimals = n % 4
    const low = Math.sin(n) * 10 ** (n % 6)
    const high = low + Math.abs(Math.sin(n * 7)) * 10 ** ((n * 3) % 6)
    const axis = axisOf(low, high, decimals)
    const holds = axis.low <= low && axis.high >= high && axis.ticks.length >= 3 && axis.ticks.length <= 7
    if (!holds) t.fail(`${low} to ${high}: ${JSON.stringify(axis)}`)
  }
})

const points = (...minutes: number[]) => minutes.map(minute => ({ minute, value: minute % 7 }))

t.test('gaps stay gaps', async t => {
  t.equal(segmentsOf(points(0, 5, 10, 15, 20), 1).length, 1)
  t.equal(segmentsOf(points(0, 5, 10, 25, 30, 35), 1).length, 1, 'two that are missing are no gap')
  t.strictSame(
    segmentsOf(points(0, 5, 10, 35, 40, 45), 1).map(({ length }) => length),
    [3, 3],
  )
  t.equal(segmentsOf(points(0, 1, 2, 9, 10), 10).length, 1, 'what nobody would see is none')
  t.strictSame(segmentsOf([], 10), [])
})

t.test('of many points the lowest and highest stay', async t => {
  const all = Array.from({ length: 1440 }, (_, minute) => ({ minute, value: Math.sin(minute / 50) }))
  all[700] = { minute: 700, value: 99 }
  const few = thinned(all, 10)
  t.ok(few.length <= 300 && few.length > 200, `${few.length}`)
  t.ok(few.some(({ value }) => value === 99))
  t.strictSame(
    few.map(({ minute }) => minute),
    few.map(({ minute }) => minute).toSorted((a, b) => a - b),
    'in order',
  )
})

t.test('a chart holds what was measured, to the last decimal', async t => {
  const until = 1_800_000_000
  const reading = (minutesAgo: number, temperature: number) => ({
    at: until - minutesAgo * 60,
    values: { temperature },
  })
  const frame = { span: 'day', until, zone: 'UTC' } as const
  const [chart = '', ...others] = charts([reading(90, 20.01), reading(85, 19.5), reading(80, -0.25)], frame)
  t.strictSame(others, [])
  t.match(chart, /data-high="3000"/)
  t.match(chart, 'd="M1350 999l5 51 5 1975"')
  t.match(
    chart,
    'aria-label="Temperature of the last day: −0.25\u00a0°C at last, between −0.25\u00a0°C and 20.01\u00a0°C."',
  )
  t.strictSame(charts([], frame), [])
  t.strictSame(charts([{ at: until, values: {} }], frame), [])
  t.match(charts([reading(5, 20)], frame)[0], /d="M1435 \d+l0 0"/, 'one alone is a dot')
})

t.test('times are round by the clock of the reader', async t => {
  const [from, until] = [new Date('2026-11-20T17:30:00Z'), new Date('2026-11-21T17:30:00Z')]
  const shown = (hours: number, zone: string) =>
    roundTimes(from, until, hours, zone).map(at => onTheWall(at, zone).slice(8))
  t.strictSame(shown(6, 'UTC'), ['20T18:00', '21T00:00', '21T06:00', '21T12:00'])
  t.strictSame(shown(6, 'Asia/Kathmandu'), ['21T00:00', '21T06:00', '21T12:00', '21T18:00'])
  const autumn = roundTimes(new Date('2026-10-24T20:00:00Z'), new Date('2026-10-26T23:00:00Z'), 24, 'Europe/Helsinki')
  t.strictSame(
    autumn.map(at => at.toISOString()),
    ['2026-10-24T21:00:00.000Z', '2026-10-25T22:00:00.000Z', '2026-10-26T22:00:00.000Z'],
    'midnight stays midnight when clocks are set back',
  )
})

t.test('what a field for a time holds', async t => {
  t.equal(onTheWall(new Date('2026-11-21T12:05:59.999Z'), 'Europe/Helsinki'), '2026-11-21T14:05')
  t.strictSame(instantOf('2026-11-21T14:05', 'Europe/Helsinki'), new Date('2026-11-21T12:05:00Z'))
  t.strictSame(instantOf('2026-07-01T00:00', 'America/New_York'), new Date('2026-07-01T04:00:00Z'))
  for (const text of ['', 'tomorrow', '2026-11-21', '2026-13-01T00:00', '2026-11-21T25:00', '9'.repeat(50)]) {
    t.equal(instantOf(text, 'UTC'), undefined, text)
  }
})
