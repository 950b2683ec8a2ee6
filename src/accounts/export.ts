/** Gives a person all that is kept about them. */
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { countTry, type Limit, toSteps } from '../limits/throttle.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal, tooMany } from '../refusal.ts'

/** All that is kept about a person, by section: a list of rows, or the row of the account. No secrets are in it. */
export type Export = Record<string, unknown> & { madeAt: string; account: Record<string, unknown> }

/**
 * Reads everything about the caller as of one instant, except measurements: each sensor comes with the `/get` path that
 * returns them. Refuses with `tooMany` the sixth export in a day, and with `badToken` if the account is gone.
 */
export async function exportPerson(db: Database, { id, email }: Caller): Promise<Export> {
  const limits: Limit[] = [{ key: `exports of ${id}`, most: 5, seconds: 24 * 3600 }]
  const [found] = await collect(db, toSteps(limits), id, email)
  if (found?.wait) throw tooMany(found.wait)
  // The account was deleted concurrently.
  if (!found?.export.account) throw new Refusal('badToken')
  return found.export
}

type Parameter = RawBuilder<unknown>

/** SQL: the rows of a query as a JSON list. */
const list = (query: RawBuilder<unknown>) => sql`
  (select coalesce(jsonb_agg(to_jsonb(line)), '[]') from (${query}) as line)`

const account = (id: Parameter) => sql`
  (
    select to_jsonb(line) from (
      select
        id, email, created_at as "createdAt", joined_at as "joinedAt", asks_first as "askFirst",
        emails_off as "emailsOff", endings_read as "endingsRead",
        claim_count as sensors, share_count as shares,
        plan, plan_started_at as "planStartedAt", plan_changed_at as "planChangedAt", plan_ends_at as "planEndsAt",
        to_timestamp(tokens_from) as "tokensFrom", operates_since as "operatesSince",
        steps_hidden_at as "stepsHiddenAt"
      from people where id = ${id}::bigint
    ) as line
  )`

/** Ways in: where and how the person signed in. */
const access = (id: Parameter, email: Parameter) => ({
  sessions: sql`
    select id, device, network, created_at as "createdAt", last_accessed_at as "lastAccessed"
    from sessions where person_id = ${id}::bigint order by created_at`,
  accessKeys: sql`
    select
      id, name, scope, sensors, created_at as created, last_used_at as "lastUsed", expires_at as "expiresAt",
      disabled_at as "disabledAt"
    from access_keys where person_id = ${id}::bigint order by created_at`,
  forwardTokens: sql`
    select id, name, created_at as "createdAt", last_used_at as "lastUsed"
    from forward_tokens where person_id = ${id}::bigint order by id`,
  passkeys: sql`
    select id, name, counter as uses, created_at as "createdAt", last_used_at as "lastUsed"
    from passkeys where person_id = ${id}::bigint order by created_at`,
  networks: sql`
    select network, signed_in_at as "signedInAt" from known_networks where person_id = ${id}::bigint order by network`,
  devices: sql`
    select device, signed_in_at as "signedInAt" from known_devices where person_id = ${id}::bigint order by device`,
  accountEvents: sql`
    select id, at, action, network, device, data from account_events where person_id = ${id}::bigint order by id`,
  signInCodes: sql`
    select network, wrong_tries as "wrongTries", created_at as "createdAt", expires_at as "expiresAt"
    from sign_in_codes where email = ${email}::text order by created_at`,
  limits: sql`
    select key as "what", tries, ends_at as "endsAt" from throttles
    where position(' ' || ${email}::text || ' ' in ' ' || key || ' ') > 0 order by key`,
  planCodes: sql`
    select plan, days, used_at as "usedAt" from plan_codes where used_by = ${id}::bigint order by used_at`,
})

/** Sensors, and whose measurements the person has. */
const sensors = (id: Parameter) => ({
  sensors: sql`
    select
      id, name, picture, is_public as public, offset_temperature as "offsetTemperature",
      offset_humidity as "offsetHumidity", offset_pressure as "offsetPressure", share_count as shares,
      claimed_at as "claimedAt", updated_at as "updatedAt",
      (select registered_at from sensor_secrets where sensor_id = sensors.id) as "secretRegisteredAt",
      ${list(sql`select id, name, created_at as "createdAt" from services where sensor_id = sensors.id order by id`)} as services
    from sensors where owner_id = ${id}::bigint order by id`,
  measurements: sql`
    select
      sensor_id as sensor, begins_at as "keptSince", thinned_until as "thinnedUntil",
      (select at from measurements where sensor_id = histories.sensor_id and at >= begins_at order by at limit 1) as first,
      (select at from measurements where sensor_id = histories.sensor_id order by at desc limit 1) as last,
      '/get?sensor=' || sensor_id as "readAt"
    from histories where owner_id = ${id}::bigint order by sensor_id`,
  pictures: sql`
    select
      pictures.id, sensor_id as sensor, guest_id is null as "isOwners", type, length(content) as bytes,
      created_at as "createdAt", '/pictures/' || pictures.id as "readAt"
    from sensors join pictures on sensor_id = sensors.id
    where owner_id = ${id}::bigint and guest_id is null
    union all
    select
      pictures.id, sensor_id, false, type, length(content), pictures.created_at, '/pictures/' || pictures.id
    from shares join pictures using (sensor_id, guest_id)
    where guest_id = ${id}::bigint
    order by sensor`,
  settings: sql`
    select name, value, updated_at as "updatedAt" from person_settings where person_id = ${id}::bigint order by name`,
  sensorSettings: sql`
    select sensor_id as sensor, sensor_settings.name, value, sensor_settings.updated_at as "updatedAt"
    from sensors join sensor_settings on sensor_id = sensors.id
    where owner_id = ${id}::bigint order by sensor_id, sensor_settings.name`,
})

const terms = sql`
  shares.name, shares.picture, shares.updated_at as "updatedAt", shares.created_at as "createdAt", asked,
  accepted_at as "acceptedAt", channels, scripting, note, starts_at as "startsAt", expires_at as "expiresAt",
  paused_at as "pausedAt", warned_at as "warnedAt", resent_at as "resentAt"`

/** Shares, and what happened to them. Others are named as the history and the lists name them. */
const sharing = (id: Parameter, email: Parameter) => ({
  sharesGiven: sql`
    select sensor_id as sensor, (select email from people where id = guest_id) as guest, ${terms}
    from sensors join shares on shares.sensor_id = sensors.id
    where owner_id = ${id}::bigint order by sensor_id, guest_id`,
  sharesReceived: sql`
    select sensor_id as sensor, (select email from people where id = owner_id) as owner, ${terms}
    from shares join sensors on sensors.id = shares.sensor_id
    where guest_id = ${id}::bigint order by sensor_id`,
  declines: sql`
    select (select email from people where id = owner_id) as owner, guest, at
    from declines where owner_id = ${id}::bigint or guest = ${email}::text order by at`,
  mutes: sql`
    select sender, created_at as since from mutes where recipient = ${email}::text order by sender`,
  history: sql`
    select
      id, at, action, sensor_id as sensor, data,
      (select email from people where people.id = events.owner_id) as owner,
      (select email from people where people.id = events.guest_id) as guest,
      -- The new owner who took over a sensor stays anonymous.
      (select email from people where people.id = events.actor_id and action not in ('contested', 'lost')) as actor
    from (
      select * from events where owner_id = ${id}::bigint
      union
      select * from events where guest_id = ${id}::bigint
    ) as events
    order by id`,
})

/** Emails to the person and, in short, those that they caused. Codes and links are left out: they are secrets. */
const mail = (id: Parameter, email: Parameter) => ({
  emails: sql`
    select
      kind, sender, state, reason, created_at as "createdAt",
      case when kind in ('code', 'deletion') then '{}' else content end as about,
      (select subject from mailbox_messages where letter = letters.id) as subject,
      ${list(sql`select number, at, outcome, detail from letter_attempts where letter_id = letters.id order by number`)} as attempts
    from letters where recipient = ${email}::text order by id`,
  emailsCaused: sql`
    select kind, recipient, created_at as "createdAt" from (
      select * from letters where sender = ${email}::text and attempts > 0
      union all
      select * from letters where sender = ${email}::text and attempts = 0
    ) as letters
    order by id`,
  suppression: sql`
    select reason, at, is_lifted as "isLifted" from suppressed_addresses where email = ${email}::text`,
  previews: sql`
    select at from previewed_addresses where owner_id = ${id}::bigint order by at`,
  keptAnswers: sql`
    select key, status, answer, created_at as "createdAt" from kept_answers where person_id = ${id}::bigint order by created_at`,
})

const collect = statement<
  [limits: string, id: number, email: string],
  { wait: number | null; export: Export & { account: Export['account'] | null } }
>('export-person', (limits, id, email) => {
  const [person, address] = [sql`${id}`, sql`${email}`]
  const sections = {
    ...access(person, address),
    ...sensors(person),
    ...sharing(person, address),
    ...mail(person, address),
  }
  const parts = Object.entries(sections).flatMap(([name, query]) => [sql.lit(name), list(query)])
  return sql`
    with ${countTry(limits)}
    select
      (select seconds from over) as wait,
      case when not exists (select from over) then
        jsonb_build_object('madeAt', now(), 'account', ${account(person)}) || jsonb_build_object(${sql.join(parts)})
      end as export`
})
