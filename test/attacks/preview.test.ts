/** Attacks by an owner who previews shares, to learn which addresses have accounts. */
import { sql } from 'kysely'
import t from 'tap'
import { openHouse, type Person } from '../support/house.ts'

type Data = {
  shared: number
  verdicts: { user: string; shared: boolean; invited?: boolean; pending?: boolean }[]
  letters: { user: string; kind?: string }[]
}

t.test('of 20 strange addresses a day a preview tells, however many come at once', async t => {
  const house = await openHouse(t)
  const { db, post } = house
  const [mallory, olivia] = [await house.person('mallory', { plan: 'Business' }), await house.person('olivia')]
  const sensor = await house.sensor(mallory)
  // Every second one has an account; some want to be asked first.
  const targets = Array.from({ length: 60 }, (_, n) => `target${n}@example.com`)
  for (const [n] of targets.entries()) if (n % 2) await house.person(`target${n}`)
  await sql`update people set asks_first = true where email like 'target%1@example.com'`.execute(db)
  const preview = async (users: string[], who: Person = mallory, more = {}) =>
    (await post('/shares', { sensors: [sensor], users, dryRun: true, ...more }, who.token)).data as Data
  const told = ({ verdicts }: Data) => verdicts.filter(({ invited }) => invited !== undefined)

  const all = await Promise.all(
    Array.from({ length: 12 }, (_, n) => preview(targets.slice(n * 5, n * 5 + 5), mallory, { notify: n % 2 === 0 })),
  )
  t.equal(all.flatMap(told).length, 20, 'exactly, also at once')
  t.equal(
    all.reduce((sum, { shared }) => sum + shared, 0),
    60,
    'all would be shared',
  )
  const known = new Set(all.flatMap(told).map(({ user }) => user))
  const hidden = targets.filter(user => !known.has(user))

  const later = await preview(hidden.slice(0, 8))
  for (const verdict of later.verdicts) t.strictSame(Object.keys(verdict).sort(), ['sensor', 'shared', 'user'])
  for (const letter of later.letters) t.strictSame(Object.keys(letter).sort(), ['sensors', 'user'])
  t.strictSame(
    told(await preview([...known].slice(0, 8))).length,
    8,
    'those that were told stay told, and cost nothing',
  )
  const upper = await preview(hidden.slice(0, 8).map(user => user.toUpperCase()))
  t.strictSame(told(upper), [], 'in any case of letters')

  await house.share(mallory, sensor, hidden[0] ?? '')
  await house.unshare(mallory, sensor, hidden[0])
  t.equal(told(await preview([hidden[0] ?? ''])).length, 1, 'an earlier guest is no stranger')
  t.equal((await preview([mallory.email])).shared, 0)
  const own = await house.sensor(olivia)
  const { data } = await post('/shares', { sensors: [own], users: ['target1@example.com'], dryRun: true }, olivia.token)
  t.equal(told(data as Data).length, 1, 'other owners are not concerned')

  t.strictSame(await db.selectFrom('people').select('id').where('email', 'like', '%@preview.invalid').execute(), [])
  const text = JSON.stringify(await db.selectFrom('previewed_addresses').selectAll().execute())
  t.notMatch(text, /target/, 'no address is kept')
  await sql`update previewed_addresses set at = at - interval '1 day'`.execute(db)
  t.equal(told(await preview(hidden.slice(1, 6))).length, 5, 'and the next day again')
})

t.test('the statements of a preview are the same, whoever has an account', async t => {
  const ran: string[] = []
  const house = await openHouse(t, { counts: { onStatement: name => void ran.push(String(name)) } })
  const mallory = await house.person('mallory', { plan: 'Business' })
  const sensor = await house.sensor(mallory)
  await house.person('there')
  const strangers = Array.from({ length: 8 }, (_, n) => `s${n}@example.com`)
  const preview = (users: string[]) => house.post('/shares', { sensors: [sensor], users, dryRun: true }, mallory.token)
  for (const part of ['a', 'b', 'c']) await preview(strangers.map(user => part + user))
  const answers = []
  for (const user of ['there@example.com', 'nobody@example.com']) {
    ran.length = 0
    const { data } = await preview([user])
    answers.push({ ran: [...ran], data: JSON.stringify(data).replaceAll(user, 'user') })
  }
  t.strictSame(answers[0], answers[1])
  t.ok((answers[0]?.ran.length ?? 0) > 2)
})
