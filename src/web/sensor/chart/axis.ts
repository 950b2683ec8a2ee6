/** The axes of a chart: round values, and round times of the reader's clock. */
import { dateFormat } from '../../time/date-format.ts'
import type { Reader } from '../../time/view.ts'
import { instantOf, onTheWall } from '../../time/wall-clock.ts'

/** The axis of values: its ends, its ticks, and the decimals of their labels. */
export type Axis = { low: number; high: number; ticks: number[]; decimals: number }

/** A round time on the axis of time: its second and its label; a day among hours, or a year among months, is `strong`. */
export type TimeTick = { at: number; label: string; isStrong: boolean }

/**
 * Returns three to six round ticks that enclose all values. The axis has a minimum height, so that noise does not fill
 * it.
 */
export function axisOf(low: number, high: number, decimals: number): Axis {
  const least = { 0: 10, 1: 2, 2: 1, 3: 0.1 }[decimals] ?? 1
  const missing = Math.max(0, least - (high - low)) / 2
  const wide = Math.max(least, high - low)
  const power = 10 ** Math.floor(Math.log10(wide / 3))
  const step = ([1, 2, 5, 10].find(factor => wide / (factor * power) <= 4) ?? 10) * power
  // If no value is negative, the axis does not go below zero.
  const below = low >= 0 ? Math.min(low, missing) : missing
  const first = Math.floor(tidy((low - below) / step))
  const last = Math.ceil(tidy((high + 2 * missing - below) / step))
  const ticks = Array.from({ length: last - first + 1 }, (_, n) => tidy((first + n) * step))
  const shown = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  return { low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1, ticks, decimals: shown }
}

const tidy = (number: number) => Math.round(number * 1e6) / 1e6

const minute = 60
const hour = 60 * minute
const day = 24 * hour

type Step = { seconds: number; isAt: (wall: Wall) => boolean; label: (at: Date, wall: Wall, place: Place) => string }

/** A local time: days since 1970, the minute of the day, and the date. */
type Wall = { days: number; minute: number; month: number; date: number; year: number; text: string }

/** The language and time zone of the labels. */
type Place = Pick<Reader, 'language' | 'zone'>

const clockTime = (at: Date, wall: Wall, place: Place) => (wall.minute === 0 ? weekday(at, place) : wall.text.slice(11))
const weekday = (at: Date, { language, zone }: Place) =>
  dateFormat(language, zone, { weekday: 'short', day: 'numeric' }).format(at).replace(',', '')
const dayOfMonth = (at: Date, { language, zone }: Place) =>
  dateFormat(language, zone, { day: 'numeric', month: 'short' }).format(at)
const month = (at: Date, wall: Wall, { language, zone }: Place) =>
  wall.month === 0 ? String(wall.year) : dateFormat(language, zone, { month: 'short' }).format(at)

const ofMinutes = (minutes: number): Step => ({
  seconds: minutes * minute,
  isAt: wall => wall.minute % minutes === 0,
  label: clockTime,
})
/** Whole days since Monday, 5 January 1970, so that ticks stay where they are when the range moves. */
const ofDays = (days: number, label: (at: Date, place: Place) => string): Step => ({
  seconds: days * day,
  isAt: wall => (wall.days - 4) % days === 0,
  label: (at, _, place) => label(at, place),
})
const ofMonths = (months: number): Step => ({
  seconds: months * 30 * day,
  isAt: wall => wall.date === 1 && wall.month % months === 0,
  label: month,
})
const ofYears = (years: number): Step => ({
  seconds: years * 365 * day,
  isAt: wall => wall.date === 1 && wall.month === 0 && wall.year % years === 0,
  label: (_, { year }) => String(year),
})

const steps: Step[] = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map(ofMinutes),
  ofDays(1, weekday),
  ofDays(2, weekday),
  ofDays(7, dayOfMonth),
  ofDays(14, dayOfMonth),
  ...[1, 2, 3, 6].map(ofMonths),
  ...[1, 2, 5, 10].map(ofYears),
]

/** Ticks that fit on a phone. */
const mostTicks = 6

/**
 * Returns the round times in a range, at most about six. On the day when clocks are set back the hour that
 * comes twice has its ticks twice; on the day when they are set forward the hour that is skipped has none.
 */
export function timeTicks(since: number, until: number, place: Place): TimeTick[] {
  const { zone } = place
  const step = steps.find(({ seconds }) => (until - since) / seconds <= mostTicks) ?? steps.at(-1)
  if (!step) return []
  const times =
    step.seconds < day
      ? timesWithinDays(since, until, step.seconds)
      : midnights(since, until, zone, step.seconds >= 30 * day)
  const ticks: TimeTick[] = []
  for (const at of times) {
    const wall = wallOf(at, zone)
    if (at < since || at > until || !step.isAt(wall)) continue
    // An hour that comes twice must not crowd the labels.
    if (at - (ticks.at(-1)?.at ?? Number.NEGATIVE_INFINITY) < step.seconds * 0.6) continue
    const isStrong = step.seconds < day ? wall.minute === 0 : step.label === month && wall.month === 0
    ticks.push({ at, label: step.label(new Date(at * 1000), wall, place), isStrong })
  }
  return ticks
}

/** Lists the seconds that may be round: all zones are ahead of UTC by a multiple of a quarter of an hour. */
function timesWithinDays(since: number, until: number, seconds: number): number[] {
  const step = Math.min(seconds, 15 * minute)
  const first = Math.ceil(since / step)
  return Array.from({ length: Math.floor(until / step) - first + 1 }, (_, n) => (first + n) * step)
}

/** Lists the midnights of a range, or those of the first days of months; where midnight is skipped, the second after it. */
function midnights(since: number, until: number, zone: string, isMonthly: boolean): number[] {
  const [year = 1970, month = 1, date = 1] = onTheWall(new Date(since * 1000), zone)
    .slice(0, 10)
    .split('-')
    .map(Number)
  const count = Math.ceil((until - since) / (isMonthly ? 28 * day : day)) + 2
  return Array.from({ length: count }, (_, n) => {
    const at = isMonthly ? Date.UTC(year, month - 1 + n, 1) : Date.UTC(year, month - 1, date + n)
    return (instantOf(new Date(at).toISOString().slice(0, 16), zone)?.getTime() ?? 0) / 1000
  })
}

function wallOf(at: number, zone: string): Wall {
  const text = onTheWall(new Date(at * 1000), zone)
  const shown = new Date(`${text}:00Z`)
  return {
    days: Math.floor(shown.getTime() / 1000 / day),
    minute: shown.getUTCHours() * 60 + shown.getUTCMinutes(),
    month: shown.getUTCMonth(),
    date: shown.getUTCDate(),
    year: shown.getUTCFullYear(),
    text,
  }
}
