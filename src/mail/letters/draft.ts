/** A letter in words, before it is rendered as text and as HTML. Nothing in it is escaped yet. */

/** A link of a letter; `purpose` names it for programs. */
export type Link = { purpose: string; label: string; url: string }

/** A letter in words: its parts in order, none of them escaped. */
export type Draft = {
  language: string
  subject: string
  title: string
  /** A sign-in code. */
  code?: string
  before: string[]
  /** The quoted names of the listed sensors; `more` says how many others are in the letter. */
  sensors: string[]
  more?: string
  note?: { by: string; lines: string[] }
  after: string[]
  button: Link
  /** Whether the button starts something that cannot be undone. */
  danger: boolean
  unexpected: string
  other?: Link
  footer: string[]
  settings?: Link
}
