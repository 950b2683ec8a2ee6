/**
 * Attacks on sign-in codes, played against the statements; the database's clock is moved on between them. Every wrong
 * comparison is counted in the code that it was compared with, so the sum of those counts is what an attacker has tried.
 */
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { everywhere, perNetwork, triesPerCode } from '../../../src/auth/sign-in/budgets.ts'
import { requestCode, stopCodes } from '../../../src/auth/sign-in/request-code.ts'
import { signIn } from '../../../src/auth/sign-in/sign-in.ts'
import { codeCount, deriveKeys, unseal } from '../../../src/keys.ts'
import { Refusal } from '../../../src/refusal.ts'
import { Dice } from '../../support/dice.ts'
import { openHouse } from '../../support/house.ts'
import { tries } from '../../support/runs.ts'

/** Opens a database with what attackers and people do with codes. */
async function openGame(t: Test) {
  const { db, secret } = await openHouse(t)
  const keys = deriveKeys(secret).codes
  const outcome = (done: Promise<unknown>) =>
    done.then(
      () => 'done',
      error => {
        if (error instanceof Refusal) return error.name
        throw error
      },
    )
  return {
    db,
    ask: (email: string, network: string) => outcome(requestCode(db, keys, { email, network })),
    enter: (code: string, network: string, email?: string) => outcome(signIn(db, keys, { code, email }, network)),
    async codeOf(email: string, network: string): Promise<string> {
      const { rows } = await sql<{ code: string }>`
        select content ->> 'code' as code
        from letters join sign_in_codes as code on link_id = (content ->> 'link')::uuid
        where kind = 'code' and email = ${email} and network = ${network}
        order by id desc limit 1`.execute(db)
      return unseal(keys.sealing, rows[0]?.code ?? '')
    },
    async countComparisons(): Promise<number> {
      const { rows } = await sql<{ count: number }>`select sum(wrong_tries)::int as count from sign_in_codes`.execute(
        db,
      )
      return rows[0]?.count ?? 0
    },
    async countLetters(email: string): Promise<number> {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from letters where kind = 'code' and recipient = ${email}`.execute(db)
      return rows[0]?.count ?? 0
    },
    /** Moves the clock on: everything that has a time moves into the past. */
    async pass(seconds: number): Promise<void> {
      const time = sql`make_interval(secs => ${seconds})`
      await sql`update guess_budgets set full_at = full_at - ${time}, free_at = free_at - ${time}, ends_at = ends_at - ${time}`.execute(
        db,
      )
      await sql`update throttles set ends_at = ends_at - ${time}`.execute(db)
      await sql`update sign_in_codes set created_at = created_at - ${time}, expires_at = expires_at - ${time}`.execute(
        db,
      )
    },
  }
}

const home = '192.0.2.0/24'
const networkAt = (i: number) => `10.${i >> 8}.${i & 255}.0/24`
/** No code: it has a letter that codes don't have. */
const never = '----'

/** A network asks for a code of somebody else and guesses until the code ends or it is held up; returns the last outcome. */
async function attackFrom(game: Awaited<ReturnType<typeof openGame>>, network: string, victim: string) {
  await game.ask(victim, network)
  let outcome = ''
  for (let i = 0; i < triesPerCode; i++) {
    outcome = await game.enter(never, network)
    if (outcome !== 'badCode') break
  }
  return outcome
}

const networks = tries({ short: 60, long: 1000 })

t.test(`a swarm of ${networks} networks, over all accounts, for an hour`, { timeout: 900_000 }, async t => {
  const game = await openGame(t)
  let slowed = 0
  for (let quarter = 0; quarter < 4; quarter++) {
    for (let i = 0; i < networks; i++) {
      const outcome = await attackFrom(game, networkAt(i), `victim${quarter}-${i}@example.com`)
      if (outcome === 'guessesSlowed') slowed++
    }
    if (quarter === 0) {
      t.equal(await game.ask('new@example.com', home), 'done')
      const code = await game.codeOf('new@example.com', home)
      t.equal(await game.enter(code, home), 'done', 'a right code from its network signs in meanwhile')
    }
    await game.pass(15 * 60)
  }
  const compared = await game.countComparisons()
  const most = everywhere.burst + 3600 / everywhere.secondsEach + networks
  t.ok(compared <= most, `${compared} comparisons in an hour, at most ${most}`)
  t.ok(compared > networks, 'the attack was worth its name')
  t.ok(slowed > networks / 2, `${slowed} times slowed`)
  t.ok(
    codeCount / (everywhere.burst + 3600 / everywhere.secondsEach + 1000) >= 900,
    'with 1,000 networks at most 1 : 900',
  )
})

t.test('one network, all that it can guess at in an hour', async t => {
  const game = await openGame(t)
  for (let minute = 0; minute < 60; minute += 5) {
    for (let i = 0; i < 3; i++) await attackFrom(game, home, `victim${minute}-${i}@example.com`)
    await game.pass(5 * 60)
  }
  const most = perNetwork.burst + 3600 / perNetwork.secondsEach
  const compared = await game.countComparisons()
  t.ok(compared > 100 && compared <= most, `${compared} comparisons, at most ${most}`)
})

t.test('one victim, strangers in many networks, for a day: 15 emails, 5 wrong tries each', async t => {
  const game = await openGame(t)
  for (let i = 0; i < 40; i++) await attackFrom(game, networkAt(i), 'victim@example.com')
  t.equal(await game.countLetters('victim@example.com'), 15)
  t.equal(await game.countComparisons(), 15 * triesPerCode)
  t.equal(await game.ask('victim@example.com', networkAt(99)), 'tooMany')
})

t.test('whatever others do elsewhere, a right code signs in where it was asked for', async t => {
  const game = await openGame(t)
  t.equal(await game.ask('anna@example.com', home), 'done')
  const first = await game.codeOf('anna@example.com', home)
  // With the address they may try from elsewhere; without it they guess at codes of their own.
  for (let i = 0; i < 30; i++) {
    await game.enter(never, networkAt(i), 'anna@example.com')
    await attackFrom(game, networkAt(i), 'anna@example.com')
  }
  t.equal(await game.enter(first, networkAt(50), 'anna@example.com'), 'tooMany', 'not from elsewhere any more')
  t.equal(await game.enter(first, home), 'done')

  t.test('and they cannot use up the requests of where the address signed in before', async t => {
    t.equal(await game.ask('anna@example.com', networkAt(51)), 'tooMany')
    t.equal(await game.ask('anna@example.com', home), 'done')
    t.equal(await game.enter(await game.codeOf('anna@example.com', home), home, 'anna@example.com'), 'done')
  })
})

t.test('while many wrong codes are tried, each network still has one comparison an hour, and the link', async t => {
  const game = await openGame(t)
  await sql`
    insert into guess_budgets (network, full_at, ends_at) values ('everywhere', now() + interval '1 day', 'infinity')`.execute(
    game.db,
  )
  t.equal(await game.ask('anna@example.com', home), 'done')
  const code = await game.codeOf('anna@example.com', home)
  t.equal(await game.enter(never, home), 'badCode')
  t.equal(await game.enter(code, home), 'guessesSlowed', 'a second one is not compared')
  t.equal(await game.countComparisons(), 1)
  await game.pass(3600)
  t.equal(await game.ask('anna@example.com', home), 'done')
  t.equal(await game.enter(await game.codeOf('anna@example.com', home), home), 'done')

  t.test('where the address signed in before, nothing is slowed', async t => {
    t.equal(await game.ask('anna@example.com', home), 'done')
    for (let i = 0; i < 3; i++) t.equal(await game.enter(never, home), 'badCode')
    t.equal(await game.enter(await game.codeOf('anna@example.com', home), home), 'done')
  })
})

t.test('50 guesses at once from one network: no more are compared than its budget has', async t => {
  const game = await openGame(t)
  for (let i = 0; i < 10; i++) await game.ask(`victim${i}@example.com`, home)
  await sql`
    update guess_budgets set full_at = now() + make_interval(secs => ${(perNetwork.burst - 33) * perNetwork.secondsEach})
    where network = ${home}`.execute(game.db)
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => game.enter(never, home)))
  const compared = await game.countComparisons()
  t.ok(compared >= 33 && compared <= 34, `${compared} comparisons`)
  t.equal(outcomes.filter(outcome => outcome === 'badCode').length, 3)
})

t.test('200 people of one office sign in within an hour, one in ten mistypes once: nobody is turned away', async t => {
  const game = await openGame(t)
  const dice = new Dice(7)
  const people = Array.from({ length: 200 }, (_, i) => {
    const asksAt = dice.next() * 3600
    return { email: `p${i}@example.com`, asksAt, entersAt: asksAt + 15 + dice.next() * 105, mistypes: i % 10 === 0 }
  })
  const steps = people
    .flatMap(person => [
      { at: person.asksAt, person, what: 'asks' },
      ...(person.mistypes ? [{ at: person.entersAt, person, what: 'mistypes' }] : []),
      { at: person.entersAt + (person.mistypes ? 10 : 0), person, what: 'enters' },
    ])
    .sort((a, b) => a.at - b.at)
  let now = 0
  const outcomes: string[] = []
  for (const { at, person, what } of steps) {
    await game.pass(at - now)
    now = at
    if (what === 'asks') outcomes.push(`asks: ${await game.ask(person.email, home)}`)
    if (what === 'mistypes') outcomes.push(`mistypes: ${await game.enter(never, home)}`)
    if (what === 'enters') outcomes.push(`enters: ${await game.enter(await game.codeOf(person.email, home), home)}`)
  }
  const count = (wanted: string) => outcomes.filter(outcome => outcome === wanted).length
  t.strictSame([count('asks: done'), count('mistypes: badCode'), count('enters: done')], [200, 20, 200])
})

t.test('"This was not me" stops codes that strangers ask for, for a day', async t => {
  const game = await openGame(t)
  const email = 'anna@example.com'
  t.equal(await game.ask(email, home), 'done')
  t.equal(await game.enter(await game.codeOf(email, home), home), 'done')
  t.equal(await game.ask(email, networkAt(1)), 'done')
  const strange = await game.codeOf(email, networkAt(1))
  const { link_id } = await game.db
    .selectFrom('sign_in_codes')
    .select('link_id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  t.equal(await stopCodes(game.db, link_id), email)
  t.equal(await game.enter(strange, networkAt(1)), 'badCode', 'the code they asked for has ended')
  t.equal(await game.ask(email, networkAt(2)), 'done', 'strangers are not told')
  t.equal(await game.countLetters(email), 2, 'and no email is sent')
  t.equal(await game.ask(email, home), 'done')
  t.equal(await game.countLetters(email), 3, 'where the address signed in before it is')
  await game.pass(24 * 3600)
  t.equal(await game.ask(email, networkAt(2)), 'done')
  t.equal(await game.countLetters(email), 4)
  t.equal(await stopCodes(game.db, link_id), undefined, 'the link has ended')
  t.equal(await stopCodes(game.db, crypto.randomUUID()), undefined)
})
