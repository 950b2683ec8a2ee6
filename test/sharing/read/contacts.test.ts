import { sql } from 'kysely'
import t from 'tap'
import { deletePerson } from '../../../src/accounts/delete-person.ts'
import type { Contact } from '../../../src/sharing/read/contacts.ts'
import { call, setShare } from '../../support/calls.ts'
import { addressKey, type House, openHouse, type Person } from '../../support/house.ts'

async function contacts(house: House, who: Person, query = '') {
  const { status, data } = await call(house, who, 'GET', `/contacts${query}`)
  if (status !== 200) throw new Error(`contacts answered ${status}`)
  return (data as { contacts: Contact[] }).contacts
}

const names = (list: Contact[]) => list.map(({ email, sensors }) => `${email.split('@')[0]} ${sensors}`)

t.test('GET /contacts', async t => {
  const house = await openHouse(t)
  const { db } = house
  const [anna, gus, hugo] = [await house.person('anna'), await house.person('gus'), await house.person('hugo')]
  const [sauna, boat] = [await house.sensor(anna, 'Sauna'), await house.sensor(anna, 'Boat')]

  await t.test('200 nobody yet', async t => t.strictSame(await contacts(house, anna), []))

  await t.test('200 the most recent first, each once, with how many sensors now', async t => {
    await house.share(anna, sauna, gus.email)
    await house.share(anna, sauna, hugo.email)
    await house.share(anna, sauna, 'ida@example.com')
    await house.share(anna, boat, gus.email)
    const list = await contacts(house, anna)
    t.strictSame(names(list), ['gus 2', 'ida 1', 'hugo 1'])
    for (const { lastSharedAt } of list) t.ok(Math.abs(Date.parse(lastSharedAt) - Date.now()) < 3_600_000)
    t.strictSame(names(await contacts(house, anna, '?limit=2')), ['gus 2', 'ida 1'])
    t.strictSame(await contacts(house, gus), [], 'whoever got something has shared nothing')
  })

  await t.test('200 those whose shares have ended stay', async t => {
    await house.unshare(anna, sauna, gus.email)
    await house.unshare(anna, boat, gus.email)
    await setShare(db, sauna, hugo, 'expires_at = now()')
    t.strictSame(names(await contacts(house, anna)), ['gus 0', 'ida 1', 'hugo 0'])
  })

  await t.test('200 nobody learns who has joined: gone with their share is who had not, and stays so', async t => {
    await house.unshare(anna, sauna, 'ida@example.com')
    t.strictSame(names(await contacts(house, anna)), ['gus 0', 'hugo 0'])
    await sql`update people set joined_at = now() where email = 'ida@example.com'`.execute(db)
    t.strictSame(names(await contacts(house, anna)), ['gus 0', 'hugo 0'])
    await house.share(anna, sauna, 'ida@example.com')
    t.strictSame(names(await contacts(house, anna)), ['ida 1', 'gus 0', 'hugo 0'])
  })

  await t.test('200 who has left the service is not there', async t => {
    await deletePerson(db, addressKey, gus.id)
    t.strictSame(names(await contacts(house, anna)), ['ida 1', 'hugo 0'])
  })

  await t.test('200 of a very long history the newest part, and all who have shares now', async t => {
    await sql`
      insert into events (action, sensor_id, owner_id, guest_id)
      select 'changed', ${sauna}, ${anna.id}, ${anna.id} from generate_series(1, 3000)`.execute(db)
    await house.share(anna, boat, hugo.email)
    t.strictSame(names(await contacts(house, anna)), ['hugo 1', 'ida 1'])
    await house.unshare(anna, boat, hugo.email)
    t.strictSame(names(await contacts(house, anna)), ['hugo 0', 'ida 1'])
  })

  await t.test('400 and 401', async t => {
    for (const limit of ['0', '1001', 'x']) {
      t.match(await call(house, anna, 'GET', `/contacts?limit=${limit}`), { status: 400, code: 'ER_INVALID_FORMAT' })
    }
    t.equal((await house.inject({ url: '/contacts' })).statusCode, 401)
  })
})
