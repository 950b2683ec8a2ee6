import { sql } from 'kysely'
import t from 'tap'
import { forgetInvited } from '../../src/jobs/forget-invited.ts'
import { openHouse } from '../support/house.ts'

t.test('people who were only ever invited and have no share any more are forgotten after a day', async t => {
  const house = await openHouse(t)
  const { db, person, sensor, share, unshare } = house
  const olivia = await person('olivia')
  const sauna = await sensor(olivia)
  for (const guest of ['nina', 'nobody', 'new']) await share(olivia, sauna, `${guest}@example.com`)
  await person('gary')
  await person('planned', { joined: false })
  await sql`update people set plan_changed_at = now() where email = 'planned@example.com'`.execute(db)
  await unshare(olivia, sauna, 'nobody@example.com')
  await sql`update people set created_at = now() - interval '25 hours' where email <> 'new@example.com'`.execute(db)
  await unshare(olivia, sauna, 'new@example.com')

  const run = forgetInvited()
  t.strictSame(await run(db), { done: 1, more: true })
  const emails = await db.selectFrom('people').select('email').orderBy('email').execute()
  t.strictSame(
    emails.map(({ email }) => email.split('@')[0]),
    ['gary', 'new', 'nina', 'olivia', 'planned'],
  )
  t.strictSame(await run(db), { done: 0, more: false }, 'it has seen all')

  t.equal((await share(olivia, sauna, 'nobody@example.com')).status, 200, 'and can be invited again')
})
