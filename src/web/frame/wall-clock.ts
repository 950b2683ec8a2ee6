/** What clocks on the wall show in a zone, and when they show it: for fields of forms, and for axes. */
import { dateFormat } from '../english/date-format.ts'

/** As fields for a time hold it: 2026-11-21T14:05. */
export function onTheWall(at: Date, zone: string): string {
  return new Date(at.getTime() + offsetAt(at.getTime(), zone)).toISOString().slice(0, 16)
}

/** When clocks show such a text; undefined when it is none. What they show twice is the later of both. */
export function instantOf(text: string, zone: string): Date | undefined {
  const shown = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Date.parse(`${text}:00Z`) : Number.NaN
  if (!(Math.abs(shown) < 8e15)) return undefined
  const guess = shown - offsetAt(shown, zone)
  return new Date(shown - offsetAt(guess, zone))
}

/** The instants from one to another at which clocks show every so many hours since the midnight before. */
export function roundTimes(from: Date, until: Date, hours: number, zone: string): Date[] {
  const midnight = Date.parse(`${onTheWall(from, zone).slice(0, 10)}T00:00Z`)
  const most = Math.ceil((until.getTime() - from.getTime()) / 3_600_000 / hours) + Math.ceil(24 / hours) + 1
  return Array.from({ length: most }, (_, n) => {
    const text = new Date(midnight + n * hours * 3_600_000).toISOString().slice(0, 16)
    return instantOf(text, zone) ?? from
  }).filter(at => at >= from && at <= until)
}

/** How far clocks are ahead of UTC, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = dateFormat('en-US', zone, way).formatToParts(at)
  const part = (type: string) => Number(parts.find(part => part.type === type)?.value)
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return shown - Math.floor(at / 1000) * 1000
}

const way = {
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const
