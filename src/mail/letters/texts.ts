/** The types of the words of letters: each language is one object, in which no text may be missing. */
import type { Letter } from './letter.ts'

/** The facts that the words of a letter depend on. */
export type Facts = {
  sender: string
  /** The sensor's name, or the number of sensors: see `what` in the texts. */
  what: string
  count: number
  /** The person who can use the sensors. */
  guest: string
  /** Whether the guest must accept first. */
  mustAccept: boolean
  /** When the shares begin (undefined: at once) and end (undefined: no set end). */
  from: Date | undefined
  until: Date | undefined
  /** When the shares end, in a letter that announces their end. */
  expiresAt: Date
  /** Whether a code was asked for where its address never signed in before. */
  isStrange: boolean
  /** Whether the letter goes to the person whose action it reports. */
  toSender: boolean
  news: News
  times: Times
}

/** What happened to an account: when, and with which device in which network, or the name of a new key. */
export type News = { at: Date; device: string; network: string; key: string }

/** Writes days and times in the language and time zone of the reader. */
export type Times = { day: (date: Date) => string; instant: (date: Date) => string }

/** The words of one letter: `before` stands above the list of sensors, `after` below it. */
export type Words = {
  subject: string
  title: string
  before: string[]
  after: string[]
  button: string
  unexpected: string
  /** The label of a second link, less prominent than the button. */
  other?: string
}

/** The texts of letters in one language. */
export type Texts = {
  /** Whose language it is, with the country whose dates are written. */
  locale: string
  /** Stands between a day and a time. */
  at: string
  somebody: string
  quote: (text: string) => string
  what: (count: number, name: string) => string
  more: (count: number) => string
  noteBy: (sender: string) => string
  sentTo: (recipient: string) => string
  settings: string
  /** Says what the quotation marks of the language mean. */
  chosen: string
  kinds: Record<Letter['kind'], (facts: Facts) => Words>
}
