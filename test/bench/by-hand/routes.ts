/** The endpoints by hand: a statement each, and JSON of the same content as the product's. */
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import {
  accessByHand,
  denseByHand,
  devicesByHand,
  measurementsByHand,
  shareByHand,
  unshareByHand,
} from './statements.ts'

/** Who is signed in. Postgres' bigint comes as text. */
export type Person = { id: string; email: string }

/** A row as its statement makes it; the mapping below knows its columns. */
// biome-ignore lint/suspicious/noExplicitAny: by hand one would not write the type of each row either.
type Row = Record<string, any>

/** Returns a function that runs a statement, prepared once per connection. */
const prepared = (pool: pg.Pool, name: string, text: string) => async (values: unknown[]) =>
  (await pool.query<Row>({ name, text, values })).rows

const success = (data: unknown) => ({ result: 'success', data })
const refused = { result: 'error', code: 'ER_FORBIDDEN' }

/** Lists, measurements, access with a token, and devices by GraphQL. */
export function reading(app: FastifyInstance, pool: pg.Pool) {
  const dense = prepared(pool, 'dense', denseByHand('$1'))
  const measurements = prepared(pool, 'measurements', measurementsByHand({ email: '$1', sensor: '$2' }))
  const access = prepared(pool, 'access', accessByHand({ sensor: '$1', person: '$2' }))
  const devices = prepared(pool, 'devices', devicesByHand('$1'))

  app.get('/sensors-dense', async ({ person }) => {
    const rows = await dense([person.email])
    return success({ email: person.email, sensors: rows.map(sensorOf) })
  })

  app.get<{ Querystring: { sensor: string } }>('/get', async ({ person, query }, reply) => {
    const rows = await measurements([person.email, query.sensor])
    const [first] = rows
    if (!first) return reply.status(403).send(refused)
    return success({
      sensor: query.sensor,
      ...ofSensor(first),
      total: rows.length,
      measurements: rows.map(measurementOf),
    })
  })

  app.get<{ Querystring: { sensor: string } }>('/access', async ({ person, query }, reply) => {
    const [row] = await access([query.sensor, person.email])
    return row?.role ? success(answerOf(row, query.sensor, person.email)) : reply.status(403).send(refused)
  })

  app.post('/graphql', async ({ person }) => {
    const items = devicesOf(await devices([person.email]))
    return { data: { login: { account: { devices: { total: items.length, hasMore: false, items } } } } }
  })
}

/** Access checks of another service. */
export function asking(app: FastifyInstance, pool: pg.Pool) {
  const access = prepared(pool, 'access', accessByHand({ sensor: '$1', person: '$2' }))

  app.post<{ Body: { questions: { sensor: string; person: string }[] } }>('/access', async ({ body }) => {
    const answers = body.questions.map(async ({ sensor, person }) => {
      const [row] = await access([sensor, person])
      return row && answerOf(row, sensor, person)
    })
    return success({ answers: await Promise.all(answers) })
  })
}

/** Sharing and taking back. */
export function sharing(app: FastifyInstance, pool: pg.Pool) {
  const pair = { sensor: '$1::text', guest: '$2::text', owner: '$3::bigint' }
  const share = prepared(pool, 'share', shareByHand(pair))
  const unshare = prepared(pool, 'unshare', unshareByHand(pair))
  type Body = { Body: { sensor: string; user: string } }

  app.post<Body>('/share', async ({ person, body: { sensor, user } }) => {
    await share([sensor, user, person.id])
    return success({ sensor, invited: false })
  })

  app.post<Body>('/unshare', async ({ person, body: { sensor, user } }) => {
    await unshare([sensor, user, person.id])
    return success({ sensor })
  })
}

const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

const ofSensor = (row: Row) => ({
  name: row.name,
  picture: row.picture,
  public: row.is_public,
  offsetTemperature: row.offset_temperature,
  offsetHumidity: row.offset_humidity,
  offsetPressure: row.offset_pressure,
})

const measurementOf = (row: Row) => ({
  gwmac: row.gateway_id,
  coordinates: row.coordinates,
  rssi: row.rssi,
  timestamp: Number(row.at),
  data: row.data,
})

const sensorOf = (row: Row) => ({
  sensor: row.id,
  owner: row.email,
  ...ofSensor(row),
  canShare: row.max_shares > 0,
  measurements: row.data ? [measurementOf(row)] : [],
  lastUpdated: seconds(row.updated_at),
  customProfile: '',
  alerts: [],
  sharedTo: row.shared_to ?? [],
  sharedToPending: [],
  settings: {},
  subscription: {
    subscriptionName: row.plan,
    isActive: true,
    maxClaims: row.max_claims,
    maxShares: row.max_shares,
    maxSharesPerSensor: row.max_shares_per_sensor,
    maxHistoryDays: row.max_history_days,
    maxResolutionMinutes: row.max_resolution_minutes,
    emailAlertAllowed: false,
    pushAlertAllowed: false,
    telegramAlertAllowed: false,
    delayedAlertAllowed: false,
    offlineAlertAllowed: false,
    pdfExportAllowed: true,
    startTime: seconds(row.joined),
    endTime: 0,
    endAt: '2038-01-19T03:14:07.000Z',
    lastUpdated: seconds(row.joined),
  },
})

const answerOf = (row: Row, sensor: string, person: string) => ({
  sensor,
  person,
  channel: null,
  role: row.role,
  channels: row.channels,
  scripting: row.scripting ?? true,
  expiresAt: row.expires_at,
  why: { owner: row.owner, guest: row.role === 'guest' ? person : null, since: row.since },
})

type Device = { id: string; name: string; created: Date; state: string; owner: object; access: object[] }

/** Gathers the guests of each device; its rows follow each other. */
function devicesOf(rows: Row[]): Device[] {
  const devices: Device[] = []
  for (const row of rows) {
    if (devices.at(-1)?.id !== row.id)
      devices.push({
        id: row.id,
        name: row.name,
        created: row.claimed_at,
        state: row.is_active ? 'active' : 'inactive',
        owner: { email: row.email },
        access: [],
      })
    devices.at(-1)?.access.push({ email: row.guest, scripting: row.scripting, user: { email: row.guest } })
  }
  return devices
}
