/** Times as people read them: in the time zone of the person or else the browser; if both are unknown in UTC, marked. */
import { html } from 'ghtml'
import type { Caller } from '../../people/caller.ts'
import { type Language, languageOf } from '../../people/language.ts'
import { zoneSetting } from '../../people/time-zone.ts'
import { dateFormat } from './date-format.ts'
import { texts } from './words.ts'

/** How somebody reads a page: their language and time zone, the current time, and the format of times. */
export type Reader = { language: Language; zone: string; now: Date; write: (at: Date) => string }

/** What tells how somebody reads pages. */
export type ReaderRequest = {
  /** Missing in a request that could not be read. */
  cookies?: Record<string, string | undefined>
  headers: { 'accept-language'?: string | undefined }
  caller?: Pick<Caller, 'display'> | null
}

/**
 * Returns the reader of a page. The language and the time zone are those that the person has chosen; else the browser's: a
 * script stores its time zone in the cookie `tz`.
 */
export function readerOf({ cookies, headers, caller }: ReaderRequest, now = new Date()): Reader {
  const language = languageOf(caller?.display, headers['accept-language'])
  const format = [caller?.display?.[zoneSetting], cookies?.tz, 'UTC']
    .map(zone => formatIn(language, zone))
    .find(Boolean)
  if (!format) throw new Error('there is no UTC')
  const { timeZone: zone } = format.resolvedOptions()
  return { language, zone, now, write: at => `${format.format(at)}${zone === 'UTC' ? ' UTC' : ''}` }
}

/** Checks that a text names a time zone. */
export const isZone = (text: string) => formatIn('en', text) !== undefined

/** Returns a format for a time zone; undefined if the zone is unknown. */
function formatIn(language: Language, timeZone: string | undefined): Intl.DateTimeFormat | undefined {
  if (!timeZone) return undefined
  try {
    return dateFormat(language, timeZone, {
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
export function ago(at: Date | string, reader: Reader): string {
  const instant = new Date(at)
  return html`<time datetime="${instant.toISOString()}" title="${reader.write(instant)}">${agoInWords(instant, reader)}</time>`
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** Writes how long ago a time was. */
function agoInWords(at: Date, { language, now }: Reader): string {
  const { relative, now: justNow } = texts[language]
  const seconds = (at.getTime() - now.getTime()) / 1_000
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit)
  }
  return justNow
}
