import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { identify } from '../../src/auth/identify.ts'
import { signIn } from '../../src/auth/sign-in/sign-in.ts'
import { deriveKeys } from '../../src/keys.ts'
import { openTestDatabase } from '../support/house.ts'
import { checkPlans, remembering } from '../support/plans.ts'

t.test('who is told that somebody joined is found by the shares of that one alone', async t => {
  const { ran, watch } = remembering(name => ['join', 'use-link', 'use-code', 'use-foreign-code'].includes(name))
  const { db } = await openTestDatabase(t, watch)
  await sql`
    insert into people (email, joined_at)
    select 'person' || n || '@example.com', case when n > 10 then now() end from generate_series(1, 5000) as n`.execute(
    db,
  )
  await sql`
    insert into sensors (id, owner_id)
    select upper(regexp_replace(lpad(to_hex(n), 12, '0'), '..(?!$)', '\\&:', 'g')), n from generate_series(1, 5000) as n`.execute(
    db,
  )
  await sql`insert into shares (sensor_id, guest_id) select id, owner_id % 5000 + 1 from sensors`.execute(db)
  await identify(db, { email: 'person7@example.com' })
  await t.rejects(signIn(db, deriveKeys('x'.repeat(32)).codes, { link: randomUUID() }, '127.0.0.1'), {
    name: 'badCode',
  })
  const code = { code: 'AAAA', email: 'person7@example.com' }
  await t.rejects(signIn(db, deriveKeys('x'.repeat(32)).codes, code, '127.0.0.0/24'), { name: 'badCode' })
  t.equal(ran.size, 4)
  await checkPlans(t, db, ran, ['people', 'sensors', 'shares'])
})
