/** The settings of who signs people in besides this service: an issuer of tokens, and a provider on the pages. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { listeningSettings } from './listening.ts'
import { isThisMachine, type Mistakes, type Setting, type Values } from './setting.ts'

/** An issuer of tokens that we trust. */
export type Issuer = {
  /** The URL of its published keys, or its only key. */
  keys: URL | OnlyKey
  /** The `iss` claim of its tokens. */
  name: string
  /** The `aud` claim of its tokens for this service. */
  audience: string
}

/**
 * The only key of an issuer. Excludes HS256, our own algorithm, so a public key can never be used as an HMAC secret.
 */
export type OnlyKey = { key: KeyObject; algorithm: 'RS256' | 'ES256' | 'EdDSA' }

/** An OpenID Connect provider that people sign in with. */
export type Provider = { issuer: URL; clientId: string; clientSecret: string }

/** Another issuer of tokens. */
export const issuerSettings = {
  JWKS_URL: {
    type: 'string',
    description:
      'where another issuer of tokens publishes its keys, as `https://login.example.com/keys`; `http` only for this machine itself',
    expected:
      'an https address without a password, as https://login.example.com/keys; http only for this machine itself',
  },
  JWT_PUBLIC_KEY: {
    type: 'string',
    description:
      'the key of another issuer, instead of `JWKS_URL`: a public key in PEM (RSA from 2048 bits, P-256 or Ed25519), its line breaks also as `\\n`',
    expected: 'a public key in PEM (RSA from 2048 bits, P-256 or Ed25519)',
  },
  JWT_ISSUER: {
    type: 'string',
    description: 'the other issuer, exactly as its tokens name it in `iss`',
    expected: 'the `iss` of the tokens of the other issuer',
  },
  JWT_AUDIENCE: {
    type: 'string',
    description: 'this service, as the other issuer names it in `aud`',
    expected: 'the `aud` of the tokens of the other issuer',
  },
} as const satisfies Record<string, Setting>

/** A provider that people sign in with. */
export const providerSettings = {
  OIDC_ISSUER: {
    type: 'string',
    description:
      'an OpenID Connect provider that people can sign in with on the pages, as `https://login.example.com`, exactly as it names itself; needs `PUBLIC_URL`; `http` only for this machine itself',
    expected: 'an https address without a password, as https://login.example.com; http only for this machine itself',
  },
  OIDC_CLIENT_ID: {
    type: 'string',
    description: 'this service, as the provider knows it',
    expected: 'the client id of this service at the provider',
  },
  OIDC_CLIENT_SECRET: {
    type: 'string',
    description: 'the secret of this service at the provider',
    expected: 'the client secret of this service at the provider',
  },
} as const satisfies Record<string, Setting>

/** Reads the other issuer of tokens, if there is one. */
export function readIssuer(data: Values, mistakes: Mistakes): Issuer | undefined {
  const { JWKS_URL, JWT_PUBLIC_KEY, JWT_ISSUER, JWT_AUDIENCE } = data
  if (!JWKS_URL && !JWT_PUBLIC_KEY) {
    if (JWT_ISSUER || JWT_AUDIENCE) {
      mistakes.add('JWT_ISSUER and JWT_AUDIENCE need the keys of that issuer. Set JWKS_URL or JWT_PUBLIC_KEY too.')
    }
    return undefined
  }
  if (JWKS_URL && JWT_PUBLIC_KEY) mistakes.add('JWKS_URL and JWT_PUBLIC_KEY are both set. Keep one of them.')
  const url = JWKS_URL ? safeUrl(JWKS_URL) : undefined
  if (JWKS_URL && !url) mistakes.invalid('JWKS_URL', issuerSettings.JWKS_URL)
  const key = JWT_PUBLIC_KEY ? publicKey(JWT_PUBLIC_KEY) : undefined
  if (JWT_PUBLIC_KEY && !key) mistakes.invalid('JWT_PUBLIC_KEY', issuerSettings.JWT_PUBLIC_KEY)
  for (const name of ['JWT_ISSUER', 'JWT_AUDIENCE'] as const) {
    if (!data[name]) {
      mistakes.add(
        `${name} is missing. Another issuer is not trusted without it. Expected: ${issuerSettings[name].expected}.`,
      )
    }
  }
  const keys = url ?? key
  return keys && JWT_ISSUER && JWT_AUDIENCE ? { keys, name: JWT_ISSUER, audience: JWT_AUDIENCE } : undefined
}

/** Reads the provider that people sign in with, if there is one. */
export function readProvider(data: Values, mistakes: Mistakes): Provider | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, PUBLIC_URL } = data
  if (!OIDC_ISSUER && !OIDC_CLIENT_ID && !OIDC_CLIENT_SECRET) return undefined
  for (const name of ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const) {
    if (!data[name])
      mistakes.add(
        `${name} is missing. Signing in with a provider needs it. Expected: ${providerSettings[name].expected}.`,
      )
  }
  if (!PUBLIC_URL) {
    mistakes.add(
      `PUBLIC_URL is missing. A provider sends people back there. Expected: ${listeningSettings.PUBLIC_URL.expected}.`,
    )
  }
  const issuer = OIDC_ISSUER ? safeUrl(OIDC_ISSUER) : undefined
  if (OIDC_ISSUER && (!issuer || issuer.search || issuer.hash))
    mistakes.invalid('OIDC_ISSUER', providerSettings.OIDC_ISSUER)
  return issuer && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET
    ? { issuer, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET }
    : undefined
}

/**
 * Returns the URL of an issuer or its keys if it is safe: https (or this machine), so that no one can alter the keys in
 * transit. `fetch` doesn't accept a URL with a password.
 */
function safeUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isHere = isThisMachine(url.hostname)
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isHere)
  return isSafe && !url.username && !url.password ? url : undefined
}

function publicKey(text: string): OnlyKey | undefined {
  // Node would derive the public key from a private one, but a private key here means that a secret was put in the
  // wrong place.
  if (text.includes('PRIVATE')) return undefined
  try {
    const key = createPublicKey(text.replaceAll('\\n', '\n'))
    const { asymmetricKeyType: type, asymmetricKeyDetails: { modulusLength = 0, namedCurve } = {} } = key
    if (type === 'rsa' && modulusLength >= 2048) return { key, algorithm: 'RS256' }
    if (type === 'ec' && namedCurve === 'prime256v1') return { key, algorithm: 'ES256' }
    return type === 'ed25519' ? { key, algorithm: 'EdDSA' } : undefined
  } catch {
    return undefined
  }
}
