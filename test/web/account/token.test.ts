import t from 'tap'
import { browse } from '../../support/browse.ts'
import { openHouse } from '../../support/house.ts'

t.test('a copied token is a session: shown once, it works, and ends with the session', async t => {
  const house = await openHouse(t)
  const olivia = browse(house, await house.person('olivia'))
  const shown = await (await olivia.open('/app/account')).submit('Copy a token')
  t.match(shown, { status: 200, title: 'Your token', text: /can do everything you can.*It works until/ })
  const [, token = ''] = /id="new-token" value="([^"]+)"/.exec(shown.html) ?? []
  const call = () => house.app.inject({ url: '/user', headers: { authorization: `Bearer ${token}` } })
  t.equal((await call()).statusCode, 200)

  const account = await shown.follow('Done, I’ve copied it')
  t.match(account.text, 'Copied token')
  t.notMatch(account.html, token)
  await account.submit('End Copied token')
  t.equal((await call()).statusCode, 401)
})

t.test('429 more than twenty a day', async t => {
  const house = await openHouse(t)
  const account = await browse(house, await house.person('olivia')).open('/app/account')
  for (let n = 0; n < 20; n++) t.equal((await account.submit('Copy a token')).status, 200)
  t.equal((await account.submit('Copy a token')).status, 429)
})
