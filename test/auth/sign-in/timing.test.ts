/**
 * The time that /register takes does not tell whether an address has an account: for both it sends the same statements, which
 * return and write as many rows. How long they take is measured by `npm run bench -- timing`.
 */
import { sql } from 'kysely'
import t from 'tap'
import { openHouse } from '../../support/house.ts'

t.test('200 for known and unknown addresses by the same statements, rows and answers', async t => {
  const statements: string[] = []
  const house = await openHouse(t, { onStatement: ({ query }) => statements.push(query.sql) })
  const { db } = house
  const returned: number[] = []
  const { executeQuery } = db
  t.intercept(db, 'executeQuery', {
    async value(...query: Parameters<typeof executeQuery>) {
      const answer = await executeQuery.apply(db, query)
      returned.push(answer.rows.length)
      return answer
    },
  })
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by name`.execute(db)
  const counts = tables.map(({ name }) => sql`select ${name} as name, count(*)::int as count from ${sql.table(name)}`)
  const countRows = async () =>
    (await sql<{ name: string; count: number }>`${sql.join(counts, sql` union all `)}`.execute(db)).rows
  let network = 0

  /** Asks for a code from a network of its own, so that no limit is met; returns all that could take time. */
  async function ask(email: string) {
    const before = await countRows()
    const remoteAddress = `10.0.${network++}.1`
    statements.length = 0
    returned.length = 0
    const answer = await house.inject({ method: 'POST', url: '/register', payload: { email }, remoteAddress })
    t.equal(answer.statusCode, 200, email)
    const sent = { statements: [...statements], returned: [...returned], answer: answer.payload.replace(email, '') }
    const after = await countRows()
    const added = after.map(({ name, count }, index) => ({ name, rows: count - (before[index]?.count ?? 0) }))
    return { ...sent, added: added.filter(({ rows }) => rows !== 0) }
  }

  const known = ['member', 'invited', 'owner', 'guest'].map(name => `${name}@example.com`)
  const owner = await house.person('owner')
  await house.person('member')
  await house.person('invited', { joined: false })
  const guest = await house.person('guest')
  await house.share(owner, await house.sensor(owner), guest.email)
  // The first request of a service writes the row of the budget for everywhere.
  await ask('first@example.com')
  const unknown = await ask('nobody@example.com')
  t.equal(unknown.statements.length, 1)
  t.strictSame(unknown.returned, [1])
  t.ok(unknown.added.some(({ name }) => name === 'letters'))
  // Asked for a second time, too: what has been asked before is no account either.
  const again = await ask('nobody@example.com')
  for (const email of known) {
    t.strictSame(await ask(email), unknown, email)
    t.strictSame(await ask(email), again, `${email} again`)
  }
})
