/** Reads the settings from the environment and reports all mistakes together. The only file that reads process.env. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import { envSchema } from 'env-schema'
import ipaddr from 'ipaddr.js'
import { closestMatch } from 'leven'

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

/** All settings, read and checked. */
export type Config = {
  host: string
  port: number
  dataDir: string
  databaseUrl: string | undefined
  databasePool: number
  databasePrepare: boolean
  /** The secrets that sign tokens: the first signs, all verify. */
  jwtSecrets: [first: string, ...older: string[]] | undefined
  /** Whether tokens without a session are accepted, from whoever has a secret. */
  trustedTokens: boolean
  /** Lifetime of a session in days. */
  sessionDays: number
  /** Another trusted issuer of tokens. */
  issuer: Issuer | undefined
  /** The provider that people sign in with on the pages, besides codes. */
  provider: Provider | undefined
  /** Secret of the internal calls; undefined: they don't exist. */
  internalSecret: string | undefined
  internalPort: number | undefined
  metricsPort: number | undefined
  publicUrl: string | undefined
  mail: Mail | undefined
  /** Says who can read /mailbox: whoever has the link, or anyone. Undefined means that there is no mailbox. */
  mailbox: 'locked' | 'open' | undefined
  /** Postmark's webhook password; undefined: webhooks don't exist. */
  webhookSecret: string | undefined
  /** Whether any gateway may post measurements. */
  openGateways: boolean
  /** Whether every share needs the guest's acceptance. */
  askFirst: boolean
  /** Addresses of those who operate this server, in lower case. */
  operators: readonly string[]
  /** Whether a signature must cover the body. */
  signedBodies: boolean
  /** Maximum age of a gateway's post in seconds. */
  gatewayMaxAge: number
  /** How many seconds apart gateways are asked to post; undefined: as they do by themselves. */
  gatewayRate: number | undefined
  /** Tokens that let gateways post without a signature; undefined: there are none. */
  gatewayToken: string | undefined
  /** Proxies whose X-Forwarded-For is trusted. */
  trustProxy: string | false
  /** Whether requests per minute are limited. */
  rateLimit: boolean
  logLevel: string
  /** Probable mistakes that don't prevent the start, a sentence each. */
  warnings: string[]
}

/** The settings that change what callers may do and get; the rest says where and how the process runs. */
export type Policy = Pick<
  Config,
  | 'publicUrl'
  | 'trustedTokens'
  | 'sessionDays'
  | 'issuer'
  | 'provider'
  | 'internalSecret'
  | 'mail'
  | 'mailbox'
  | 'webhookSecret'
  | 'openGateways'
  | 'askFirst'
  | 'operators'
  | 'signedBodies'
  | 'gatewayMaxAge'
  | 'gatewayRate'
  | 'gatewayToken'
  | 'trustProxy'
  | 'rateLimit'
>

/** How people get the emails that they cause: sent, shown at /mailbox, or not at all. */
export type Delivery = 'sent' | 'mailbox' | 'none'

/** Returns how people get emails. */
export function deliveryOf({ mail, mailbox }: Pick<Policy, 'mail' | 'mailbox'>): Delivery {
  return mailbox ? 'mailbox' : mail ? 'sent' : 'none'
}

/** How letters are sent; undefined: not at all, or into the mailbox. */
export type Mail =
  | { by: 'postmark'; token: string; from: string; stream: string; url: string | undefined }
  | { by: 'smtp'; url: string; from: string }

/**
 * The settings. A test compares each `description` with docs/configuration.md and .env.example. `expected` completes
 * the error message for a wrong value.
 */
export const settings = {
  HOST: {
    type: 'string',
    pattern: '^([\\w.-]+|[\\da-fA-F.:]+(%\\w+)?)$',
    default: '127.0.0.1',
    description: 'the address to listen on; `0.0.0.0` for all of them',
    expected: 'an IP address of this machine, or a name that leads to one, without a port',
  },
  PORT: {
    type: 'integer',
    minimum: 0,
    maximum: 65535,
    default: 3000,
    description: 'the port to listen on, 0 to 65535; 0 takes a free one',
    expected: 'a whole number from 0 to 65535',
  },
  DATA_DIR: {
    type: 'string',
    default: './data',
    description: 'the folder of the embedded database and its secret',
    expected: 'the path of a folder',
  },
  DATABASE_URL: {
    type: 'string',
    pattern: '^postgres(ql)?://',
    description:
      'a Postgres server, as `postgres://user:password@host:5432/name` (special characters as `%2F`); without it the embedded database is used',
    expected:
      'the address of a Postgres database, as postgres://user:password@host:5432/name, with %2F for / and %40 for @ in the password',
  },
  DATABASE_POOL: {
    type: 'integer',
    minimum: 3,
    maximum: 1000,
    default: 10,
    description: 'connections to Postgres at most, 3 to 1000',
    expected: 'a whole number from 3 to 1000',
  },
  DATABASE_PREPARE: {
    type: 'string',
    enum: ['on', 'off'],
    default: 'on',
    description: 'prepared statements, `on` or `off`; `off` for transaction poolers that cannot keep them',
    expected: 'on or off',
  },
  JWT_SECRET: {
    type: 'string',
    pattern: '^[^,]{32,}(, *[^, ][^,]{31,})*$',
    description:
      'signs the tokens: 32 characters or more, no commas, the same for every process; several with commas between them while one replaces another: the first signs, all verify; the embedded database makes and keeps one',
    expected: 'at least 32 characters without commas; or several such secrets with commas between them',
  },
  TRUSTED_TOKENS: {
    type: 'string',
    enum: ['on', 'off'],
    default: 'on',
    description:
      'whether tokens without a session are accepted, `on` or `off`: those of `npm run token`, or of another issuer that shares the secret; they must have an end (`exp`)',
    expected: 'on or off',
  },
  SESSION_DAYS: {
    type: 'integer',
    minimum: 1,
    maximum: 3650,
    default: 365,
    description: 'how many days a sign-in lasts, 1 to 3650',
    expected: 'a whole number from 1 to 3650',
  },
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
  INTERNAL_SECRET: {
    type: 'string',
    // Only characters that a header can contain.
    pattern: '^[!-+.-~-]{32,}(, *[!-+.-~-]{32,})*$',
    description:
      'opens the internal calls to whoever sends it as `X-Internal-Secret`: 32 characters or more, ASCII, no spaces or commas; several with commas between them while one replaces another; without it these calls do not exist',
    expected:
      'at least 32 ASCII characters without spaces and commas; or several such secrets with commas between them',
  },
  INTERNAL_PORT: {
    type: 'integer',
    minimum: 0,
    maximum: 65535,
    description:
      'a port that serves the internal calls and nothing else, so that `PORT` does not serve them; 0 takes a free one',
    expected: 'a whole number from 0 to 65535',
  },
  METRICS_PORT: {
    type: 'integer',
    minimum: 0,
    maximum: 65535,
    description:
      'a port that serves `/metrics` and nothing else, to whoever reaches it; 0 takes a free one; without it they are read with the internal secret only',
    expected: 'a whole number from 0 to 65535',
  },
  PUBLIC_URL: {
    type: 'string',
    pattern: '^https?://[^/\\s?#@]+/?$',
    description:
      'where people reach the service, as `https://sensors.example.com`; links in emails lead there, and programs sign it; needed to send mail, else it is where it listens',
    expected: 'an address without path, query or password, as https://sensors.example.com',
  },
  MAIL_FROM: {
    type: 'string',
    pattern: '^([^<>@\\r\\n]*<[^<>@\\s]+@[^<>@\\s]+>|[^<>@\\s]+@[^<>@\\s]+)$',
    description:
      'the address that emails come from, as `sensors@example.com` or `Sensors <sensors@example.com>`; needed to send mail',
    expected: 'an email address, as sensors@example.com or Sensors <sensors@example.com>',
  },
  POSTMARK_TOKEN: {
    type: 'string',
    description: 'sends emails by Postmark: the token of your server there',
    expected: 'the token of your server at Postmark',
  },
  POSTMARK_STREAM: {
    type: 'string',
    default: 'outbound',
    description: 'the message stream at Postmark',
    expected: 'the name of a message stream at Postmark',
  },
  POSTMARK_URL: {
    type: 'string',
    pattern: '^https?://[^/\\s?#@]+/?$',
    description: 'another server that speaks Postmark’s API, for tests',
    expected: 'an address without path, query or password, as http://127.0.0.1:2525',
  },
  WEBHOOK_SECRET: {
    type: 'string',
    pattern: '^[!-~]{16,}$',
    description:
      'the password that Postmark sends with its webhooks to `/webhooks/postmark`: 16 characters or more, ASCII, no spaces; without it they do not exist',
    expected: 'at least 16 ASCII characters without spaces',
  },
  SMTP_URL: {
    type: 'string',
    pattern: '^smtps?://',
    description:
      'sends emails by a mail server, as `smtps://user:password@mail.example.com:465`; or `smtp://…?requireTLS=true` with port 587',
    expected: 'the address of a mail server, as smtps://user:password@mail.example.com:465',
  },
  MAILBOX: {
    type: 'string',
    enum: ['auto', 'on', 'off'],
    default: 'auto',
    description:
      'while no mail is set up: emails are kept to be read at `/mailbox`: `auto`, by whoever opens the link that the start prints; `on`, by everybody who can reach the server, for tests; or `off`',
    expected: 'auto, on or off',
  },
  ASK_FIRST: {
    type: 'string',
    enum: ['on', 'off'],
    default: 'off',
    description:
      'whether every share waits for the yes of its guest, `on` or `off`; `off`: only where the guest wishes so',
    expected: 'on or off',
  },
  OPERATORS: {
    type: 'string',
    pattern: '^[^<>@\\s,]+@[^<>@\\s,]+(, *[^<>@\\s,]+@[^<>@\\s,]+)*$',
    description:
      'the addresses of those who may allow gateways on the pages, as `you@example.com`, several with commas; besides them whoever signs in through the link that the start prints while no mail is set up',
    expected: 'an email address, as you@example.com; or several with commas between them',
  },
  SIGNED_BODIES: {
    type: 'string',
    enum: ['on', 'off'],
    default: 'off',
    description:
      'whether signed requests with a body must sign its digest, `on` or `off`; with `off`, whoever captures a signature without one can send other bodies for five minutes',
    expected: 'on or off',
  },
  GATEWAYS: {
    type: 'string',
    enum: ['listed', 'open'],
    default: 'listed',
    description:
      'which gateways may post measurements: `listed`, those on the white list; or `open`, any, for a network at home',
    expected: 'listed or open',
  },
  GATEWAY_MAX_AGE: {
    type: 'integer',
    minimum: 1,
    maximum: 86400,
    default: 300,
    description: 'how many seconds old a post of a gateway may be, 1 to 86400',
    expected: 'a whole number from 1 to 86400',
  },
  GATEWAY_RATE: {
    type: 'integer',
    minimum: 1,
    maximum: 3600,
    description: 'how many seconds apart Ruuvi Gateways are asked to post, 1 to 3600; by themselves they post every 10',
    expected: 'a whole number from 1 to 3600',
  },
  GATEWAY_TOKEN: {
    type: 'string',
    // Only characters that a header can contain.
    pattern: '^[!-+.-~-]{32,}(, *[!-+.-~-]{32,})*$',
    description:
      'lets gateways post without a signature that send it as the password, token or API key of their custom target: 32 characters or more, ASCII, no spaces or commas; several with commas between them while one replaces another',
    expected: 'at least 32 ASCII characters without spaces and commas; or several such tokens with commas between them',
  },
  TRUST_PROXY: {
    type: 'string',
    default: 'off',
    description:
      'the proxies whose `X-Forwarded-For` is believed: `off`, `loopback`, `uniquelocal`, or addresses and networks with commas',
    expected: 'off, loopback, uniquelocal, or IP addresses and networks separated by commas',
  },
  ALLOW_PLAINTEXT: {
    type: 'string',
    pattern: '^(smtp|postgres)(, *(smtp|postgres))*$',
    description:
      'what may go to other machines without TLS, `smtp` or `postgres` or both with a comma: only where nobody else can read the network',
    expected: 'smtp, postgres, or both separated by a comma',
  },
  RATE_LIMIT: {
    type: 'string',
    enum: ['on', 'off'],
    default: 'on',
    description: 'limits on requests a minute, by plan and by network, `on` or `off`; `off` for load tests',
    expected: 'on or off',
  },
  LOG_LEVEL: {
    type: 'string',
    enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    default: 'info',
    description:
      'what is logged: `fatal`, `error`, `warn`, `info`, `debug` (with every SQL statement), `trace` or `silent`',
    expected: 'fatal, error, warn, info, debug, trace or silent',
  },
} as const

type Name = keyof typeof settings
type Values = Partial<Record<string, string>>
type Invalid = (name: Name) => void

/** The settings without `expected`, because AJV refuses unknown keywords. */
const rules = Object.fromEntries(Object.entries(settings).map(([name, { expected: _, ...rule }]) => [name, rule]))

/** Mistakes in the settings, one sentence each. */
export class ConfigError extends Error {}

type Checked = {
  HOST: string
  PORT: number
  DATA_DIR: string
  DATABASE_URL?: string
  DATABASE_POOL: number
  DATABASE_PREPARE: 'on' | 'off'
  JWT_SECRET?: string
  TRUSTED_TOKENS: 'on' | 'off'
  SESSION_DAYS: number
  JWKS_URL?: string
  JWT_PUBLIC_KEY?: string
  JWT_ISSUER?: string
  JWT_AUDIENCE?: string
  OIDC_ISSUER?: string
  OIDC_CLIENT_ID?: string
  OIDC_CLIENT_SECRET?: string
  INTERNAL_SECRET?: string
  INTERNAL_PORT?: number
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
  OPERATORS?: string
  SIGNED_BODIES: 'on' | 'off'
  GATEWAYS: 'listed' | 'open'
  GATEWAY_MAX_AGE: number
  GATEWAY_RATE?: number
  GATEWAY_TOKEN?: string
  TRUST_PROXY: string
  ALLOW_PLAINTEXT?: string
  RATE_LIMIT: 'on' | 'off'
  LOG_LEVEL: string
}

/** Reads the settings; throws a ConfigError that names every mistake. A blank value counts as unset. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const data = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const mistakes = new Set<string>()
  const invalid: Invalid = name => mistakes.add(`${name} is invalid. Expected: ${settings[name].expected}.`)
  let checked = {} as Checked
  try {
    checked = envSchema<Checked>({ schema: { type: 'object', properties: rules }, data, env: false })
  } catch (error) {
    const { errors } = error as { errors?: { instancePath: string }[] }
    if (!errors) throw error
    for (const { instancePath } of errors) invalid(instancePath.slice(1) as Name)
  }
  checkDatabase(data, mistakes, invalid)
  for (const name of ['PUBLIC_URL', 'POSTMARK_URL'] as const) {
    if (data[name] && !URL.canParse(data[name])) invalid(name)
  }
  if (data.TRUST_PROXY && !areProxies(data.TRUST_PROXY)) invalid('TRUST_PROXY')
  checkPorts(data, mistakes)
  const secrets = secretsIn(checked.JWT_SECRET) ?? []
  if (new Set(secrets).size < secrets.length) {
    mistakes.add('JWT_SECRET contains the same secret twice. Keep it once.')
  }
  if (checked.INTERNAL_PORT !== undefined && !checked.INTERNAL_SECRET) {
    mistakes.add('INTERNAL_PORT is set, but there are no internal calls without INTERNAL_SECRET. Set it too.')
  }
  const issuer = readIssuer(data, mistakes, invalid)
  const provider = readProvider(data, mistakes, invalid)
  const mail = readMail(data, mistakes, invalid)
  checkTls(data, mistakes)
  const warnings = [...misspelt(data)]
  // The warnings are included because a missing setting is often present under a misspelled name.
  if (mistakes.size > 0) throw new ConfigError([...mistakes, ...warnings].join('\n'))
  if (data.MAIL_FROM && !mail) {
    warnings.push('MAIL_FROM is set, but no email is sent without POSTMARK_TOKEN or SMTP_URL. Set one of them.')
  }
  return {
    host: checked.HOST,
    port: checked.PORT,
    dataDir: checked.DATA_DIR,
    databaseUrl: checked.DATABASE_URL,
    databasePool: checked.DATABASE_POOL,
    databasePrepare: checked.DATABASE_PREPARE === 'on',
    jwtSecrets: secretsIn(checked.JWT_SECRET),
    trustedTokens: checked.TRUSTED_TOKENS === 'on',
    sessionDays: checked.SESSION_DAYS,
    issuer,
    provider,
    internalSecret: checked.INTERNAL_SECRET,
    internalPort: checked.INTERNAL_PORT,
    metricsPort: checked.METRICS_PORT,
    publicUrl: checked.PUBLIC_URL?.replace(/\/$/, ''),
    mail,
    mailbox: mail ? undefined : mailboxes[checked.MAILBOX],
    webhookSecret: checked.WEBHOOK_SECRET,
    askFirst: checked.ASK_FIRST === 'on',
    operators: checked.OPERATORS?.toLowerCase().split(/, */) ?? [],
    signedBodies: checked.SIGNED_BODIES === 'on',
    openGateways: checked.GATEWAYS === 'open',
    gatewayMaxAge: checked.GATEWAY_MAX_AGE,
    gatewayRate: checked.GATEWAY_RATE,
    gatewayToken: checked.GATEWAY_TOKEN,
    trustProxy: checked.TRUST_PROXY === 'off' ? false : checked.TRUST_PROXY,
    rateLimit: checked.RATE_LIMIT === 'on',
    logLevel: checked.LOG_LEVEL,
    warnings,
  }
}

/** Splits a list of secrets; undefined without any. A single one is taken as it is. */
function secretsIn(list: string | undefined): Config['jwtSecrets'] {
  const [first, ...older] = list?.split(/, */) ?? []
  return first ? [first, ...older] : undefined
}

function checkPorts(data: Values, mistakes: Set<string>) {
  const { PORT = String(settings.PORT.default), METRICS_PORT, INTERNAL_PORT } = data
  const ports = Object.entries({ PORT, METRICS_PORT, INTERNAL_PORT }).filter(([, port]) => Number(port) > 0)
  for (const [index, [name, port]] of ports.entries()) {
    const same = ports.slice(0, index).find(([, other]) => Number(other) === Number(port))
    if (same) mistakes.add(`${name} and ${same[0]} are the same. Set ${name} to another port.`)
  }
}

/** Yields a warning for each variable whose name is close to that of an unset setting. */
function* misspelt(data: Values): Generator<string> {
  // HOST and PORT are too short: PGHOST and PGPORT would match them.
  const unset = Object.keys(settings).filter(name => name.length > 5 && !data[name])
  for (const name of Object.keys(data)) {
    if (name in settings || name.length < 6 || otherVariables.has(name)) continue
    const setting = closestMatch(name.toUpperCase(), unset, { maxDistance: 2 })
    if (setting) yield `${name} is not a setting, so it is ignored. Did you mean ${setting}?`
  }
}

/** Common variables of other programs and orchestrators that differ from a setting by two letters. */
const otherVariables = new Set(['DATABASE_PORT', 'FTP_URL', 'HTTP_URL', 'MAILTO', 'METRICS_HOST', 'SMTP_SSL'])

function checkDatabase({ DATABASE_URL, JWT_SECRET }: Values, mistakes: Set<string>, invalid: Invalid) {
  if (!DATABASE_URL) return
  if (!isWholeUrl(DATABASE_URL)) invalid('DATABASE_URL')
  else if (DATABASE_URL.startsWith('postgres') && !namesDatabase(DATABASE_URL)) {
    mistakes.add(
      'DATABASE_URL names no database. Add its name at the end, as in postgres://user:password@host:5432/name.',
    )
  }
  if (!JWT_SECRET) {
    mistakes.add(
      'JWT_SECRET is missing. With DATABASE_URL every process needs the same one. Make it with: openssl rand -base64 48',
    )
  }
}

/**
 * Checks that a URL is valid and that its path has no `@`: that would be part of the password, and the path is
 * displayed.
 */
function isWholeUrl(text: string): boolean {
  return URL.canParse(text) && !new URL(text).pathname.includes('@')
}

/** Refuses to send passwords and emails to other machines in plain text, unless the operator allows it. */
function checkTls({ ALLOW_PLAINTEXT = '', DATABASE_URL = '', SMTP_URL = '', ...data }: Values, mistakes: Set<string>) {
  const allowed = ALLOW_PLAINTEXT.split(',').map(name => name.trim())
  const refuse = (setting: string, example: string, name: string) => {
    if (allowed.includes(name) || [...mistakes].some(sentence => sentence.startsWith(setting))) return
    mistakes.add(
      `${setting} is invalid. Expected: TLS to another machine, as with ${example}; or "${name}" in ALLOW_PLAINTEXT, if nobody else can read the network in between.`,
    )
  }
  if (URL.canParse(DATABASE_URL) && isPlainPostgres(new URL(DATABASE_URL), data)) {
    refuse('DATABASE_URL', '?sslmode=verify-full at its end', 'postgres')
  }
  if (URL.canParse(SMTP_URL) && isPlainSmtp(new URL(SMTP_URL))) {
    refuse('SMTP_URL', 'smtps:// or ?requireTLS=true', 'smtp')
  }
}

/** Checks whether a database is on another machine and reached without TLS, as `pg` reads its URL and environment. */
function isPlainPostgres({ hostname, searchParams: options }: URL, { PGHOST, PGSSLMODE }: Values): boolean {
  const host = options.get('host') || hostname || PGHOST || 'localhost'
  // A path is that of a socket.
  if (/^(\/|%2f)/i.test(host) || isThisMachine(host.toLowerCase())) return false
  const mode = options.get('sslmode')
  if (mode) return mode === 'disable'
  if (options.has('ssl')) return !['true', '1', 'no-verify'].includes(options.get('ssl') ?? '')
  return !PGSSLMODE || PGSSLMODE === 'disable'
}

/** Checks whether a mail server is on another machine and may be spoken to without TLS. */
function isPlainSmtp({ protocol, hostname, searchParams: options }: URL): boolean {
  const isSet = (name: string) => ![null, 'false'].includes(options.get(name))
  if (!hostname || isThisMachine(hostname.toLowerCase())) return false
  return protocol === 'smtps:' ? options.get('secure') === 'false' : !isSet('requireTLS') || isSet('ignoreTLS')
}

/** Checks whether a URL names a database. Without a name Postgres uses the user's own, often `postgres` itself. */
export function namesDatabase(url: string): boolean {
  return new URL(url).pathname.length > 1
}

/** Reads how letters are sent; undefined if mail isn't set up. */
function readMail(data: Values, mistakes: Set<string>, invalid: Invalid): Mail | undefined {
  const { POSTMARK_TOKEN, POSTMARK_STREAM, POSTMARK_URL, SMTP_URL, MAIL_FROM } = data
  if (!POSTMARK_TOKEN && !SMTP_URL) return undefined
  if (POSTMARK_TOKEN && SMTP_URL) mistakes.add('POSTMARK_TOKEN and SMTP_URL are both set. Keep one of them.')
  if (SMTP_URL && !(URL.canParse(SMTP_URL) && new URL(SMTP_URL).hostname)) invalid('SMTP_URL')
  for (const name of ['PUBLIC_URL', 'MAIL_FROM'] as const) {
    if (!data[name])
      mistakes.add(`${name} is missing. It is needed to send email. Expected: ${settings[name].expected}.`)
  }
  if (!MAIL_FROM) return undefined
  if (SMTP_URL) return { by: 'smtp', url: SMTP_URL, from: MAIL_FROM }
  const stream = POSTMARK_STREAM ?? settings.POSTMARK_STREAM.default
  return POSTMARK_TOKEN
    ? { by: 'postmark', token: POSTMARK_TOKEN, from: MAIL_FROM, stream, url: POSTMARK_URL }
    : undefined
}

const isThisMachine = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/.test(host)

/** Emails contain sign-in codes, so without a word from the operator only they can open the mailbox. */
const mailboxes = { auto: 'locked', on: 'open', off: undefined } as const

/** Reads the other issuer of tokens, if there is one. */
function readIssuer(data: Values, mistakes: Set<string>, invalid: Invalid): Issuer | undefined {
  const { JWKS_URL, JWT_PUBLIC_KEY, JWT_ISSUER, JWT_AUDIENCE } = data
  if (!JWKS_URL && !JWT_PUBLIC_KEY) {
    if (JWT_ISSUER || JWT_AUDIENCE) {
      mistakes.add('JWT_ISSUER and JWT_AUDIENCE need the keys of that issuer. Set JWKS_URL or JWT_PUBLIC_KEY too.')
    }
    return undefined
  }
  if (JWKS_URL && JWT_PUBLIC_KEY) mistakes.add('JWKS_URL and JWT_PUBLIC_KEY are both set. Keep one of them.')
  const url = JWKS_URL ? safeUrl(JWKS_URL) : undefined
  if (JWKS_URL && !url) invalid('JWKS_URL')
  const key = JWT_PUBLIC_KEY ? publicKey(JWT_PUBLIC_KEY) : undefined
  if (JWT_PUBLIC_KEY && !key) invalid('JWT_PUBLIC_KEY')
  for (const name of ['JWT_ISSUER', 'JWT_AUDIENCE'] as const) {
    if (!data[name]) {
      mistakes.add(
        `${name} is missing. Another issuer is not trusted without it. Expected: ${settings[name].expected}.`,
      )
    }
  }
  const keys = url ?? key
  return keys && JWT_ISSUER && JWT_AUDIENCE ? { keys, name: JWT_ISSUER, audience: JWT_AUDIENCE } : undefined
}

/** Reads the provider that people sign in with, if there is one. */
function readProvider(data: Values, mistakes: Set<string>, invalid: Invalid): Provider | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, PUBLIC_URL } = data
  if (!OIDC_ISSUER && !OIDC_CLIENT_ID && !OIDC_CLIENT_SECRET) return undefined
  for (const name of ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const) {
    if (!data[name])
      mistakes.add(`${name} is missing. Signing in with a provider needs it. Expected: ${settings[name].expected}.`)
  }
  if (!PUBLIC_URL) {
    mistakes.add(
      `PUBLIC_URL is missing. A provider sends people back there. Expected: ${settings.PUBLIC_URL.expected}.`,
    )
  }
  const issuer = OIDC_ISSUER ? safeUrl(OIDC_ISSUER) : undefined
  if (OIDC_ISSUER && (!issuer || issuer.search || issuer.hash)) invalid('OIDC_ISSUER')
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

function areProxies(text: string): boolean {
  return text.split(',').every(item => {
    const [address = '', bits] = item.trim().split('/')
    if (bits === undefined) return /^(off|loopback|linklocal|uniquelocal)$/.test(address) || isIP(address) > 0
    return isIP(address) > 0 && ipaddr.isValidCIDR(item.trim())
  })
}
