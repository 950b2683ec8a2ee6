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
type Compose = { services: Record<'sensor-share' | 'postgres', Service>; volumes: Record<string, unknown> }

const read = (name: string) => readFile(new URL(`../${name}`, import.meta.url), 'utf8')
const text = await read('compose.yaml')
const { services, volumes } = load(text) as Compose
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

t.test('the settings are such as the service knows and takes', async t => {
  for (const name of Object.keys(service.environment)) t.ok(name in settings, name)
  t.match(readConfig(filled(secrets)), {
    databaseUrl: 'postgres://sensors:0123456789abcdef@postgres:5432/sensors',
    publicUrl: 'https://sensors.example.com',
    metricsPort: 9090,
    mail: undefined,
  })
  const withMail = { ...secrets, MAIL_FROM: 'sensors@example.com', POSTMARK_TOKEN: 'token' }
  t.match(readConfig(filled(withMail)), { mail: { by: 'postmark', token: 'token' } })
})

t.test('no secret has a default, and each that must be set is asked for in the same words', async t => {
  for (const name of Object.keys(secrets)) {
    t.throws(() => filled({ ...secrets, [name]: '' }), { message: new RegExp(`^set ${name} in \\.env`) }, name)
  }
  t.match(postgres.environment.POSTGRES_PASSWORD, /^\$\{POSTGRES_PASSWORD:\?/)
  for (const [, name] of text.matchAll(/\$\{(\w+)/g))
    t.match(text, new RegExp(`^# .*\\b${name}\\b`, 'm'), `${name} is explained`)
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
