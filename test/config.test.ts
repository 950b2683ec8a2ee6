import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import t from 'tap'
import { ConfigError, readConfig, settings } from '../src/config.ts'

const secret = 'a secret of 32 characters or more'
const internal = 'another-secret-without-any-space'
const url = 'postgres://me:word@host:5432/name?sslmode=verify-full'

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
    jwtSecrets: undefined,
    trustedTokens: true,
    sessionDays: 365,
    issuer: undefined,
    provider: undefined,
    internalSecret: undefined,
    internalPort: undefined,
    metricsPort: undefined,
    publicUrl: undefined,
    mail: undefined,
    mailbox: 'locked',
    webhookSecret: undefined,
    askFirst: false,
    operators: [],
    signedBodies: false,
    openGateways: false,
    gatewayMaxAge: 300,
    gatewayRate: undefined,
    gatewayToken: undefined,
    trustProxy: false,
    rateLimit: true,
    logLevel: 'info',
    warnings: [],
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
      TRUSTED_TOKENS: 'off',
      SESSION_DAYS: '30',
      JWKS_URL: 'https://login.example.com/keys',
      JWT_ISSUER: 'https://login.example.com/',
      JWT_AUDIENCE: 'sensor-share',
      OIDC_ISSUER: 'https://login.example.com',
      OIDC_CLIENT_ID: 'us',
      OIDC_CLIENT_SECRET: 'our secret',
      INTERNAL_SECRET: internal,
      INTERNAL_PORT: '3001',
      METRICS_PORT: '9090',
      PUBLIC_URL: 'https://sensors.example.com/',
      MAIL_FROM: 'Sensors <sensors@example.com>',
      POSTMARK_TOKEN: 'a-token',
      POSTMARK_STREAM: 'shares',
      POSTMARK_URL: 'http://127.0.0.1:2525',
      WEBHOOK_SECRET: 'sixteen_letters_',
      ASK_FIRST: 'on',
      SIGNED_BODIES: 'on',
      GATEWAYS: 'open',
      GATEWAY_MAX_AGE: '60',
      GATEWAY_RATE: '30',
      OPERATORS: 'Olivia@example.com, gary@example.com',
      GATEWAY_TOKEN: internal,
      TRUST_PROXY: 'loopback, 192.0.2.1,2001:db8::/32',
      ALLOW_PLAINTEXT: 'smtp, postgres',
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'debug',
    }),
    {
      host: '0.0.0.0',
      port: 0,
      dataDir: '/var/lib/sensor-share',
      databaseUrl: url,
      databasePool: 3,
      databasePrepare: false,
      jwtSecrets: [secret],
      trustedTokens: false,
      sessionDays: 30,
      issuer: {
        keys: new URL('https://login.example.com/keys'),
        name: 'https://login.example.com/',
        audience: 'sensor-share',
      },
      provider: { issuer: new URL('https://login.example.com'), clientId: 'us', clientSecret: 'our secret' },
      internalSecret: internal,
      internalPort: 3001,
      metricsPort: 9090,
      publicUrl: 'https://sensors.example.com',
      mail: {
        by: 'postmark',
        token: 'a-token',
        from: 'Sensors <sensors@example.com>',
        stream: 'shares',
        url: 'http://127.0.0.1:2525',
      },
      mailbox: undefined,
      webhookSecret: 'sixteen_letters_',
      askFirst: true,
      operators: ['olivia@example.com', 'gary@example.com'],
      signedBodies: true,
      openGateways: true,
      gatewayMaxAge: 60,
      gatewayRate: 30,
      gatewayToken: internal,
      trustProxy: 'loopback, 192.0.2.1,2001:db8::/32',
      rateLimit: false,
      logLevel: 'debug',
      warnings: [],
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

t.test('a bad value: the setting is named, with what is expected', async t => {
  const bad = {
    HOST: ['http://localhost', 'localhost:3000', '[::1]', '127.0.0.1/8', 'my house'],
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
    JWT_SECRET: [
      'short',
      'x'.repeat(31),
      `${'x'.repeat(32)},short`,
      `short,${'x'.repeat(32)}`,
      `${'x'.repeat(32)},`,
      `${'x'.repeat(32)},  ${'y'.repeat(31)}`,
      `,${'x'.repeat(32)}`,
      `${'x'.repeat(32)},,${'y'.repeat(32)}`,
    ],
    TRUSTED_TOKENS: ['yes', 'OFF', 'false'],
    SESSION_DAYS: ['0', '3651', '1.5', 'forever'],
    INTERNAL_PORT: ['-1', '65536', 'x'],
    METRICS_PORT: ['-1', '65536', 'x'],
    INTERNAL_SECRET: [
      'short',
      'x'.repeat(31),
      `${'x'.repeat(32)} y`,
      'ü'.repeat(32),
      `${internal},`,
      `${internal},short`,
    ],
    OPERATORS: ['me', 'me@example.com,', 'a@b c@d', 'Me <me@example.com>'],
    GATEWAY_TOKEN: [
      'short',
      'x'.repeat(31),
      `${'x'.repeat(32)} y`,
      'ü'.repeat(32),
      `${internal},`,
      `${internal},short`,
    ],
    PUBLIC_URL: [
      'sensors.example.com',
      'ftp://sensors.example.com',
      'https://sensors.example.com/share',
      'https://a b',
      'https://sensors.example.com?a=b',
      'https://sensors.example.com#a',
      'https://me:word@sensors.example.com',
      'https://sensors.example.com:99999',
    ],
    MAIL_FROM: ['sensors', 'Sensors <sensors>', 'a@b <c', 'a@b\nBcc: c@d'],
    POSTMARK_URL: ['api', 'https://api.example.com/email'],
    WEBHOOK_SECRET: ['short', 'x'.repeat(15), 'with a space in it'],
    MAILBOX: ['yes', 'ON'],
    ASK_FIRST: ['yes', 'ON'],
    SIGNED_BODIES: ['yes', 'ON'],
    GATEWAYS: ['closed', 'OPEN'],
    GATEWAY_MAX_AGE: ['0', '86401', 'long'],
    GATEWAY_RATE: ['0', '3601', '1.5', 'fast'],
    TRUST_PROXY: ['on', 'true', '192.0.2', 'loopback;uniquelocal', '192.0.2.0/33', ','],
    ALLOW_PLAINTEXT: ['on', 'SMTP', 'smtp postgres', 'smtp,', 'http'],
    RATE_LIMIT: ['no', 'OFF', 'false', '0'],
    LOG_LEVEL: ['loud', 'INFO', '30'],
  }
  for (const [name, values] of Object.entries(bad) as [keyof typeof bad, string[]][]) {
    for (const value of values) {
      t.strictSame(
        mistakesOf({ JWT_SECRET: secret, [name]: value }),
        [`${name} is invalid. Expected: ${settings[name].expected}.`],
        `${name}="${value}"`,
      )
    }
  }
})

t.test('mail: one way out, with a sender and a place to link to', async t => {
  const sender = { MAIL_FROM: 'me@example.com', PUBLIC_URL: 'http://my-house:3000' }
  const smtp = { SMTP_URL: 'smtps://me:password@mail.example.com:465' }
  const { mail, publicUrl, mailbox } = readConfig({ ...sender, ...smtp })
  t.strictSame(
    [mail, publicUrl, mailbox],
    [{ by: 'smtp', url: smtp.SMTP_URL, from: 'me@example.com' }, 'http://my-house:3000', undefined],
  )
  t.match(mistakesOf({ ...sender, ...smtp, POSTMARK_TOKEN: 'a-token' }), [/both set/])
  t.match(mistakesOf(smtp), [/^PUBLIC_URL is missing/, /^MAIL_FROM is missing/])
  t.match(mistakesOf({ ...sender, SMTP_URL: 'smtp://:x:y' }), [/^SMTP_URL is invalid/])
})

t.test('the mailbox: while no mail is set up, locked unless it is opened to everybody', async t => {
  for (const [env, expected] of [
    [{}, 'locked'],
    [{ HOST: '0.0.0.0', TRUST_PROXY: 'loopback' }, 'locked'],
    [{ MAILBOX: 'off' }, undefined],
    [{ MAILBOX: 'on', HOST: '0.0.0.0' }, 'open'],
  ] as const) {
    t.equal(readConfig(env).mailbox, expected, JSON.stringify(env))
  }
})

t.test('what goes to other machines goes over TLS, unless the operator allows plain text', async t => {
  const postgres = (DATABASE_URL: string, more = {}) => mistakesOf({ ...secrets, DATABASE_URL, ...more })
  const smtp = (SMTP_URL: string, more = {}) => mistakesOf({ ...sender, SMTP_URL, ...more })
  const host = 'postgres://me:hunter2@db.example.com/name'
  for (const url of [
    host,
    `${host}?sslmode=disable`,
    `${host}?ssl=0`,
    `${host}?ssl=false`,
    'postgres://10.0.0.5/name',
    'postgres://[::2]/name',
    'postgres://localhost.example.com/name',
    'postgres://localhost/name?host=db.example.com',
    'postgres://%zz/name',
  ]) {
    t.match(postgres(url), [/^DATABASE_URL is invalid\. Expected: TLS to another machine/], url)
    t.strictSame(postgres(url, { ALLOW_PLAINTEXT: 'postgres' }), [], url)
  }
  t.equal(postgres('postgres:///name', { PGHOST: 'db.example.com' }).length, 1)
  t.equal(postgres(host, { ALLOW_PLAINTEXT: 'smtp' }).length, 1)
  for (const url of [
    ...['require', 'verify-ca', 'verify-full', 'no-verify', 'prefer'].map(mode => `${host}?sslmode=${mode}`),
    `${host}?ssl=true`,
    'postgres://LocalHost/name',
    'postgres://127.0.0.1/name',
    'postgres://[::1]/name',
    'postgres:///name',
    'postgres:///name?host=/var/run/postgresql',
    'postgres://me@%2Fvar%2Frun%2Fpostgresql/name',
  ]) {
    t.strictSame(postgres(url), [], url)
  }
  t.strictSame(postgres(host, { PGSSLMODE: 'verify-full' }), [])
  const plain = 'smtp://me:hunter2@mail.example.com:587'
  for (const url of [plain, `${plain}?requireTLS=false`, `${plain}?requireTLS&ignoreTLS=true`, 'smtp://192.168.0.2']) {
    t.match(smtp(url), [/^SMTP_URL is invalid\. Expected: TLS to another machine/], url)
    t.strictSame(smtp(url, { ALLOW_PLAINTEXT: 'smtp,postgres' }), [], url)
  }
  for (const url of [
    `${plain}?requireTLS=true`,
    `${plain}?requireTLS`,
    'smtps://mail.example.com',
    'smtp://localhost',
  ]) {
    t.strictSame(smtp(url), [], url)
  }
})

t.test('the bounds themselves are good', async t => {
  for (const [name, value] of [
    ['HOST', 'my-house.example.com'],
    ['HOST', '::'],
    ['HOST', 'fe80::1%eth0'],
    ['PORT', '0'],
    ['PORT', '65535'],
    ['DATABASE_POOL', '3'],
    ['DATABASE_POOL', '1000'],
    ['JWT_SECRET', 'x'.repeat(32)],
    ['INTERNAL_SECRET', 'x'.repeat(32)],
    ['INTERNAL_SECRET', `${'x'.repeat(32)}, ${internal}`],
    ['GATEWAY_TOKEN', `${'x'.repeat(32)}, ${internal}`],
    ['DATABASE_URL', 'postgresql://host/name?sslmode=require'],
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

t.test('JWT_SECRET: a list, in its order; spaces after a comma are none of a secret', async t => {
  const [one, two, three] = ['1', '2', '3'].map(digit => digit.repeat(32))
  t.strictSame(readConfig({ JWT_SECRET: `${one},${two},   ${three}` }).jwtSecrets, [one, two, three])
  t.strictSame(readConfig({ JWT_SECRET: ` ${one} ` }).jwtSecrets, [` ${one} `], 'a single one as it always was')
  t.strictSame(mistakesOf({ JWT_SECRET: `${one},${two},${one}` }), [
    'JWT_SECRET contains the same secret twice. Keep it once.',
  ])
})

t.test('DATABASE_URL without JWT_SECRET: told how to make one', async t => {
  const sentence =
    'JWT_SECRET is missing. With DATABASE_URL every process needs the same one. Make it with: openssl rand -base64 48'
  t.strictSame(mistakesOf({ DATABASE_URL: url }), [sentence])
  t.strictSame(mistakesOf({ DATABASE_URL: url, JWT_SECRET: '' }), [sentence])
  t.strictSame(mistakesOf({ DATABASE_URL: url, JWT_SECRET: secret }), [])
})

const issuer = { JWT_ISSUER: 'https://login.example.com/', JWT_AUDIENCE: 'sensor-share' }

function inPem({ publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject }) {
  return {
    spki: String(publicKey.export({ type: 'spki', format: 'pem' })),
    pkcs8: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  }
}
const curve = (namedCurve: string) => inPem(generateKeyPairSync('ec', { namedCurve }))
const rsa = (modulusLength: number) => inPem(generateKeyPairSync('rsa', { modulusLength }))
const rsa2048 = rsa(2048)
const ed25519 = inPem(generateKeyPairSync('ed25519'))

const provider = { OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'us', OIDC_CLIENT_SECRET: 's e,cret' }

t.test('a provider to sign in with: all of its settings or none, and where people come back to', async t => {
  const PUBLIC_URL = 'https://sensors.example.com'
  t.strictSame(readConfig({ ...provider, PUBLIC_URL }).provider, {
    issuer: new URL('https://login.example.com'),
    clientId: 'us',
    clientSecret: 's e,cret',
  })
  t.equal(readConfig({ PUBLIC_URL }).provider, undefined)
  for (const name of Object.keys(provider) as (keyof typeof provider)[]) {
    t.strictSame(mistakesOf({ ...provider, PUBLIC_URL, [name]: ' ' }), [
      `${name} is missing. Signing in with a provider needs it. Expected: ${settings[name].expected}.`,
    ])
  }
  t.strictSame(mistakesOf(provider), [
    `PUBLIC_URL is missing. A provider sends people back there. Expected: ${settings.PUBLIC_URL.expected}.`,
  ])
  t.ok(readConfig({ ...provider, PUBLIC_URL, OIDC_ISSUER: 'http://127.0.0.1:8080/realm' }).provider)
  const wrong = [
    'login.example.com',
    'http://login.example.com',
    'https://u:p@login.example.com',
    'https://a.example/?b',
  ]
  for (const OIDC_ISSUER of wrong) {
    t.strictSame(mistakesOf({ ...provider, PUBLIC_URL, OIDC_ISSUER }), [
      `OIDC_ISSUER is invalid. Expected: ${settings.OIDC_ISSUER.expected}.`,
    ])
  }
})

t.test('JWKS_URL: https, or http on this machine', async t => {
  const keysOf = (url: string) => readConfig({ JWKS_URL: url, ...issuer }).issuer?.keys
  for (const url of [
    'https://login.example.com/keys',
    'https://login.example.com:8443/a/b?c=d',
    'http://localhost:8080/keys',
    'http://127.0.0.1/keys',
    'http://127.1.2.3:8080/keys',
    'http://[::1]:8080/keys',
  ]) {
    t.strictSame(keysOf(url), new URL(url), url)
  }
  for (const url of [
    'login.example.com/keys',
    'http://login.example.com/keys',
    'http://localhost.example.com/keys',
    'http://127.0.0.1.example.com/keys',
    'http://127.0.0.1@login.example.com/keys',
    'http://10.0.0.1/keys',
    'http://[::2]/keys',
    'https://me:word@login.example.com/keys',
    'https://me@login.example.com/keys',
    'ftp://localhost/keys',
    'file:///keys',
    'data:application/json,{}',
    'https://',
    'keys',
  ]) {
    t.strictSame(
      mistakesOf({ JWKS_URL: url, ...issuer }),
      [`JWKS_URL is invalid. Expected: ${settings.JWKS_URL.expected}.`],
      url,
    )
  }
})

t.test('JWT_PUBLIC_KEY: a public key of the right type and length, in PEM', async t => {
  for (const [algorithm, { spki }] of Object.entries({
    RS256: rsa2048,
    ES256: curve('P-256'),
    EdDSA: ed25519,
  })) {
    for (const text of [spki, spki.trim(), spki.replaceAll('\n', '\\n'), spki.replaceAll('\n', '\r\n')]) {
      const { keys, ...rest } = readConfig({ JWT_PUBLIC_KEY: text, ...issuer }).issuer ?? {}
      t.strictSame(rest, { name: issuer.JWT_ISSUER, audience: issuer.JWT_AUDIENCE })
      if (!keys || keys instanceof URL) throw new Error('a PEM is a key')
      t.equal(keys.algorithm, algorithm)
      t.equal(keys.key.export({ type: 'spki', format: 'pem' }), spki)
    }
  }
  for (const [title, text] of Object.entries({
    'a private key': ed25519.pkcs8,
    'a private key of RSA': rsa2048.pkcs8,
    'too short a key': rsa(1024).spki,
    'a key for PS256 only': inPem(generateKeyPairSync('rsa-pss', { modulusLength: 2048 })).spki,
    'P-384': curve('P-384').spki,
    secp256k1: curve('secp256k1').spki,
    Ed448: inPem(generateKeyPairSync('ed448')).spki,
    X25519: inPem(generateKeyPairSync('x25519')).spki,
    'half a key': ed25519.spki.slice(0, 60),
    'a key without its frame': ed25519.spki.split('\n')[1] ?? '',
    'a secret': secret,
    'a URL': 'https://login.example.com/keys',
  })) {
    t.strictSame(
      mistakesOf({ JWT_PUBLIC_KEY: text, ...issuer }),
      [`JWT_PUBLIC_KEY is invalid. Expected: ${settings.JWT_PUBLIC_KEY.expected}.`],
      title,
    )
  }
})

t.test('an issuer is set as a whole, with keys from one place', async t => {
  const JWKS_URL = 'https://login.example.com/keys'
  const JWT_PUBLIC_KEY = ed25519.spki
  const { JWT_ISSUER, JWT_AUDIENCE } = issuer
  const missing = (name: keyof typeof issuer) =>
    `${name} is missing. Another issuer is not trusted without it. Expected: ${settings[name].expected}.`
  const noKeys = 'JWT_ISSUER and JWT_AUDIENCE need the keys of that issuer. Set JWKS_URL or JWT_PUBLIC_KEY too.'
  for (const keys of [{ JWKS_URL }, { JWT_PUBLIC_KEY }]) {
    t.strictSame(mistakesOf(keys), [missing('JWT_ISSUER'), missing('JWT_AUDIENCE')])
    t.strictSame(mistakesOf({ ...keys, JWT_ISSUER }), [missing('JWT_AUDIENCE')])
    t.strictSame(mistakesOf({ ...keys, JWT_AUDIENCE, JWT_ISSUER: ' ' }), [missing('JWT_ISSUER')])
    t.strictSame(mistakesOf({ ...keys, ...issuer }), [])
  }
  t.strictSame(mistakesOf({ JWT_ISSUER }), [noKeys])
  t.strictSame(mistakesOf({ JWT_AUDIENCE }), [noKeys])
  t.strictSame(mistakesOf(issuer), [noKeys])
  t.strictSame(mistakesOf({ JWKS_URL, JWT_PUBLIC_KEY, ...issuer }), [
    'JWKS_URL and JWT_PUBLIC_KEY are both set. Keep one of them.',
  ])
  t.equal(mistakesOf({ JWKS_URL: 'x', JWT_PUBLIC_KEY: 'y' }).length, 5, 'all mistakes at once')
})

const secrets = { JWT_SECRET: secret }
const sender = { MAIL_FROM: 'me@example.com', PUBLIC_URL: 'http://my-house:3000' }

/** What people do wrong, and what they are told, each sentence a line. */
const table: [string, Record<string, string>, string][] = [
  ['a port that is no number', { PORT: 'http' }, 'PORT is invalid. Expected: a whole number from 0 to 65535.'],
  ['a port that is too large', { PORT: '70000' }, 'PORT is invalid. Expected: a whole number from 0 to 65535.'],
  [
    'a host with a port',
    { HOST: 'localhost:3000' },
    'HOST is invalid. Expected: an IP address of this machine, or a name that leads to one, without a port.',
  ],
  [
    'metrics on the port of the service',
    { PORT: '8080', METRICS_PORT: '8080' },
    'METRICS_PORT and PORT are the same. Set METRICS_PORT to another port.',
  ],
  [
    'metrics on the port that the service has by default',
    { METRICS_PORT: '3000' },
    'METRICS_PORT and PORT are the same. Set METRICS_PORT to another port.',
  ],
  [
    'internal calls on the port of the metrics',
    { INTERNAL_SECRET: internal, INTERNAL_PORT: '9090', METRICS_PORT: '9090' },
    'INTERNAL_PORT and METRICS_PORT are the same. Set INTERNAL_PORT to another port.',
  ],
  [
    'internal calls on the port of the service',
    { INTERNAL_SECRET: internal, INTERNAL_PORT: '3000' },
    'INTERNAL_PORT and PORT are the same. Set INTERNAL_PORT to another port.',
  ],
  [
    'a port for internal calls that nobody may make',
    { INTERNAL_PORT: '3001' },
    'INTERNAL_PORT is set, but there are no internal calls without INTERNAL_SECRET. Set it too.',
  ],
  [
    'a server of another kind',
    { ...secrets, DATABASE_URL: 'mysql://me:hunter2@host/name' },
    'DATABASE_URL is invalid. Expected: the address of a Postgres database, as postgres://user:password@host:5432/name, with %2F for / and %40 for @ in the password.',
  ],
  [
    'a slash in the password of the database',
    { ...secrets, DATABASE_URL: 'postgres://me:hunter2/3@host/name' },
    'DATABASE_URL is invalid. Expected: the address of a Postgres database, as postgres://user:password@host:5432/name, with %2F for / and %40 for @ in the password.',
  ],
  [
    'a server without the name of a database',
    { ...secrets, DATABASE_URL: 'postgres://me:hunter2@host:5432' },
    'DATABASE_URL names no database. Add its name at the end, as in postgres://user:password@host:5432/name.',
  ],
  [
    'the same with a slash and options',
    { ...secrets, DATABASE_URL: 'postgres://me:hunter2@host:5432/?sslmode=require' },
    'DATABASE_URL names no database. Add its name at the end, as in postgres://user:password@host:5432/name.',
  ],
  [
    'a database without a secret',
    { DATABASE_URL: url },
    'JWT_SECRET is missing. With DATABASE_URL every process needs the same one. Make it with: openssl rand -base64 48',
  ],
  [
    'a database with a misspelt secret',
    { DATABASE_URL: url, JWT_SECERT: secret },
    `JWT_SECRET is missing. With DATABASE_URL every process needs the same one. Make it with: openssl rand -base64 48
JWT_SECERT is not a setting, so it is ignored. Did you mean JWT_SECRET?`,
  ],
  [
    'a short secret',
    { JWT_SECRET: 'hunter2' },
    'JWT_SECRET is invalid. Expected: at least 32 characters without commas; or several such secrets with commas between them.',
  ],
  [
    'an internal secret with spaces',
    { INTERNAL_SECRET: secret },
    'INTERNAL_SECRET is invalid. Expected: at least 32 ASCII characters without spaces and commas; or several such secrets with commas between them.',
  ],
  [
    'a database that is reached without TLS',
    { ...secrets, DATABASE_URL: 'postgres://me:hunter2@host/name' },
    'DATABASE_URL is invalid. Expected: TLS to another machine, as with ?sslmode=verify-full at its end; or "postgres" in ALLOW_PLAINTEXT, if nobody else can read the network in between.',
  ],
  [
    'a mail server that is reached without TLS',
    { ...sender, SMTP_URL: 'smtp://me:hunter2@mail.example.com:587' },
    'SMTP_URL is invalid. Expected: TLS to another machine, as with smtps:// or ?requireTLS=true; or "smtp" in ALLOW_PLAINTEXT, if nobody else can read the network in between.',
  ],
  [
    'an address of the service with a path',
    { PUBLIC_URL: 'https://example.com/sensors' },
    'PUBLIC_URL is invalid. Expected: an address without path, query or password, as https://sensors.example.com.',
  ],
  [
    'an address of the service with a password',
    { PUBLIC_URL: 'https://me:hunter2@example.com' },
    'PUBLIC_URL is invalid. Expected: an address without path, query or password, as https://sensors.example.com.',
  ],
  [
    'an address of the service without https',
    { PUBLIC_URL: 'sensors.example.com' },
    'PUBLIC_URL is invalid. Expected: an address without path, query or password, as https://sensors.example.com.',
  ],
  [
    'Postmark without a sender',
    { POSTMARK_TOKEN: 'hunter2', PUBLIC_URL: sender.PUBLIC_URL },
    'MAIL_FROM is missing. It is needed to send email. Expected: an email address, as sensors@example.com or Sensors <sensors@example.com>.',
  ],
  [
    'a mail server without an address to link to',
    { SMTP_URL: 'smtps://mail.example.com', MAIL_FROM: sender.MAIL_FROM },
    'PUBLIC_URL is missing. It is needed to send email. Expected: an address without path, query or password, as https://sensors.example.com.',
  ],
  [
    'two ways to send email',
    { ...sender, POSTMARK_TOKEN: 'hunter2', SMTP_URL: 'smtps://mail.example.com' },
    'POSTMARK_TOKEN and SMTP_URL are both set. Keep one of them.',
  ],
  [
    'a sender that is no address',
    { ...sender, SMTP_URL: 'smtps://mail.example.com', MAIL_FROM: 'Sensors' },
    'MAIL_FROM is invalid. Expected: an email address, as sensors@example.com or Sensors <sensors@example.com>.',
  ],
  [
    'a mail server without a host',
    { ...sender, SMTP_URL: 'smtps://' },
    'SMTP_URL is invalid. Expected: the address of a mail server, as smtps://user:password@mail.example.com:465.',
  ],
  [
    'a mail server that is a name alone',
    { ...sender, SMTP_URL: 'mail.example.com' },
    'SMTP_URL is invalid. Expected: the address of a mail server, as smtps://user:password@mail.example.com:465.',
  ],
  [
    'keys of another issuer from two places',
    { JWKS_URL: 'https://login.example.com/keys', JWT_PUBLIC_KEY: ed25519.spki, ...issuer },
    'JWKS_URL and JWT_PUBLIC_KEY are both set. Keep one of them.',
  ],
  [
    'another issuer without its name',
    { JWKS_URL: 'https://login.example.com/keys', JWT_AUDIENCE: 'sensor-share' },
    'JWT_ISSUER is missing. Another issuer is not trusted without it. Expected: the `iss` of the tokens of the other issuer.',
  ],
  [
    'another issuer without keys',
    issuer,
    'JWT_ISSUER and JWT_AUDIENCE need the keys of that issuer. Set JWKS_URL or JWT_PUBLIC_KEY too.',
  ],
  [
    'a private key in the place of the public one',
    { JWT_PUBLIC_KEY: ed25519.pkcs8, ...issuer },
    'JWT_PUBLIC_KEY is invalid. Expected: a public key in PEM (RSA from 2048 bits, P-256 or Ed25519).',
  ],
  [
    'keys that come without TLS',
    { JWKS_URL: 'http://login.example.com/keys', ...issuer },
    'JWKS_URL is invalid. Expected: an https address without a password, as https://login.example.com/keys; http only for this machine itself.',
  ],
  [
    'yes for on',
    { ASK_FIRST: 'yes', RATE_LIMIT: 'no', GATEWAYS: 'all' },
    `ASK_FIRST is invalid. Expected: on or off.
GATEWAYS is invalid. Expected: listed or open.
RATE_LIMIT is invalid. Expected: on or off.`,
  ],
  [
    'proxies with spaces between them',
    { TRUST_PROXY: '10.0.0.1 10.0.0.2' },
    'TRUST_PROXY is invalid. Expected: off, loopback, uniquelocal, or IP addresses and networks separated by commas.',
  ],
  [
    'several at once, of every kind',
    {
      PORT: 'x',
      LOG_LEVEL: 'verbose',
      DATABASE_URL: 'postgres://host',
      POSTMARK_TOKEN: 'hunter2',
      MAIL_FORM: 'me@a.b',
    },
    `PORT is invalid. Expected: a whole number from 0 to 65535.
LOG_LEVEL is invalid. Expected: fatal, error, warn, info, debug, trace or silent.
DATABASE_URL names no database. Add its name at the end, as in postgres://user:password@host:5432/name.
JWT_SECRET is missing. With DATABASE_URL every process needs the same one. Make it with: openssl rand -base64 48
PUBLIC_URL is missing. It is needed to send email. Expected: an address without path, query or password, as https://sensors.example.com.
MAIL_FROM is missing. It is needed to send email. Expected: an email address, as sensors@example.com or Sensors <sensors@example.com>.
MAIL_FORM is not a setting, so it is ignored. Did you mean MAIL_FROM?`,
  ],
]

t.test('what people do wrong, and what they are told', async t => {
  for (const [title, env, sentences] of table) {
    t.strictSame(mistakesOf(env), sentences.split('\n'), title)
    t.notMatch(sentences, 'hunter2', `${title}: without the secret`)
  }
})

t.test('a name that is almost a setting: warned of, and the service starts', async t => {
  const warningsOf = (...names: string[]) =>
    readConfig(Object.fromEntries(names.map(name => [name, 'hunter2']))).warnings
  for (const [name, setting] of Object.entries({
    DATABSE_URL: 'DATABASE_URL',
    DATABASE_URI: 'DATABASE_URL',
    JWT_SECERT: 'JWT_SECRET',
    JWTSECRET: 'JWT_SECRET',
    POSTMARK_TOKN: 'POSTMARK_TOKEN',
    PUBLIC_ULR: 'PUBLIC_URL',
    LOGLEVEL: 'LOG_LEVEL',
    SMPT_URL: 'SMTP_URL',
    SMTP_URI: 'SMTP_URL',
    GATEWAY: 'GATEWAYS',
    data_dir: 'DATA_DIR',
    DATA_DIRECTORY: undefined,
  })) {
    const sentence = `${name} is not a setting, so it is ignored. Did you mean ${setting}?`
    t.strictSame(warningsOf(name), setting ? [sentence] : [], name)
  }
  const foreign = `HOME HOSTNAME PORTS HOSTS LOGNAME MAIL MAILTO MAILCHECK PATH SHELL TERM USER LANG TZ NODE_ENV NODE_OPTIONS
    PGHOST PGPORT PGDATABASE PGPASSWORD POSTGRES_PASSWORD POSTGRES_PORT DATABASE_HOST DATABASE_PORT DATABASE_NAME
    SMTP_HOST SMTP_PORT SMTP_USER SMTP_SSL HTTP_URL METRICS_HOST HTTP_PROXY HTTPS_PROXY NO_PROXY XDG_DATA_DIRS KUBERNETES_PORT
    INVOCATION_ID JOURNAL_STREAM SESSION_MANAGER SSH_TTY EMAIL JWT_EXPIRES_IN PUBLIC_KEY LOG_FORMAT LOG_FILE TEST_DATABASE_URL`
  t.strictSame(warningsOf(...foreign.split(/\s+/)), [], 'what others set')
  t.strictSame(readConfig({ LOG_LEVEL: 'warn', LOG_LEVELS: 'x' }).warnings, [], 'the setting itself is there')
  t.strictSame(readConfig({ DATABSE_URL: ' ' }).warnings, [], 'blank')
})

t.test('a sender without a way to send: warned of', async t => {
  t.strictSame(readConfig({ MAIL_FROM: 'me@example.com' }).warnings, [
    'MAIL_FROM is set, but no email is sent without POSTMARK_TOKEN or SMTP_URL. Set one of them.',
  ])
})

t.test('no mistake repeats a value: it may be a secret', async t => {
  const hidden = 'hunter2'
  const sentences = mistakesOf({
    JWT_SECRET: hidden,
    DATABASE_URL: `mysql://me:${hidden}@host/name`,
    PORT: hidden,
    JWKS_URL: `https://me:${hidden}@host/keys`,
    JWT_PUBLIC_KEY: hidden,
    ...issuer,
  })
  t.equal(sentences.length, 6)
  t.notMatch(sentences.join(), hidden)
})
