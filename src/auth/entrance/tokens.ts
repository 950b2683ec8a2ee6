/**
 * Issues and reads the tokens that we sign: for sessions, for links in letters, and for addresses as a trusted issuer
 * would.
 */
import fastifyJwt from '@fastify/jwt'
import fastify, { type FastifyInstance } from 'fastify'
import type { Secrets } from '../../keys.ts'
import type { Links } from '../../mail/letters/letter.ts'
import { Refusal } from '../../refusal.ts'
import { isUuid } from '../identify.ts'

/** The token functions of an application. */
export type Tokens = ReturnType<typeof tokens>

/** Creates the token functions on an application with @fastify/jwt, which has the first of the secrets. */
export function tokens(app: FastifyInstance, [, ...older]: Secrets, sessionDays: number) {
  function claimsOrNone(token: string): Record<string, unknown> {
    try {
      return verified(app, older, token)
    } catch {
      return {}
    }
  }

  return {
    /** Returns the claims of a token that we signed; refuses any other. */
    claimsOf(token: string): unknown {
      if (token === '') throw new Refusal('noToken')
      try {
        return verified(app, older, token)
      } catch (error) {
        throw new Refusal(Object(error).code === 'FAST_JWT_EXPIRED' ? 'expiredToken' : 'badToken')
      }
    },

    ofSession: (email: string, sid: string) => app.jwt.sign({ email, sid }, { expiresIn: `${sessionDays}d` }),

    /** Names a sign-in code in the link of its letter. Without an `email` claim it can't be used as a session token. */
    ofLink: (signIn: string) => app.jwt.sign({ signIn }, { expiresIn: '15m' }),

    /** Returns the sign-in code named by a link; null for any other text. */
    linkIn(token: string): string | null {
      const { signIn } = claimsOrNone(token)
      return isUuid(signIn) ? signIn : null
    },

    /** Names a sign-in code in the link that stops further codes to its address. */
    ofStop: (stopCodes: string) => app.jwt.sign({ stopCodes }, { expiresIn: '1d' }),

    /** Returns the sign-in code named by such a link; null for any other text. */
    stopIn(token: string): string | null {
      const { stopCodes } = claimsOrNone(token)
      return isUuid(stopCodes) ? stopCodes : null
    },

    /** Names an account in the link that deletes it. */
    ofDeletion: (deletePerson: number) => app.jwt.sign({ deletePerson }, { expiresIn: '1d' }),

    /** Returns the account named by such a link; null for any other text. */
    deletionIn(token: string): number | null {
      const { deletePerson } = claimsOrNone(token)
      return typeof deletePerson === 'number' ? deletePerson : null
    },

    /** Opens the mailbox of a service without mail. */
    ofMailbox: () => app.jwt.sign({ opensMailbox: true }, { expiresIn: '30d' }),

    /** Tells whether a token opens the mailbox. */
    isOfMailbox: (token: string) => claimsOrNone(token).opensMailbox === true,

    /** Names an invitation letter in the link to its page. */
    ofInvitation: (invitation: number) => app.jwt.sign({ invitation }, { expiresIn: '30d' }),

    /** Returns the letter named by such a link; null for any other text. */
    invitationIn(token: string): number | null {
      const { invitation } = claimsOrNone(token)
      return typeof invitation === 'number' ? invitation : null
    },
  }
}

/** Verifies a token with each secret in turn; throws if none of them signed it, or if it has ended. */
function verified(app: FastifyInstance, older: string[], token: string): Record<string, unknown> {
  let reason: unknown
  for (const options of [undefined, ...older.map(key => ({ key }))]) {
    try {
      return app.jwt.verify(token, options)
    } catch (error) {
      reason = error
      if (Object(error).code !== 'FAST_JWT_INVALID_SIGNATURE') break
    }
  }
  throw reason
}

/** Creates the functions that make links for letters, to the pages of a service at `home`. */
export async function makeLinks(secret: string, home: string): Promise<Links> {
  const { ofLink, ofStop, ofDeletion, ofInvitation } = tokens(await signer(secret), [secret], 0)
  const link = (path: string, token: string) => `${home}${path}?token=${token}`
  return {
    home,
    signIn: code => link('/app/sign-in/link', ofLink(code)),
    stopCodes: code => link('/app/sign-in/stop', ofStop(code)),
    deletion: person => link('/verify-delete', ofDeletion(person)),
    invitation: letter => link('/invitation', ofInvitation(letter)),
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
