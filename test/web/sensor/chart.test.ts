import t from 'tap'
import type { Buckets } from '../../../src/measurements/buckets.ts'
import { quantities } from '../../../src/measurements/values.ts'
import { axisOf, timeTicks } from '../../../src/web/sensor/chart/axis.ts'
import { charts } from '../../../src/web/sensor/chart/chart.ts'
import { segmentsOf } from '../../../src/web/sensor/chart/lines.ts'
import { movesFrom, pathWith, rangeIn } from '../../../src/web/sensor/chart/ranges.ts'
import type { Reader } from '../../../src/web/time/view.ts'
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

const second = (text: string) => Date.parse(text) / 1000
const labels = (from: string, to: string, zone: string) =>
  timeTicks(second(from), second(to), { language: 'en', zone }).map(({ label }) => label)

t.test('times on the axis are round by the clock of the reader, from a minute to years', async t => {
  t.strictSame(labels('2026-11-21T12:03Z', '2026-11-21T13:03Z', 'UTC'), [
    ...['12:10', '12:20', '12:30', '12:40', '12:50', '13:00'],
  ])
  t.strictSame(labels('2026-11-20T17:30Z', '2026-11-21T17:30Z', 'UTC'), ['18:00', 'Sat 21', '06:00', '12:00'])
  t.strictSame(labels('2026-11-20T17:30Z', '2026-11-21T17:30Z', 'Asia/Kathmandu'), [
    ...['Sat 21', '06:00', '12:00', '18:00'],
  ])
  t.strictSame(labels('2026-11-16T12:00Z', '2026-11-21T17:30Z', 'UTC'), [
    ...['Tue 17', 'Wed 18', 'Thu 19', 'Fri 20', 'Sat 21'],
  ])
  t.strictSame(labels('2026-10-22T12:00Z', '2026-11-21T12:00Z', 'UTC'), [...['26 Oct', '2 Nov', '9 Nov', '16 Nov']])
  t.strictSame(labels('2025-11-21T12:00Z', '2026-11-21T12:00Z', 'UTC'), ['2026', 'Apr', 'Jul', 'Oct'])
  t.strictSame(labels('2022-11-21T12:00Z', '2026-11-21T12:00Z', 'UTC'), ['2023', '2024', '2025', '2026'])
  for (let length = 60; length < 1.7e9; length = Math.ceil(length * 1.7)) {
    const ticks = timeTicks(1_760_000_000 - length, 1_760_000_000, { language: 'en', zone: 'Europe/Helsinki' })
    t.ok(ticks.length <= 7, `${length} s: ${ticks.length} ticks`)
    t.strictSame(
      ticks.map(({ at }) => at),
      [...new Set(ticks.map(({ at }) => at))].sort((a, b) => a - b),
      'in order',
    )
  }
})

t.test('days on which clocks change have 23 or 25 hours', async t => {
  const zone = 'Europe/Helsinki'
  const hours = (from: string, to: string) =>
    timeTicks(second(from), second(to), { language: 'en', zone }).map(
      ({ at, label }) => `${new Date(at * 1000).toISOString().slice(11, 16)} ${label}`,
    )
  // Set back at 04:00 on 25 October: 03:00 to 04:00 comes twice.
  t.strictSame(hours('2026-10-24T23:30Z', '2026-10-25T03:30Z'), [
    ...['00:00 03:00', '01:00 03:00', '02:00 04:00', '03:00 05:00'],
  ])
  t.strictSame(hours('2026-10-24T21:00Z', '2026-10-25T22:00Z'), [
    ...['21:00 Sun 25', '04:00 06:00', '10:00 12:00', '16:00 18:00', '22:00 Mon 26'],
  ])
  // Set forward at 03:00 on 29 March: there is no 03:00.
  t.strictSame(hours('2026-03-28T23:30Z', '2026-03-29T03:30Z'), [
    '00:00 02:00',
    '01:00 04:00',
    '02:00 05:00',
    '03:00 06:00',
  ])
  t.strictSame(labels('2026-10-23T12:00Z', '2026-10-27T12:00Z', zone), ['Sat 24', 'Sun 25', 'Mon 26', 'Tue 27'])
})

const clock = (zone = 'UTC'): Reader => ({ language: 'en', zone, now: new Date('2026-11-21T12:00Z'), write: String })

t.test('a range is named, or lies between two times of the reader', async t => {
  const now = second('2026-11-21T12:00Z')
  t.strictSame(rangeIn({}, clock()), { span: 'day', since: now - 86_400, until: now, isWrong: false })
  t.match(rangeIn({ span: 'hour' }, clock()), { since: now - 3_600 })
  t.match(rangeIn({ span: 'all' }, clock()), { span: 'all', since: undefined })
  t.match(rangeIn({ span: '__proto__' }, clock()), { span: 'day' })
  t.match(rangeIn({ from: '2026-11-01T00:00', to: '2026-11-02T00:00' }, clock('Europe/Helsinki')), {
    span: undefined,
    since: second('2026-10-31T22:00Z'),
    until: second('2026-11-01T22:00Z'),
  })
  t.match(rangeIn({ from: '1790000000' }, clock()), { since: 1_790_000_000, until: now })
  t.match(rangeIn({ from: '0', to: '253402300799' }, clock()), { since: 0, until: now }, 'nothing of the future')
  t.match(rangeIn({ to: '1790000000' }, clock()), { since: undefined, until: 1_790_000_000 })
  const wrong = [
    ...[{ from: 'x' }, { to: '%00' }, { from: '-5' }, { from: '9999999999999' }, { to: '0000-01-01T00:00' }],
    ...[
      { from: '1790000000', to: '1790000000' },
      { from: '1790000000', to: '1780000000' },
      { from: '2026-13-45T99:99' },
    ],
  ]
  for (const query of wrong) t.match(rangeIn(query, clock()), { span: 'day', isWrong: true }, JSON.stringify(query))
})

t.test('moves stay within what was measured', async t => {
  t.strictSame(movesFrom(1_000, 2_000, 0, 10_000), {
    earlier: { from: 500, to: 1_500 },
    later: { from: 1_500, to: 2_500 },
    closer: { from: 1_250, to: 1_750 },
    wider: { from: 500, to: 2_500 },
  })
  t.match(movesFrom(9_000, 10_000, 0, 10_000), { later: undefined, wider: { from: 8_500, to: 10_000 } })
  t.match(movesFrom(0, 10_000, 0, 10_000), { earlier: undefined, later: undefined, wider: undefined })
  t.match(movesFrom(2_000, 9_000, 0, 10_000), { wider: { span: 'all' } })
  t.match(movesFrom(1_000, 1_200, 0, 10_000), { closer: undefined }, 'not below a minute')
  t.equal(pathWith('/x', { from: 1, to: 2 }, 'C6:00'), '/x?from=1&to=2&with=C6%3A00')
})

const points = (...minutes: number[]) => minutes.map(minute => ({ at: minute * 60 }))

t.test('gaps stay gaps', async t => {
  t.equal(segmentsOf(points(0, 5, 10, 15, 20), 1, 0).length, 1)
  t.equal(segmentsOf(points(0, 5, 10, 25, 30, 35), 1, 0).length, 1, 'two that are missing are no gap')
  t.strictSame(
    segmentsOf(points(0, 5, 10, 35, 40, 45), 1, 0).map(({ length }) => length),
    [3, 3],
  )
  t.equal(segmentsOf(points(0, 1, 2, 9, 10), 600, 0).length, 1, 'what nobody would see is none')
  t.equal(
    segmentsOf(points(0, 15, 30, 45, 60, 61, 62, 63, 64, 65, 66), 1, 3_600).length,
    1,
    'older ones are farther apart',
  )
  t.strictSame(segmentsOf([], 10, 0), [])
})

const until = 1_800_000_000
function measured(...temperatures: [minutesAgo: number, value: number, min?: number, max?: number][]): Buckets {
  const buckets = temperatures.map(([minutesAgo, mean, min = mean, max = mean]) => ({
    at: until - minutesAgo * 60,
    values: { temperature: { mean, min, max, count: 1 } },
  }))
  return {
    sensor: 'C6:00',
    name: 'Sauna',
    since: until - 86_400,
    until,
    first: 0,
    isWhole: true,
    buckets,
    last: undefined,
  }
}
const charted = (own: Buckets, other?: Buckets) => ({
  own,
  other,
  scales: quantities,
  span: 'of the last day',
  now: until,
})

t.test('a chart holds what was measured, to the last decimal', async t => {
  const [chart = '', ...others] = charts(charted(measured([90, 20.01], [85, 19.5], [80, -0.25])), clock())
  t.strictSame(others, [])
  t.match(chart, /data-high="3000"/)
  t.match(chart, 'd="M1350 999l5 51 5 1975"')
  t.match(
    chart,
    'aria-label="Temperature of the last day: −0.25\u00a0°C at last, between −0.25\u00a0°C and 20.01\u00a0°C."',
  )
  t.match(chart, /Lowest<\/dt><dd>−0\.25<.*Mean<\/dt><dd>13\.09<.*Highest<\/dt><dd>20\.01</)
  t.notMatch(chart, /class="band"/, 'single measurements have no band')
  t.strictSame(charts(charted(measured()), clock()), [])
  t.match(
    charts(charted(measured([5, 20])), clock())[0],
    /class="line line-0" data-label="" d="M1435 \d+l0 0"/,
    'one alone is a dot',
  )
})

t.test('buckets have a band from their lowest to their highest value', async t => {
  const [chart = ''] = charts(charted(measured([10, 20, 19, 22], [5, 21, 20, 24])), clock())
  t.match(chart, /class="band" d="M1430 \d+l5 -200 L1435 \d+l-5 100z"/)
  t.match(chart, /Lowest<\/dt><dd>19\.00</)
})

t.test('two sensors have names, and lines of two styles', async t => {
  const other = { ...measured([10, 5], [5, 6]), sensor: 'C6:01', name: '' }
  const [chart = ''] = charts(charted(measured([10, 20], [5, 21]), other), clock())
  t.match(chart, /class="line line-0" data-label="Sauna"/)
  t.match(chart, /class="line other" data-label="C6:01"/)
  t.match(chart, /<ul class="legend">/)
  t.match(chart, 'Temperature, C6:01 of the last day')
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
