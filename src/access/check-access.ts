/** Tells other services what people may do with sensors; never answers from a cache. */
import { sql } from 'kysely'
import { coalesce } from '../db/coalesce.ts'
import type { Database } from '../db/open.ts'
import { jsonRows, statement } from '../db/statement.ts'
import { isWithin, type Reach, reachIf, type Sight, sightOf } from './permission.ts'

/** `person` is an address in lower case, `sensor` an id in upper case. With `channel`, only that channel counts. */
export type Question = { person: string; sensor: string; channel: string | null }

/** An answered question: what the person may do with the sensor. */
export type Access = Question & {
  /** Null: no access. */
  role: Sight['role'] | null
  channels: string[] | null
  scripting: boolean
  expiresAt: string | null
  /** The claim or the share that gives access. */
  why: { owner: string; guest: string | null; since: string } | null
}

/**
 * Answers questions in order, with no access to what is not in `reach`. Without access, the answer does not reveal whether
 * sensor or person exist.
 */
export async function checkAccess(db: Database, questions: Question[], reach: Reach = null): Promise<Access[]> {
  const isProgram = reach !== null
  const found = await look(
    db,
    questions.map(question => ({ ...question, isProgram })),
  )
  return questions.map((question, index) =>
    answer(question, isWithin(reach, question.sensor) ? found[index] : undefined),
  )
}

type Found = {
  role: Sight['role'] | null
  channels: string[] | null
  scripting: boolean
  expiresAt: Date | null
  since: Date | null
  /** Address of the sensor's owner if the person is a guest; otherwise null. */
  lender: string | null
}

/** Lists the fields by hand: for a hundred questions, object spread took longer than everything else here. */
function answer({ person, sensor, channel }: Question, found: Found | undefined): Access {
  const granted =
    found?.role && (channel === null || found.channels === null || found.channels.includes(channel)) ? found : undefined
  if (!granted) {
    return { person, sensor, channel, role: null, channels: null, scripting: false, expiresAt: null, why: null }
  }
  const { role, channels, scripting, expiresAt, since, lender } = granted
  return {
    person,
    sensor,
    channel,
    role,
    channels,
    scripting,
    expiresAt: expiresAt?.toISOString() ?? null,
    why: since && {
      owner: lender ?? person,
      guest: lender === null ? null : person,
      since: since.toISOString(),
    },
  }
}

// Lateral joins look rows up one by one: see `shareAll` in sharing/grant/share.ts.
const lookAll = statement<[questions: string], Found>(
  'check-access',
  questions => sql`
    select
      sight.role, sight.channels, sight.scripting, sight.expires_at as "expiresAt", sight.since, lender.email as lender
    from ${jsonRows(questions, 'position int, person text collate "C", sensor text collate "C", "isProgram" boolean')}
    left join lateral (select id from people where email = listed.person limit 1) as person on true
    left join lateral (${sightOf(sql`person.id`, reachIf(sql`listed."isProgram"`), sql`listed.sensor`)}) as sight on true
    left join lateral (
      select people.email
      from sensors
      join people on people.id = sensors.owner_id
      where sensors.id = sight.sensor_id and sight.role = 'guest'
      limit 1
    ) as lender on true
    order by position`,
)

const look = coalesce<Question & { isProgram: boolean }, Found>(lookAll)
