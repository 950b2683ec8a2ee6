/** GET /values: what a sensor measured as numbers, in all formats. */
import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { share } from '../../src/sharing/grant/share.ts'
import { broadcast, decodeFrame, everyChannel, formats, lengthOf } from '../support/frames.ts'
import { type House, openHouse, type Person } from '../support/house.ts'

const day = 86_400
const now = () => Math.floor(Date.now() / 1000)

async function measure({ db }: House, sensor: string, heard: { at: number; frame: Uint8Array | string }[]) {
  const rows = heard.map(({ at, frame }) => ({
    ...{ sensor_id: sensor, at, rssi: -60, gateway_id: 'F0:E1:D2:C3:B4:A5', coordinates: '' },
    is_maskable: typeof frame !== 'string',
    data: typeof frame === 'string' ? frame : broadcast(frame),
  }))
  await db.insertInto('measurements').values(rows).execute()
}

const ask = async ({ inject }: House, { token }: Person, query: string, accept?: string) =>
  inject({ url: `/values?${query}`, headers: { authorization: `Bearer ${token}`, ...(accept && { accept }) } })

/** Of the old format, which has no codes for "not available". */
const format3 = '02010611FF990403291A1ECE1EFC18F94202CA0B53'

/** The numbers of a frame, reckoned from what an app reads of it, with the owner's corrections. */
function numbersIn(data: string, { t = 0, h = 0, p = 0 } = {}): Record<string, number> {
  if (data === format3) {
    const values = { temperature: 26.3 + t, humidity: Math.max(0, 20.5 + h), pressure: 102_766 + p }
    return { ...values, accelerationX: -1, accelerationY: -1.726, accelerationZ: 0.714 }
  }
  const read = decodeFrame(Buffer.from(data, 'hex').subarray(7)) as Record<string, number | null | (number | null)[]>
  const pm = [read.pm].flat()
  const per = (value: unknown, make: (value: number) => number) => (typeof value === 'number' ? make(value) : undefined)
  const [ax, ay, az] = [read.acceleration].flat()
  const [instant, average, peak] = [read.sound].flat()
  const isAir = data.startsWith('E1', 14)
  const all = {
    temperature: per(read.temperature, code => code * 0.005 + t),
    humidity: per(read.humidity, code => Math.max(0, Math.min(100, code * 0.0025 + h))),
    pressure: per(read.pressure, code => code + 50_000 + p),
    co2: per(read.co2, code => code),
    pm1: per(pm.length === 4 ? pm[0] : undefined, code => code / 10),
    pm25: per(pm.length === 4 ? pm[1] : pm[0], code => code / 10),
    pm4: per(pm[2], code => code / 10),
    pm10: per(pm[3], code => code / 10),
    voc: per(read.voc, code => code),
    nox: per(read.nox, code => code),
    luminosity: per(read.luminosity, code => (isAir ? code / 100 : Math.expm1((code * Math.log(65_536)) / 254))),
    soundInstant: per(instant, code => code * 0.2 + 18),
    soundAverage: per(average, code => code * 0.2 + 18),
    soundPeak: per(peak, code => code * 0.2 + 18),
    accelerationX: per(ax, code => code / 1000),
    accelerationY: per(ay, code => code / 1000),
    accelerationZ: per(az, code => code / 1000),
    movement: per(read.movement, code => code),
  }
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, number] => entry[1] !== undefined))
}

type Item = Record<string, number> & { timestamp: number }

/** All that `/get` shows somebody, decoded by the test. */
async function decodedFromGet({ inject }: House, { token }: Person, sensor: string, offsets = {}): Promise<Item[]> {
  const items: Item[] = []
  for (let since = 0; ; ) {
    const url = `/get?sensor=${sensor}&sort=asc&mode=dense&since=${since}`
    const { measurements } = (await inject({ url, headers: { authorization: token } })).json().data
    for (const { timestamp, data } of measurements) items.push({ timestamp, ...numbersIn(data, offsets) })
    if (measurements.length < 5_000) return items.filter(item => Object.keys(item).length > 1)
    since = measurements.at(-1).timestamp + 1
  }
}

/** Rounds as exports do, so that 0.1 + 0.2 compares as 0.3. */
const tidy = (items: Item[]) =>
  items.map(item => Object.fromEntries(Object.entries(item).map(([name, value]) => [name, Number(value.toFixed(4))])))

/** Reads a table of comma-separated values that has no line breaks in its cells. */
function tableIn(text: string): Record<string, string>[] {
  const lines = text.split('\r\n')
  const cells = (line = '') =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
      ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
    )
  const names = cells(lines[0])
  if (lines.at(-1) !== '') throw new Error('the last line does not end')
  return lines.slice(1, -1).map(line => {
    const row = cells(line)
    if (row.length !== names.length) throw new Error(`${line} has not as many cells as the first line`)
    return Object.fromEntries(names.map((name, n) => [name, row[n] ?? '']))
  })
}

const numbersOf = (row: Record<string, string>): Item => {
  const { sensor, name, time, ...rest } = row
  return Object.fromEntries(
    Object.entries(rest).flatMap(([key, value]) => (value === '' ? [] : [[key, Number(value)]])),
  ) as Item
}

/** Reads the line protocol: tags and fields as they are meant. */
function pointsIn(text: string) {
  const parts = (line: string, by: string) => line.split(new RegExp(`(?<!\\\\)${by}`))
  const pairs = (list: string) =>
    Object.fromEntries(parts(list, ',').map(pair => parts(pair, '=').map(side => side.replaceAll(/\\([ ,=])/g, '$1'))))
  return text
    .split('\n')
    .slice(0, -1)
    .map(line => {
      const [start = '', fields = '', time = ''] = parts(line, ' ')
      const [measurement, ...tags] = parts(start, ',')
      return { measurement, tags: pairs(tags.join(',')), fields: pairs(fields), time }
    })
}

t.test('200: as JSON, CSV and line protocol', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sensor = await house.sensor(olivia, 'Sauna, "hot"')
  const at = 1_790_000_000 > now() ? now() - 100 : 1_790_000_000
  await house.db.updateTable('sensors').set({ offset_temperature: -0.1, offset_pressure: 50 }).execute()
  const frame = Buffer.from('0512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F', 'hex')
  await sql`update plans set max_history_days = 20000`.execute(house.db)
  await measure(house, sensor, [{ at, frame }])
  const values = {
    ...{ temperature: 24.2, humidity: 53.49, pressure: 100_094 },
    ...{ accelerationX: 0.004, accelerationY: -0.004, accelerationZ: 1.036, movement: 66 },
  }

  const json = await ask(house, olivia, `sensor=${sensor.toLowerCase()}`)
  t.match(json.headers, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  t.match(json.json(), { result: 'success', data: { sensor, name: 'Sauna, "hot"', values: { length: 1 } } })
  t.strictSame(json.json().data.values[0], { timestamp: at, ...values })
  t.equal(json.json().data.columns.length, 18)

  const some = `sensor=${sensor}&channels=temperature,humidity`
  const csv = await ask(house, olivia, `${some}&format=csv`)
  t.match(csv.headers, {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${sensor.replaceAll(':', '-')}.csv"`,
  })
  const time = new Date(at * 1000).toISOString().replace('T', ' ').slice(0, 19)
  t.equal(
    csv.body,
    `sensor,name,timestamp,time,temperature,humidity\r\n${sensor},"Sauna, ""hot""",${at},${time},24.2,53.49\r\n`,
  )
  const influx = await ask(house, olivia, `${some}&format=influx`)
  t.equal(influx.body, `ruuvi,sensor=${sensor},name=Sauna\\,\\ "hot" temperature=24.2,humidity=53.49 ${at}000000000\n`)
  t.match(influx.headers, { 'content-type': 'text/plain; charset=utf-8' })

  for (const [accept, type] of [
    ['text/csv', /^text\/csv/],
    ['text/csv;q=0.9, */*;q=0.1', /^text\/csv/],
    ['text/plain', /^text\/plain/],
    ['application/json', /^application\/json/],
    ['text/html,*/*', /^application\/json/],
    ['nonsense', /^application\/json/],
  ] as const) {
    t.match((await ask(house, olivia, some, accept)).headers, { 'content-type': type }, accept)
  }
  t.match(
    (await ask(house, olivia, `${some}&format=json`, 'text/csv')).headers,
    { 'content-type': /json/ },
    'the query wins',
  )
  t.strictSame((await ask(house, olivia, `sensor=${sensor}&channels=co2`)).json().data, {
    ...{ sensor, name: 'Sauna, "hot"', columns: ['co2'], values: [] },
  })
  t.equal(
    (await ask(house, olivia, `sensor=${sensor}&until=5&format=csv&channels=co2`)).body,
    'sensor,name,timestamp,time,co2\r\n',
  )
  t.equal((await ask(house, olivia, `sensor=${sensor}&until=5&format=influx`)).body, '')
})

t.test('400, 401 and 403: before anything is sent', async t => {
  const house = await openHouse(t)
  const [olivia, mallory] = [await house.person('olivia'), await house.person('mallory')]
  const sensor = await house.sensor(olivia)
  for (const [query, status, code] of [
    ['', 400, 'ER_MISSING_ARGUMENT'],
    ['sensor=sauna', 400, 'ER_INVALID_MAC_ADDRESS'],
    [`sensor=${sensor}&since=5&until=4`, 400, 'ER_INVALID_TIME_RANGE'],
    [`sensor=${sensor}&since=soon`, 400, 'ER_INVALID_TIME_RANGE'],
    [`sensor=${sensor}&step=0`, 400, 'ER_INVALID_FORMAT'],
    [`sensor=${sensor}&step=1.5`, 400, 'ER_INVALID_FORMAT'],
    [`sensor=${sensor}&channels=gold`, 400, 'ER_INVALID_FORMAT'],
    [`sensor=${sensor}&channels=`, 400, 'ER_INVALID_FORMAT'],
    [`sensor=${sensor}&channels=co2,`, 400, 'ER_INVALID_FORMAT'],
    [`sensor=${sensor}&channels=constructor`, 400, 'ER_INVALID_FORMAT'],
    [`sensor=${sensor}&format=xml`, 400, 'ER_INVALID_FORMAT'],
    ['sensor=C6:F1:E7:FF:FF:FF', 403, 'ER_FORBIDDEN'],
  ] as const) {
    const answer = await ask(house, olivia, query)
    t.match({ status: answer.statusCode, ...answer.json() }, { status, code, result: 'error' }, query)
  }
  t.match((await ask(house, mallory, `sensor=${sensor}&format=csv`)).json(), { code: 'ER_FORBIDDEN' })
  t.equal((await house.inject({ url: `/values?sensor=${sensor}` })).statusCode, 401)
})

t.test('any guest’s export is what /get shows them, decoded: in every format of frames and of exports', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia', { plan: 'Pro' }), await house.person('gary')]
  const sensor = await house.sensor(olivia)
  await share(house.db, olivia, [{ sensor, guest: gary.email, channels: ['humidity'] }])
  await house.db
    .updateTable('sensors')
    .set({ offset_temperature: 1.5, offset_humidity: -20, offset_pressure: 0.25 })
    .execute()
  const offsets = { t: 1.5, h: -20, p: 0.25 }
  const frames = fc
    .constantFrom(...formats)
    .chain(format =>
      fc
        .uint8Array({ minLength: lengthOf(format), maxLength: lengthOf(format) })
        .map(rest => Buffer.from([Number.parseInt(format, 16), ...rest.subarray(1)])),
    )
  const heard = fc.array(
    fc.record({
      ago: fc.oneof(fc.integer({ min: 0, max: 2 * day }), fc.integer({ min: 0, max: 740 * day })),
      frame: fc.oneof({ weight: 9, arbitrary: frames }, { weight: 1, arbitrary: fc.constant(format3) }),
    }),
    { minLength: 5, maxLength: 60 },
  )
  const cases = fc.sample(fc.record({ seen: fc.option(fc.subarray(everyChannel, { minLength: 1 })), heard }), 12)
  for (const { seen, heard } of cases) {
    await house.db.deleteFrom('measurements').execute()
    await sql`update shares set channels = ${seen}`.execute(house.db)
    const begin = now()
    const byTime = new Map(heard.map(({ ago, frame }) => [begin - ago, frame]))
    await measure(
      house,
      sensor,
      [...byTime].map(([at, frame]) => ({ at, frame })),
    )
    const expected = tidy(await decodedFromGet(house, gary, sensor, offsets))
    const json = (await ask(house, gary, `sensor=${sensor}`)).json().data
    t.strictSame(tidy(json.values), expected, `JSON, sees ${seen}`)
    const csv = tableIn((await ask(house, gary, `sensor=${sensor}`, 'text/csv')).body)
    t.strictSame(tidy(csv.map(numbersOf)), expected, `CSV, sees ${seen}`)
    const points = pointsIn((await ask(house, gary, `sensor=${sensor}&format=influx`)).body)
    const fields = points.map(({ fields, time }) => numbersOf({ timestamp: time.slice(0, -9), ...fields }))
    t.strictSame(tidy(fields), expected, `line protocol, sees ${seen}`)
  }
})

t.test('a long export has every measurement once, in order, and the plan’s resolution and days', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sensor = await house.sensor(olivia)
  const data = broadcast(Buffer.from('0512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F', 'hex'))
  const end = now()
  // Each second of some minutes until now, and each minute of a hundred days before yesterday.
  await sql`
    insert into measurements (sensor_id, at, rssi, gateway_id, coordinates, is_maskable, data)
    select ${sensor}, at, -60, '', '', true, ${data}
    from (
      select ${end}::bigint - n as at from generate_series(0, 2999) as n
      union all
      select ${end}::bigint - 86400 - n * 60 from generate_series(1, 20000) as n
    ) as times`.execute(house.db)
  const { values } = (await ask(house, olivia, `sensor=${sensor}&channels=temperature`)).json().data
  const times = values.map(({ timestamp }: Item) => timestamp) as number[]
  t.strictSame(
    times,
    [...new Set(times)].sort((a, b) => a - b),
  )
  t.strictSame(
    times,
    (await decodedFromGet(house, olivia, sensor)).map(({ timestamp }) => timestamp),
    'as by pages of /get',
  )
  t.ok(times.length > 4_000 && times.length < 10_000, `${times.length}: seconds of today, and quarters of an hour`)

  const [since = 0, until = 0] = [times[999], times[1_998]]
  const part = (await ask(house, olivia, `sensor=${sensor}&since=${since}&until=${until}`)).json().data.values
  t.strictSame(
    part.map(({ timestamp }: Item) => timestamp),
    times.slice(999, 1_999),
    'a range that ends with a page',
  )
})

t.test('steps: mean, least, most and count of what the export has, by steps since 1970', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia', { plan: 'Pro' }), await house.person('gary')]
  const sensor = await house.sensor(olivia)
  await share(house.db, olivia, [{ sensor, guest: gary.email, channels: ['temperature', 'sound', 'voc'] }])
  await house.db.updateTable('sensors').set({ offset_temperature: 0.3 }).execute()
  const noise = fc.sample(fc.uint8Array({ minLength: 40, maxLength: 40 }), 500)
  const end = now()
  await measure(
    house,
    sensor,
    noise.map((rest, n) => ({ at: end - n * 171, frame: Buffer.from([0xe1, ...rest.subarray(1)]) })),
  )
  const all = (await ask(house, gary, `sensor=${sensor}`)).json().data
  t.ok(all.values.length > 400)
  for (const step of [60, 600, 3_600, day, 31_536_000]) {
    const expected = new Map<number, Record<string, number[]>>()
    for (const { timestamp, ...values } of all.values as Item[]) {
      const begin = timestamp - (timestamp % step)
      const found = expected.get(begin) ?? {}
      expected.set(begin, found)
      for (const [name, value] of Object.entries(values)) found[name] = [...(found[name] ?? []), value]
    }
    const stepped = (await ask(house, gary, `sensor=${sensor}&step=${step}`)).json().data
    t.strictSame(
      stepped.columns,
      all.columns.flatMap((name: string) => ['mean', 'min', 'max', 'count'].map(what => `${name}_${what}`)),
    )
    const made = [...expected].map(([timestamp, values]) => ({
      timestamp,
      ...Object.fromEntries(
        Object.entries(values).flatMap(([name, list]) => [
          [`${name}_mean`, list.reduce((sum, value) => sum + value, 0) / list.length],
          [`${name}_min`, Math.min(...list)],
          [`${name}_max`, Math.max(...list)],
          [`${name}_count`, list.length],
        ]),
      ),
    }))
    t.equal(stepped.values.length, made.length)
    const far = made.flatMap((item: Record<string, number>, n) => {
      const found = stepped.values[n] ?? {}
      const names = new Set([...Object.keys(item), ...Object.keys(found)])
      return [...names].filter(name => !(Math.abs((item[name] ?? Number.NaN) - found[name]) < 0.001))
    })
    t.strictSame(far, [], `steps of ${step} s`)
    const csv = tableIn((await ask(house, gary, `sensor=${sensor}&step=${step}&format=csv`)).body)
    t.strictSame(csv.map(numbersOf), stepped.values, 'the same as CSV')
  }
})

t.test('names: no spreadsheet runs one, and none breaks a line or adds a tag', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sensor = await house.sensor(olivia)
  await measure(house, sensor, [{ at: now() - 5, frame: Buffer.from('05FE00'.padEnd(48, '0'), 'hex') }])
  const names = [
    ...['=HYPERLINK("http://evil.example","Sauna")', '+1+1', '-1+1', '@SUM(A1)', '\t=1', ' =1', '＝1', '%0A'],
    ...['a,b', 'a "b"', 'a;b', "'quoted'", 'a\\', 'a\\,sensor=b', 'a=b c', 'Küche ♥', '', ' '],
  ]
  for (const name of names) {
    await house.db.updateTable('sensors').set({ name }).execute()
    const [row] = tableIn((await ask(house, olivia, `sensor=${sensor}&channels=temperature&format=csv`)).body)
    t.match(row, { sensor, temperature: '-2.56' }, 'numbers below zero stay numbers')
    t.equal(row?.name, /^\s*[=+\-@＝%]/.test(name) ? `'${name}` : name, `${JSON.stringify(name)} in CSV`)
    const points = pointsIn((await ask(house, olivia, `sensor=${sensor}&format=influx`)).body)
    t.strictSame(
      points.map(({ measurement, tags }) => ({ measurement, tags })),
      [
        {
          measurement: 'ruuvi',
          tags: { sensor, ...(name.trim() && { name: name.replaceAll(/[\t\\]/g, '_') }) },
        },
      ],
      `${JSON.stringify(name)} in the line protocol`,
    )
    t.equal((await ask(house, olivia, `sensor=${sensor}`)).json().data.name, name)
  }
})
