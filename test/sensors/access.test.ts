import { sql } from 'kysely'
import t from 'tap'
import { checkBooks, openHouse, type Person } from '../house.ts'

// Who stands how to a sensor; each column of the table is one of them.
const callers = ['owner', 'guest', 'pending', 'paused', 'scheduled', 'expired', 'former', 'stranger', 'public'] as const
type Caller = (typeof callers)[number]

/** What everybody gets. Of lists: whether the sensor is in it. `public` is a stranger, and the sensor a public one. */
const table: Record<string, string> = {
  //                         owner guest pending paused scheduled expired former stranger public
  'GET /get': '200 200 403 403 403 403 403 403 200',
  'GET /sensors?sensor': '200 200 403 403 403 403 403 403 200',
  'GET /sensors-dense?sensor': '200 200 403 403 403 403 403 403 200',
  'GET /sensor-settings?sensor': '200 200 403 403 403 403 403 403 403',
  'GET /sensors': 'yes yes no no no no no no no',
  'GET /sensors-dense': 'yes yes no no no no no no no',
  'GET /sensor-settings': 'yes yes no no no no no no no',
  'GET /user': 'yes yes no no no no no no no',
  'GET /shared': 'yes no no no no no no no no',
  'GET /access': 'owner guest null null null null null null public',
  'GET /check': '200 200 200 200 200 200 200 200 200',
  'POST /update name': '200 200 403 403 403 403 403 403 403',
  'POST /update picture': '200 200 403 403 403 403 403 403 403',
  'POST /update offsetTemperature': '200 403 403 403 403 403 403 403 403',
  'POST /update public': '200 403 403 403 403 403 403 403 403',
  'POST /sensor-settings': '200 200 403 403 403 403 403 403 403',
  'POST /share': '200 403 403 403 403 403 403 403 403',
  'POST /unshare the guest': '200 200 403 403 403 403 403 403 403',
  'POST /unshare': '404 200 200 200 200 404 404 404 404',
  'POST /unclaim': '200 200 200 200 200 403 403 403 403',
  'POST /unclaim deleteData': '200 200 200 200 200 403 403 403 403',
  'POST /claim': '409 409 409 409 409 409 409 409 409',
  'POST /contest-sensor': '403 403 403 403 403 403 403 403 403',
}

const lists = '?sharedToMe=true&sharedToOthers=true&measurements=true&settings=true'

t.test('who may do what to a sensor', async t => {
  const house = await openHouse(t)
  const { db } = house
  await sql`update plans set max_claims = 1e6, max_shares = 1e6, max_shares_per_sensor = 1e6`.execute(db)
  const people = {} as Record<Caller, Person>
  for (const caller of callers) people[caller] = await house.person(caller)

  /** Makes a sensor to which these stand as they are called, and nobody else but its owner. */
  async function furnish(these: readonly Caller[]): Promise<string> {
    const sensor = await house.sensor(people.owner)
    for (const guest of ['guest', 'pending', 'paused', 'scheduled', 'expired', 'former'] as const) {
      if (these.includes(guest)) await house.share(people.owner, sensor, people[guest].email)
    }
    if (these.includes('former')) await house.unshare(people.owner, sensor, people.former.email)
    const shares = db.updateTable('shares').where('sensor_id', '=', sensor)
    await shares.set({ asked: true }).where('guest_id', '=', people.pending.id).execute()
    await shares.set({ paused_at: new Date() }).where('guest_id', '=', people.paused.id).execute()
    await shares
      .set({ starts_at: new Date(Date.now() + 3_600_000) })
      .where('guest_id', '=', people.scheduled.id)
      .execute()
    await shares.set({ expires_at: new Date() }).where('guest_id', '=', people.expired.id).execute()
    if (these.includes('public')) {
      await db.updateTable('sensors').set({ is_public: true }).where('id', '=', sensor).execute()
    }
    return sensor
  }

  async function act(what: string, caller: Caller, sensor: string): Promise<string> {
    const { token } = people[caller]
    const [method, path = '', field] = what.split(' ')
    if (method === 'POST') {
      const { status } = await house.post(path, { sensor, ...bodyOf(path, field, people.guest) }, token)
      return String(status)
    }
    const isOfOne = path.endsWith('?sensor') || ['/get', '/check', '/access'].includes(path)
    const url = isOfOne
      ? `${path.replace('?sensor', '')}?sensor=${sensor}`
      : `${path}${path === '/sensors-dense' ? lists : ''}`
    const answer = await house.inject({ url, headers: { authorization: `Bearer ${token}` } })
    if (path === '/access') return String(answer.json().data.role)
    if (isOfOne) return String(answer.statusCode)
    const { sensors, sharedToMe = [] } = answer.json().data
    return [...sensors, ...sharedToMe].some(({ sensor: id }) => id === sensor) ? 'yes' : 'no'
  }

  for (const [what, row] of Object.entries(table)) {
    const expected = row.split(' ')
    t.equal(expected.length, callers.length)
    // Reading changes nothing, so one sensor will do for all but the public.
    const shown = what.startsWith('GET') ? await furnish(callers.filter(caller => caller !== 'public')) : undefined
    for (const [column, caller] of callers.entries()) {
      const sensor = (caller !== 'public' && shown) || (await furnish([caller, 'guest']))
      t.equal(await act(what, caller, sensor), expected[column], `${what}: ${caller}`)
    }
    // Lists hold what a person has, so nothing of the others may stay.
    await sql`update shares set expires_at = now()`.execute(db)
    await sql`update sensors set is_public = false`.execute(db)
  }
  t.strictSame(
    await house.post('/claim', { sensor: 'AA:AA:AA:AA:AA:AA' }, people.stranger.token),
    { status: 200, result: 'success', data: { sensor: 'AA:AA:AA:AA:AA:AA' } },
    'what nobody owns can be claimed',
  )
  await checkBooks(t, db)
})

t.test('a sensor that is not there is answered like one that one may not see', async t => {
  const house = await openHouse(t)
  const [olivia, stranger] = [await house.person('olivia'), await house.person('stranger')]
  const there = await house.sensor(olivia)
  const nowhere = 'AA:AA:AA:AA:AA:AA'
  const get = async (path: string, sensor: string) => {
    const answer = await house.inject({
      url: `${path}?sensor=${sensor}`,
      headers: { authorization: `Bearer ${stranger.token}` },
    })
    return { status: answer.statusCode, ...answer.json() }
  }
  for (const path of ['/get', '/sensors', '/sensors-dense', '/sensor-settings']) {
    t.strictSame(await get(path, nowhere), await get(path, there), path)
  }
  for (const what of Object.keys(table).filter(what => what.startsWith('POST') && what !== 'POST /claim')) {
    const [, path = '', field] = what.split(' ')
    const post = (sensor: string) => house.post(path, { sensor, ...bodyOf(path, field, olivia) }, stranger.token)
    t.strictSame(await post(nowhere), await post(there), what)
  }
})

function bodyOf(path: string, field: string | undefined, guest: Person): object {
  if (path === '/share') return { user: 'somebody@example.com' }
  if (path === '/unshare' && field) return { user: guest.email }
  if (path === '/update')
    return { [field ?? '']: { name: 'Attic', picture: 'attic.jpg', public: true }[field ?? ''] ?? 1.5 }
  if (path === '/sensor-settings') return { type: 'order', value: '1' }
  if (path === '/unclaim' && field) return { deleteData: true }
  if (path === '/contest-sensor') return { secret: 'not this one' }
  return {}
}
