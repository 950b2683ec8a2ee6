/** The email settings on the account page. */
import t from 'tap'
import { readPreferences } from '../../../src/accounts/preferences.ts'
import { browse } from '../../support/browse.ts'
import { openHouse } from '../../support/house.ts'

t.test('each kind is switched off and on; what is always sent says so', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const pages = browse(house, olivia)
  const page = await pages.open('/app/account')
  t.match(page.text, /Emails about signing in, new access keys and passkeys.* are always sent/)
  const every = ['shared', 'answered', 'ended', 'endsSoon']
  const ticked = (shown: typeof page) =>
    shown.fields('Save email settings').flatMap(([name, value]) => (name === 'email' ? [value] : []))
  t.strictSame(ticked(page), every)

  const some = await page.submit('Save email settings', { email: ['shared', 'endsSoon'] })
  t.match(some.text, /Email settings saved/)
  t.strictSame(ticked(some), ['shared', 'endsSoon'])
  t.match(await readPreferences(house.db, olivia), {
    emails: { shared: true, answered: false, ended: false, endsSoon: true },
  })
  t.strictSame(ticked(await some.submit('Save', { askFirst: 'yes' })), ['shared', 'endsSoon'], 'others change nothing')

  const none = await some.submit('Save email settings', { email: [] })
  t.strictSame(ticked(none), [])
  t.strictSame(ticked(await none.submit('Save email settings', { email: every })), every)
  t.match(await readPreferences(house.db, gary), {
    emails: { shared: true, answered: true, ended: true, endsSoon: true },
  })
})
