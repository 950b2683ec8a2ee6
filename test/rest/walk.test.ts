/** The way of POST /share through the code stays short: few files run for it, and two statements. */
import { randomUUID } from 'node:crypto'
import { Session } from 'node:inspector/promises'
import t from 'tap'
import { openHouse, sign } from '../support/house.ts'

const src = new URL('../../src/', import.meta.url).href

/** V8 counts only for one of us. */
const skip = process.env.NODE_V8_COVERAGE ? 'coverage is being measured' : false

t.test('at most 15 files run for a call with a session', { skip }, async t => {
  const statements: string[] = []
  const counts = { onStatement: (title: string | undefined) => statements.push(String(title)) }
  const { db, secret, person, sensor, inject } = await openHouse(t, { rateLimit: true, counts })
  const olivia = await person('olivia')
  const sauna = await sensor(olivia)
  const sid = randomUUID()
  await db.insertInto('sessions').values({ id: sid, person_id: olivia.id }).execute()
  const token = sign(secret, { email: olivia.email, sid, exp: Math.floor(Date.now() / 1000) + 86_400 })
  const share = (user: string) =>
    inject({
      method: 'POST',
      url: '/share',
      headers: { authorization: `Bearer ${token}` },
      payload: { sensor: sauna, user },
    })
  await share('first@example.com')

  const session = new Session()
  session.connect()
  t.teardown(() => session.disconnect())
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  // A timer may run during one of the calls, but not during all.
  const runs: string[][] = []
  for (const round of [1, 2, 3]) {
    await session.post('Profiler.takePreciseCoverage')
    statements.length = 0
    const { statusCode } = await share(`guest${round}@example.com`)
    const { result } = await session.post('Profiler.takePreciseCoverage')
    t.equal(statusCode, 200)
    t.strictSame(statements, ['identify-by-session', 'share'])
    runs.push(
      result
        .filter(({ functions }) => functions.some(({ ranges }) => ranges.some(({ count }) => count > 0)))
        .filter(({ url }) => url.startsWith(src))
        .map(({ url }) => url.slice(src.length)),
    )
  }
  await session.post('Profiler.stopPreciseCoverage')
  const [first = [], ...others] = runs
  const way = first.filter(file => others.every(files => files.includes(file)))
  t.ok(way.includes('sharing/grant/share.ts'), 'what runs is counted')
  t.ok(way.length <= 15, way.join(', '))
})
