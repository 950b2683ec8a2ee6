import t, { type Test } from 'tap'
import { openCourier } from '../src/mail/courier/courier.ts'
import { mailbox } from '../src/mail/transports/mailbox.ts'
import { openMetrics } from '../src/metrics.ts'
import { openHouse, openTestDatabase, testDatabaseUrl } from './support/house.ts'
import { links } from './support/samples.ts'
import { eventually, startService } from './support/service.ts'
import { startedFolder } from './support/snapshot.ts'

// A program starts, on machines that may be busy.
t.setTimeout(300_000)

const internalSecret = 'i'.repeat(32)

type Read = (name: string, labels?: Record<string, string>) => number | undefined

/** Reads Prometheus' text format, to the letter: https://prometheus.io/docs/instrumenting/exposition_formats. */
function parse(t: Test, text: string): Read {
  const types = new Map<string, string>()
  const helps = new Set<string>()
  const values = new Map<string, number>()
  let family = ''
  t.match(text, /[^\n]\n$/, 'the last line ends')
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue
    const [, help] = /^# HELP ([a-zA-Z_:][\w:]*) \S.*$/.exec(line) ?? []
    const [, typed, type] = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary)$/.exec(line) ?? []
    if (help) {
      if (helps.has(help)) t.fail(`a second help: ${line}`)
      helps.add(help)
      continue
    }
    if (typed && type) {
      if (types.has(typed)) t.fail(`a second type: ${line}`)
      types.set(typed, type)
      family = typed
      continue
    }
    const [, name, labels = '', value] =
      /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|NaN|[+-]Inf)$/.exec(
        line,
      ) ?? []
    if (!name) t.fail(`not a line of the format: ${line}`)
    const suffix = types.get(family) === 'histogram' ? '(_bucket|_sum|_count)' : ''
    if (!new RegExp(`^${family}${suffix}$`).test(name ?? '')) t.fail(`not of ${family}: ${line}`)
    const key = seriesOf(name ?? '', labelsIn(labels))
    if (values.has(key)) t.fail(`twice: ${line}`)
    values.set(key, Number(value))
  }
  checkHistograms(t, types, values)
  return (name, labels = {}) => values.get(seriesOf(name, labels))
}

const labelsIn = (text: string) =>
  Object.fromEntries([...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name, value]))

const seriesOf = (name: string, labels: Record<string, unknown>) =>
  JSON.stringify([name, ...Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1))])

/** Buckets hold all that is in smaller ones, and the last of them all that was counted. */
function checkHistograms(t: Test, types: Map<string, string>, values: Map<string, number>) {
  const buckets = new Map<string, [bound: number, count: number][]>()
  for (const [key, value] of values) {
    const [name, ...labels] = JSON.parse(key) as [string, ...[string, string][]]
    const family = name.replace(/_bucket$/, '')
    if (types.get(family) !== 'histogram' || !name.endsWith('_bucket')) continue
    const bound = labels.find(([label]) => label === 'le')?.[1]
    const series = seriesOf(`${family}_count`, Object.fromEntries(labels.filter(([label]) => label !== 'le')))
    buckets.set(series, [...(buckets.get(series) ?? []), [bound === '+Inf' ? Infinity : Number(bound), value]])
  }
  for (const [series, counts] of buckets) {
    const sorted = counts.toSorted(([one], [other]) => one - other)
    const isRising = sorted.every(([, count], index) => count >= (sorted[index - 1]?.[1] ?? 0))
    const isWhole = sorted.at(-1)?.[0] === Infinity && sorted.at(-1)?.[1] === values.get(series)
    if (!isRising || !isWhole) t.fail(`not a histogram: ${series}`)
  }
}

t.test('GET /metrics: what happens moves them', async t => {
  const metrics = openMetrics()
  const counts = { onStatement: metrics.ran, onBatch: metrics.gathered }
  const house = await openHouse(t, { internalSecret, metrics, counts })
  const { db, inject, post, share } = house
  const read = async () => {
    const answer = await inject({ url: '/metrics', headers: { 'x-internal-secret': internalSecret } })
    t.equal(answer.statusCode, 200)
    t.match(answer.headers['content-type'], /^text\/plain; charset=utf-8$/)
    return answer.payload
  }
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sensor = await house.sensor(olivia)
  const before = parse(t, await read())
  const [request, shares] = ['sensor_share_request_seconds_count', { face: 'rest', route: '/share', method: 'POST' }]
  t.equal(before(request, { ...shares, status: '2xx' }), undefined)
  t.equal(before('sensor_share_database_up'), 1)
  t.equal(before('sensor_share_build_info', { version: '0.1.0', node: process.version }), 1)

  t.equal((await share(olivia, sensor, gary.email)).status, 200)
  for (const count of [1, 2]) t.equal((await share(olivia, sensor, gary.email)).status, 409, `${count}`)
  await inject({ url: `/shares/${sensor}/gary@example.com`, headers: { authorization: olivia.token } })
  await inject({ url: '/nowhere/gary@example.com' })
  await inject({ url: '/app/nowhere/gary@example.com' })
  const query = `mutation { share(deviceId: "${sensor}", email: ["olivia@example.com"]) }`
  const headers = { authorization: olivia.token }
  await inject({ method: 'POST', url: '/graphql', headers, payload: { query } })
  await inject({ method: 'POST', url: '/graphql', headers, payload: [] })
  await Promise.all(Array.from({ length: 5 }, () => share(gary, sensor, 'hugo@example.com')))

  const text = await read()
  const after = parse(t, text)
  t.equal(after(request, { ...shares, status: '2xx' }), 1)
  t.equal(after(request, { ...shares, status: '4xx' }), 7)
  t.ok(Number(after('sensor_share_request_seconds_sum', { ...shares, status: '4xx' })) > 0, 'time is counted')
  t.equal(after(request, { face: 'rest', route: 'none', method: 'GET', status: '4xx' }), 1)
  t.equal(after(request, { face: 'rest', route: '/shares/:sensor/:guest', method: 'GET', status: '4xx' }), 1)
  t.equal(after(request, { face: 'web', route: 'none', method: 'GET', status: '4xx' }), 1)
  t.equal(after(request, { face: 'graphql', route: '/graphql', method: 'POST', status: '2xx' }), 1)
  const refused = (face: string, code: string) => after('sensor_share_refusals_total', { face, code })
  t.equal(refused('rest', 'ER_SENSOR_ALREADY_SHARED'), 2)
  t.equal(refused('rest', 'ER_FORBIDDEN'), 5)
  t.equal(refused('graphql', 'ER_INVALID_EMAIL_ADDRESS'), 1)
  t.equal(refused('graphql', 'ER_INVALID_FORMAT'), 1)
  t.equal(refused('web', 'ER_INVALID_FORMAT'), 1)
  const statement = { statement: 'share' }
  const batches = Number(after('sensor_share_batch_asks_count', statement))
  t.equal(after('sensor_share_batch_asks_sum', statement), 8)
  t.ok(batches < 8, 'some went together')
  t.equal(after('sensor_share_statement_seconds_count', { ...statement, outcome: 'done' }), batches)
  t.equal(after('sensor_share_letters', { state: 'queued' }), 1)
  t.match(after('sensor_share_connections', { state: 'lent' }), Number)
  t.equal(after('sensor_share_connections', { state: 'waiting' }), 0)
  t.notMatch(text, /olivia|gary|hugo|C6:F1/, 'labels are of few values')

  await post('/register', { email: gary.email })
  const log = { info() {}, warn() {}, error() {} }
  const openCode = () => 'K7QM'
  const courier = openCourier({ db, mailer: mailbox(db), links, openCode, log, onResult: metrics.tried })
  await eventually('both letters have left', async () => {
    const [left] = await db.selectFrom('letters').select('id').where('state', '=', 'queued').execute()
    return !left
  })
  await courier.close()
  const last = parse(t, await read())
  t.equal(last('sensor_share_letter_attempts_total', { outcome: 'sent' }), 2)
  t.equal(last('sensor_share_letters', { state: 'queued' }), 0)

  t.test('while the database is away all else is told', async t => {
    await db.destroy()
    const gone = parse(t, await read())
    t.equal(gone('sensor_share_database_up'), 0)
    t.equal(gone('sensor_share_letters', { state: 'queued' }), undefined)
    t.equal(gone(request, { ...shares, status: '2xx' }), 1)
  })
})

t.test('METRICS_PORT and INTERNAL_PORT', async t => {
  const { url: databaseUrl } = testDatabaseUrl ? await openTestDatabase(t) : { url: undefined }
  const database = databaseUrl
    ? { DATABASE_URL: databaseUrl, JWT_SECRET: 'a secret of 32 characters or more' }
    : { DATA_DIR: await startedFolder(t) }
  const settings = { METRICS_PORT: '0', INTERNAL_PORT: '0', INTERNAL_SECRET: internalSecret }
  const service = await startService({ ...database, ...settings })
  t.teardown(async () => {
    service.kill('SIGKILL')
    await service.ended
  })
  const port = await service.shows(out => /"metrics are at port (\d+)"/.exec(out)?.[1])
  const own = `http://127.0.0.1:${port}`
  await fetch(`${service.url}/health/ready`)
  const answer = await fetch(`${own}/metrics`)
  t.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
  const read = parse(t, await answer.text())
  const ready = { face: 'rest', route: '/health/ready', method: 'GET', status: '2xx' }
  t.equal(read('sensor_share_request_seconds_count', ready), 1)
  t.ok(Number(read('sensor_share_statement_seconds_count', { statement: 'ping', outcome: 'done' })) > 0)
  t.ok(Number(read('process_resident_memory_bytes')) > 10_000_000)
  t.ok(Number(read('process_cpu_seconds_total')) > 0)
  t.ok(Number(read('nodejs_eventloop_lag_p99_seconds')) > 0)

  t.equal((await fetch(`${own}/share`)).status, 404, 'nothing else is there')
  t.equal((await fetch(`${own}/metrics`, { method: 'POST' })).status, 405)
  t.equal((await fetch(`${service.url}/metrics`)).status, 404, 'without a secret they are not where everybody is')

  const internalPort = await service.shows(out => /"internal calls are at port (\d+)"/.exec(out)?.[1])
  const headers = { 'x-internal-secret': internalSecret }
  t.equal((await fetch(`http://127.0.0.1:${internalPort}/metrics`, { headers })).status, 200)
  t.equal((await fetch(`${service.url}/metrics`, { headers })).status, 404, 'the secret does not count there')
  service.kill('SIGTERM')
  t.match(await service.ended, { code: 0 }, 'it closes')
})
