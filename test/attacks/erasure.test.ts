/** Attacks with what a person held before it was taken from them, or before they deleted their account. */
import t from 'tap'
import { deletePerson } from '../../src/accounts/delete-person.ts'
import { identify } from '../../src/auth/identify.ts'
import { deriveKeys } from '../../src/keys.ts'
import { cookieName } from '../../src/web/frame/cookies.ts'
import { openHouse, openTestDatabase, sign } from '../support/house.ts'
import { signed } from '../support/signer.ts'
import { follow, listen } from '../support/stream.ts'

const seconds = () => Math.floor(Date.now() / 1000)

t.test('nothing from before a deletion brings the account back, or opens the new one', async t => {
  const house = await openHouse(t)
  const { db, secret, post, inject } = house
  const anna = await house.person('anna')
  const olivia = await house.person('olivia')
  const sauna = await house.sensor(olivia)
  await house.share(olivia, sauna, anna.email)
  const { addresses } = deriveKeys(secret)
  const { id: sid } = await db
    .insertInto('sessions')
    .values({ person_id: anna.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { data: key } = (await post('/access-keys', { name: 'thief' }, anna.token)) as unknown as {
    data: { id: string; secret: string }
  }
  await post('/register', { email: anna.email })
  const { link_id } = await db.selectFrom('sign_in_codes').select('link_id').executeTakeFirstOrThrow()
  const session = sign(secret, { email: anna.email, sid })
  const link = sign(secret, { deletePerson: anna.id })
  const tokens = {
    'a token without a session': anna.token,
    'one that does not say when it was issued': sign(secret, { email: anna.email, iat: undefined }),
    'one of a year and a day ago': sign(secret, { email: anna.email, iat: seconds() - 366 * 86_400 }),
    'a session': session,
    'the link that deletes': link,
  }
  const ask = async (token: string) =>
    (await inject({ url: '/user', headers: { authorization: `Bearer ${token}` } })).statusCode
  t.equal(await ask(anna.token), 200)
  t.equal(await ask(session), 200)
  const open = { url: '/app', headers: { cookie: `${cookieName}=${session}` } }
  t.equal((await inject(open)).statusCode, 200)
  const stream = await follow(t, await listen(house.app), anna.token)
  await stream.hears('ready')

  await deletePerson(db, addresses, anna.id)

  const attack = async (when: string) => {
    for (const [title, token] of Object.entries(tokens)) t.equal(await ask(token), 401, `${title}, ${when}`)
    t.not((await inject(open)).statusCode, 200, `a cookie, ${when}`)
    t.equal((await inject(signed(key, { url: '/user' }))).statusCode, 401, `a key, ${when}`)
    const code = await inject({ url: '/verify', query: { token: sign(secret, { signIn: link_id }) } })
    t.not(code.statusCode, 200, `an emailed link, ${when}`)
  }
  await house.share(olivia, sauna, 'gus@example.com')
  await stream.ends()
  await attack('with no account')
  const back = await db.selectFrom('people').select('id').where('email', '=', anna.email).execute()
  t.strictSame(back, [], 'nobody is back')

  await db.insertInto('people').values({ email: anna.email, joined_at: new Date() }).execute()
  await attack('with a new account')
  const fresh = sign(secret, { email: anna.email, iat: seconds() + 1 })
  t.equal(await ask(fresh), 200, 'a token from after the deletion opens the new account')
})

t.test('a first use that races with the deletion does not bring the account back', async t => {
  const { db } = await openTestDatabase(t)
  const { addresses } = deriveKeys('x'.repeat(32))
  for (let round = 0; round < 20; round++) {
    const email = `anna${round}@example.com`
    const claims = { email, iat: seconds() - 60 }
    const found = await identify(db, claims, undefined, { addresses })
    await Promise.all([
      deletePerson(db, addresses, found?.id ?? 0),
      ...Array.from({ length: 5 }, () => identify(db, claims, undefined, { addresses }).catch(() => null)),
    ])
    t.strictSame(await db.selectFrom('people').select('id').where('email', '=', email).execute(), [])
  }
})

t.test('what was taken away is gone with the next request', async t => {
  const house = await openHouse(t)
  const { db, post, inject, share, unshare, sensor, person } = house
  const [olivia, mallory] = [await person('olivia'), await person('mallory')]
  const sauna = await sensor(olivia)
  await share(olivia, sauna, mallory.email)
  const read = async () =>
    (await inject({ url: '/get', query: { sensor: sauna }, headers: { authorization: `Bearer ${mallory.token}` } }))
      .statusCode
  t.equal(await read(), 200)
  await unshare(olivia, sauna, mallory.email)
  t.equal(await read(), 403, 'a guest after the share ended')
  const { data: key } = (await post('/access-keys', { name: 'program' }, mallory.token)) as unknown as {
    data: { id: string; secret: string }
  }
  const use = async () => (await inject(signed(key, { url: '/user' }))).statusCode
  t.equal(await use(), 200)
  await inject({
    method: 'DELETE',
    url: `/access-keys/${key.id}`,
    headers: { authorization: `Bearer ${mallory.token}` },
  })
  t.equal(await use(), 401, 'a key after it was revoked')
  t.equal((await db.selectFrom('access_keys').select('id').execute()).length, 0)
})
