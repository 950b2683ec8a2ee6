/**
 * Attacks on codes for plans, played against the statements; the database's clock is moved on between them. A wrong
 * code that was compared is refused as unknown, so those refusals are what an attacker has tried.
 */
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { deriveKeys } from '../../src/keys.ts'
import { makePlanCode, ownTries, planCodeCount } from '../../src/plans/plan-code.ts'
import { registerPlanCode } from '../../src/plans/register-plan-code.ts'
import { usePlanCode } from '../../src/plans/use-plan-code.ts'
import { Refusal } from '../../src/refusal.ts'
import { openHouse, type Person } from '../support/house.ts'
import { tries } from '../support/runs.ts'

/** Opens a database with what attackers and people do with codes for plans. */
async function openGame(t: Test) {
  const { db, secret, person } = await openHouse(t)
  const key = deriveKeys(secret).planCodes
  let compared = 0
  return {
    person,
    make: () => registerPlanCode(db, key, { plan: 'Pro', days: 30 }),
    async enter(who: Person, code: string, network: string): Promise<string> {
      try {
        await usePlanCode(db, key, who, code, network)
        return 'done'
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        if (error.name === 'noSuchPlanCode') compared++
        return error.name
      }
    },
    countComparisons: () => compared,
    /** Moves the clock on: everything that has a time moves into the past. */
    async pass(hours: number): Promise<void> {
      await sql`update throttles set ends_at = ends_at - make_interval(hours => ${hours}::int)`.execute(db)
    },
  }
}

type Game = Awaited<ReturnType<typeof openGame>>

const accounts = (game: Game, count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => game.person(`attacker${i}`)))

const home = '192.0.2.0/24'
const networkAt = (i: number) => `10.${i >> 8}.${i & 255}.0/24`
/** No code: it has letters that codes don't have. */
const never = '0000-0000'

/** What limits allow beyond the tries that each account has for itself. */
const hourly = { network: 30, everywhere: 300 }
const perAccount = 10

/** Each account tries until it is held up, hour by hour for a day. */
async function attack(game: Game, attackers: Person[], network: (i: number) => string) {
  for (let hour = 0; hour < 24; hour++) {
    for (const [i, attacker] of attackers.entries()) {
      while ((await game.enter(attacker, never, network(i))) === 'noSuchPlanCode') {}
    }
    if (hour < 23) await game.pass(1)
  }
}

const many = tries({ short: 30, long: 600 })

t.test(`a swarm of ${many} accounts in as many networks, for a day`, { timeout: 900_000 }, async t => {
  const game = await openGame(t)
  await attack(game, await accounts(game, many), networkAt)
  const compared = game.countComparisons()
  const most = Math.min(many * perAccount, many * ownTries + 24 * hourly.everywhere)
  t.ok(compared <= most, `${compared} comparisons in a day, at most ${most}`)
  t.ok(compared > many * ownTries, 'the attack was worth its name')
  const ofSwarm = 10_000 * ownTries + 24 * hourly.everywhere
  t.ok(planCodeCount / (1000 * ofSwarm) >= 22_900, '10,000 accounts, 1,000 unused codes: 1 : 22,900 a day')
  t.ok((365 * 1000 * ofSwarm) / planCodeCount < 0.017, 'and 1.6 % in a year')
})

t.test('everybody together, in one hour', async t => {
  const game = await openGame(t)
  const attackers = await accounts(game, 60)
  for (const [i, attacker] of attackers.entries()) {
    while ((await game.enter(attacker, never, networkAt(i))) === 'noSuchPlanCode') {}
  }
  t.equal(game.countComparisons(), 60 * ownTries + hourly.everywhere)
})

t.test('one network with many accounts, for a day', async t => {
  const game = await openGame(t)
  const attackers = await accounts(game, many)
  await attack(game, attackers, () => home)
  const compared = game.countComparisons()
  const most = Math.min(many * perAccount, many * ownTries + 24 * hourly.network)
  t.ok(compared <= most && compared >= many * ownTries, `${compared} comparisons in a day, at most ${most}`)
  const ofNetwork = 7200 * ownTries + 24 * hourly.network
  t.ok(planCodeCount / (1000 * ofNetwork) >= 38_000, '300 new accounts an hour, 1,000 unused codes: 1 : 38,000 a day')
})

t.test('one account: 10 a day, also with 50 at once', async t => {
  const game = await openGame(t)
  const [attacker] = await accounts(game, 1)
  await Promise.all(Array.from({ length: 50 }, (_, i) => game.enter(attacker as Person, never, networkAt(i))))
  t.equal(game.countComparisons(), perAccount)
  t.ok(planCodeCount / (1000 * perAccount) >= 85e6, '1,000 unused codes: 1 : 85 million a day')
})

t.test(
  'nobody is locked out: after two typing errors a right code works, whatever others do here and elsewhere',
  async t => {
    const game = await openGame(t)
    for (const [i, attacker] of (await accounts(game, 60)).entries()) {
      for (let n = 0; n < perAccount; n++) await game.enter(attacker, never, i % 2 ? home : networkAt(i))
    }
    const [anna, bert] = [await game.person('anna'), await game.person('bert')]
    const code = await game.make()
    for (let i = 0; i < ownTries - 1; i++) t.equal(await game.enter(anna, makePlanCode(), home), 'noSuchPlanCode')
    t.equal(await game.enter(anna, code, home), 'done')
    for (let i = 0; i < ownTries; i++) t.equal(await game.enter(bert, makePlanCode(), home), 'noSuchPlanCode')
    t.equal(await game.enter(bert, await game.make(), home), 'tooMany', 'after three they wait, for an hour at most')
    await game.pass(1)
    t.equal(await game.enter(bert, await game.make(), home), 'done')
  },
)

t.test('a used code, sent again and again, refills nothing', async t => {
  const game = await openGame(t)
  const attackers = await accounts(game, 60)
  const used = await game.make()
  t.equal(await game.enter(attackers[0] as Person, used, home), 'done')
  for (const attacker of attackers) {
    for (let n = 0; n < perAccount; n++) {
      await game.enter(attacker, never, home)
      if (n < ownTries - 1) t.equal(await game.enter(attacker, used, home), 'planCodeUsed')
    }
  }
  t.equal(game.countComparisons(), 60 * ownTries + hourly.network)
})
