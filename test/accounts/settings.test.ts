import t from 'tap'
import { identify } from '../../src/auth/identify.ts'
import { chosenLanguage, languageSetting } from '../../src/people/language.ts'
import { type House, openHouse, type Person } from '../support/house.ts'

const save = ({ post }: House, who: Person, name: unknown, value: unknown, more: object = {}) =>
  post('/settings', { name, value, ...more }, who.token)

async function list({ inject }: House, { token: authorization }: { token: string }) {
  const answer = await inject({ url: '/settings', headers: { authorization } })
  return { status: answer.statusCode, ...answer.json() }
}

const done = (action: string) => ({ status: 200, result: 'success', data: { action } })
const now = () => Math.floor(Date.now() / 1000)

t.test('/settings', async t => {
  const house = await openHouse(t)
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]

  t.test('200 added, then updated; with the time of the app, or now; each person for themselves', async t => {
    t.strictSame(await list(house, anna), { status: 200, result: 'success', data: { settings: {} } })
    t.strictSame(await save(house, anna, 'UNIT', 'C', { timestamp: 100 }), done('added'))
    t.strictSame(await save(house, anna, 'UNIT', 7.5, { timestamp: 200.9 }), done('updated'))
    t.strictSame(await save(house, anna, 'unit', true), done('added'), 'names are told apart by case')
    t.strictSame(await save(house, bert, 'UNIT', 'K', { timestamp: 1 }), done('added'))
    const { settings } = (await list(house, anna)).data
    t.match(settings, { UNIT: '7.5', UNIT_lastUpdated: 200, unit: 'true' })
    t.ok(Math.abs(settings.unit_lastUpdated - now()) < 60)
    t.equal(Object.keys(settings).length, 4)
  })
  t.test('409 something newer is stored; as old, or without a time: 200', async t => {
    await save(house, anna, 'old', 'stored', { timestamp: 1000 })
    t.match(await save(house, anna, 'old', 'x', { timestamp: 999 }), {
      status: 409,
      result: 'error',
      code: 'ER_CONFLICT',
      sub_code: 'ER_OLD_ENTRY',
    })
    t.match((await list(house, anna)).data.settings, { old: 'stored', old_lastUpdated: 1000 })
    t.strictSame(await save(house, anna, 'old', 'same', { timestamp: 1000 }), done('updated'))
    t.strictSame(await save(house, anna, 'old', 'ahead', { timestamp: now() + 86_400 }), done('updated'))
    t.strictSame(await save(house, anna, 'old', 'now'), done('updated'))
    t.match((await list(house, anna)).data.settings, { old: 'now' })
  })
  t.test('200 any text and any name', async t => {
    const value = `"\\'; drop table people; -- {}[]\n\u00e9\u{1f600}`
    for (const name of ['text', '__proto__', 'constructor', 'toString']) {
      t.strictSame(await save(house, anna, name, value), done('added'))
      const { settings } = (await list(house, anna)).data
      t.equal(Object.getOwnPropertyDescriptor(settings, name)?.value, value, name)
    }
    const answer = await house.inject({
      method: 'POST',
      url: '/settings',
      headers: { authorization: anna.token, 'content-type': 'application/json' },
      payload: '{"name":"text","value":"a\\ud800"}',
    })
    t.strictSame(answer.json().data, { action: 'updated' })
    t.match((await list(house, anna)).data.settings, { text: 'a\ufffd' })
  })
  t.test('400, 401', async t => {
    t.match(await save(house, anna, 'a b', 'x'), { status: 400, code: 'ER_INVALID_FORMAT' })
    t.match(await save(house, anna, 'UNIT_lastUpdated', 'x'), {
      status: 400,
      code: 'ER_INVALID_FORMAT',
      error: 'The name of a setting cannot end in "_lastUpdated".',
    })
    t.match(await save(house, anna, 'a', 'a\u0000'), { status: 400 })
    t.match(await save(house, anna, 'a', { x: 1 }), { status: 400 })
    t.match(await save(house, anna, 'a', 'x', { timestamp: 'now' }), { status: 400 })
    t.match(await house.post('/settings', { name: 'a' }, anna.token), { status: 400, code: 'ER_MISSING_ARGUMENT' })
    t.match(await house.post('/settings', { name: 'a', value: 'b' }), { status: 401 })
    t.match(await list(house, { token: 'x' }), { status: 401 })
  })
  t.test('403 more than 500, also when many come at once; what is there can still be changed', async t => {
    const carl = await house.person('carl')
    await house.db
      .insertInto('person_settings')
      .values(Array.from({ length: 490 }, (_, i) => ({ person_id: carl.id, name: `name${i}`, value: '' })))
      .execute()
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => save(house, carl, `more${i}`, 'x')))
    t.equal(answers.filter(({ status }) => status === 200).length, 10)
    t.match(
      answers.find(({ status }) => status !== 200),
      { status: 403, code: 'ER_FORBIDDEN' },
    )
    t.equal(Object.keys((await list(house, carl)).data.settings).length, 1000)
    t.strictSame(await save(house, carl, 'name0', 'new'), done('updated'))
  })
})

t.test('the language that a person or an app has chosen is read with the caller', async t => {
  const house = await openHouse(t)
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]
  const language = async ({ email }: Person) =>
    chosenLanguage((await identify(house.db, { email, iat: now() }))?.display)
  t.equal(await language(anna), undefined)
  t.strictSame(await save(house, anna, languageSetting, 'sv'), done('added'))
  t.equal(await language(anna), 'sv')
  t.equal(await language(bert), undefined)
  await save(house, anna, languageSetting, 'fi-FI')
  t.equal(await language(anna), 'fi')
  for (const none of ['', 'fr', '<b>', 'x'.repeat(5_000)]) {
    await save(house, anna, languageSetting, none)
    t.equal(await language(anna), undefined, none.slice(0, 10))
  }
})
