/** What is measured: for each case its requests, and what one would write by hand for pgbench who has to do just that. */
import { createHmac } from 'node:crypto'
import { createSigner } from 'fast-jwt'
import { sql } from 'kysely'
import type { Database } from '../../src/db/open.ts'
import { cookieName } from '../../src/web/frame/cookies.ts'
import {
  guestEmail,
  guestOf,
  macInSql,
  macOf,
  measured,
  newcomerEmail,
  ownerEmail,
  pairsOf,
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
  request: (index: number, random: number) => string
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
  const onPair = (path: string) => (index: number) => {
    const { sensor, newcomer } = pairOf(index)
    return post(path, as(sensor % owners), { sensor: macOf(sensor), user: newcomerEmail(newcomer) })
  }

  const shareOf = (random: number) => Math.floor(random * sharesOf(world))
  const question = (random: number) => {
    const share = shareOf(random)
    return { sensor: macOf(sensorOf(share)), person: guestEmail(guestOf(world, share)) }
  }
  const internal = `x-internal-secret: ${internalSecret}`
  const ownerOf = (random: number) => Math.floor(random * observed)
  const owner = `\\set o random(0, ${observed - 1})\n`
  const anyShare = `\\set share random(0, ${sharesOf(world) - 1})\n\\set sensor :share / 5\n\\set guest (:share * 7919) % ${world.guests}\n`

  return [
    {
      name: 'dense',
      title: 'GET /sensors-dense',
      connections: [32],
      request: (_, random) =>
        get('/sensors-dense?sharedToOthers=true&sharedToMe=true&measurements=true', as(ownerOf(random))),
      script: owner + denseByHand,
    },
    {
      name: 'get',
      title: 'GET /get, 100 measurements',
      connections: [32],
      request: (_, random) => get(`/get?sensor=${macOf(ownerOf(random))}&limit=${measured}`, as(ownerOf(random))),
      script: owner + measurementsByHand,
    },
    {
      name: 'access',
      title: 'GET /access, with a token',
      connections: [32],
      request: (_, random) => {
        const share = shareOf(random)
        return get(`/access?sensor=${macOf(sensorOf(share))}`, as(owners + guestOf(world, share)))
      },
      script: anyShare + accessByHand,
    },
    {
      name: 'access-service',
      title: 'POST /access, by a service',
      connections: [32],
      request: (_, random) => post('/access', internal, { questions: [question(random)] }),
      script: anyShare + accessByHand,
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
      script: anyShare + accessByHand,
    },
    {
      name: 'graphql',
      title: 'POST /graphql, devices',
      connections: [32],
      request: (_, random) => post('/graphql', as(ownerOf(random)), { query: devices }),
      script: owner + devicesByHand,
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
      request: onPair('/share'),
      script: pairInScript + shareByHand(owners),
      perRun: Math.min(1_000_000, Math.floor(pairs / 100)),
      begins: 1,
    },
    {
      name: 'unshare',
      title: 'POST /unshare',
      connections: [32],
      request: onPair('/unshare'),
      script: pairInScript + unshareByHand(owners),
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

/** One share: the same checks and writes, in one statement. */
const shareByHand = (owners: number) => `
with asked as (
  select ${macInSql(':s::bigint')} as sensor, 'theirs' || :g::int || '@example.com' as guest
),
owner as (
  update people set share_count = share_count + 1
  from plans
  where people.id = :s::int % ${owners} + 1 and plans.name = people.plan and people.share_count < plans.max_shares
  returning people.id, people.email, plans.max_shares_per_sensor
),
sensor as (
  update sensors set share_count = share_count + 1
  from asked, owner
  where sensors.id = asked.sensor and owner_id = owner.id and share_count < max_shares_per_sensor
  returning sensors.id, sensors.name, sensors.picture, owner_id
),
known as (select id, joined_at from people, asked where people.email = asked.guest),
made as (
  insert into people (email) select guest from asked where not exists (select from known) on conflict do nothing returning id, joined_at
),
guest as (select * from known union all select * from made),
letter as (
  insert into letters (kind, recipient, sender, content)
  select
    case when joined_at is null then 'invitation' else 'shared' end, asked.guest, owner.email,
    jsonb_build_object('sensors', jsonb_build_array(jsonb_build_object('id', sensor.id, 'name', sensor.name)))
  from asked, owner, sensor, guest
  returning id
),
started as (
  insert into shares (sensor_id, guest_id, name, picture, letter_id)
  select sensor.id, guest.id, sensor.name, sensor.picture, letter.id from sensor, guest, letter
  returning sensor_id, guest_id
)
insert into events (action, sensor_id, owner_id, guest_id, actor_id, data)
select 'shared', sensor_id, owner_id, guest_id, owner_id, jsonb_build_object('name', sensor.name) from started, sensor;
`

/** One share less. */
const unshareByHand = (owners: number) => `
with asked as (
  select ${macInSql(':s::bigint')} as sensor, id as guest_id, email as guest, joined_at
  from people where email = 'theirs' || :g::int || '@example.com'
),
sensor as (
  update sensors set share_count = share_count - 1
  from asked
  where sensors.id = asked.sensor and owner_id = :s::int % ${owners} + 1
  returning sensors.id, sensors.name, owner_id
),
owner as (
  update people set share_count = share_count - 1 from sensor where people.id = owner_id returning people.id, people.email
),
ended as (
  delete from shares using sensor, asked where sensor_id = sensor.id and shares.guest_id = asked.guest_id
  returning sensor_id, shares.guest_id
),
letter as (
  insert into letters (kind, recipient, sender, content)
  select
    'unshared', asked.guest, owner.email,
    jsonb_build_object('sensors', jsonb_build_array(jsonb_build_object('id', sensor.id, 'name', sensor.name)))
  from asked, owner, sensor, ended
)
insert into events (action, sensor_id, owner_id, guest_id, actor_id, data)
select 'unshared', sensor_id, owner_id, guest_id, owner_id, jsonb_build_object('name', sensor.name) from ended, sensor;
`

/** All sensors of somebody, with whom they are shared and what they measured last. */
const denseByHand = `
select
  sensors.id, sensors.name, sensors.picture, is_public, offset_temperature, offset_humidity, offset_pressure, sensors.updated_at,
  owner.email, plans.*, latest.*,
  (
    select array_agg(people.email order by people.email)
    from shares join people on people.id = shares.guest_id
    where shares.sensor_id = sensors.id and joined_at is not null and (expires_at > now()) is not false
  ) as shared_to
from people as owner
join plans on plans.name = owner.plan
join sensors on sensors.owner_id = owner.id
left join lateral (
  select gateway_id, coordinates, rssi, at, data from measurements where sensor_id = sensors.id order by at desc limit 1
) as latest on true
where owner.email = 'owner' || :o || '@example.com'
order by sensors.name, sensors.id;
`

const measurementsByHand = `
select sensors.name, sensors.picture, is_public, offset_temperature, offset_humidity, offset_pressure, history.*
from people as owner
join sensors on sensors.owner_id = owner.id
cross join lateral (
  select gateway_id, coordinates, rssi, at, data
  from measurements
  where sensor_id = sensors.id and at > extract(epoch from now())::bigint - 864000
  order by at desc
  limit ${measured}
) as history
where owner.email = 'owner' || :o || '@example.com' and sensors.id = ${macInSql(':o::bigint')};
`

/** The person's address and the sensor's id → the same facts. */
const accessByHand = `
select
  case when sensors.owner_id = person.id then 'owner' when shares.sensor_id is not null then 'guest' when is_public then 'public' end as role,
  shares.channels, shares.scripting, shares.expires_at, owner.email as owner, coalesce(shares.created_at, claimed_at) as since
from sensors
join people as owner on owner.id = sensors.owner_id
left join people as person on person.email = 'guest' || :guest || '@example.com'
left join shares on shares.sensor_id = sensors.id and shares.guest_id = person.id and person.joined_at is not null
  and (not shares.asked or shares.accepted_at is not null) and shares.paused_at is null
  and (shares.starts_at is null or shares.starts_at <= now()) and (shares.expires_at is null or shares.expires_at > now())
where sensors.id = ${macInSql(':sensor::bigint')};
`

const devices = `{ login { account { devices(size: 50) { total hasMore items {
  id name created state owner { email } access { email scripting user { email } } } } } } }`

const devicesByHand = `
select
  sensors.id, sensors.name, sensors.claimed_at, owner.email, shares.scripting, shares.created_at, shares.channels, shares.expires_at,
  guest.email as guest,
  exists (select from measurements where sensor_id = sensors.id and at > extract(epoch from now())::bigint - 3600) as is_active
from people as owner
join sensors on sensors.owner_id = owner.id
join shares on shares.sensor_id = sensors.id
join people as guest on guest.id = shares.guest_id
where owner.email = 'owner' || :o || '@example.com'
order by sensors.name, sensors.id, guest.id;
`

/** Enough shares for both to take back, of joined newcomers, in the order in which they are asked for. */
async function shareAll(db: Database, world: World) {
  const { owners, sensors } = world
  const pairs = pairsOf(world)
  const most = Math.min(300_000, Math.floor(pairs / 4))
  const run = (text: string) => sql.raw(text).execute(db)
  await run(`delete from shares where guest_id in (select id from people where email ~ '^(ours|theirs)')`)
  await run(`update people set joined_at = now() where email ~ '^(ours|theirs)' and joined_at is null`)
  await run(`
    insert into shares (sensor_id, guest_id, name)
    select ${macInSql(`pair % ${sensors}`)}, people.id, 'Sensor'
    from generate_series(0, ${most - 1}) as n
    cross join lateral (select (n * ${stepOf(world)}::numeric % ${pairs})::bigint as pair) as pairs
    cross join (values ('ours'), ('theirs')) as whose (who)
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
