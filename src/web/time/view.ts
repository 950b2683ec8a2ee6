/** Times as people read them: in the browser's time zone if it is known, else in UTC, marked as such. */
import { html } from 'ghtml'
import { dateFormat } from './date-format.ts'
import { words } from './words.ts'

/** The time zone in which a page shows times, the current time, and the format. */
export type Clock = { zone: string; now: Date; write: (at: Date) => string }

/** Returns the clock in the browser's time zone, which a script stores in the cookie `tz`. */
export function clockOf({ cookies }: { cookies: Record<string, string | undefined> }, now = new Date()): Clock {
  const format = formatIn(cookies.tz ?? 'UTC') ?? formatIn('UTC')
  if (!format) throw new Error('there is no UTC')
  const { timeZone: zone } = format.resolvedOptions()
  return { zone, now, write: at => `${format.format(at)}${zone === 'UTC' ? ' UTC' : ''}` }
}

/** Returns a format for a time zone; undefined if the zone is unknown. */
function formatIn(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return dateFormat('en-GB', timeZone, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
  } catch {
    return undefined
  }
}

/** Renders a time: 21 Nov 2026, 14:05. */
export function time(at: Date | string, { write }: Clock): string {
  const instant = new Date(at)
  return html`<time datetime="${instant.toISOString()}">${write(instant)}</time>`
}

/** Renders a relative time (5 minutes ago), with the exact time as a tooltip. */
export function ago(at: Date | string, { write, now }: Clock): string {
  const instant = new Date(at)
  return html`<time datetime="${instant.toISOString()}" title="${write(instant)}">${agoInWords(instant, now)}</time>`
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** Writes how long ago a time was. */
export function agoInWords(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1_000
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return words.relative.format(Math.trunc(seconds / length), unit)
  }
  return words.now
}
