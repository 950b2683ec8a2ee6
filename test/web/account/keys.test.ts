/** The part of the account page about access keys: what a new key may do. */
import { sql } from 'kysely'
import t from 'tap'
import { browse } from '../../support/browse.ts'
import { openHouse } from '../../support/house.ts'

t.test('a new key has the scope, the sensors and the end that were chosen', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const [sauna, boat] = [await house.sensor(olivia, 'Sauna'), await house.sensor(olivia, 'Boat & <b>')]
  const theirs = await house.sensor(gary, 'Attic')
  const page = await browse(house, olivia).open('/app/account')
  t.notMatch(page.html, 'Attic')
  const keys = () => house.db.selectFrom('access_keys').selectAll().orderBy('created_at').execute()

  const made = await page.submit('Create a key', { name: 'Reader' })
  t.match(made, { status: 200, title: 'Your new access key' })
  t.match(await keys(), [{ scope: 'read', sensors: null, expires_at: null }], 'untouched, it can only read')

  const limits = { name: 'Boiler', scope: 'share', reach: 'some', sensor: boat, days: '30' }
  t.match(await page.submit('Create a key', limits), { status: 200 })
  const [, key] = await keys()
  t.match(key, { scope: 'share', sensors: [boat] })
  const { rows } = await sql<{ days: number }>`
    select round(extract(epoch from expires_at - created_at) / 86400) as days from access_keys where name = 'Boiler'`.execute(
    house.db,
  )
  t.equal(Number(rows[0]?.days), 30)
  const list = await made.follow('Done, I’ve saved it')
  t.match(list.text, /Read and share; only Boat & <b> , expires|Read and share; only Boat & <b>, expires/)
  t.notMatch(list.html, 'Boat & <b>')

  await sql`update access_keys set expires_at = now() where name = 'Boiler'`.execute(house.db)
  t.match((await browse(house, olivia).open('/app/account')).text, /Boiler Expired/)
  t.equal((await keys()).length, 2)
  const wrong: [Record<string, string>, number, RegExp][] = [
    [{ reach: 'some' }, 400, /Select at least one sensor/],
    [{ reach: 'all', sensor: sauna }, 400, /Choose one of the two/],
  ]
  for (const [fields, status, text] of wrong) {
    t.match(await page.submit('Create a key', { name: 'x', ...fields }), { status, text })
  }
  t.match(await page.submit('Create a key', { name: 'x', reach: 'some', sensor: sauna }), { status: 200 })
  await sql`delete from sensors where id = ${sauna}`.execute(house.db)
  const late = await page.submit('Create a key', { name: 'Late', reach: 'some', sensor: sauna })
  t.match(late, { status: 403, text: /not yours, and it is not shared with you/ })
  t.match(late.html, 'value="Late"')
  t.ok(theirs)
})
