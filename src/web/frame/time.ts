/** Instants as people read them: by the clock on their wall where the browser told which, else by UTC, and then they say so. */
import { html } from 'ghtml'
import { dateFormat } from '../english/date-format.ts'
import { time as words } from '../english/time.ts'

/** By whose clock a page tells times, and what time it is. */
export type Clock = { zone: string; now: Date; write: (at: Date) => string }

/** The clock of a browser: the script of the pages keeps the name of its zone in a cookie. */
export function clockOf({ cookies }: { cookies: Record<string, string | undefined> }, now = new Date()): Clock {
  const format = formatIn(cookies.tz ?? 'UTC') ?? formatIn('UTC')
  if (!format) throw new Error('there is no UTC')
  const { timeZone: zone } = format.resolvedOptions()
  return { zone, now, write: at => `${format.format(at)}${zone === 'UTC' ? ' UTC' : ''}` }
}

/** What writes instants in a zone; nothing when there is no such zone. */
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

/** 21 Nov 2026, 14:05 */
export function time(at: Date | string, { write }: Clock): string {
  const instant = new Date(at)
  return html`<time datetime="${instant.toISOString()}">${write(instant)}</time>`
}

/** 5 minutes ago, with the time itself where one points. */
export function ago(at: Date | string, { write, now }: Clock): string {
  const instant = new Date(at)
  return html`<time datetime="${instant.toISOString()}" title="${write(instant)}">${agoInWords(instant, now)}</time>`
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

export function agoInWords(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1_000
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return words.relative.format(Math.trunc(seconds / length), unit)
  }
  return words.now
}
