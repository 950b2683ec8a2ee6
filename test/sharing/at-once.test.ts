/** Whoever loses a share is refused on the very next request, on every path and in every process; and is back as fast. */
import type { InjectOptions } from 'fastify'
import { type RawBuilder, sql } from 'kysely'
import t, { type Test } from 'tap'
import { deletePerson } from '../../src/accounts/delete-person.ts'
import { buildTestApp } from '../support/app.ts'
import { addressKey, checkBooks, type House, openAgain, openHouse, type Person } from '../support/house.ts'
import { eventually } from '../support/service.ts'

const internalSecret = 'i'.repeat(32)
const everything = 'sharedToMe=true&measurements=true&settings=true'

/** What a guest asks for, and whether they get it: by the status, or by what is in the answer. */
type Path = (sensor: string, guest: Person, owner: Person) => InjectOptions & { has?: (data: never) => boolean }

type Listed = { sensor: string }[]
const among =
  (sensor: string) =>
  ({ sensors = [], sharedToMe = [] }: { sensors?: Listed; sharedToMe?: Listed }) =>
    [...sensors, ...sharedToMe].some(listed => listed.sensor === sensor)
const isGuest = ({ role }: { role: string | null }) => role === 'guest'
const isGuestInAll = ({ answers }: { answers: { role: string | null }[] }) => answers.every(isGuest)
const byQuery = (fields: string, has: (login: never) => boolean) => ({
  url: '/graphql',
  payload: { query: `{ login { ${fields} } }` },
  has: ({ login }: { login: never }) => has(login),
})
const byService = { 'x-internal-secret': internalSecret }

const paths: Record<string, Path> = {
  'GET /get': sensor => ({ url: `/get?sensor=${sensor}` }),
  'GET /values': sensor => ({ url: `/values?sensor=${sensor}` }),
  'GET /access': sensor => ({ url: `/access?sensor=${sensor}`, has: isGuest }),
  'GET /access of a channel': sensor => ({ url: `/access?sensor=${sensor}&channel=co2`, has: isGuest }),
  'GET /access by a service': (sensor, { email }) => ({
    url: `/access?sensor=${sensor}&person=${email}`,
    headers: byService,
    has: isGuest,
  }),
  'POST /access': sensor => ({
    url: '/access',
    payload: { questions: [{ sensor }, { sensor, channel: 'co2' }] },
    has: isGuestInAll,
  }),
  'POST /access by a service': (sensor, { email: person }) => ({
    url: '/access',
    headers: byService,
    payload: { questions: [{ sensor, person }] },
    has: isGuestInAll,
  }),
  'GET /sensors': sensor => ({ url: '/sensors', has: among(sensor) }),
  'GET /sensors?sensor': sensor => ({ url: `/sensors?sensor=${sensor}` }),
  'GET /sensors-dense': sensor => ({ url: `/sensors-dense?${everything}`, has: among(sensor) }),
  'GET /sensors-dense?sensor': sensor => ({ url: `/sensors-dense?${everything}&sensor=${sensor}` }),
  'GET /user': sensor => ({ url: '/user', has: among(sensor) }),
  'GET /sensor-settings': sensor => ({ url: '/sensor-settings', has: among(sensor) }),
  'GET /sensor-settings?sensor': sensor => ({ url: `/sensor-settings?sensor=${sensor}` }),
  'POST /update': sensor => ({ url: '/update', payload: { sensor, name: 'What the guest calls it' } }),
  'GraphQL devices': sensor =>
    byQuery(
      'account { devices { items { id } } }',
      ({ account }: { account: { devices: { items: { id: string }[] } } }) =>
        account.devices.items.some(({ id }) => id === sensor),
    ),
  'GraphQL total': () =>
    byQuery(
      'account { devices { total } }',
      ({ account }: { account: { devices: { total: number } } }) => account.devices.total === 1,
    ),
  'GraphQL device': sensor =>
    byQuery(`device(id: "${sensor}") { id }`, ({ device }: { device: object[] }) => device.length === 1),
  'GraphQL access': (sensor, { email }) =>
    byQuery(
      `device(id: "${sensor}") { access { email } }`,
      ({ device }: { device: { access: { email: string }[] }[] }) =>
        device.some(({ access }) => access.some(share => share.email === email)),
    ),
  'GraphQL services': (sensor, { email }) =>
    byQuery(
      `device(id: "${sensor}") { services { access { email } } }`,
      ({ device }: { device: { services: { access: { email: string }[] }[] }[] }) =>
        device.some(({ services }) => services.every(({ access }) => access[0]?.email === email)),
    ),
  'GraphQL guest, to the owner': (sensor, { email }, { token }) => ({
    ...byQuery(
      'account { guest { user { email } devices { id } } }',
      ({ account }: { account: { guest: { user: { email: string }; devices: { id: string }[] }[] } }) =>
        account.guest.some(({ user, devices }) => user.email === email && devices.some(({ id }) => id === sensor)),
    ),
    headers: { authorization: `Bearer ${token}` },
  }),
  'GraphQL renameDevice': sensor => ({
    url: '/graphql/v1',
    payload: { query: `mutation { renameDevice(deviceId: "${sensor}", name: "What the guest calls it") { id } }` },
    has: (data: object | null) => data !== null,
  }),
}

/** A house, and the application on the same database as another process would have it; on the embedded one the same application. */
async function twoProcesses(t: Test) {
  const house = await openHouse(t, { internalSecret })
  if (!house.url) return { house, there: house.app }
  const db = await openAgain(t, house.url)
  const there = await buildTestApp({ db, secret: house.secret, rateLimit: false, internalSecret })
  t.teardown(() => there.close())
  return { house, there }
}

type Scene = { house: House; olivia: Person; guest: Person; sensor: string }

/** Sets something of the share, as SQL. */
const set = ({ house, sensor, guest }: Scene, change: RawBuilder<unknown>) =>
  sql`update shares set ${change} where sensor_id = ${sensor} and guest_id = ${guest.id}`.execute(house.db)

/** Whether something is so of the share, by the clock of the database. */
const is = async ({ house, sensor, guest }: Scene, condition: RawBuilder<unknown>) => {
  const { rows } = await sql`
    select from shares where sensor_id = ${sensor} and guest_id = ${guest.id} and ${condition}`.execute(house.db)
  return rows.length > 0
}

const shareAgain = async ({ house, olivia, guest, sensor }: Scene) => {
  const { status } = await house.share(olivia, sensor, guest.email)
  if (status !== 200) throw new Error(`sharing again: ${status}`)
}

async function succeed(answer: Promise<{ status: number }>) {
  const { status } = await answer
  if (status !== 200) throw new Error(`it answered ${status}`)
}

/** The ways to lose a share, and to get it back. */
const ways: Record<string, { lose: (scene: Scene) => Promise<unknown>; back?: (scene: Scene) => Promise<unknown> }> = {
  'unshared by the owner': {
    lose: ({ house, olivia, guest, sensor }) => succeed(house.unshare(olivia, sensor, guest.email)),
    back: shareAgain,
  },
  left: {
    lose: ({ house, guest, sensor }) => succeed(house.unshare(guest, sensor)),
    back: shareAgain,
  },
  paused: {
    lose: scene => set(scene, sql`paused_at = now()`),
    back: scene => set(scene, sql`paused_at = null`),
  },
  'expired by the clock, and not swept away': {
    lose: async scene => {
      await set(scene, sql`expires_at = now() + interval '100 milliseconds'`)
      await eventually('it has expired', () => is(scene, sql`expires_at <= now()`))
    },
    back: scene => set(scene, sql`expires_at = now() + interval '2 hours'`),
  },
  'put off, until it begins by the clock': {
    lose: scene => set(scene, sql`starts_at = now() + interval '1 hour'`),
    back: async scene => {
      await set(scene, sql`starts_at = now() + interval '100 milliseconds'`)
      await eventually('it has begun', () => is(scene, sql`starts_at <= now()`))
    },
  },
  'waiting for an answer, until it is given': {
    lose: scene => set(scene, sql`asked = true, accepted_at = null`),
    back: scene => set(scene, sql`accepted_at = now()`),
  },
  'given up by the owner': {
    lose: ({ house, olivia, sensor }) => succeed(house.post('/unclaim', { sensor }, olivia.token)),
    back: async scene => {
      const { house, olivia, sensor } = scene
      await succeed(house.post('/claim', { sensor }, olivia.token))
      await shareAgain(scene)
    },
  },
  contested: {
    lose: async ({ house, sensor }) => {
      const secret = 'on the back of it'
      const headers = { 'content-type': 'application/json', ...byService }
      const payload = JSON.stringify({ sensor, secret })
      const { statusCode } = await house.inject({ method: 'POST', url: '/register-sensor', headers, payload })
      if (statusCode !== 200) throw new Error(`registering answered ${statusCode}`)
      const carl = await house.person('carl')
      await succeed(house.post('/contest-sensor', { sensor, secret }, carl.token))
    },
  },
  'the owner has left the service': {
    lose: ({ house, olivia }) => deletePerson(house.db, addressKey, olivia.id),
  },
}

for (const [way, { lose, back }] of Object.entries(ways)) {
  t.test(way, async t => {
    const { house, there } = await twoProcesses(t)
    const [olivia, guest] = [await house.person('olivia'), await house.person('gary')]
    const sensor = await house.sensor(olivia)
    const scene = { house, olivia, guest, sensor }
    await shareAgain(scene)
    // Terms that do not matter yet.
    await set(scene, sql`expires_at = now() + interval '2 hours', starts_at = now()`)

    /** Asks for everything at once, as different requests: no way in may be refused or let in by another. */
    async function seen() {
      const entries = Object.entries(paths).map(async ([name, path]) => {
        const { has, headers, payload, url } = path(sensor, guest, olivia)
        const answer = await there.inject({
          method: payload ? 'POST' : 'GET',
          url: url ?? '',
          headers: {
            ...(headers ?? { authorization: `Bearer ${guest.token}` }),
            ...(payload && { 'content-type': 'application/json' }),
          },
          ...(payload && { payload: JSON.stringify(payload) }),
        })
        const { statusCode } = answer
        if (statusCode !== 200) return [name, statusCode === 403 ? 'refused' : statusCode]
        return [name, !has || has(answer.json().data as never) ? 'given' : 'refused']
      })
      return Object.fromEntries(await Promise.all(entries))
    }
    const all = (what: string) => Object.fromEntries(Object.keys(paths).map(name => [name, what]))

    t.strictSame(await seen(), all('given'), 'at first')
    await lose(scene)
    t.strictSame(await seen(), all('refused'), 'lost')
    if (!back) return
    await back(scene)
    t.strictSame(await seen(), all('given'), 'back')
    await lose(scene)
    t.strictSame(await seen(), all('refused'), 'lost again')
    await checkBooks(t, house.db)
  })
}

t.test('also for who asks all the time: what is asked after the answer to an unshare is refused', async t => {
  const { house, there } = await twoProcesses(t)
  const [olivia, guest] = [await house.person('olivia'), await house.person('gary')]
  const sensor = await house.sensor(olivia)
  let isOver = false
  let hasEnded = false
  const answers: { isAfter: boolean; given: boolean }[] = []
  const follow = async (url: string) => {
    while (!isOver) {
      const isAfter = hasEnded
      const answer = await there.inject({ url, headers: { authorization: `Bearer ${guest.token}` } })
      const { role = 'guest' } = answer.json().data ?? {}
      answers.push({ isAfter, given: answer.statusCode === 200 && role === 'guest' })
    }
  }
  await house.share(olivia, sensor, guest.email)
  const followers = [`/access?sensor=${sensor}`, `/get?sensor=${sensor}`].flatMap(url => Array(4).fill(url)).map(follow)
  await eventually('each has been answered', async () => answers.length >= followers.length)
  t.ok(
    answers.some(({ given }) => given),
    'they have it before',
  )
  t.equal((await house.unshare(olivia, sensor, guest.email)).status, 200)
  hasEnded = true
  const asked = () => answers.filter(({ isAfter }) => isAfter)
  await eventually('each has asked again', async () => asked().length >= followers.length)
  isOver = true
  await Promise.all(followers)
  const after = asked()
  t.strictSame(
    after.filter(({ given }) => given),
    [],
  )
})

t.test('the owner sees who cannot use a share yet, or just now, apart from those who can', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sensor = await house.sensor(olivia)
  const terms = {
    live: sql`starts_at = now()`,
    asked: sql`asked = true`,
    paused: sql`paused_at = now()`,
    scheduled: sql`starts_at = now() + interval '1 hour'`,
    expired: sql`expires_at = now()`,
  }
  for (const [name, change] of Object.entries(terms)) {
    const guest = await house.person(name)
    await house.share(olivia, sensor, guest.email)
    await set({ house, olivia, guest, sensor }, change)
  }
  const read = async (url: string) => {
    const answer = await house.inject({ url, headers: { authorization: `Bearer ${olivia.token}` } })
    return answer.json().data.sensors
  }
  for (const url of ['/sensors', `/sensors?sensor=${sensor}`, '/sensors-dense?sharedToOthers=true']) {
    const [shown] = await read(url)
    t.strictSame(shown.sharedTo, ['live@example.com'], url)
    t.strictSame(shown.sharedToPending, ['asked@example.com', 'paused@example.com', 'scheduled@example.com'], url)
  }
  t.strictSame(
    (await read('/shared')).map(({ sharedTo }: { sharedTo: string }) => sharedTo),
    ['live@example.com'],
  )
})
