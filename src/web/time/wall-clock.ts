/** Converts between instants and local times of a zone, for form fields and chart axes. */
import { dateFormat } from './date-format.ts'

/** Formats an instant for a `datetime-local` field: 2026-11-21T14:05. */
export function onTheWall(at: Date, zone: string): string {
  return new Date(at.getTime() + offsetAt(at.getTime(), zone)).toISOString().slice(0, 16)
}

/**
 * Parses such a text in a time zone; undefined if it is malformed. In an hour that occurs twice (the end of summer time)
 * it is the earlier instant. In one that is skipped it is the instant at which a clock not put forward shows the text.
 */
export function instantOf(text: string, zone: string): Date | undefined {
  const shown = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Date.parse(`${text}:00Z`) : Number.NaN
  if (!(Math.abs(shown) < 8e15)) return undefined
  // The offsets before and after a change of the clock: they are less than a day, and changes are days apart.
  const [before, after] = [shown - offsetAt(shown - day, zone), shown - offsetAt(shown + day, zone)]
  const isShownAt = (at: number) => at + offsetAt(at, zone) === shown
  return new Date(before === after || isShownAt(before) || !isShownAt(after) ? before : after)
}

const day = 86_400_000

/** Lists the instants in a range at which local time is a multiple of `hours` since the midnight before `from`. */
export function roundTimes(from: Date, until: Date, hours: number, zone: string): Date[] {
  const midnight = Date.parse(`${onTheWall(from, zone).slice(0, 10)}T00:00Z`)
  const most = Math.ceil((until.getTime() - from.getTime()) / 3_600_000 / hours) + Math.ceil(24 / hours) + 1
  return Array.from({ length: most }, (_, n) => {
    const text = new Date(midnight + n * hours * 3_600_000).toISOString().slice(0, 16)
    return instantOf(text, zone) ?? from
  }).filter(at => at >= from && at <= until)
}

/** Returns the offset of a zone from UTC in milliseconds; positive east of UTC. */
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
