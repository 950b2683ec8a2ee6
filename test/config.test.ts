import t from 'tap'
import { ConfigError, readConfig, settings } from '../src/config.ts'

const secret = 'a secret of 32 characters or more'
const url = 'postgres://me:word@host:5432/name'

function mistakesOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n')
    throw error
  }
  return []
}

t.test('nothing set: the defaults', async t => {
  t.strictSame(readConfig({}), {
    host: '127.0.0.1',
    port: 3000,
    dataDir: './data',
    databaseUrl: undefined,
    databasePool: 10,
    databasePrepare: true,
    jwtSecret: undefined,
    sessionDays: 365,
    trustProxy: false,
    logLevel: 'info',
  })
})

t.test('everything set: as it was set', async t => {
  t.strictSame(
    readConfig({
      HOST: '0.0.0.0',
      PORT: '0',
      DATA_DIR: '/var/lib/sensor-share',
      DATABASE_URL: url,
      DATABASE_POOL: '3',
      DATABASE_PREPARE: 'off',
      JWT_SECRET: secret,
      SESSION_DAYS: '30',
      TRUST_PROXY: 'loopback, 192.0.2.1,2001:db8::/32',
      LOG_LEVEL: 'debug',
    }),
    {
      host: '0.0.0.0',
      port: 0,
      dataDir: '/var/lib/sensor-share',
      databaseUrl: url,
      databasePool: 3,
      databasePrepare: false,
      jwtSecret: secret,
      sessionDays: 30,
      trustProxy: 'loopback, 192.0.2.1,2001:db8::/32',
      logLevel: 'debug',
    },
  )
})

t.test('an empty or blank value counts as unset', async t => {
  for (const blank of ['', ' ', '\t\n']) {
    const all = Object.fromEntries(Object.keys(settings).map(name => [name, blank]))
    t.strictSame(readConfig(all), readConfig({}), JSON.stringify(blank))
  }
})

t.test('what is none of our settings is left alone', async t => {
  t.strictSame(readConfig({ PATH: '/bin', port: 'x', npm_config_host: '1' }), readConfig({}))
})

t.test('a bad value: the setting is named, with what it is', async t => {
  const bad = {
    PORT: ['x', '-1', '65536', '3000.5', 'true', '3000 3001'],
    DATABASE_URL: [
      'mysql://host/name',
      'host/name',
      ' postgres://host/name',
      'postgres://host:port/name',
      'postgres://me:12/34@host/name',
    ],
    DATABASE_POOL: ['2', '1001', 'many', '3.5'],
    DATABASE_PREPARE: ['yes', 'ON', 'true', ' on'],
    JWT_SECRET: ['short', 'x'.repeat(31)],
    SESSION_DAYS: ['0', '3651', '1.5', 'forever'],
    TRUST_PROXY: ['on', 'true', '192.0.2', 'loopback;uniquelocal', '192.0.2.0/33', ','],
    LOG_LEVEL: ['loud', 'INFO', '30'],
  }
  for (const [name, values] of Object.entries(bad) as [keyof typeof bad, string[]][]) {
    for (const value of values) {
      t.strictSame(
        mistakesOf({ JWT_SECRET: secret, [name]: value }),
        [`${name} is not usable. It is ${settings[name].description}.`],
        `${name}="${value}"`,
      )
    }
  }
})

t.test('the bounds themselves are good', async t => {
  for (const [name, value] of [
    ['PORT', '0'],
    ['PORT', '65535'],
    ['DATABASE_POOL', '3'],
    ['DATABASE_POOL', '1000'],
    ['JWT_SECRET', 'x'.repeat(32)],
    ['DATABASE_URL', 'postgresql://host/name'],
    ['DATABASE_URL', 'postgres:///name?host=/var/run/postgresql'],
  ] as const) {
    t.strictSame(mistakesOf({ JWT_SECRET: secret, [name]: value }), [], `${name}="${value}"`)
  }
})

t.test('several mistakes: each is named, once', async t => {
  t.strictSame(
    mistakesOf({
      PORT: 'x',
      LOG_LEVEL: 'loud',
      DATABASE_POOL: '1',
      DATABASE_PREPARE: '?',
      DATABASE_URL: 'mysql://x',
    }).map(sentence => sentence.split(' ', 1)[0]),
    ['PORT', 'DATABASE_URL', 'DATABASE_POOL', 'DATABASE_PREPARE', 'LOG_LEVEL', 'JWT_SECRET'],
  )
})

t.test('DATABASE_URL without JWT_SECRET: told how to make one', async t => {
  const sentence =
    'JWT_SECRET is missing. With DATABASE_URL every process needs the same one: make it with `openssl rand -base64 48`.'
  t.strictSame(mistakesOf({ DATABASE_URL: url }), [sentence])
  t.strictSame(mistakesOf({ DATABASE_URL: url, JWT_SECRET: '' }), [sentence])
  t.strictSame(mistakesOf({ DATABASE_URL: url, JWT_SECRET: secret }), [])
})

t.test('no mistake repeats a value: it may be a secret', async t => {
  const hidden = 'hunter2'
  const sentences = mistakesOf({ JWT_SECRET: hidden, DATABASE_URL: `mysql://me:${hidden}@host/name`, PORT: hidden })
  t.equal(sentences.length, 3)
  t.notMatch(sentences.join(), hidden)
})
