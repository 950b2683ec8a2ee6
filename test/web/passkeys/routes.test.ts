import t, { type Test } from 'tap'
import { authenticator } from '../../support/authenticator.ts'
import { browse, type Shown } from '../../support/browse.ts'
import { openHouse, sign } from '../../support/house.ts'

/** What a page gives to the script of a passkey. */
function optionsOf({ html }: Shown) {
  const [, attribute = ''] = /data-options="([^"]*)"/.exec(html) ?? []
  return JSON.parse(attribute.replaceAll('&quot;', '"').replaceAll('&#34;', '"'))
}

async function house(t: Test) {
  const house = await openHouse(t)
  const { id, email } = await house.person('olivia')
  const session = await house.db
    .insertInto('sessions')
    .values({ person_id: id })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { house, email, token: sign(house.secret, { email, sid: session.id }) }
}

t.test('303 and 403: a passkey is added, signs in where one wanted to go, and is removed', async t => {
  const { house: opened, email, token } = await house(t)
  const olivia = browse(opened, { token })
  const account = await olivia.open('/app/account')
  t.match(account.text, /You have no passkey/)
  const device = authenticator()
  const fields = { name: '“Phone” <b>', response: device.create(optionsOf(account)) }
  const added = await account.submit('Add a passkey', fields)
  t.match(added, { status: 200, title: 'Account', text: /Passkey added.*“Phone” <b>.*not used yet/ })
  t.match((await account.submit('Add a passkey', fields)).text, /That passkey does not work here/, 'replayed')

  const stranger = browse(opened)
  const page = await stranger.open('/app/sign-in?next=%2Fapp%2Fhistory')
  const options = optionsOf(page)
  t.notMatch(options, { allowCredentials: [] }, 'the page names no passkey')
  const answer = { response: device.get(options) }
  t.match(await page.submit('Sign in with a passkey', answer), { status: 200, title: 'History', path: '/app/history' })
  t.match((await stranger.open('/app/account')).text, new RegExp(`signed in as ${email}`))

  const replayed = await page.submit('Sign in with a passkey', answer)
  const unknown = authenticator()
  const asked = await browse(opened).open('/app/sign-in')
  const strange = await asked.submit('Sign in with a passkey', { response: unknown.get(optionsOf(asked)) })
  for (const refused of [replayed, strange])
    t.match(refused, { status: 403, title: 'Sign in', text: /That passkey does not work here, or it took too long/ })

  const question = await (await olivia.open('/app/account')).follow('Remove …')
  t.match(question, { status: 200, title: 'Remove this passkey?' })
  t.match(await question.submit('Remove'), { title: 'Account', text: /Passkey removed.*You have no passkeys/ })
  t.match((await question.submit('Remove')).text, /That passkey was already removed/)
  const again = await browse(opened).open('/app/sign-in')
  t.match(await again.submit('Sign in with a passkey', { response: device.get(optionsOf(again)) }), { status: 403 })
})

t.test('a place outside of the pages is not gone to', async t => {
  const { house: opened, token } = await house(t)
  const account = await browse(opened, { token }).open('/app/account')
  const device = authenticator()
  await account.submit('Add a passkey', { name: 'x', response: device.create(optionsOf(account)) })
  const page = await browse(opened).open('/app/sign-in?next=%2F%2Fevil.example.com')
  const response = device.get(optionsOf(page))
  t.match(await page.submit('Sign in with a passkey', { response }), { path: '/app', title: 'Sensors' })
})

t.test('a form without a name adds nothing', async t => {
  const { house: opened, token } = await house(t)
  const account = await browse(opened, { token }).open('/app/account')
  const response = authenticator().create(optionsOf(account))
  t.match((await account.submit('Add a passkey', { name: ' ', response })).text, /Enter a name of one line/)
  t.strictSame(await opened.db.selectFrom('passkeys').select('id').execute(), [])
})

t.test('where browsers have no passkeys, none are offered; without a session, none can be added', async t => {
  const away = await openHouse(t, { publicUrl: 'http://192.0.2.7' })
  t.notMatch((await browse(away).open('/app/sign-in')).html, /data-passkey/)
  const olivia = browse(away, await away.person('olivia'))
  t.match((await olivia.open('/app/account')).text, /only be added where this page has an https address/)
  const home = await openHouse(t)
  const page = await browse(home, await home.person('olivia')).open('/app/account')
  t.notMatch(page.html, /data-passkey/)
  t.match(page.text, /To add a passkey, sign in with a code/)
})

t.test('without mail a passkey signs in all the same', async t => {
  const house = await openHouse(t, { mail: undefined })
  const page = await browse(house).open('/app/sign-in')
  t.match(page, { title: 'Signing in does not work yet', html: /data-passkey="get"/ })
})
