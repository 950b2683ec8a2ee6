/** A letter between its words and its two forms, text and HTML. Nothing in it is escaped yet. */

export type Link = { purpose: string; label: string; url: string }

export type Draft = {
  language: string
  subject: string
  title: string
  /** A code to sign in with. */
  code?: string
  before: string[]
  /** The names of the sensors, quoted; and of how many more there are. */
  sensors: string[]
  more?: string
  note?: { by: string; lines: string[] }
  after: string[]
  button: Link
  /** The button does something that cannot be undone. */
  danger: boolean
  unexpected: string
  other?: Link
  footer: string[]
}
