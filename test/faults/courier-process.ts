/** A courier in a process of its own, to be killed: it delivers while it owes more and more letters itself, and tells what it does. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { openLog } from '../../src/log.ts'
import { openCourier } from '../../src/mail/courier/courier.ts'
import { postmark } from '../../src/mail/transports/postmark.ts'
import { links } from '../support/samples.ts'

export type Order = {
  database: { url: string } | { dataDir: string }
  postmark: { url: string; token: string }
  /** How many milliseconds its clock is ahead. */
  ahead: number
  /** Until it is killed it owes letters, or only delivers; or it owes some and delivers none; or it delivers until none is due. */
  does: 'owe' | 'deliver' | 'only owe' | 'finish'
}

export type Report =
  /** Letters that were in the hands of the courier before, when this one started. */
  | { what: 'started'; sending: number[] }
  | { what: 'owed'; ids: number[] }
  /** Nothing is due; this is how all letters stand. */
  | { what: 'finished'; states: { state: string; ids: number[] }[] }

const order: Order = JSON.parse(process.argv[2] ?? '')
const tell = (report: Report) => new Promise<void>(resolve => process.send?.(report, () => resolve()))

const db = await openDatabase(order.database)
await migrate(db)
const { rows: cut } = await sql<{ id: number }>`select id from letters where state = 'sending' order by id`.execute(db)
await tell({ what: 'started', sending: cut.map(({ id }) => id) })

if (order.does === 'only owe') {
  await owe(400)
  await db.destroy()
  process.exit()
}

const now = () => Date.now() + order.ahead
const courier = openCourier({
  db,
  mailer: postmark({ ...order.postmark, from: 'faults@example.com', stream: 'outbound' }),
  links,
  openCode: sealed => sealed,
  log: await openLog('error'),
  pollMs: 100,
  now,
})

if (order.does === 'owe') {
  for (;;) {
    // Mostly few at once, as people share; now and then very many.
    await owe(Math.random() < 0.1 ? 400 : Math.ceil(Math.random() * 10))
    await sleep(Math.random() * 15)
  }
}

while (order.does === 'deliver') await sleep(1_000)

for (;;) {
  const { rows } = await sql`
    select from letters where state = 'sending' or (state = 'queued' and due_at <= ${new Date(now())}) limit 1`.execute(
    db,
  )
  if (rows.length === 0) break
  await sleep(50)
}
await courier.close()
const { rows: states } = await sql<{ state: string; ids: number[] }>`
  select state, json_agg(id) as ids from letters group by state`.execute(db)
await tell({ what: 'finished', states })
await db.destroy()
process.disconnect()

async function owe(count: number) {
  const { rows } = await sql<{ id: number }>`
    insert into letters (kind, recipient, sender, content)
    select
      'unshared', gen_random_uuid() || '@example.com', gen_random_uuid() || '@example.com',
      '{"sensors": [{"id": "C6:F1:E7:D3:DA:11", "name": "Sauna"}]}'
    from generate_series(1, ${count}::int)
    returning id`.execute(db)
  await tell({ what: 'owed', ids: rows.map(({ id }) => id) })
}
