/** The settings: environment → Config, checked once, every mistake named at once. The only file that reads process.env. */
import { createPublicKey } from 'node:crypto'
import { isIP } from 'node:net'
import { envSchema } from 'env-schema'
import ipaddr from 'ipaddr.js'
import type { Issuer, OnlyKey } from './entrance/issuer.ts'

export type Config = {
  host: string
  port: number
  dataDir: string
  databaseUrl: string | undefined
  databasePool: number
  databasePrepare: boolean
  jwtSecret: string | undefined
  sessionDays: number
  issuer: Issuer | undefined
  internalSecret: string | undefined
  metricsPort: number | undefined
  publicUrl: string | undefined
  mail: Mail | undefined
  mailbox: 'local' | 'open' | undefined
  webhookSecret: string | undefined
  openGateways: boolean
  askFirst: boolean
  gatewayMaxAge: number
  trustProxy: string | false
  rateLimit: boolean
  logLevel: string
}

/** How letters leave; undefined: they do not, or into the mailbox. */
export type Mail =
  | { by: 'postmark'; token: string; from: string; stream: string; url: string | undefined }
  | { by: 'smtp'; url: string; from: string }

/** What each setting means, in words that the README repeats; a test compares the two. */
export const settings = {
  HOST: {
    type: 'string',
    default: '127.0.0.1',
    description: 'the address to listen on; `0.0.0.0` for all of them, which closes the mailbox: see `MAILBOX`',
  },
  PORT: {
    type: 'integer',
    minimum: 0,
    maximum: 65535,
    default: 3000,
    description: 'the port to listen on, 0 to 65535; 0 takes a free one',
  },
  DATA_DIR: {
    type: 'string',
    default: './data',
    description: 'the folder of the embedded database and its secret',
  },
  DATABASE_URL: {
    type: 'string',
    pattern: '^postgres(ql)?://',
    description:
      'a Postgres server, as `postgres://user:password@host:5432/name` (special characters as `%2F`); without it the embedded database is used',
  },
  DATABASE_POOL: {
    type: 'integer',
    minimum: 3,
    maximum: 1000,
    default: 10,
    description: 'connections to Postgres at most, 3 to 1000',
  },
  DATABASE_PREPARE: {
    type: 'string',
    enum: ['on', 'off'],
    default: 'on',
    description: 'prepared statements, `on` or `off`; `off` for transaction poolers that cannot keep them',
  },
  JWT_SECRET: {
    type: 'string',
    minLength: 32,
    description:
      'signs the tokens: 32 characters or more, the same for every process; the embedded database makes and keeps one',
  },
  SESSION_DAYS: {
    type: 'integer',
    minimum: 1,
    maximum: 3650,
    default: 365,
    description: 'how many days a sign-in lasts, 1 to 3650',
  },
  JWKS_URL: {
    type: 'string',
    description:
      'where another issuer of tokens publishes its keys, as `https://login.example.com/keys`; `http` only for this machine itself',
  },
  JWT_PUBLIC_KEY: {
    type: 'string',
    description:
      'the key of another issuer, instead of `JWKS_URL`: a public key in PEM (RSA from 2048 bits, P-256 or Ed25519), its line breaks also as `\\n`',
  },
  JWT_ISSUER: {
    type: 'string',
    description: 'the other issuer, letter for letter as its tokens name it in `iss`',
  },
  JWT_AUDIENCE: {
    type: 'string',
    description: 'this service, as the other issuer names it in `aud`',
  },
  INTERNAL_SECRET: {
    type: 'string',
    // What a header can carry.
    pattern: '^[!-~]{32,}$',
    description:
      'opens the internal calls to whoever sends it as `X-Internal-Secret`: 32 characters or more, ASCII, no spaces; without it these calls do not exist',
  },
  METRICS_PORT: {
    type: 'integer',
    minimum: 0,
    maximum: 65535,
    description:
      'a port that serves `/metrics` and nothing else, to whoever reaches it; 0 takes a free one; without it they are read with the internal secret only',
  },
  PUBLIC_URL: {
    type: 'string',
    pattern: '^https?://[^/\\s]+/?$',
    description:
      'where people reach the service, as `https://sensors.example.com`; letters link there; needed to send mail, else it is where it listens',
  },
  MAIL_FROM: {
    type: 'string',
    pattern: '^([^<>@\\r\\n]*<[^<>@\\s]+@[^<>@\\s]+>|[^<>@\\s]+@[^<>@\\s]+)$',
    description:
      'the address that letters come from, as `sensors@example.com` or `Sensors <sensors@example.com>`; needed to send mail',
  },
  POSTMARK_TOKEN: {
    type: 'string',
    description: 'sends letters by Postmark: the token of your server there',
  },
  POSTMARK_STREAM: {
    type: 'string',
    default: 'outbound',
    description: 'the message stream at Postmark',
  },
  POSTMARK_URL: {
    type: 'string',
    pattern: '^https?://[^/\\s]+/?$',
    description: 'another server that speaks Postmark’s API, for tests',
  },
  WEBHOOK_SECRET: {
    type: 'string',
    pattern: '^[!-~]{16,}$',
    description:
      'the password that Postmark sends with its webhooks to `/webhooks/postmark`: 16 characters or more, ASCII, no spaces; without it they do not exist',
  },
  SMTP_URL: {
    type: 'string',
    pattern: '^smtps?://',
    description:
      'sends letters by a mail server, as `smtps://user:password@mail.example.com:465`; or `smtp://…?requireTLS=true` with port 587',
  },
  MAILBOX: {
    type: 'string',
    enum: ['auto', 'on', 'off'],
    default: 'auto',
    description:
      'while no mail is set up: letters are kept to be read at `/mailbox`: `auto`, while only this machine can reach it, and no proxy stands before it; `on`, by anybody who can, for tests; or `off`',
  },
  ASK_FIRST: {
    type: 'string',
    enum: ['on', 'off'],
    default: 'off',
    description:
      'whether every share waits for the yes of its guest, `on` or `off`; `off`: only where the guest wishes so',
  },
  GATEWAYS: {
    type: 'string',
    enum: ['listed', 'open'],
    default: 'listed',
    description:
      'which gateways may post measurements: `listed`, those on the white list; or `open`, any, for a network at home',
  },
  GATEWAY_MAX_AGE: {
    type: 'integer',
    minimum: 1,
    maximum: 86400,
    default: 300,
    description: 'how many seconds old a post of a gateway may be, 1 to 86400',
  },
  TRUST_PROXY: {
    type: 'string',
    default: 'off',
    description:
      'the proxies whose `X-Forwarded-For` is believed: `off`, `loopback`, `uniquelocal`, or addresses and networks with commas',
  },
  RATE_LIMIT: {
    type: 'string',
    enum: ['on', 'off'],
    default: 'on',
    description: 'limits on requests a minute, by plan and by network, `on` or `off`; `off` for load tests',
  },
  LOG_LEVEL: {
    type: 'string',
    enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    default: 'info',
    description:
      'what is logged: `fatal`, `error`, `warn`, `info`, `debug` (with every SQL statement), `trace` or `silent`',
  },
} as const

/** Mistakes in the settings, a sentence each. */
export class ConfigError extends Error {}

type Checked = {
  HOST: string
  PORT: number
  DATA_DIR: string
  DATABASE_URL?: string
  DATABASE_POOL: number
  DATABASE_PREPARE: 'on' | 'off'
  JWT_SECRET?: string
  SESSION_DAYS: number
  JWKS_URL?: string
  JWT_PUBLIC_KEY?: string
  JWT_ISSUER?: string
  JWT_AUDIENCE?: string
  INTERNAL_SECRET?: string
  METRICS_PORT?: number
  PUBLIC_URL?: string
  MAIL_FROM?: string
  POSTMARK_TOKEN?: string
  POSTMARK_STREAM: string
  POSTMARK_URL?: string
  WEBHOOK_SECRET?: string
  SMTP_URL?: string
  MAILBOX: 'auto' | 'on' | 'off'
  ASK_FIRST: 'on' | 'off'
  GATEWAYS: 'listed' | 'open'
  GATEWAY_MAX_AGE: number
  TRUST_PROXY: string
  RATE_LIMIT: 'on' | 'off'
  LOG_LEVEL: string
}

/** Reads the settings; throws a ConfigError that names every mistake. A blank value counts as unset. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const data = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const mistakes = new Set<string>()
  const notUsable = (name: keyof typeof settings) =>
    mistakes.add(`${name} is not usable. It is ${settings[name].description}.`)
  let checked = {} as Checked
  try {
    checked = envSchema<Checked>({ schema: { type: 'object', properties: settings }, data, env: false })
  } catch (error) {
    const { errors } = error as { errors?: { instancePath: string }[] }
    if (!errors) throw error
    for (const { instancePath } of errors) notUsable(instancePath.slice(1) as keyof typeof settings)
  }
  if (data.DATABASE_URL && !isWholeUrl(data.DATABASE_URL)) notUsable('DATABASE_URL')
  if (checked.TRUST_PROXY && !areProxies(checked.TRUST_PROXY)) notUsable('TRUST_PROXY')
  if (data.DATABASE_URL && !data.JWT_SECRET) {
    mistakes.add(
      'JWT_SECRET is missing. With DATABASE_URL every process needs the same one: make it with `openssl rand -base64 48`.',
    )
  }
  const issuer = readIssuer(data, mistakes, notUsable)
  const mail = readMail(checked, mistakes, notUsable)
  if (mistakes.size > 0) throw new ConfigError([...mistakes].join('\n'))
  return {
    host: checked.HOST,
    port: checked.PORT,
    dataDir: checked.DATA_DIR,
    databaseUrl: checked.DATABASE_URL,
    databasePool: checked.DATABASE_POOL,
    databasePrepare: checked.DATABASE_PREPARE === 'on',
    jwtSecret: checked.JWT_SECRET,
    sessionDays: checked.SESSION_DAYS,
    issuer,
    internalSecret: checked.INTERNAL_SECRET,
    metricsPort: checked.METRICS_PORT,
    publicUrl: checked.PUBLIC_URL?.replace(/\/$/, ''),
    mail,
    mailbox: mail ? undefined : mailboxOf(checked),
    webhookSecret: checked.WEBHOOK_SECRET,
    askFirst: checked.ASK_FIRST === 'on',
    openGateways: checked.GATEWAYS === 'open',
    gatewayMaxAge: checked.GATEWAY_MAX_AGE,
    trustProxy: checked.TRUST_PROXY === 'off' ? false : checked.TRUST_PROXY,
    rateLimit: checked.RATE_LIMIT === 'on',
    logLevel: checked.LOG_LEVEL,
  }
}

/** Tells whether a URL is one, and no part of its password has slipped into the path, from where it would be shown. */
function isWholeUrl(text: string): boolean {
  return URL.canParse(text) && !new URL(text).pathname.includes('@')
}

/** Reads how letters leave, if they do. */
function readMail(
  { POSTMARK_TOKEN, POSTMARK_STREAM, POSTMARK_URL, SMTP_URL, MAIL_FROM, PUBLIC_URL }: Checked,
  mistakes: Set<string>,
  notUsable: (name: keyof typeof settings) => void,
): Mail | undefined {
  if (!POSTMARK_TOKEN && !SMTP_URL) return undefined
  if (POSTMARK_TOKEN && SMTP_URL) mistakes.add('POSTMARK_TOKEN and SMTP_URL are both set. Keep one of them.')
  if (SMTP_URL && !URL.canParse(SMTP_URL)) notUsable('SMTP_URL')
  if (!PUBLIC_URL) mistakes.add(`PUBLIC_URL is missing. It is ${settings.PUBLIC_URL.description}.`)
  if (!MAIL_FROM) mistakes.add(`MAIL_FROM is missing. It is ${settings.MAIL_FROM.description}.`)
  if (!MAIL_FROM) return undefined
  if (SMTP_URL) return { by: 'smtp', url: SMTP_URL, from: MAIL_FROM }
  return POSTMARK_TOKEN
    ? { by: 'postmark', token: POSTMARK_TOKEN, from: MAIL_FROM, stream: POSTMARK_STREAM, url: POSTMARK_URL }
    : undefined
}

/** Letters hold what signs people in, so by itself a mailbox is only where nobody else can reach it, not through a proxy either. */
function mailboxOf({ MAILBOX, HOST, PUBLIC_URL, TRUST_PROXY }: Checked): 'local' | 'open' | undefined {
  if (MAILBOX === 'on') return 'open'
  const isAlone =
    isThisMachine(HOST) && TRUST_PROXY === 'off' && (!PUBLIC_URL || isThisMachine(new URL(PUBLIC_URL).hostname))
  return MAILBOX === 'auto' && isAlone ? 'local' : undefined
}

const isThisMachine = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/.test(host)

/** Reads who else issues tokens, if anybody does. */
function readIssuer(
  { JWKS_URL, JWT_PUBLIC_KEY, JWT_ISSUER, JWT_AUDIENCE }: Partial<Record<string, string>>,
  mistakes: Set<string>,
  notUsable: (name: keyof typeof settings) => void,
): Issuer | undefined {
  if (!JWKS_URL && !JWT_PUBLIC_KEY) {
    if (JWT_ISSUER || JWT_AUDIENCE) {
      mistakes.add('JWT_ISSUER and JWT_AUDIENCE need the keys of that issuer: set JWKS_URL or JWT_PUBLIC_KEY too.')
    }
    return undefined
  }
  if (JWKS_URL && JWT_PUBLIC_KEY) mistakes.add('JWKS_URL and JWT_PUBLIC_KEY are both set. Keep one of them.')
  const url = JWKS_URL ? keysUrl(JWKS_URL) : undefined
  if (JWKS_URL && !url) notUsable('JWKS_URL')
  const key = JWT_PUBLIC_KEY ? publicKey(JWT_PUBLIC_KEY) : undefined
  if (JWT_PUBLIC_KEY && !key) notUsable('JWT_PUBLIC_KEY')
  if (!JWT_ISSUER) mistakes.add(`JWT_ISSUER is missing. It is ${settings.JWT_ISSUER.description}.`)
  if (!JWT_AUDIENCE) mistakes.add(`JWT_AUDIENCE is missing. It is ${settings.JWT_AUDIENCE.description}.`)
  const keys = url ?? key
  return keys && JWT_ISSUER && JWT_AUDIENCE ? { keys, name: JWT_ISSUER, audience: JWT_AUDIENCE } : undefined
}

/** Keys must come over a connection that nobody can change on the way. A URL with a password in it cannot be fetched. */
function keysUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isHere = isThisMachine(url.hostname)
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isHere)
  return isSafe && !url.username && !url.password ? url : undefined
}

function publicKey(text: string): OnlyKey | undefined {
  // Of a private key Node would make the public one; but then somebody has put a secret into the wrong place.
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

function areProxies(text: string): boolean {
  return text.split(',').every(item => {
    const [address = '', bits] = item.trim().split('/')
    if (bits === undefined) return /^(off|loopback|linklocal|uniquelocal)$/.test(address) || isIP(address) > 0
    return isIP(address) > 0 && ipaddr.isValidCIDR(item.trim())
  })
}
