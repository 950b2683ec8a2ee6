/** The settings: environment → Config, checked once, every mistake named at once. The only file that reads process.env. */
import { isIP } from 'node:net'
import { envSchema } from 'env-schema'
import ipaddr from 'ipaddr.js'

export type Config = {
  host: string
  port: number
  dataDir: string
  databaseUrl: string | undefined
  databasePool: number
  databasePrepare: boolean
  jwtSecret: string | undefined
  sessionDays: number
  trustProxy: string | false
  logLevel: string
}

/** What each setting means, in words that the README repeats; a test compares the two. */
export const settings = {
  HOST: {
    type: 'string',
    default: '127.0.0.1',
    description: 'the address to listen on; `0.0.0.0` for all of them',
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
  TRUST_PROXY: {
    type: 'string',
    default: 'off',
    description:
      'the proxies whose `X-Forwarded-For` is believed: `off`, `loopback`, `uniquelocal`, or addresses and networks with commas',
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
  TRUST_PROXY: string
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
    trustProxy: checked.TRUST_PROXY === 'off' ? false : checked.TRUST_PROXY,
    logLevel: checked.LOG_LEVEL,
  }
}

/** Tells whether a URL is one, and no part of its password has slipped into the path, from where it would be shown. */
function isWholeUrl(text: string): boolean {
  return URL.canParse(text) && !new URL(text).pathname.includes('@')
}

function areProxies(text: string): boolean {
  return text.split(',').every(item => {
    const [address = '', bits] = item.trim().split('/')
    if (bits === undefined) return /^(off|loopback|linklocal|uniquelocal)$/.test(address) || isIP(address) > 0
    return isIP(address) > 0 && ipaddr.isValidCIDR(item.trim())
  })
}
