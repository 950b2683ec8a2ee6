/** Measurements that Postgres writes are byte for byte those that rows, objects and the contract's serializer make. */
import serializerSelector from '@fastify/fast-json-stringify-compiler'
import { sql } from 'kysely'
import t from 'tap'
import { read } from '../../src/measurements/read.ts'
import { nobody } from '../../src/people/caller.ts'
import { contract } from '../../src/rest/contract/document.ts'
import { success } from '../../src/rest/contract/exchange.ts'
import { openHouse } from '../support/house.ts'

const schema = contract.paths['/get']?.get?.responses[200]?.content?.['application/json']?.schema ?? {}
const serialize = serializerSelector()()({ schema, httpStatus: '200', method: 'GET', url: '/get' })
const frame = '0201061BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F'

t.test('the same bytes for the owner, a guest, a guest of a channel, and everybody', async t => {
  const { db, person, sensor, share, inject } = await openHouse(t)
  const [olivia, gary, nina] = [await person('olivia', { plan: 'Pro' }), await person('gary'), await person('nina')]
  const sauna = await sensor(olivia, 'Sauna "\\ \u0001 \u2028 😀')
  const empty = await sensor(olivia, '')
  const now = Math.floor(Date.now() / 1000)
  for (let n = 0; n < 40; n++)
    await db
      .insertInto('measurements')
      .values({
        sensor_id: sauna,
        at: now - n * 7_000,
        rssi: -60 - n,
        gateway_id: n % 2 ? 'AA:BB:CC:DD:EE:FF' : '',
        coordinates: n % 3 ? '60.2,24.9' : '"',
        is_maskable: n !== 7,
        data: n === 7 ? 'FF' : frame,
      })
      .execute()
  await sql`update sensors set is_public = true, offset_temperature = 1e-7, offset_pressure = -0.0::float8`.execute(db)
  await share(olivia, sauna, gary.email)
  await share(olivia, sauna, nina.email)
  await sql`update shares set channels = '{humidity}' where guest_id = ${nina.id}`.execute(db)

  const callers = [olivia, gary, nina, { ...nobody, email: 'everybody', token: undefined }]
  let rows = 0
  for (const caller of callers)
    for (const id of [sauna, empty])
      for (const sort of ['asc', 'desc'] as const)
        for (const mode of ['dense', 'sparse', 'mixed'] as const)
          for (const limit of [3, 5000]) {
            const range = { sensor: id, since: undefined, until: undefined, sort, mode, limit }
            const { measurements, ...found } = await read(db, caller, range).catch(() => ({ measurements: null }))
            const { payload, statusCode } = await inject({
              url: `/get?sensor=${id}&sort=${sort}&mode=${mode}&limit=${limit}`,
              headers: caller.token ? { authorization: `Bearer ${caller.token}` } : {},
            })
            if (!measurements) t.equal(statusCode, 403, `${caller.email} ${id}`)
            else {
              rows += measurements.length
              const expected = serialize(success({ ...found, total: measurements.length, measurements }))
              t.equal(payload, expected, `${caller.email} ${id} ${sort} ${mode} ${limit}`)
            }
          }
  t.ok(rows > 500, 'most have measurements')
})
