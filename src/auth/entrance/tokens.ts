/**
 * Issues and reads the tokens that we sign: for sessions, for links in letters, and for addresses as a trusted issuer
 * would.
 */
import { randomUUID } from 'node:crypto'
import fastifyJwt from '@fastify/jwt'
import fastify, { type FastifyInstance } from 'fastify'
import type { Policy } from '../../config.ts'
import { deriveKeys, hashToken, type Keys } from '../../keys.ts'
import type { Links } from '../../mail/letters/letter.ts'
import { Refusal } from '../../refusal.ts'
import { isUuid, mostTokenDays, type TokenProof } from '../identify.ts'

/** Days after which the link of an invitation creates no account any more. */
const signUpDays = 3

/** Seconds since 1970. */
const now = () => Math.floor(Date.now() / 1000)

/** The token functions of an application. */
export type Tokens = ReturnType<typeof tokens>

/** The claims of a token, with the proof that is still to be judged, if there is one. */
export type TokenClaims = { claims: unknown; proof?: TokenProof | undefined }

type Claims = Record<string, unknown>

/** The keys of tokens. */
type SigningKeys = Pick<Keys, 'tokens' | 'ids' | 'sessionTokens'>

/** Creates the token functions on an application with @fastify/jwt, which has the first of the secrets. */
export function tokens(
  app: FastifyInstance,
  { tokens: [, ...older], ids, sessionTokens }: SigningKeys,
  { sessionDays, trustedTokens }: Pick<Policy, 'sessionDays' | 'trustedTokens'>,
) {
  function claimsOrNone(token: string): Claims {
    try {
      return verified(app, older, token).claims
    } catch {
      return {}
    }
  }

  /** Without a session nobody could end a token, so it must end by itself, and tell whether a deletion came after it. */
  const isTrusted = ({ sid, exp, iat }: Claims) =>
    sid !== undefined || (trustedTokens && typeof exp === 'number' && typeof iat === 'number')

  const isTooOld = ({ sid, iat }: Claims) =>
    sid === undefined && Date.now() / 1000 - Number(iat) > mostTokenDays * 86_400

  const proofOf = (token: string, place: number | null): TokenProof => ({
    digests: place === 0 ? [] : hashToken(sessionTokens, token),
    isSigned: place !== null,
    secret: ids[0],
  })

  return {
    /**
     * Returns the claims of a token that we signed; refuses any other, and those without a session if they have no end
     * or are not accepted. Tokens of sessions come with a proof, if there are older secrets or none signed it: see
     * `identify`.
     */
    claimsOf(token: string): TokenClaims {
      if (token === '') throw new Refusal('noToken')
      try {
        const { claims, place } = verified(app, older, token)
        if (!isTrusted(claims)) throw new Refusal('badToken')
        if (isTooOld(claims)) throw new Refusal('expiredToken')
        return { claims, proof: older.length > 0 && isUuid(claims.sid) ? proofOf(token, place) : undefined }
      } catch (error) {
        if (error instanceof Refusal) throw error
        const claims = Object(error).code === 'FAST_JWT_INVALID_SIGNATURE' && claimsOfSession(app, token)
        if (claims) return { claims, proof: proofOf(token, null) }
        throw new Refusal(Object(error).code === 'FAST_JWT_EXPIRED' ? 'expiredToken' : 'badToken')
      }
    },

    ofSession: (email: string, sid: string) => app.jwt.sign({ email, sid }, { expiresIn: `${sessionDays}d` }),

    ...accountLinks(app, claimsOrNone),
    ...invitationLinks(app, claimsOrNone),
    ...operatorLinks(app, claimsOrNone),
  }
}

/** Reads the claims of a token that we signed; none of any other text. */
type ReadClaims = (token: string) => Claims

/** Creates the tokens in links about signing in and the account. */
function accountLinks({ jwt }: FastifyInstance, claimsOrNone: ReadClaims) {
  return {
    /** Names a sign-in code in the link of its letter. Without an `email` claim it can't be used as a session token. */
    ofLink: (signIn: string) => jwt.sign({ signIn }, { expiresIn: '15m' }),

    /** Returns the sign-in code named by a link; null for any other text. */
    linkIn(token: string): string | null {
      const { signIn } = claimsOrNone(token)
      return isUuid(signIn) ? signIn : null
    },

    /** Names a sign-in code in the link that stops further codes to its address. */
    ofStop: (stopCodes: string) => jwt.sign({ stopCodes }, { expiresIn: '1d' }),

    /** Returns the sign-in code named by such a link; null for any other text. */
    stopIn(token: string): string | null {
      const { stopCodes } = claimsOrNone(token)
      return isUuid(stopCodes) ? stopCodes : null
    },

    /** Names an account in the link that deletes it. */
    ofDeletion: (deletePerson: number) => jwt.sign({ deletePerson }, { expiresIn: '1d' }),

    /** Returns the account named by such a link; null for any other text. */
    deletionIn(token: string): number | null {
      const { deletePerson } = claimsOrNone(token)
      return typeof deletePerson === 'number' ? deletePerson : null
    },

    /** Names a person in the link that signs them out everywhere. */
    ofSignOut: (signOut: number) => jwt.sign({ signOut }, { expiresIn: '1d' }),

    /** Returns the person named by such a link; null for any other text. */
    signOutIn(token: string): number | null {
      const { signOut } = claimsOrNone(token)
      return typeof signOut === 'number' ? signOut : null
    },
  }
}

/** Creates the tokens in links of invitations. */
function invitationLinks({ jwt }: FastifyInstance, claimsOrNone: ReadClaims) {
  return {
    /** Names an invitation letter in the link to its page. */
    ofInvitation: (invitation: number) => jwt.sign({ invitation }, { expiresIn: '30d' }),

    /** Names an invitation letter in a link that also creates the account of its recipient, for three days. */
    ofSignUp: (invitation: number) =>
      jwt.sign({ invitation, signUpUntil: now() + signUpDays * 86_400 }, { expiresIn: '30d' }),

    /** Returns the letter of a link that may still create an account; null for any other text, also a plain link. */
    signUpIn(token: string): number | null {
      const { invitation, signUpUntil } = claimsOrNone(token)
      const mayStill = typeof signUpUntil === 'number' && signUpUntil > now()
      return mayStill && typeof invitation === 'number' ? invitation : null
    },

    /** Returns the letter named by either link; null for any other text. */
    invitationIn(token: string): number | null {
      const { invitation } = claimsOrNone(token)
      return typeof invitation === 'number' ? invitation : null
    },
  }
}

/** Creates the tokens that let the operator in. */
function operatorLinks({ jwt }: FastifyInstance, claimsOrNone: ReadClaims) {
  return {
    /** Opens the mailbox of a service without mail. */
    ofMailbox: () => jwt.sign({ opensMailbox: true }, { expiresIn: '30d' }),

    /** Tells whether a token opens the mailbox. */
    isOfMailbox: (token: string) => claimsOrNone(token).opensMailbox === true,

    /** Makes an operator of the person who signs in with it, once. */
    ofOperator: () => jwt.sign({ makesOperator: randomUUID() }, { expiresIn: '1d' }),

    /** Tells whether a token is such a one. */
    makesOperator: (token: string) => isUuid(claimsOrNone(token).makesOperator),
  }
}

/**
 * Verifies a token with each secret in turn, and tells the place of the one that signed it; throws if none did, or if
 * the token has ended.
 */
function verified(app: FastifyInstance, older: string[], token: string): { claims: Claims; place: number } {
  let reason: unknown
  for (const [place, options] of [undefined, ...older.map(key => ({ key }))].entries()) {
    try {
      return { claims: app.jwt.verify(token, options), place }
    } catch (error) {
      reason = error
      if (Object(error).code !== 'FAST_JWT_INVALID_SIGNATURE') break
    }
  }
  throw reason
}

/** Reads the claims of a session's token that no secret signed; undefined if it has ended. Nothing vouches for them yet. */
function claimsOfSession(app: FastifyInstance, token: string): Claims | undefined {
  try {
    const claims = app.jwt.decode<Claims>(token) ?? {}
    const { sid, exp } = claims
    return isUuid(sid) && typeof exp === 'number' && exp > Date.now() / 1000 ? claims : undefined
  } catch {
    // A signature that is no base64url.
    return undefined
  }
}

/** Creates the functions that make links for letters, to the pages of a service at `home`. */
export async function makeLinks(secret: string, home: string): Promise<Links> {
  const { ofLink, ofStop, ofSignOut, ofDeletion, ofInvitation, ofSignUp } = tokens(
    await signer(secret),
    deriveKeys(secret),
    {
      sessionDays: 0,
      trustedTokens: false,
    },
  )
  const link = (path: string, token: string) => `${home}${path}?token=${token}`
  return {
    home,
    signIn: code => link('/app/sign-in/link', ofLink(code)),
    stopCodes: code => link('/app/sign-in/stop', ofStop(code)),
    signOut: person => link('/app/sign-out-everywhere', ofSignOut(person)),
    deletion: person => link('/verify-delete', ofDeletion(person)),
    invitation: letter => link('/app/invitation', ofInvitation(letter)),
    signUp: letter => link('/app/invitation', ofSignUp(letter)),
    see: (email, sensor) =>
      `${home}/app/sign-in?${new URLSearchParams({ email, next: sensor ? `/app/sensors/${sensor}` : '/app' })}`,
    settings: `${home}/app/account#emails`,
  }
}

/** Returns a token for an address, valid for 30 days, as a trusted issuer would sign it. */
export async function issueToken(secret: string, email: string): Promise<string> {
  return (await signer(secret)).jwt.sign({ email }, { expiresIn: '30d' })
}

/** Creates an application that only signs tokens. */
async function signer(secret: string): Promise<FastifyInstance> {
  const app = fastify()
  await app.register(fastifyJwt, { secret })
  return app
}
