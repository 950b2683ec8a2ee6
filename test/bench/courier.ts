/**
 * npm run bench -- courier: how many letters a second go through the courier, from rows that are owed to rows that are noted
 * as sent, with Postmark on loopback in another process.
 *
 *   npm run bench -- courier [--embedded] [--letters 20000] [--rounds 3]
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { migrate } from '../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../src/db/open.ts'
import { openLog } from '../../src/log.ts'
import { openCourier } from '../../src/mail/courier.ts'
import { postmark } from '../../src/mail/postmark.ts'
import { links } from '../mail/samples.ts'
import { onDatabaseOfItsOwn } from '../own-database.ts'

const { values: options } = parseArgs({
  options: {
    embedded: { type: 'boolean', default: false },
    letters: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '3' },
  },
})
const letters = Number(options.letters)

if (options.embedded) await measure(await openDatabase({ snapshot: undefined }))
else if (process.env.TEST_DATABASE_URL) {
  await onDatabaseOfItsOwn(process.env.TEST_DATABASE_URL, async url => measure(await openDatabase({ url })))
} else {
  console.error('The bench needs a Postgres server: set TEST_DATABASE_URL. Or add --embedded.')
  process.exitCode = 1
}

async function measure(db: Database) {
  await migrate(db)
  const child = fork(new URL('postmark.ts', import.meta.url), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [{ url, token }] = (await once(child, 'message')) as [{ url: string; token: string }]
  const mailer = postmark({ url, token, from: 'bench@example.com', stream: 'outbound' })
  const log = await openLog('warn')
  console.log(`${letters} letters a round on ${cpus().length} cores (${cpus()[0]?.model}), Node ${process.version}`)
  try {
    for (let round = 1; round <= Number(options.rounds); round++) {
      await owe(db)
      const before = { own: process.cpuUsage(), server: await ask(child, 'forget') }
      const start = performance.now()
      const courier = openCourier({ db, mailer, links, openCode: sealed => sealed, log })
      while ((await ask(child)).messages < letters || (await isLeft(db)))
        await new Promise(resolve => setTimeout(resolve, 20))
      const seconds = (performance.now() - start) / 1000
      await courier.close()
      const after = { own: process.cpuUsage(before.own), server: await ask(child) }
      if (after.server.messages !== letters)
        throw new Error(`${letters} letters, but ${after.server.messages} messages`)
      const cores = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6 / seconds
      const server = cores(after.server.cpu) - cores(before.server.cpu)
      console.log(
        `${round}: ${Math.round(letters / seconds)} letters/s; the courier used ${cores(after.own).toFixed(2)} cores, Postmark's stand-in ${server.toFixed(2)}`,
      )
    }
  } finally {
    child.disconnect()
    await db.destroy()
  }
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

async function ask(child: ChildProcess, question = 'count'): Promise<{ messages: number; cpu: NodeJS.CpuUsage }> {
  child.send(question)
  const [answer] = await once(child, 'message')
  return answer
}
