/**
 * What one would write by hand for just one case: pgbench sends it with its own variables, and the server by hand with parameters.
 * Each function gets the SQL of its values.
 */
import { measured } from '../world.ts'

/** The SQL of a sensor's id, of a guest's address and of the owner's number. */
type Pair = { sensor: string; guest: string; owner: string }

/** One share: the same checks and writes, in one statement. */
export const shareByHand = ({ sensor, guest, owner }: Pair) => `
with asked as (
  select ${sensor} as sensor, ${guest} as guest
),
owner as (
  update people set share_count = share_count + 1
  from plans
  where people.id = ${owner} and plans.name = people.plan and people.share_count < plans.max_shares
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
export const unshareByHand = ({ sensor, guest, owner }: Pair) => `
with asked as (
  select ${sensor} as sensor, id as guest_id, email as guest, joined_at
  from people where email = ${guest}
),
sensor as (
  update sensors set share_count = share_count - 1
  from asked
  where sensors.id = asked.sensor and owner_id = ${owner}
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
export const denseByHand = (email: string) => `
select
  sensors.id, sensors.name, sensors.picture, is_public, offset_temperature, offset_humidity, offset_pressure, sensors.updated_at,
  owner.email, owner.created_at as joined, plans.name as plan, max_claims, max_shares, max_shares_per_sensor, max_history_days,
  max_resolution_minutes, latest.*,
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
where owner.email = ${email}
order by sensors.name, sensors.id;
`

/** The newest measurements of a sensor. */
export const measurementsByHand = ({ email, sensor }: { email: string; sensor: string }) => `
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
where owner.email = ${email} and sensors.id = ${sensor};
`

/** The person's address and the sensor's id → the same facts. */
export const accessByHand = ({ sensor, person }: { sensor: string; person: string }) => `
select
  case when sensors.owner_id = person.id then 'owner' when shares.sensor_id is not null then 'guest' when is_public then 'public' end as role,
  shares.channels, shares.scripting, shares.expires_at, owner.email as owner, coalesce(shares.created_at, claimed_at) as since
from sensors
join people as owner on owner.id = sensors.owner_id
left join people as person on person.email = ${person}
left join shares on shares.sensor_id = sensors.id and shares.guest_id = person.id and person.joined_at is not null
  and (not shares.asked or shares.accepted_at is not null) and shares.paused_at is null
  and (shares.starts_at is null or shares.starts_at <= now()) and (shares.expires_at is null or shares.expires_at > now())
where sensors.id = ${sensor};
`

/** All devices of somebody, with the guests of each. */
export const devicesByHand = (email: string) => `
select
  sensors.id, sensors.name, sensors.claimed_at, owner.email, shares.scripting, shares.created_at, shares.channels, shares.expires_at,
  guest.email as guest,
  exists (select from measurements where sensor_id = sensors.id and at > extract(epoch from now())::bigint - 3600) as is_active
from people as owner
join sensors on sensors.owner_id = owner.id
join shares on shares.sensor_id = sensors.id
join people as guest on guest.id = shares.guest_id
where owner.email = ${email}
order by sensors.name, sensors.id, guest.email;
`
