/** Days and times of letters, in the language and time zone of the reader. */
import type { Texts, Times } from './texts.ts'

/** Returns how a letter writes days and times. UTC is marked, because it is nobody's own time. */
export function timesIn({ locale, at }: Texts, timeZone: string): Times {
  const write = (date: Date, style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...style, timeZone }).format(date)
  const day = (date: Date) => write(date, { dateStyle: 'long' })
  return {
    day,
    instant: date => `${day(date)}${at}${write(date, { timeStyle: 'short' })}${timeZone === 'UTC' ? ' UTC' : ''}`,
  }
}
