/** Times as people read them: in the time zone of the person or else the browser; if both are unknown in UTC, marked. */
import { html } from 'ghtml'
import type { Caller } from '../../people/caller.ts'
import { zoneSetting } from '../../people/time-zone.ts'
import { dateFormat } from './date-format.ts'
import { words } from './words.ts'

/** How somebody reads a page: their time zone, the current time, and the format of times. */
export type Reader = { zone: string; now: Date; write: (at: Date) => string }

type Request = { cookies: Record<string, string | undefined>; caller?: Pick<Caller, 'display'> | null }

/** Returns the reader of a page, in the person's time zone; else in the browser's, which a script stores in the cookie `tz`. */
export function readerOf({ cookies, caller }: Request, now = new Date()): Reader {
  const format = formatIn(caller?.display?.[zoneSetting]) ?? formatIn(cookies.tz) ?? formatIn('UTC')
  if (!format) throw new Error('there is no UTC')
  const { timeZone: zone } = format.resolvedOptions()
  return { zone, now, write: at => `${format.format(at)}${zone === 'UTC' ? ' UTC' : ''}` }
}

/** Checks that a text names a time zone. */
export const isZone = (text: string) => formatIn(text) !== undefined

/** Returns a format for a time zone; undefined if the zone is unknown. */
function formatIn(timeZone: string | undefined): Intl.DateTimeFormat | undefined {
  if (!timeZone) return undefined
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
export function time(at: Date | string, { write }: Reader): string {
  const instant = new Date(at)
  return html`<time datetime="${instant.toISOString()}">${write(instant)}</time>`
}

/** Renders a relative time (5 minutes ago), with the exact time as a tooltip. */
export function ago(at: Date | string, { write, now }: Reader): string {
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
