/** compose.yaml: no engine is needed to see whether it names what there is, and keeps no secret. */
import { readFile } from 'node:fs/promises'
import { load } from 'js-yaml'
import t from 'tap'
import { readConfig, settings } from '../src/config.ts'

type Service = {
  environment: Record<string, string>
  depends_on?: Record<string, { condition: string }>
  healthcheck?: { test: string[] }
  mem_limit: string
  ports?: string[]
  volumes?: string[]
}
type Network = { ipam: { config: { subnet: string; gateway: string }[] } }
type Compose = {
  services: Record<'sensor-share' | 'postgres', Service>
  networks: { default: Network }
  volumes: Record<string, unknown>
}

const read = (name: string) => readFile(new URL(`../${name}`, import.meta.url), 'utf8')
const text = await read('compose.yaml')
const { services, networks, volumes } = load(text) as Compose
const { 'sensor-share': service, postgres } = services

/** Fills in what stands in .env, as Compose does; throws what it would when something that must be set is not. */
function filled(values: Record<string, string>): Record<string, string> {
  const fill = (_: string, name: string, how: string, otherwise: string) => {
    if (values[name]) return values[name]
    if (how === ':?') throw new Error(otherwise)
    return otherwise
  }
  return Object.fromEntries(
    Object.entries(service.environment).map(([name, value]) => [
      name,
      String(value).replaceAll(/\$\{(\w+)(:[?-])([^}]*)\}/g, fill),
    ]),
  )
}

const secrets = {
  POSTGRES_PASSWORD: '0123456789abcdef',
  JWT_SECRET: 'a secret of 32 characters or more',
  INTERNAL_SECRET: 'i'.repeat(48),
  PUBLIC_URL: 'https://sensors.example.com',
}

/** Settings that the image or this file decides: what comes in at another port or folder would be lost. */
const fixed = ['HOST', 'PORT', 'DATA_DIR']

t.test('every setting can be set, and empty ones keep their default', async t => {
  t.strictSame(
    Object.keys(service.environment).sort(),
    Object.keys(settings)
      .filter(name => !fixed.includes(name))
      .sort(),
  )
  t.match(await read('Dockerfile'), /^ENV .*HOST=0\.0\.0\.0 DATA_DIR=\/data$/m)
  t.strictSame(readConfig(filled(secrets)), {
    ...readConfig({}),
    databaseUrl: 'postgres://sensors:0123456789abcdef@postgres:5432/sensors',
    publicUrl: 'https://sensors.example.com',
    metricsPort: 9090,
    trustProxy: '172.30.77.1',
    jwtSecrets: [secrets.JWT_SECRET],
    internalSecret: secrets.INTERNAL_SECRET,
  })
})

t.test('the proxy that is trusted is the gateway of the network, and nobody else in it', async t => {
  const [config, ...others] = networks.default.ipam.config
  t.strictSame(others, [])
  t.equal(readConfig(filled(secrets)).trustProxy, config?.gateway)
  t.equal(config?.subnet, `${config?.gateway.replace(/\.1$/, '.0')}/24`)
})

t.test('what is set in .env arrives', async t => {
  const own = ['DATABASE_URL', 'METRICS_PORT']
  const values = {
    ...secrets,
    ...Object.fromEntries(Object.keys(settings).map(name => [name, `value of ${name}`])),
  }
  for (const [name, value] of Object.entries(filled(values))) {
    if (!own.includes(name)) t.equal(value, `value of ${name}`)
  }
  const withMail = { ...secrets, MAIL_FROM: 'sensors@example.com', POSTMARK_TOKEN: 'token', SESSION_DAYS: '30' }
  t.match(readConfig(filled(withMail)), { mail: { by: 'postmark', token: 'token' }, sessionDays: 30 })
})

t.test('the commands in its comments are there, and fit its names', async t => {
  const commands = [...text.matchAll(/^# +docker compose (?:exec|stop|start)(?: -T)? (\S+)(.*)$/gm)]
  t.ok(commands.length > 5)
  for (const [command, name = '', words = ''] of commands) {
    t.ok(name in services, command)
    const [, program] = /node dist\/(\S+)\.js/.exec(words) ?? []
    if (program) t.ok(await read(`src/${program}.ts`), command)
    if (name === 'postgres') t.match(words, `--username=${postgres.environment.POSTGRES_USER}`)
  }
})

t.test('no secret has a default, and each that must be set is asked for in the same words', async t => {
  for (const name of Object.keys(secrets)) {
    t.throws(() => filled({ ...secrets, [name]: '' }), { message: new RegExp(`^set ${name} in \\.env`) }, name)
  }
  t.match(postgres.environment.POSTGRES_PASSWORD, /^\$\{POSTGRES_PASSWORD:\?/)
  for (const [, name = ''] of text.matchAll(/\$\{(\w+)/g)) {
    t.ok(name in settings || new RegExp(`^# .*\\b${name}\\b`, 'm').test(text), `${name} is explained`)
  }
  t.match(await read('.gitignore'), /^\.env$/m)
})

t.test('the service waits for a healthy Postgres, which keeps its data; both have limits', async t => {
  t.strictSame(service.depends_on, { postgres: { condition: 'service_healthy' } })
  t.match(postgres.healthcheck?.test.join(' '), /pg_isready/)
  // The image has a check of its own.
  t.match(await read('Dockerfile'), /^HEALTHCHECK/m)
  t.strictSame(postgres.volumes, ['postgres:/var/lib/postgresql/data'])
  t.ok('postgres' in volumes)
  for (const { mem_limit } of [service, postgres]) t.match(mem_limit, /^\d+[mg]$/)
  t.strictSame(service.ports, ['127.0.0.1:3000:3000'], 'nothing else is open, and not to everybody')
  t.notOk(postgres.ports)
})
