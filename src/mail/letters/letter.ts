/** What a letter is before and after it is written out, and the links that it needs: types alone. */

/** A sensor that a letter names. */
export type Sensor = { id: string; name: string }

type Shared = {
  sensors: Sensor[]
  note?: string | undefined
  asked?: boolean
  startsAt?: string
  expiresAt?: string
}

/** A row of letters, its content opened (a code already unsealed). */
export type Letter = { id: number; recipient: string; sender: string | null } & (
  | { kind: 'code'; content: { code: string; link: string } }
  | { kind: 'invitation' | 'shared'; content: Shared }
  | { kind: 'unshared' | 'left' | 'declined' | 'unclaimed' | 'contested'; content: { sensors: Sensor[] } }
  | { kind: 'expiring'; content: { sensors: Sensor[]; guest: string; expiresAt: string } }
  | { kind: 'deletion'; content: { person: number } }
)

/** Makes the links of letters: signed, each for one purpose, absolute. Passed in by the process. */
export type Links = {
  home: string
  /** Of a code letter: `content.link`. */
  signIn(link: string): string
  /** Of a deletion letter: `content.person`. */
  deletion(person: number): string
  /** The page with Accept, Decline and Mute. */
  invitation(letter: number): string
}

/** A letter, written out: what a mailer delivers. */
export type Message = {
  /** The letter's id. */
  letter: number
  kind: Letter['kind']
  to: string
  /** Where an answer goes: the person whose doing it tells of. */
  replyTo?: string
  subject: string
  text: string
  html: string
  /** Its links by purpose, for those who read it by program (the mailbox). */
  links: Record<string, string>
}
