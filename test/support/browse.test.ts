import t from 'tap'
import { browse } from './browse.ts'
import { openHouse } from './house.ts'

t.test('a browser keeps cookies, fills in forms and follows redirects', async t => {
  const house = await openHouse(t)
  const stranger = browse(house)
  const asked = await stranger.open('/app')
  t.match(asked, { status: 200, path: '/app/sign-in', title: 'Sign in' })
  const wrong = await asked.submit('Send me a code', { email: 'no"body' })
  t.match(wrong, { status: 400, text: /not a valid email address/ })
  t.ok(wrong.fields('Send me a code').some(([name, value]) => name === 'email' && value === 'no"body'))
  await t.rejects(async () => asked.submit('Send me a code', { nobody: 'x' }), /no field nobody/)
  await t.rejects(async () => asked.submit('Send'), /no button says/)

  const olivia = browse(house, await house.person('olivia'))
  t.equal((await olivia.open('/app')).status, 200)
  const out = await (await olivia.open('/app')).submit('Sign out')
  t.match(out, { status: 200, path: '/app/sign-in' })
  t.match(await olivia.open('/app'), { path: '/app/sign-in' })
})
