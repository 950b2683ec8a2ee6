/** Signing in with an OpenID Connect provider: people prove their address there instead of by a code. */
import { sql } from 'kysely'
import type { ClientAuth, Configuration } from 'openid-client'
import type { Provider } from '../../config/issuer.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { type Key, seal, unsealed } from '../../keys.ts'
import { unknownDevice } from '../../people/device-name.ts'
import { canonicalEmail, isEmail } from '../../people/email.ts'
import { Refusal } from '../../refusal.ts'
import { hashOf } from './challenge.ts'
import { enter, entered, type SignedIn } from './enter.ts'

/** What the browser keeps, sealed, while somebody is at the provider. */
type Started = { state: string; nonce: string; verifier: string; next: string; ends: number }

/** Milliseconds in which somebody must be back from the provider: long enough for a second factor. */
const startedMs = 10 * 60_000
/** Milliseconds after which the provider's description is read anew. */
const lifetimeMs = 60 * 60_000
/** Minimum milliseconds between attempts to reach a provider that is away. */
const pauseMs = 10_000
/** Seconds to wait for the provider. */
const patience = 5

type Log = { error: (details: object, message: string) => void }
type Options = { key: Key; redirectUri: string; log: Log; now?: () => number }

/** The sign-in with a provider. */
export type ProviderSignIn = ReturnType<typeof openProvider>

/** Opens the sign-in with a provider. The provider is first asked when somebody wants to sign in. */
export function openProvider(provider: Provider, { key, redirectUri, log, now = () => performance.now() }: Options) {
  const configuration = describedBy(provider, log, now)

  return {
    /** What people know the provider by. */
    name: provider.issuer.host,

    /** Returns where the browser must go, and the text that it keeps until it is back. Refuses with `providerAway`. */
    async begin(next: string): Promise<{ url: string; kept: string; seconds: number }> {
      const config = await configuration()
      const client = await import('openid-client')
      const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()]
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid email',
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      const started: Started = { state, nonce, verifier, next, ends: Date.now() + startedMs }
      return { url: url.href, kept: seal(key, JSON.stringify(started)), seconds: startedMs / 1000 }
    },

    /** Returns where somebody wanted to go; undefined for a text that is not ours. */
    nextIn: (kept: string): string | undefined => startedIn(key, kept)?.next,

    /**
     * Signs in who comes back from the provider with `query`. Counts once. Refuses with `badProvider`, `unverified` or
     * `providerAway`.
     */
    async finish(
      db: Database,
      kept: string,
      query: URLSearchParams,
      network: string,
      device = unknownDevice,
    ): Promise<SignedIn> {
      const started = startedIn(key, kept)
      if (!started) throw new Refusal('badProvider')
      const email = await addressOf(await configuration(), started, new URL(`${redirectUri}?${query}`), log)
      const hash = hashOf({ text: started.state })
      const [person] = await signIn(db, email, hash, new Date(started.ends), network, device)
      if (!person?.email) throw new Refusal('badProvider')
      return person
    },
  }
}

function startedIn(key: Key, kept: string): Started | undefined {
  const text = unsealed(key, kept)
  const started = text === null ? undefined : JSON.parse(text)
  return typeof started?.state === 'string' ? started : undefined
}

/** Returns a function that reads the provider's description and caches it. It refuses with `providerAway`. */
function describedBy(provider: Provider, log: Log, now: () => number) {
  let read: { found: Promise<Configuration>; ends: number } | undefined
  let pauseEnds = Number.NEGATIVE_INFINITY

  async function describe(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = provider
    const client = await import('openid-client')
    const isPlain = issuer.protocol === 'http:'
    // Both ways of sending the secret are common. The default of the standard is the header.
    const sendSecret: ClientAuth = (server, ...rest) => {
      const methods = server.token_endpoint_auth_methods_supported
      const send = methods?.includes('client_secret_post') ? client.ClientSecretPost : client.ClientSecretBasic
      send(clientSecret)(server, ...rest)
    }
    return client.discovery(issuer, clientId, undefined, sendSecret, {
      timeout: patience,
      ...(isPlain && { execute: [client.allowInsecureRequests] }),
    })
  }

  return async (): Promise<Configuration> => {
    if (read && now() < read.ends) return read.found
    if (now() < pauseEnds) throw new Refusal('providerAway')
    const found = describe()
    read = { found, ends: now() + lifetimeMs }
    try {
      return await found
    } catch (error) {
      read = undefined
      pauseEnds = now() + pauseMs
      throw away(error, log)
    }
  }
}

/** Logs why the provider could not be asked: never its answer, which may contain tokens. */
function away(error: unknown, log: Log): Refusal {
  const { code, message } = Object(error)
  const reason = Object(Object(error).cause).code
  log.error({ code, reason, message }, 'the provider of OIDC_ISSUER cannot be asked')
  return new Refusal('providerAway')
}

/** Tells whether an error is the provider's or the operator's, and not of an answer that somebody made up. */
function isAway(thrown: unknown): boolean {
  const { code, status, error, cause } = Object(thrown)
  const answered = status ?? Object(cause).status
  return code === undefined || code === 'OAUTH_TIMEOUT' || error === 'invalid_client' || answered >= 500
}

async function addressOf(config: Configuration, started: Started, url: URL, log: Log): Promise<string> {
  const client = await import('openid-client')
  try {
    const answer = await client.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: started.verifier,
      expectedState: started.state,
      expectedNonce: started.nonce,
      idTokenExpected: true,
    })
    const claims = answer.claims()
    if (!claims) throw new Refusal('badProvider')
    // Many providers put the address only into their answer about the user.
    const { email, email_verified: isVerified } =
      claims.email === undefined ? await client.fetchUserInfo(config, answer.access_token, claims.sub) : claims
    if (typeof email !== 'string' || !isEmail(email) || isVerified !== true) throw new Refusal('unverified')
    return canonicalEmail(email)
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw isAway(error) ? away(error, log) : new Refusal('badProvider')
  }
}

const signIn = statement<[email: string, hash: Buffer, ends: Date, network: string, device: string], SignedIn>(
  'use-provider',
  (email, hash, ends, network, device) => sql`
    with once as (
      insert into used_challenges (hash, expires_at)
      select ${hash}::bytea, ${ends}::timestamptz where ${ends}::timestamptz > now()
      on conflict (hash) do nothing
      returning hash
    ),
    used as (
      select ${email}::text as email from once
    ),
    ${enter(network, device)}
    select ${entered}`,
)
