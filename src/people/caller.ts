/** The types that describe a caller, and the check of what their access key allows. */
import { Refusal } from '../refusal.ts'
import type { Language } from './language.ts'

/**
 * The calling person, with the session of their token if it has one and its end in seconds if it expires; or with the
 * access key that signed the request. `tokenIssued`: when a token without a session was issued, in seconds.
 */
export type Caller = {
  id: number
  email: string
  session?: string
  tokenEnds?: number
  tokenIssued?: number
  accessKey?: string
  /** What the key may do. */
  scope?: Scope
  /** The only sensors that the key can see and change; null or absent: all. The list of a key never changes. */
  sensors?: string[] | null
  /** The settings in which pages show values and times, by name; absent: none are set, or a program calls. */
  display?: Readonly<Record<string, string>>
  /** The language of this request, for letters to people of whom none is known; absent: English, or none was named. */
  language?: Language
  /** Whether they operate this server, by the link that its start printed; absent: no. */
  operates?: true
}

/** What an access key may do: each scope includes those before it. */
export type Scope = 'read' | 'share' | 'all'

/** Somebody who did not sign in. No person has this id, so they see what everybody sees. */
export const nobody: Caller = { id: 0, email: '' }

/** A caller as found in the database, with the requests a minute that their plan allows. */
export type Identified = Caller & { perMinute: number }

/** The person that a token names. */
export type Identity = { email: string; session: string | null }

/** What an action needs of a key; `token`: no key can do it. */
export type NeededScope = Scope | 'token'

const rank = { read: 0, share: 1, all: 2, token: 3 }

/** Checks that a value names what an action can need. */
export function isNeededScope(value: unknown): value is NeededScope {
  return typeof value === 'string' && Object.hasOwn(rank, value)
}

/** Lets callers with a token do everything; refuses a key with `needsSignIn`, or with `needsScope` if its scope is too small. */
export function requireScope({ accessKey, scope = 'read' }: Caller, needed: NeededScope) {
  if (accessKey === undefined) return
  if (needed === 'token') throw new Refusal('needsSignIn')
  if (rank[scope] >= rank[needed]) return
  throw new Refusal('needsScope', `This access key has the scope "${scope}". This needs the scope "${needed}".`)
}

/** Tests whether a sensor is among those to which the caller's key is limited. The list of a key never changes. */
export const reaches = ({ sensors }: Pick<Caller, 'sensors'>, sensor: string) => sensors?.includes(sensor) ?? true
