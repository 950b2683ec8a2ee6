/** What is measured: for each case its requests, and what one would write by hand for pgbench who has to do just that. */
import { createHmac } from 'node:crypto'
import { createSigner } from 'fast-jwt'
import { sql } from 'kysely'
import type { Database } from '../../src/db/open.ts'
import { cookieName } from '../../src/web/frame/cookies.ts'
import {
  accessByHand,
  denseByHand,
  devicesByHand,
  measurementsByHand,
  shareByHand,
  unshareByHand,
} from './by-hand/statements.ts'
import {
  guestEmail,
  guestOf,
  macInSql,
  macOf,
  measured,
  newcomerEmail,
  ownerEmail,
  pairsOf,
  type Side,
  sensorOf,
  sessionOf,
  sharesOf,
  stepOf,
  type World,
} from './world.ts'

export type Case = {
  name: string
  title: string
  /** Over how many connections. */
  connections: number[]
  /** Makes the request of a number: those from 0 on are asked for, each once. `random` is the same number each time that it is run. */
  request: (index: number, random: number, side: Side) => string
  /** The server by hand has an endpoint for it. */
  isByHand?: true
  /** The same by hand. `:from` is the number to begin with, `:i` counts up from 0 in each of `:clients` clients. */
  script?: string
  /** How many of what the title counts are in one request. */
  each?: number
  /** How many numbers a run of pgbench gets for itself. */
  perRun?: number
  /** How many shares it begins; counted in the end, of both. */
  begins?: number
  prepare?: (db: Database, port: number) => Promise<void>
}

export type Secrets = { secret: string; internalSecret: string }

/** In pgbench: the number of this transaction, counted like the product's requests. */
const counted = '\\set i :i + 1\n\\set n :from + :i * :clients + :client_id\n'

export function casesOf(world: World, { secret, internalSecret }: Secrets): Case[] {
  const { owners, sensors, observed } = world
  const sign = createSigner({ key: secret, algorithm: 'HS256' })
  const tokens = new Map<number, string>()
  const step = BigInt(stepOf(world))
  const pairs = pairsOf(world)

  /** A person by number: owners first, then guests. */
  function tokenOf(person: number): string {
    let token = tokens.get(person)
    if (!token) {
      const email = person < owners ? ownerEmail(person) : guestEmail(person - owners)
      token = sign({ email, sid: sessionOf(person) })
      tokens.set(person, token)
    }
    return token
  }

  const as = (person: number) => `authorization: Bearer ${tokenOf(person)}`
  const get = (path: string, header: string) => `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${header}\r\n\r\n`
  function post(path: string, header: string, fields: object) {
    const body = JSON.stringify(fields)
    return (
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${header}\r\ncontent-type: application/json\r\n` +
      `content-length: ${body.length}\r\n\r\n${body}`
    )
  }

  /** A pair of a sensor and a newcomer that no other number has. */
  function pairOf(index: number) {
    const pair = Number((BigInt(index) * step) % BigInt(pairs))
    return { sensor: pair % sensors, newcomer: Math.floor(pair / sensors) }
  }
  const pairInScript = `${counted}\\set pair (:n * ${step}) % ${pairs}\n\\set s :pair % ${sensors}\n\\set g :pair / ${sensors}\n`
  const onPair = (path: string) => (index: number, _: number, side: Side) => {
    const { sensor, newcomer } = pairOf(index)
    return post(path, as(sensor % owners), { sensor: macOf(sensor), user: newcomerEmail(side, newcomer) })
  }

  const shareOf = (random: number) => Math.floor(random * sharesOf(world))
  const question = (random: number) => {
    const share = shareOf(random)
    return { sensor: macOf(sensorOf(share)), person: guestEmail(guestOf(world, share)) }
  }
  const internal = `x-internal-secret: ${internalSecret}`
  const ownerOf = (random: number) => Math.floor(random * observed)
  const ownersEmail = `'owner' || :o || '@example.com'`
  const askedFor = { sensor: macInSql(':sensor::bigint'), person: `'guest' || :guest || '@example.com'` }
  const pairInSql = {
    sensor: macInSql(':s::bigint'),
    guest: `'theirs' || :g::int || '@example.com'`,
    owner: `:s::int % ${owners} + 1`,
  }
  const owner = `\\set o random(0, ${observed - 1})\n`
  const anyShare = `\\set share random(0, ${sharesOf(world) - 1})\n\\set sensor :share / 5\n\\set guest (:share * 7919) % ${world.guests}\n`

  return [
    {
      name: 'dense',
      title: 'GET /sensors-dense',
      connections: [32],
      isByHand: true,
      request: (_, random) =>
        get('/sensors-dense?sharedToOthers=true&sharedToMe=true&measurements=true', as(ownerOf(random))),
      script: owner + denseByHand(ownersEmail),
    },
    {
      name: 'get',
      title: 'GET /get, 100 measurements',
      connections: [32],
      isByHand: true,
      request: (_, random) => get(`/get?sensor=${macOf(ownerOf(random))}&limit=${measured}`, as(ownerOf(random))),
      script: owner + measurementsByHand({ email: ownersEmail, sensor: macInSql(':o::bigint') }),
    },
    {
      name: 'access',
      title: 'GET /access, with a token',
      connections: [32],
      isByHand: true,
      request: (_, random) => {
        const share = shareOf(random)
        return get(`/access?sensor=${macOf(sensorOf(share))}`, as(owners + guestOf(world, share)))
      },
      script: anyShare + accessByHand(askedFor),
    },
    {
      name: 'access-service',
      title: 'POST /access, by a service',
      connections: [32],
      isByHand: true,
      request: (_, random) => post('/access', internal, { questions: [question(random)] }),
      script: anyShare + accessByHand(askedFor),
    },
    {
      name: 'access-many',
      title: 'the same, 100 questions a call',
      connections: [32],
      each: 100,
      request: (_, random) =>
        post('/access', internal, {
          questions: Array.from({ length: 100 }, (_, n) => question((random + n * 0.618034) % 1)),
        }),
      script: anyShare + accessByHand(askedFor),
    },
    {
      name: 'graphql',
      title: 'POST /graphql, devices',
      connections: [32],
      isByHand: true,
      request: (_, random) => post('/graphql', as(ownerOf(random)), { query: devices }),
      script: owner + devicesByHand(ownersEmail),
    },
    {
      name: 'page',
      title: 'GET /app, 5 sensors',
      connections: [1, 32],
      request: (_, random) => get('/app', `cookie: ${cookieName}=${tokenOf(ownerOf(random))}`),
    },
    // What changes shares comes after what reads them.
    {
      name: 'share',
      title: 'POST /share',
      connections: [1, 32, 64],
      isByHand: true,
      request: onPair('/share'),
      script: pairInScript + shareByHand(pairInSql),
      perRun: Math.min(1_000_000, Math.floor(pairs / 100)),
      begins: 1,
    },
    {
      name: 'unshare',
      title: 'POST /unshare',
      connections: [32],
      isByHand: true,
      request: onPair('/unshare'),
      script: pairInScript + unshareByHand(pairInSql),
      perRun: Math.min(25_000, Math.floor(pairs / 50)),
      begins: -1,
      prepare: db => shareAll(db, world),
    },
    {
      name: 'bulk',
      title: 'POST /shares, 5 × 50 at once',
      connections: [4],
      each: 250,
      begins: 250,
      request: index => {
        const [owner, block] = [index % owners, Math.floor(index / owners)]
        return post('/shares', as(owner), {
          sensors: Array.from({ length: 5 }, (_, n) => macOf(owner + n * owners)),
          users: Array.from({ length: 50 }, (_, n) => `bulk${block * 50 + n}@example.com`),
          mode: 'each',
        })
      },
    },
    {
      name: 'record',
      title: 'POST /record, 100 tags at once',
      connections: [8],
      each: 100,
      request: index => recordOf(index, post),
      prepare: (_, port) => enlist(port, internal),
    },
  ]
}

const devices = `{ login { account { devices(size: 50) { total hasMore items {
  id name created state owner { email } access { email scripting user { email } } } } } } }`

/** What a bare route of the server by hand is asked. */
export function bareCase({ secret }: Secrets): Case {
  const token = createSigner({ key: secret, algorithm: 'HS256' })({ email: ownerEmail(0), sid: sessionOf(0) })
  const request = `GET /bare HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\n\r\n`
  return {
    name: 'bare',
    title: 'a bare route: Fastify, a token, a constant',
    connections: [32],
    request: () => request,
  }
}

/** Enough shares for all to take back, of joined newcomers, in the order in which they are asked for. */
async function shareAll(db: Database, world: World) {
  const { owners, sensors } = world
  const pairs = pairsOf(world)
  const most = Math.min(300_000, Math.floor(pairs / 4))
  const run = (text: string) => sql.raw(text).execute(db)
  await run(`delete from shares where guest_id in (select id from people where email ~ '^(ours|theirs|hands)')`)
  await run(`update people set joined_at = now() where email ~ '^(ours|theirs|hands)' and joined_at is null`)
  await run(`
    insert into shares (sensor_id, guest_id, name)
    select ${macInSql(`pair % ${sensors}`)}, people.id, 'Sensor'
    from generate_series(0, ${most - 1}) as n
    cross join lateral (select (n * ${stepOf(world)}::numeric % ${pairs})::bigint as pair) as pairs
    cross join (values ('ours'), ('theirs'), ('hands')) as whose (who)
    join people on people.email = who || (pair / ${sensors}) || '@example.com'`)
  await run(`update sensors set share_count = counted.count
    from (select sensor_id, count(*) from shares group by sensor_id) as counted
    where id = sensor_id and share_count <> counted.count`)
  await run(`update people set share_count = counted.sum
    from (select owner_id, sum(share_count) from sensors group by owner_id) as counted
    where id = owner_id and share_count <> counted.sum and id <= ${owners}`)
  await run('vacuum analyze')
}

const gateways = 50
const gatewaySecret = 'what the gateways sign with'
const started = Math.floor(Date.now() / 1000) - 1_000_000

/** A post of the next gateway: each hears sensors of its own, and each of them anew. */
function recordOf(index: number, post: (path: string, header: string, fields: object) => string): string {
  const gateway = index % gateways
  const at = started + Math.floor(index / gateways)
  const data = '0201061BFF9904050EA24339C9120024FFE003ECA076A44E37C207FC16453B'
  const heard = Array.from({ length: 100 }, (_, n) => [
    macOf(2e11 + gateway * 100 + n),
    { rssi: -60, timestamp: at, data },
  ])
  const fields = {
    data: {
      coordinates: '60.17,24.94',
      timestamp: Math.floor(Date.now() / 1000),
      gw_mac: macOf(1e11 + gateway),
      tags: Object.fromEntries(heard),
    },
  }
  const signature = createHmac('sha256', gatewaySecret).update(JSON.stringify(fields)).digest('hex')
  return post('/record', `ruuvi-hmac-sha256: ${signature}`, fields)
}

/** Lets each gateway call and puts it on the white list. */
async function enlist(port: number, internal: string) {
  const [name, value] = internal.split(': ') as [string, string]
  const post = (path: string, body: object) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [name]: value },
      body: JSON.stringify(body),
    })
  for (let gateway = 0; gateway < gateways; gateway++) {
    await post('/status', { DEVICE_ADDR: macOf(1e11 + gateway) })
    await post('/whitelist', { macAddress: macOf(1e11 + gateway), secret: gatewaySecret })
  }
}
