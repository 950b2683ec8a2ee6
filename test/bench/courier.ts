/** How fast letters go through the courier, from rows that are owed to rows that are noted as sent, with Postmark on loopback in another process. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/open.ts'
import { openLog } from '../../src/log.ts'
import { openCourier } from '../../src/mail/courier/courier.ts'
import { postmark } from '../../src/mail/transports/postmark.ts'
import { links } from '../support/samples.ts'

const letters = 20_000

/** Returns how many letters a second one courier sends: the median of some rounds. The database must be new. */
export async function sendLetters(url: string, rounds: number, tell: (what: string) => void): Promise<number> {
  const db = await openDatabase({ url })
  await migrate(db)
  const child = fork(new URL('postmark.ts', import.meta.url), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [server] = (await once(child, 'message')) as [{ url: string; token: string }]
  const mailer = postmark({ ...server, from: 'bench@example.com', stream: 'outbound' })
  const log = await openLog('warn')
  const found: number[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      await owe(db)
      await ask(child, 'forget')
      const start = performance.now()
      const courier = openCourier({ db, mailer, links, openCode: sealed => sealed, log })
      while ((await ask(child)) < letters || (await isLeft(db))) await new Promise(resolve => setTimeout(resolve, 20))
      const seconds = (performance.now() - start) / 1000
      await courier.close()
      const sent = await ask(child)
      if (sent !== letters) throw new Error(`${letters} letters, but ${sent} messages`)
      found.push(letters / seconds)
      tell(`courier: ${Math.round(letters / seconds)} letters/s`)
    }
  } finally {
    child.disconnect()
    await db.destroy()
  }
  return found.toSorted((a, b) => a - b)[rounds >> 1] ?? Number.NaN
}

/** Leaves so many letters about shares in the database, each to be looked at like a real one; those of rounds before are finished. */
async function owe(db: Database) {
  await sql`
    insert into people (email, joined_at)
    select name || n || '@example.com', now() from generate_series(0, 4999) as n, (values ('owner'), ('guest')) as names (name)
    on conflict do nothing`.execute(db)
  await sql`
    insert into sensors (id, owner_id, name)
    select upper(regexp_replace(lpad(to_hex(n), 12, '0'), '(..)(?!$)', '\\1:', 'g')), people.id, 'Sensor ' || n
    from generate_series(0, 4999) as n join people on people.email = 'owner' || n || '@example.com'
    on conflict do nothing`.execute(db)
  await sql`delete from shares`.execute(db)
  await sql`update letters set counted_at = counted_at - interval '1 day'`.execute(db)
  await sql`
    with pair as (
      select sensors.id as sensor_id, name, owner.email as sender, guest.id as guest_id, guest.email as recipient
      from generate_series(0, ${letters}::int - 1) as n
      join people as owner on owner.email = 'owner' || (n % 5000) || '@example.com'
      join people as guest on guest.email = 'guest' || ((n * 7 + n / 5000) % 5000) || '@example.com'
      join sensors on sensors.owner_id = owner.id
    ),
    owed as (
      insert into letters (kind, recipient, sender, content)
      select 'shared', recipient, sender, jsonb_build_object('sensors', jsonb_build_array(jsonb_build_object('id', sensor_id, 'name', name)))
      from pair
    )
    insert into shares (sensor_id, guest_id) select sensor_id, guest_id from pair`.execute(db)
  await sql`vacuum analyze`.execute(db)
}

async function isLeft(db: Database): Promise<boolean> {
  const { rows } = await sql`select from letters where state in ('queued', 'held', 'sending') limit 1`.execute(db)
  return rows.length > 0
}

/** Returns how many messages Postmark got. */
async function ask(child: ChildProcess, question = 'count'): Promise<number> {
  child.send(question)
  const [count] = await once(child, 'message')
  return count
}
