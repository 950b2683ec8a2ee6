import t from 'tap'
import { deletePerson } from '../../src/accounts/delete-person.ts'
import { readPreferences, savePreferences } from '../../src/accounts/preferences.ts'
import { call } from '../support/calls.ts'
import { addressKey, openHouse } from '../support/house.ts'

t.test('/preferences', async t => {
  const house = await openHouse(t)
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]
  const every = { shared: true, answered: true, ended: true, endsSoon: true }
  const kept = (askFirst: boolean, emails = every) => ({ status: 200, result: 'success', data: { askFirst, emails } })
  const read = () => call(house, anna, 'GET', '/preferences')
  const save = (body: object) => call(house, anna, 'PUT', '/preferences', body)

  await t.test('200 as they were saved; nobody else’s', async t => {
    t.strictSame(await read(), kept(false))
    for (const askFirst of [true, true, false, true]) {
      t.strictSame(await save({ askFirst }), kept(askFirst))
      t.strictSame(await read(), kept(askFirst))
    }
    t.strictSame(await call(house, bert, 'GET', '/preferences'), kept(false))
  })

  await t.test('400 what is none', async t => {
    t.match(await save({}), { status: 400, code: 'ER_MISSING_ARGUMENT' })
    for (const askFirst of [null, 'yes', 1]) {
      t.match(await save({ askFirst }), { status: 400, code: 'ER_INVALID_FORMAT' })
    }
    t.strictSame(await read(), kept(true))
  })

  await t.test('200 which emails; what is left out stays as it is', async t => {
    t.strictSame(await save({ askFirst: true, emails: { shared: false } }), kept(true, { ...every, shared: false }))
    t.strictSame(
      await save({ askFirst: true, emails: { ended: false } }),
      kept(true, { ...every, shared: false, ended: false }),
    )
    t.strictSame(await save({ askFirst: true, emails: {} }), kept(true, { ...every, shared: false, ended: false }))
    t.strictSame(await save({ askFirst: true, emails: every }), kept(true))
    for (const emails of [null, [], 'no', { shared: 'no' }, { shared: null }]) {
      t.match(await save({ askFirst: true, emails }), { status: 400, code: 'ER_INVALID_FORMAT' })
    }
    t.match(await save({ askFirst: true, emails: { code: false } }), { status: 200 }, 'there is no such kind')
    t.strictSame(await read(), kept(true))
  })

  await t.test('401 without a token, or when the account is deleted in this very moment', async t => {
    t.equal((await house.inject({ url: '/preferences' })).statusCode, 401)
    t.equal((await house.inject({ method: 'PUT', url: '/preferences', payload: { askFirst: true } })).statusCode, 401)
    await deletePerson(house.db, addressKey, anna.id)
    await t.rejects(readPreferences(house.db, anna), { name: 'badToken' })
    await t.rejects(savePreferences(house.db, anna, { askFirst: true }), { name: 'badToken' })
  })
})
