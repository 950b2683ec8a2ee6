/** Attacks that would keep people from signing in, sent as requests from many networks. */
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { deriveKeys, unseal } from '../../src/keys.ts'
import { openHouse } from '../support/house.ts'
import { tries } from '../support/runs.ts'

const home = '192.0.2.7'
const elsewhere = (i: number) => `10.${i >> 8}.${i & 255}.1`

async function openDoor(t: Test) {
  const { inject, db, secret } = await openHouse(t)
  const ask = async (email: string, remoteAddress: string) =>
    (await inject({ method: 'POST', url: '/register', payload: { email }, remoteAddress })).statusCode
  const enter = async (token: string, remoteAddress: string, email?: string) =>
    (await inject({ url: '/verify', query: { token, ...(email && { email }) }, remoteAddress })).statusCode
  /** Returns the newest code that was sent to somebody. */
  async function codeOf(email: string) {
    const { rows } = await sql<{ code: string }>`
      select content ->> 'code' as code from letters where kind = 'code' and recipient = ${email} order by id desc limit 1
    `.execute(db)
    return unseal(deriveKeys(secret).codes.sealing, rows[0]?.code ?? '')
  }
  return { ask, enter, codeOf }
}

t.test('victim lock: strangers try wrong codes with an address from 40 networks; its owner signs in', async t => {
  const { ask, enter, codeOf } = await openDoor(t)
  t.equal(await ask('anna@example.com', home), 200)
  const code = await codeOf('anna@example.com')
  const answers = new Set<number>()
  for (let i = 0; i < 40; i++) answers.add(await enter('WR0N', elsewhere(i), 'anna@example.com'))
  t.ok(answers.has(429), 'the strangers are held up')
  t.notOk(answers.has(200))
  t.equal(await enter(code, home), 200)
})

t.test('code lock: strangers ask for codes of the same address and burn them; its owner signs in', async t => {
  const { ask, enter, codeOf } = await openDoor(t)
  t.equal(await ask('anna@example.com', home), 200)
  const code = await codeOf('anna@example.com')
  for (let i = 0; i < 20; i++) {
    await ask('anna@example.com', elsewhere(i))
    for (let tries = 0; tries < 6; tries++) await enter('WR0N', elsewhere(i))
  }
  t.equal(await enter(code, home, 'anna@example.com'), 200)
})

/** As many wrong codes of one network as once locked everybody out for an hour. */
const guesses = tries({ short: 360, long: 1_100 })

t.test('global lock: one network guesses on and on; somebody elsewhere signs in', async t => {
  const { ask, enter, codeOf } = await openDoor(t)
  const answers = new Set<number>()
  for (let n = 0; n < guesses; n++) {
    if (n % 6 === 0) await ask(`victim${n}@example.com`, elsewhere(1))
    answers.add(await enter('WR0N', elsewhere(1)))
  }
  t.ok(answers.has(429), 'the attacker is held up')
  t.equal(await ask('anna@example.com', home), 200)
  t.equal(await enter(await codeOf('anna@example.com'), home), 200)
})

t.test('request lock: strangers use up the emails of an address; where it signed in, it still gets codes', async t => {
  const { ask, enter, codeOf } = await openDoor(t)
  await ask('anna@example.com', home)
  t.equal(await enter(await codeOf('anna@example.com'), home), 200)
  const answers: number[] = []
  for (let i = 0; i < 30; i++) answers.push(await ask('anna@example.com', elsewhere(i)))
  t.equal(answers.filter(status => status === 200).length, 14, 'with the first of them 15 emails a day')
  t.equal(await ask('anna@example.com', home), 200)
  t.equal(await enter(await codeOf('anna@example.com'), home), 200)
})

t.test('swarm: 1,000 networks ask for codes and guess; few guesses are compared, and others sign in', async t => {
  const { ask, enter, codeOf } = await openDoor(t)
  const networks = Array.from({ length: 1_000 }, (_, i) => i)
  for (const i of networks) await ask(`victim${i}@example.com`, elsewhere(i))
  const compared: number[] = []
  // Each network has one live code, so each guess that is not held up is one comparison.
  for (let round = 0; round < 2; round++) {
    for (const i of networks) if ((await enter('WR0N', elsewhere(i))) === 403) compared.push(i)
  }
  // One for each network, and what the budget of all has: 240, and as many more in an hour.
  t.ok(compared.length > 1_000 && compared.length <= 1_000 + 480, `${compared.length} of 2,000`)
  t.equal(await ask('anna@example.com', home), 200)
  t.equal(await enter(await codeOf('anna@example.com'), home), 200)
})
