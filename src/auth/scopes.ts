/** Scopes of access keys: what a program may do in its person's name. */
import type { Caller, Scope } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'

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
