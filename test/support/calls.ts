/** The calls about shares that are there, as a client makes them. */
import { sql } from 'kysely'
import type { Database } from '../../src/db/open.ts'
import { Refusal } from '../../src/refusal.ts'
import type { ShareView } from '../../src/sharing/read/shown.ts'
import type { House, Person } from './house.ts'

type Answer = { status: number; [key: string]: unknown }

/** Sends a call; returns the status and the answer in one object, handy to compare. */
export async function call(
  house: House,
  who: Person,
  method: 'GET' | 'POST' | 'PATCH' | 'PUT',
  url: string,
  body?: object,
): Promise<Answer> {
  const answer = await house.inject({
    method,
    url,
    headers: { authorization: `Bearer ${who.token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { payload: JSON.stringify(body) }),
  })
  return { status: answer.statusCode, ...answer.json() }
}

export const shareUrl = (sensor: string, guest: string) => `/shares/${sensor}/${encodeURIComponent(guest)}`

export const change = (house: House, owner: Person, sensor: string, guest: string, body: object) =>
  call(house, owner, 'PATCH', shareUrl(sensor, guest), body)

export const resend = (house: House, owner: Person, sensor: string, guest: string) =>
  call(house, owner, 'POST', `${shareUrl(sensor, guest)}/resend`)

export const answer = (house: House, guest: Person, sensor: string, accept: boolean) =>
  call(house, guest, 'POST', `/shares/${sensor}/answer`, { accept })

export async function list(house: House, who: Person, query: Record<string, string> = {}) {
  const { data, status } = await call(house, who, 'GET', `/shares?${new URLSearchParams(query)}`)
  if (status !== 200) throw new Error(`the list answered ${status}`)
  return data as { shares: ShareView[]; next: string | null }
}

/** What happened after the shares began, in order. */
export async function happened(db: Database) {
  return db
    .selectFrom('events')
    .select(['action', 'sensor_id', 'owner_id', 'guest_id', 'actor_id', 'data'])
    .where('action', '<>', 'shared')
    .orderBy('id')
    .execute()
}

/** Sets columns of a share as time, or a call that is tested elsewhere, would. */
export const setShare = (db: Database, sensor: string, guest: { id: number }, change: string) =>
  sql`update shares set ${sql.raw(change)} where sensor_id = ${sensor} and guest_id = ${guest.id}`.execute(db)

export const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

/** The name of what a call was refused with; undefined when it was done. */
export const refused = (call: Promise<unknown>) =>
  call.then(
    answer => (Array.isArray(answer) && answer[0] instanceof Refusal ? answer[0].name : undefined),
    (error: unknown) => {
      if (error instanceof Refusal) return error.name
      throw error
    },
  )
