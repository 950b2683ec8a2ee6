/** The types of a letter before and after it is rendered, and of the links in it. */

/** A sensor that a letter names. */
export type NamedSensor = { id: string; name: string }

type Shared = {
  sensors: NamedSensor[]
  note?: string | undefined
  asked?: boolean
  startsAt?: string
  expiresAt?: string
}

/**
 * A row of `letters` with its content decrypted: a sign-in code is already unsealed. `senderName`: what the sender calls
 * themselves.
 */
export type Letter = { id: number; recipient: string; sender: string | null; senderName?: string } & (
  | { kind: 'code'; content: { code: string; link: string; strange?: boolean } }
  | { kind: 'invitation' | 'shared'; content: Shared }
  | {
      kind: 'unshared' | 'left' | 'accepted' | 'declined' | 'unclaimed' | 'contested'
      content: { sensors: NamedSensor[] }
    }
  | { kind: 'expiring'; content: { sensors: NamedSensor[]; guest: string; expiresAt: string } }
  | { kind: 'deletion'; content: { person: number } }
  | { kind: 'newSignIn'; content: { person: number; network: string; device: string; at: string } }
  | { kind: 'newKey' | 'newPasskey' | 'newPhone'; content: { person: number; name: string; at: string } }
)

/** Makes the links in letters: signed, absolute, each for one purpose. The process that sends letters passes it in. */
export type Links = {
  home: string
  /** The sign-in link of a code letter; `link` is `content.link`. */
  signIn(link: string): string
  /** Stops further codes that strangers ask for; `link` is `content.link`. */
  stopCodes(link: string): string
  /** The page that signs a person out everywhere; `person` is `content.person`. */
  signOut(person: number): string
  /** The link of a deletion letter; `person` is `content.person`. */
  deletion(person: number): string
  /** The page with Accept, Decline and Mute. */
  invitation(letter: number): string
  /** The same page, where Accept also creates the account of the recipient, for three days. */
  signUp(letter: number): string
  /** The page of a sensor, or the list without one; whoever is not signed in does so first, with the address filled in. */
  see(recipient: string, sensor: string | undefined): string
  /** The page on which people choose their emails. */
  settings: string
}

/** A rendered letter, as a mailer delivers it. */
export type RenderedLetter = {
  /** The letter's id. */
  letter: number
  kind: Letter['kind']
  to: string
  /** The address for answers: the person whose action the letter reports. */
  replyTo?: string
  /** The name that stands before our own address; without it the configured one. */
  fromName?: string
  subject: string
  text: string
  html: string
  /** The links by purpose, for programs that read the mailbox. */
  links: Record<string, string>
}
