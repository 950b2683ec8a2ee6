/** Asks the GraphQL face as programs do: over HTTP, with a token. */
import { sql } from 'kysely'
import type { Test } from 'tap'
import { type House, openHouse, type Person } from './house.ts'

export type Answer = {
  status: number
  data: unknown
  errors?: { message: string; extensions: object }[]
}
export type Ask = (who: Person, query: string, variables?: object) => Promise<Answer>

/** A house that listens, and how to ask it. */
export async function openReader(
  t: Test,
  options: Parameters<typeof openHouse>[1] = {},
): Promise<House & { ask: Ask }> {
  const house = await openHouse(t, options)
  const origin = await house.app.listen({ port: 0, host: '127.0.0.1' })
  async function ask({ token }: Person, query: string, variables?: object): Promise<Answer> {
    const answer = await fetch(`${origin}/graphql/v1`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
    return { status: answer.status, ...((await answer.json()) as Omit<Answer, 'status'>) }
  }
  return { ...house, ask }
}

/** Shares sensors or devices, those of eight octets too. */
export async function lend({ post }: House, owner: Person, sensors: string[], ...guests: Person[]) {
  const answer = await post('/shares', { sensors, users: guests.map(({ email }) => email) }, owner.token)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer))
}

/** Makes a device of eight octets, with services by id. */
export async function device({ db }: House, owner: Person, id: string, name: string, services: Record<string, string>) {
  await db.insertInto('sensors').values({ id, owner_id: owner.id, name }).execute()
  await sql`update people set claim_count = claim_count + 1 where id = ${owner.id}`.execute(db)
  for (const [service, name] of Object.entries(services)) {
    await db.insertInto('services').values({ sensor_id: id, id: service, name }).execute()
  }
  return id
}

/** Changes the terms of a share, whatever they are. */
export async function setTerms(
  { db }: House,
  sensor: string,
  guest: Person,
  terms: {
    channels?: string[]
    scripting?: boolean
    starts_at?: Date
    paused_at?: Date
    expires_at?: Date
    asked?: boolean
  },
) {
  const { numUpdatedRows } = await db
    .updateTable('shares')
    .set(terms)
    .where('sensor_id', '=', sensor)
    .where('guest_id', '=', guest.id)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new Error('there is no such share')
}
