import { createHash } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import { sql } from 'kysely'
import t from 'tap'
import { deletePerson } from '../../src/accounts/delete-person.ts'
import { openDatabase } from '../../src/db/open.ts'
import { deriveKeys } from '../../src/keys.ts'
import { hashPlanCode, isPlanCode, makePlanCode } from '../../src/plans/plan-code.ts'
import { registerPlanCode } from '../../src/plans/register-plan-code.ts'
import { setPlan } from '../../src/plans/set-plan.ts'
import { usePlanCode } from '../../src/plans/use-plan-code.ts'
import { contract } from '../../src/rest/contract/document.ts'
import { buildTestApp } from '../support/app.ts'
import { addressKey, checkBooks, type House, openAgain, openHouse, type Person, sign } from '../support/house.ts'
import { type Key, signed } from '../support/signer.ts'

const internalSecret = 'the-secret-of-the-operator-alone'
const asOperator = { 'x-internal-secret': internalSecret }
const day = 86_400
const keyOf = ({ secret }: { secret: string }) => deriveKeys(secret).planCodes

const plansOf = async (house: House, { token: authorization }: { token: string }) =>
  (await house.inject({ url: '/subscription', headers: { authorization } })).json().data.subscriptions

const handIn = (house: House, who: Person, code: string) => house.post('/subscription', { code }, who.token)

/** Calls as the operator. */
async function internal(house: House, path: string, payload: object, headers: InjectOptions['headers'] = asOperator) {
  const answer = await house.inject({ method: 'POST', url: `/internal/${path}`, headers: headers ?? {}, payload })
  return { status: answer.statusCode, ...answer.json() }
}

/** Lets so many days go by for somebody's plan. */
const passDays = (house: House, { id }: Person, days: number) =>
  sql`
    update people set
      plan_started_at = plan_started_at - make_interval(days => ${days}),
      plan_changed_at = plan_changed_at - make_interval(days => ${days}),
      plan_ends_at = plan_ends_at - make_interval(days => ${days})
    where id = ${id}`.execute(house.db)

const now = () => Math.floor(Date.now() / 1000)

t.test('GET /subscription', async t => {
  const house = await openHouse(t)

  t.test('200 Basic by default: every field that the apps read, none null', async t => {
    const anna = await house.person('anna')
    const [basic, ...others] = await plansOf(house, anna)
    const { created_at } = await house.db
      .selectFrom('people')
      .select('created_at')
      .where('id', '=', anna.id)
      .executeTakeFirstOrThrow()
    const since = Math.floor(created_at.getTime() / 1000)
    t.strictSame(basic, {
      subscriptionName: 'Basic',
      isActive: true,
      maxClaims: 25,
      maxShares: 40,
      maxSharesPerSensor: 10,
      maxHistoryDays: 90,
      maxResolutionMinutes: 15,
      emailAlertAllowed: false,
      pushAlertAllowed: false,
      telegramAlertAllowed: false,
      delayedAlertAllowed: false,
      offlineAlertAllowed: false,
      pdfExportAllowed: true,
      startTime: since,
      endTime: 0,
      endAt: '2038-01-19T03:14:07.000Z',
      lastUpdated: since,
    })
    t.strictSame(others, [])
  })

  for (const [plan, maxClaims, maxShares, maxHistoryDays] of [
    ['Pro', 25, 40, 731],
    ['Business', 50, 80, 1096],
  ] as const) {
    t.test(`200 ${plan}: its own limits`, async t => {
      const [first] = await plansOf(house, await house.person(plan.toLowerCase(), { plan }))
      t.match(first, { subscriptionName: plan, isActive: true, maxClaims, maxShares, maxHistoryDays })
      t.match(first, { maxSharesPerSensor: 10, maxResolutionMinutes: 1 })
    })
  }

  t.test('200 a plan that will end, and then one that has: Basic first', async t => {
    const bert = await house.person('bert')
    const { endsAt } = await setPlan(house.db, { email: bert.email, plan: 'Pro', days: 30 })
    const before = await plansOf(house, bert)
    t.equal(before.length, 1)
    t.match(before[0], { subscriptionName: 'Pro', isActive: true, endAt: endsAt?.toISOString() })
    t.equal(before[0].endTime - before[0].startTime, 30 * day)
    t.ok(Math.abs(before[0].startTime - now()) < 60)
    t.equal(before[0].lastUpdated, before[0].startTime)

    await passDays(house, bert, 30)
    const ended = before[0].startTime
    t.match(await plansOf(house, bert), [
      { subscriptionName: 'Basic', isActive: true, startTime: ended, endTime: 0, lastUpdated: ended },
      { subscriptionName: 'Pro', isActive: false, endTime: ended, lastUpdated: ended },
    ])
    t.match(await plansOf(house, bert), { length: 2 })
  })
})

t.test('POST /subscription', async t => {
  const house = await openHouse(t)
  const { db } = house
  const register = (plan: string, days?: number) => registerPlanCode(db, keyOf(house), { plan, days })

  t.test('200 the plan of a code, and the same answer as GET; 409 once it is used, whoever tries', async t => {
    const [anna, bert] = [await house.person('anna'), await house.person('bert')]
    const code = await register('Pro', 30)
    const answer = await handIn(house, anna, code)
    t.match(answer, { status: 200, result: 'success', data: { subscriptions: [{ subscriptionName: 'Pro' }] } })
    t.strictSame((answer.data as { subscriptions: unknown }).subscriptions, await plansOf(house, anna))
    for (const who of [anna, bert]) {
      t.match(await handIn(house, who, code), {
        status: 409,
        result: 'error',
        code: 'ER_SUBSCRIPTION_CODE_USED',
        sub_code: 'ER_CONFLICT',
      })
    }
    t.match(await plansOf(house, bert), [{ subscriptionName: 'Basic' }])
    const row = await db.selectFrom('plan_codes').selectAll().executeTakeFirstOrThrow()
    t.match(row, { plan: 'Pro', days: 30, used_by: anna.id, used_at: Date }, 'who used it and when is remembered')
  })

  t.test('200 however it is typed', async t => {
    for (const [index, type] of [
      (code: string) => code.toLowerCase(),
      (code: string) => code.replaceAll('-', ''),
      (code: string) => ` ${code.replaceAll('-', ' ')}\n`,
    ].entries()) {
      const person = await house.person(`typist${index}`)
      t.match(await handIn(house, person, type(await register('Pro'))), { status: 200 })
    }
  })

  t.test('200 a long code that was made when codes were long', async t => {
    const cleo = await house.person('cleo')
    const hash = createHash('sha256').update('ABCDEFGHJKMNPQRSTUVW').digest()
    await db.insertInto('plan_codes').values({ hash, plan: 'Business' }).execute()
    t.match(await handIn(house, cleo, 'abcd-efgh-JKMN-PQRS-TUVW'), { status: 200 })
    t.match(await plansOf(house, cleo), [{ subscriptionName: 'Business' }])
  })

  t.test('200 more time of the same plan is added to its end', async t => {
    const cora = await house.person('cora')
    await handIn(house, cora, await register('Pro', 30))
    await passDays(house, cora, 10)
    const [before] = await plansOf(house, cora)
    await handIn(house, cora, await register('Pro', 365))
    const [after] = await plansOf(house, cora)
    t.equal(after.endTime, before.endTime + 365 * day)
    t.equal(after.startTime, before.startTime)
    t.ok(after.lastUpdated >= before.lastUpdated + 10 * day)

    await handIn(house, cora, await register('Pro'))
    t.match(await plansOf(house, cora), [{ endTime: 0 }], 'without an end')
    await handIn(house, cora, await register('Pro', 30))
    t.match(await plansOf(house, cora), [{ endTime: 0 }], 'what has no end gets none')
  })

  t.test('200 the same plan after it has ended begins anew', async t => {
    const dora = await house.person('dora')
    await handIn(house, dora, await register('Pro', 30))
    await passDays(house, dora, 100)
    await handIn(house, dora, await register('Pro', 30))
    const [pro, ...others] = await plansOf(house, dora)
    t.match(pro, { subscriptionName: 'Pro', isActive: true })
    t.ok(Math.abs(pro.startTime - now()) < 60)
    t.equal(pro.endTime - pro.startTime, 30 * day)
    t.strictSame(others, [])
  })

  t.test('200 another plan takes the place of the one before, at once', async t => {
    const emil = await house.person('emil')
    await handIn(house, emil, await register('Pro', 30))
    await passDays(house, emil, 10)
    await handIn(house, emil, await register('Business', 5))
    const [business, ...others] = await plansOf(house, emil)
    t.match(business, { subscriptionName: 'Business', isActive: true, maxClaims: 50 })
    t.equal(business.endTime - business.startTime, 5 * day)
    t.strictSame(others, [])
  })

  t.test('404 no such code', async t => {
    const frida = await house.person('frida')
    for (const code of [makePlanCode(), 'x', ' ', '-', '\u0000', '💚', 'x'.repeat(200)]) {
      t.match(await handIn(house, frida, code), {
        status: 404,
        result: 'error',
        code: 'ER_SUBSCRIPTION_NOT_FOUND',
        sub_code: 'ER_NOT_FOUND',
      })
    }
    t.match(await plansOf(house, frida), [{ subscriptionName: 'Basic' }])
  })
})

t.test('50 times one code at once: one 200, 49 × 409, one plan', async t => {
  const house = await openHouse(t)
  const apps = [house.app]
  if (house.url) apps.push(await buildTestApp({ db: await openAgain(t, house.url), secret: house.secret }))
  const people = await Promise.all(Array.from({ length: 5 }, (_, index) => house.person(`guest${index}`)))
  const code = await registerPlanCode(house.db, keyOf(house), { plan: 'Pro', days: 30 })
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const { token } = people[index % 5] as Person
      const answer = await (apps[index % apps.length] as House['app']).inject({
        method: 'POST',
        url: '/subscription',
        headers: { authorization: token },
        payload: { code },
      })
      return answer.statusCode
    }),
  )
  t.strictSame(answers.sort(), [200, ...Array(49).fill(409)])
  const holders = await house.db.selectFrom('people').selectAll().where('plan', '=', 'Pro').execute()
  const [used] = await house.db.selectFrom('plan_codes').select('used_by').execute()
  t.match(holders, [{ id: used?.used_by }])
  t.equal(holders.length, 1)
  const time = Number(holders[0]?.plan_ends_at) - Number(holders[0]?.plan_started_at)
  t.equal(time, 30 * day * 1000, 'its time is given once')
})

t.test('20 codes of one plan at once: the time of each counts', async t => {
  const house = await openHouse(t)
  const anna = await house.person('anna')
  const codes = await Promise.all(
    Array.from({ length: 20 }, () => registerPlanCode(house.db, keyOf(house), { plan: 'Pro', days: 10 })),
  )
  const answers = await Promise.all(codes.map(code => handIn(house, anna, code)))
  t.strictSame(new Set(answers.map(({ status }) => status)), new Set([200]))
  const [pro] = await plansOf(house, anna)
  t.equal(pro.endTime - pro.startTime, 200 * day)
})

t.test('wrong codes for plans are limited', async t => {
  const ofPerson = ({ id }: Person) => `wrong plan codes of person ${id}`

  async function triesOf({ db }: House) {
    const rows = await db.selectFrom('throttles').select(['key', 'tries']).execute()
    return Object.fromEntries(rows.map(({ key, tries }) => [key, tries]))
  }

  const attempt = async (house: House, who: Person, code: string, remoteAddress: string) => {
    const answer = await house.inject({
      method: 'POST',
      url: '/subscription',
      headers: { authorization: who.token },
      payload: { code },
      remoteAddress,
    })
    return { status: answer.statusCode, wait: Number(answer.headers['retry-after']), ...answer.json() }
  }

  t.test('right and used codes do not count', async t => {
    const house = await openHouse(t)
    const anna = await house.person('anna')
    const from = '192.0.2.7'
    const used = await registerPlanCode(house.db, keyOf(house), { plan: 'Pro', days: 10 })
    t.match(await attempt(house, anna, used, from), { status: 200 })
    for (let i = 0; i < 5; i++) t.match(await attempt(house, anna, used, from), { status: 409 })
    t.match(await triesOf(house), { [ofPerson(anna)]: 0 })
    for (let i = 0; i < 4; i++) t.match(await attempt(house, anna, makePlanCode(), from), { status: 404 })
    const counted = await triesOf(house)
    t.strictSame(counted, {
      [ofPerson(anna)]: 4,
      'wrong plan codes from 192.0.2.0/24': 1,
      'wrong plan codes from everywhere': 1,
    })
    t.match(await attempt(house, anna, used, from), { status: 409 })
    t.strictSame(await triesOf(house), counted, 'nor do they take anything back')
  })

  t.test('429 the 11th of a person in a day, wherever they are', async t => {
    const house = await openHouse(t)
    const [anna, bert] = [await house.person('anna'), await house.person('bert')]
    for (let i = 0; i < 10; i++) t.match(await attempt(house, anna, makePlanCode(), `10.0.${i}.1`), { status: 404 })
    const code = await registerPlanCode(house.db, keyOf(house), { plan: 'Pro', days: 10 })
    const refused = await attempt(house, anna, code, '10.1.0.1')
    t.match(refused, { status: 429, result: 'error', code: 'ER_THROTTLED' }, 'even a right code tells nothing now')
    t.ok(refused.wait > day - 100 && refused.wait <= day)
    t.match(await attempt(house, bert, code, '10.1.0.1'), { status: 200 }, 'others are not held up')
  })
})

t.test('what a plan allows', async t => {
  async function ownerOf5(t: Parameters<typeof openHouse>[0]) {
    const house = await openHouse(t)
    await house.db.updateTable('plans').set({ max_shares: 3 }).where('name', '=', 'Basic').execute()
    const owner = await house.person('owner', { plan: 'Business' })
    const sensor = await house.sensor(owner)
    for (let i = 0; i < 5; i++) t.match(await house.share(owner, sensor, `guest${i}@example.com`), { status: 200 })
    return { ...house, house, owner, sensor }
  }
  const full = { status: 403, code: 'ER_SHARE_COUNT_REACHED' }

  t.test('a plan that shrinks keeps what is there and stops new shares until there is room', async t => {
    const { house, db, share, unshare, owner, sensor } = await ownerOf5(t)
    await setPlan(db, { email: owner.email, plan: 'Basic' })
    t.equal((await db.selectFrom('shares').selectAll().execute()).length, 5)
    t.match(await share(owner, sensor, 'one-more@example.com'), full)
    t.match(await share(owner, sensor, 'guest0@example.com'), { status: 409 }, 'what is there is known')
    for (let i = 0; i < 2; i++) {
      t.match(await unshare(owner, sensor, `guest${i}@example.com`), { status: 200 })
      t.match(await share(owner, sensor, 'one-more@example.com'), full)
    }
    t.match(await unshare(owner, sensor, 'guest2@example.com'), { status: 200 })
    t.match(await share(owner, sensor, 'one-more@example.com'), { status: 200 })
    await checkBooks(t, house.db)
  })

  t.test('a plan that ends: Basic counts from that second on, and nothing has to run for it', async t => {
    const { house, db, share, owner, sensor } = await ownerOf5(t)
    await setPlan(db, { email: owner.email, plan: 'Business', days: 1 })
    t.match(await share(owner, sensor, 'before@example.com'), { status: 200 })
    await passDays(house, owner, 1)
    t.match(await share(owner, sensor, 'after@example.com'), full)
    t.equal((await db.selectFrom('shares').selectAll().execute()).length, 6)
    t.match(await plansOf(house, owner), [{ subscriptionName: 'Basic', maxShares: 3 }, { isActive: false }])
    await checkBooks(t, db)
  })

  t.test('guests per sensor shrink too', async t => {
    const { db, share, owner, sensor } = await ownerOf5(t)
    await db
      .updateTable('plans')
      .set({ max_shares: 40, max_shares_per_sensor: 5 })
      .where('name', '=', 'Basic')
      .execute()
    await setPlan(db, { email: owner.email, plan: 'Basic' })
    t.match(await share(owner, sensor, 'x@example.com'), { status: 403, code: 'ER_SENSOR_SHARE_COUNT_REACHED' })
  })
})

t.test('POST /internal/plan-codes', async t => {
  const house = await openHouse(t, { internalSecret })
  const anna = await house.person('anna')

  t.test('200 a code is made; it stands in the database only as a hash', async t => {
    const { status, data } = await internal(house, 'plan-codes', { plan: 'Pro', days: 30 })
    t.equal(status, 200)
    t.match(data.code, /^[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}$/)
    const { rows } = await sql<{ row: string }>`select to_jsonb(plan_codes)::text as row from plan_codes`.execute(
      house.db,
    )
    t.match(rows[0]?.row, hashPlanCode(keyOf(house), data.code).hashes[0])
    t.notMatch(rows[0]?.row, data.code.slice(0, 4))
    t.notMatch(rows[0]?.row, createHash('sha256').update(data.code.replace('-', '')).digest('hex'), 'not without a key')
    t.match(await handIn(house, anna, data.code), { status: 200 })
  })

  t.test("200 a code of the operator's own; 409 when it is registered already, however it is written", async t => {
    const code = 'Summer-2027-Sauna-Club-7Q'
    t.match(await internal(house, 'plan-codes', { plan: 'Business', code }), { status: 200, data: { code } })
    for (const again of [code, code.toUpperCase(), code.replaceAll('-', '')]) {
      t.match(await internal(house, 'plan-codes', { plan: 'Pro', code: again }), {
        status: 409,
        result: 'error',
        code: 'ER_SUBSCRIPTION_CODE_EXISTS',
        sub_code: 'ER_CONFLICT',
      })
    }
    t.match(await handIn(house, anna, code), {
      status: 200,
      data: { subscriptions: [{ subscriptionName: 'Business' }] },
    })
    t.match(await internal(house, 'plan-codes', { plan: 'Pro', code }), { status: 409 }, 'a used one stays known')
  })

  t.test('20 times one code at once: one 200, 19 × 409', async t => {
    const code = 'Summer-2027-Sauna-Club-9Q'
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => internal(house, 'plan-codes', { plan: 'Pro', code })),
    )
    t.strictSame(answers.map(({ status }) => status).sort(), [200, ...Array(19).fill(409)])
  })

  t.test('400 what the contract does not allow', async t => {
    for (const [body, code] of [
      [{}, 'ER_MISSING_ARGUMENT'],
      [{ plan: '' }, 'ER_INVALID_FORMAT'],
      [{ plan: 'Pro\u0000' }, 'ER_INVALID_FORMAT'],
      [{ plan: 5 }, 'ER_INVALID_FORMAT'],
      ...[0, -1, 3651, 1.5, '30', null].map(days => [{ plan: 'Pro', days }, 'ER_INVALID_FORMAT'] as const),
      ...['short', 'x'.repeat(15), '----------------', 'ü'.repeat(16), `${'x'.repeat(16)} y`, 'x'.repeat(101)].map(
        code => [{ plan: 'Pro', code }, 'ER_INVALID_FORMAT'] as const,
      ),
    ] as const) {
      t.match(await internal(house, 'plan-codes', body), { status: 400, result: 'error', code }, JSON.stringify(body))
    }
  })

  t.test('404 no such plan; told which ones there are', async t => {
    for (const plan of ['Gold', 'pro', "Pro'"]) {
      t.match(await internal(house, 'plan-codes', { plan }), {
        status: 404,
        code: 'ER_SUBSCRIPTION_NOT_FOUND',
        sub_code: 'ER_NOT_FOUND',
        error: /Basic, Business, Pro\.$/,
      })
    }
  })
})

t.test('POST /internal/plans', async t => {
  const house = await openHouse(t, { internalSecret })

  t.test('200 the plan of somebody who has joined, with an end and without', async t => {
    const anna = await house.person('anna')
    const { status, data } = await internal(house, 'plans', { email: 'ANNA@example.com', plan: 'Pro', days: 365 })
    t.equal(status, 200)
    t.match(data, { email: anna.email, plan: 'Pro', endAt: /^\d{4}-.*Z$/ })
    t.match(await plansOf(house, anna), [{ subscriptionName: 'Pro', endAt: data.endAt }])
    t.match(await internal(house, 'plans', { email: anna.email, plan: 'Pro' }), { status: 200, data: { endAt: null } })
    t.match(await plansOf(house, anna), [{ subscriptionName: 'Pro', endTime: 0 }])
  })

  t.test('200 before somebody joins: it is there when they do', async t => {
    const email = 'later@example.com'
    t.match(await internal(house, 'plans', { email, plan: 'Business' }), { status: 200 })
    const row = await house.db.selectFrom('people').selectAll().where('email', '=', email).executeTakeFirstOrThrow()
    t.equal(row.joined_at, null, 'nobody has joined by that')
    const owner = await house.person('owner')
    t.match(await house.share(owner, await house.sensor(owner), email), { data: { invited: true } })
    const [plan] = await plansOf(house, { token: sign(house.secret, { email }) })
    t.match(plan, { subscriptionName: 'Business', isActive: true })
  })

  t.test('400 what the contract does not allow', async t => {
    const email = 'anna@example.com'
    for (const [body, code] of [
      [{ plan: 'Pro' }, 'ER_MISSING_ARGUMENT'],
      [{ email }, 'ER_MISSING_ARGUMENT'],
      [{ email: 'anna', plan: 'Pro' }, 'ER_INVALID_EMAIL_ADDRESS'],
      [{ email, plan: '\n' }, 'ER_INVALID_FORMAT'],
      [{ email, plan: 'Pro', days: 0 }, 'ER_INVALID_FORMAT'],
    ] as const) {
      t.match(await internal(house, 'plans', body), { status: 400, result: 'error', code }, JSON.stringify(body))
    }
  })

  t.test('404 no such plan: nobody is made known', async t => {
    t.match(await internal(house, 'plans', { email: 'nobody@example.com', plan: 'Gold' }), {
      status: 404,
      code: 'ER_SUBSCRIPTION_NOT_FOUND',
    })
    t.strictSame(
      await house.db.selectFrom('people').selectAll().where('email', '=', 'nobody@example.com').execute(),
      [],
    )
  })
})

t.test('who may call internally', async t => {
  const paths = ['plan-codes', 'plans']
  const body = { email: 'anna@example.com', plan: 'Pro' }

  t.test('403 a wrong secret or none, before the body is read', async t => {
    const house = await openHouse(t, { internalSecret })
    const anna = await house.person('anna')
    for (const path of paths) {
      for (const headers of [
        {},
        { 'x-internal-secret': '' },
        { 'x-internal-secret': internalSecret.slice(0, -1) },
        { 'x-internal-secret': `${internalSecret}x` },
        { 'x-internal-secret': internalSecret.toUpperCase() },
        { 'x-internal-secret': [internalSecret, internalSecret] },
        { authorization: `Bearer ${internalSecret}` },
        { authorization: anna.token },
      ]) {
        for (const payload of [body, { nonsense: true }]) {
          const answer = await internal(house, path, payload, headers)
          t.match(answer, { status: 403, result: 'error', code: 'ER_FORBIDDEN' }, JSON.stringify(headers))
        }
      }
    }
    t.match(await plansOf(house, anna), [{ subscriptionName: 'Basic' }])
    t.strictSame(await house.db.selectFrom('plan_codes').selectAll().execute(), [])
    t.equal((await house.app.inject('/internal/plans')).statusCode, 405)
  })

  t.test('401 the secret is nobody: it opens nothing else', async t => {
    const { app } = await openHouse(t, { internalSecret })
    const answer = await app.inject({ url: '/subscription', headers: asOperator })
    t.equal(answer.statusCode, 401)
  })

  t.test('404 without a secret in the settings: like any unknown path, by any method', async t => {
    const { app } = await openHouse(t)
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      const unknown = await app.inject({ method, url: '/internal/nothing', headers: asOperator })
      t.equal(unknown.statusCode, 404)
      for (const path of paths) {
        for (const headers of [asOperator, { 'x-internal-secret': '' }, { 'x-internal-secret': 'undefined' }, {}]) {
          const answer = await app.inject({ method, url: `/internal/${path}`, headers })
          t.equal(answer.statusCode, 404)
          t.equal(answer.payload, unknown.payload)
          t.equal(answer.headers.allow, undefined)
        }
      }
    }
  })
})

t.test('every status of the contract', async t => {
  const house = await openHouse(t, { internalSecret })
  const anna = await house.person('anna')
  const code = await registerPlanCode(house.db, keyOf(house), { plan: 'Pro' })
  const away = await openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing' })
  const awayApp = await buildTestApp({ db: away, secret: house.secret, internalSecret })
  t.teardown(() => awayApp.close().then(() => away.destroy()))

  const withToken = { authorization: anna.token }
  const calls = {
    'GET /subscription': { headers: withToken, good: undefined, bad: {} },
    'POST /subscription': {
      headers: withToken,
      good: { code },
      bad: { 404: { code: 'unknown' }, 409: { code } },
    },
    'POST /internal/plan-codes': {
      headers: asOperator,
      good: { plan: 'Pro', code: 'Summer-2027-Sauna-Club-8Q' },
      bad: { 404: { plan: 'Gold' } },
    },
    'POST /internal/plans': {
      headers: asOperator,
      good: { email: anna.email, plan: 'Pro' },
      bad: { 404: { email: anna.email, plan: 'Gold' } },
    },
  }

  for (const [call, { headers, good, bad }] of Object.entries(calls)) {
    t.test(call, async t => {
      const [method, url] = call.split(' ') as ['GET' | 'POST', string]
      const json = { 'content-type': 'application/json' }
      const send = async (more: Partial<InjectOptions> = {}) => {
        const answer = await house.inject({ method, url, headers, ...(good && { payload: good }), ...more })
        return answer.statusCode
      }
      const seen: Record<string, number> = { 200: await send() }
      for (const [status, payload] of Object.entries(bad)) seen[status] = await send({ payload })
      if (good && 'plan' in good && 'code' in good) seen['409'] = await send()
      if (headers === withToken) seen['401'] = await send({ headers: {} })
      else seen['403'] = await send({ headers: {} })
      if (method === 'POST') {
        seen['400'] = await send({ payload: {} })
        seen['413'] = await send({ payload: { ...good, more: 'x'.repeat(300_000) } })
        seen['415'] = await send({ headers: { ...headers, 'content-type': 'application/xml' }, payload: '<a/>' })
      }
      if (call === 'POST /subscription') {
        const key = (await house.post('/access-keys', { name: 'reads', scope: 'read' }, anna.token)) as {
          data?: unknown
        }
        const { statusCode } = await house.inject(signed(key.data as Key, { method, url, body: good }))
        seen['403'] = statusCode
        await sql`
          insert into throttles (key, tries, ends_at)
          values (${`wrong plan codes of person ${anna.id}`}, 100, now() + interval '10 minutes')
          on conflict (key) do update set tries = 100`.execute(house.db)
        seen['429'] = await send({ payload: { code: 'unknown' } })
        await house.db.deleteFrom('throttles').execute()
      }
      const tables = ['plans', 'plan_codes']
      for (const table of tables) await house.db.schema.alterTable(table).renameTo(`lost_${table}`).execute()
      seen['500'] = await send()
      for (const table of tables) await house.db.schema.alterTable(`lost_${table}`).renameTo(table).execute()
      const answer = await awayApp.inject({
        method,
        url,
        headers: { ...json, ...headers },
        ...(good && { payload: good }),
      })
      seen['503'] = answer.statusCode

      for (const [status, found] of Object.entries(seen)) t.equal(found, Number(status), status)
      const operation = contract.paths[url]?.[method.toLowerCase()]
      // The 429 of too many requests a minute is the throttle's, and tested there for every operation.
      const documented = Object.keys(operation?.responses ?? {}).filter(status => status !== '429' || '429' in seen)
      t.strictSame(Object.keys(seen).sort(), documented.sort())
    })
  }
})

t.test('401 to somebody whose account was deleted meanwhile, and the code stays unused', async t => {
  const house = await openHouse(t)
  const { db, person } = house
  const [anna, bert] = [await person('anna'), await person('bert')]
  const code = await registerPlanCode(db, keyOf(house), { plan: 'Pro' })
  await deletePerson(db, addressKey, anna.id)
  await t.rejects(usePlanCode(db, keyOf(house), anna, code, '192.0.2.0/24'), { name: 'badToken' })
  await usePlanCode(db, keyOf(house), bert, code, '192.0.2.0/24')
  t.match(await db.selectFrom('people').select('plan').where('id', '=', bert.id).executeTakeFirst(), { plan: 'Pro' })
})

t.test('codes for plans', async t => {
  const codes = Array.from({ length: 1000 }, makePlanCode)
  t.equal(new Set(codes).size, 1000)
  t.notOk(codes.some(isPlanCode), 'an operator may not choose such a short one')
  const [key] = [deriveKeys('a secret of the service').planCodes]
  const long = 'ABCDEFGHJKMNPQRSTUVW'
  t.strictSame(hashPlanCode(key, ' abcd-efgh-JKMN pqrs-tuvw '), {
    hashes: [createHash('sha256').update(long).digest('hex')],
    isKeyed: false,
  })
  t.strictSame(hashPlanCode(key, ' abcd-2345 '), hashPlanCode(key, 'ABCD2345'))
  t.notSame(hashPlanCode(key, 'ABCD2345'), hashPlanCode(deriveKeys('another secret').planCodes, 'ABCD2345'))
})
