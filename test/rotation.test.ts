/** The secret is replaced by another one, and what was made with the old one goes on. */
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { makeLinks } from '../src/auth/entrance/tokens.ts'
import { readProgress } from '../src/auth/rotation.ts'
import { resealAccessKeys, resealGateways } from '../src/jobs/reseal.ts'
import { deriveKeys, hashCode, hashSecret, seal, unseal } from '../src/keys.ts'
import { buildTestApp } from './support/app.ts'
import { browse } from './support/browse.ts'
import { lastCodeLetter } from './support/code-letter.ts'
import { heard, internalSecret, listedGateway, send } from './support/gateway.ts'
import { type House, openAgain, openHouse, type Person, sign } from './support/house.ts'
import { eventually } from './support/service.ts'
import { type Key, signed } from './support/signer.ts'

const next = 'the new secret, of 32 characters or more'

/** A house with the old secret, and the application again on its database with the new one before the old one. */
async function openRotated(t: Test, choices: Parameters<typeof openHouse>[1] = {}) {
  const house = await openHouse(t, { internalSecret, ...choices })
  const open = async (...secrets: [string, ...string[]]) => {
    const app = await buildTestApp({ db: house.db, secret: secrets, rateLimit: false, internalSecret, ...choices })
    t.teardown(() => app.close())
    return app
  }
  return { house, open, app: await open(next, house.secret) }
}

type App = House['app']

const statusOf = async (app: App, url: string, token: string) =>
  (await app.inject({ url, headers: { authorization: `Bearer ${token}` } })).statusCode

/** Has a code sent, and returns what is in its letter. */
async function askForCode({ app }: { app: App }, { db, secret }: House, email: string) {
  await app.inject({ method: 'POST', url: '/register', payload: { email } })
  const { code, link } = await lastCodeLetter(db, email)
  return { code: unseal(deriveKeys(next, secret).codes.sealing, code), link }
}

const verify = async (app: App, token: string) => (await app.inject({ url: `/verify?token=${token}` })).json()

t.test('tokens: the first secret signs, all verify', async t => {
  const { house, app, open } = await openRotated(t)
  const { code } = await askForCode(house, house, 'anna@example.com')
  const session = (await verify(house.app, code)).data.accessToken
  const { token } = await house.person('olivia')
  t.equal(await statusOf(app, '/user', session), 200, 'a session')
  t.equal(await statusOf(app, '/user', token), 200, 'a token for an address')
  t.equal(await statusOf(app, '/user', sign('another secret of 32 characters!', { email: 'x@example.com' })), 401)
  const ended = sign(house.secret, { email: 'anna@example.com', exp: 1 })
  const answer = await app.inject({ url: '/user', headers: { authorization: `Bearer ${ended}` } })
  t.match(answer.json(), { sub_code: 'ER_TOKEN_EXPIRED' }, 'the end of an old token is told as of any other')

  const again = await askForCode({ app }, house, 'anna@example.com')
  const fresh = (await verify(app, again.code)).data.accessToken
  t.equal(await statusOf(await open(next), '/user', fresh), 200, 'what it signs needs the new secret alone')
  t.equal(await statusOf(await open(next), '/user', token), 401, 'without the old one, its tokens are refused')
  t.equal(
    await statusOf(await open(house.secret, next), '/user', fresh),
    200,
    'a process that does not sign with it yet',
  )
})

t.test('links in emails that were sent before', async t => {
  const { house, app } = await openRotated(t)
  const links = await makeLinks(house.secret, '')
  const olivia = await house.person('olivia')
  await house.share(olivia, await house.sensor(olivia), 'nina@example.com')
  const { id } = await house.db.selectFrom('letters').select('id').executeTakeFirstOrThrow()
  const invitation = await app.inject({ url: links.invitation(id) })
  t.equal(invitation.statusCode, 200)
  t.match(invitation.payload, 'olivia@example.com')

  const first = await askForCode(house, house, 'gary@example.com')
  const token = links.signIn(first.link).split('=')[1] ?? ''
  t.match(await verify(app, token), { data: { email: 'gary@example.com' } })
  const second = await askForCode(house, house, 'stopped@example.com')
  const stop = await browse({ app }).open(links.stopCodes(second.link))
  t.match((await stop.submit('Stop for a day')).html, 'stopped@example.com')
  const deletion = await app.inject({ url: links.deletion(olivia.id) })
  t.equal(deletion.statusCode, 200)
})

t.test('codes that were sent before, and none is given out twice', async t => {
  const { house, app } = await openRotated(t)
  const { code } = await askForCode(house, house, 'gary@example.com')
  t.match(await verify(app, code), { data: { email: 'gary@example.com' } })
  const other = await askForCode(house, house, 'jens@example.com')
  const foreign = await app.inject({
    url: `/verify?token=${other.code}&email=jens@example.com`,
    remoteAddress: '192.0.2.1',
  })
  t.equal(foreign.statusCode, 200, 'from elsewhere, with its address')
})

t.test('a code that two processes gave out with different secrets signs in nobody', async t => {
  const { house, app } = await openRotated(t)
  const both = hashCode(deriveKeys(next, house.secret).codes, 'AB2C')
  for (const [index, hash] of both.entries()) {
    await sql`
      insert into sign_in_codes (hash, email, network)
      values (decode(${hash}, 'hex'), ${`p${index}@example.com`}, '127.0.0.0/24')`.execute(house.db)
  }
  await sql`insert into guess_budgets (network, ends_at) values ('127.0.0.0/24', 'infinity'), ('everywhere', 'infinity')`.execute(
    house.db,
  )
  t.match(await verify(app, 'AB2C'), { result: 'error' })
  t.strictSame(await house.db.selectFrom('sessions').selectAll().execute(), [])
  const answer = await app.inject({ url: '/verify?token=AB2C&email=p1@example.com' })
  t.match(answer.json(), { data: { email: 'p1@example.com' } }, 'with its address it is clear whose it is')
})

async function makeKey(app: App, { token }: Person) {
  const headers = { authorization: `Bearer ${token}` }
  const made = await app.inject({ method: 'POST', url: '/access-keys', headers, payload: { name: 'A program' } })
  return made.json().data as { id: string; secret: string }
}

t.test('access keys: opened with each secret, also when sealed anew meanwhile', async t => {
  const { house, app, open } = await openRotated(t)
  const anna = await house.person('anna')
  const key = await makeKey(house.app, anna)
  const use = async (app: App) => (await app.inject(signed(key, { url: '/user' }))).statusCode
  t.equal(await use(app), 200)
  await sql`update access_keys set sealed_secret = ${seal(deriveKeys(next).accessKeys, key.secret)}`.execute(house.db)
  t.equal(await use(app), 200, 'the process knows it as it was sealed before')
  t.equal(await use(await open(next)), 200, 'the new secret alone')
  const revoked = { method: 'DELETE', url: `/access-keys/${key.id}` } as const
  await house.app.inject({ ...revoked, headers: { authorization: `Bearer ${anna.token}` } })
  t.equal(await use(app), 401, 'revoked at once')
})

t.test('posts of gateways', async t => {
  const { house, app, open } = await openRotated(t)
  const gateway = 'AA:BB:CC:DD:EE:01'
  const secret = 'the secret of a gateway'
  await listedGateway(house, gateway, secret)
  const post = async (app: App) => (await send(app, '/record', heard(gateway, {}), { secret })).status
  t.equal(await post(app), 200)
  await sql`update gateways set sealed_secret = ${seal(deriveKeys(next).gatewaySecrets, secret)}`.execute(house.db)
  t.equal(await post(app), 200, 'sealed anew')
  t.equal(await post(await open(next)), 200, 'the new secret alone')
  t.equal((await send(app, '/record', heard(gateway, {}), { secret: 'wrong' })).status, 401)
})

t.test('secrets of sensors: hashed anew when somebody uses them', async t => {
  const { house, app } = await openRotated(t)
  const sensor = await house.sensor(await house.person('olivia'))
  const register = async (app: App, id: string, secret: string) => {
    const headers = { 'x-internal-secret': internalSecret }
    const answer = await app.inject({
      method: 'POST',
      url: '/register-sensor',
      headers,
      payload: { sensor: id, secret },
    })
    return answer.statusCode
  }
  const hashOf = async (id: string) => {
    const secrets = house.db.selectFrom('sensor_secrets').select('hash')
    const { hash } = await secrets.where('sensor_id', '=', id).executeTakeFirstOrThrow()
    return Buffer.from(hash).toString('hex')
  }
  const withNew = (id: string, secret: string) => hashSecret(deriveKeys(next).sensorSecrets, id, secret)[0]
  t.equal(await register(house.app, sensor, 'sauna of olivia'), 200)
  const gary = await house.person('gary')
  const contest = async (secret: string) => {
    const headers = { authorization: `Bearer ${gary.token}` }
    return (await app.inject({ method: 'POST', url: '/contest-sensor', headers, payload: { sensor, secret } }))
      .statusCode
  }
  t.equal(await contest('wrong secret'), 403)
  t.not(await hashOf(sensor), withNew(sensor, 'sauna of olivia'))
  t.equal(await contest('sauna of olivia'), 200)
  t.equal(await hashOf(sensor), withNew(sensor, 'sauna of olivia'))

  const other = 'C6:F1:E7:00:AA:01'
  t.equal(await register(house.app, other, 'cellar of olivia'), 200)
  t.equal(await register(app, other, 'wrong secret'), 409)
  t.equal(await register(app, other, 'cellar of olivia'), 200, 'registered again')
  t.equal(await hashOf(other), withNew(other, 'cellar of olivia'))
})

t.test('pages that were open: their forms and Undo', async t => {
  const { house, app } = await openRotated(t)
  const olivia = await house.person('olivia')
  const sensor = await house.sensor(olivia)
  await house.share(olivia, sensor, 'gary@example.com')
  const browser = browse(house, olivia)
  const question = await (await browser.open(`/app/sensors/${sensor}`)).follow('Remove access gary@example.com')
  const [, proof = ''] = /name="_csrf" value="([^"]+)"/.exec(question.html) ?? []
  const post = (app: App, url: string, fields: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url,
      headers: {
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: new URLSearchParams({ _csrf: proof, ...fields }).toString(),
    })
  const fields = { guest: 'gary@example.com' }
  t.equal((await post(await buildTestApp({ db: house.db, secret: next }), question.path, fields)).statusCode, 303)
  t.equal(
    (await house.db.selectFrom('shares').selectAll().execute()).length,
    1,
    'with the new secret alone: signed out',
  )
  const done = await post(house.app, `/app/sensors/${sensor}/unshare`, fields)
  const [notice] = done.cookies.filter(({ name }) => name === 'sensor_share_notice')
  const { undo } = JSON.parse(Buffer.from(notice?.value ?? '', 'base64url').toString())
  t.equal((await post(app, '/app/undo', { undo })).statusCode, 303)
  t.equal((await house.db.selectFrom('shares').selectAll().execute()).length, 1, 'undone')
  const forged = await post(app, '/app/undo', { undo, _csrf: `${proof}x` })
  t.equal(forged.statusCode, 403)
})

t.test('a session that is used while the old secret is there goes on without it', async t => {
  const { house, app, open } = await openRotated(t)
  const { code } = await askForCode(house, house, 'anna@example.com')
  const token = (await verify(house.app, code)).data.accessToken
  const [alone, later] = [await open(next), await open('one more secret of 32 characters', next)]
  t.equal(await statusOf(alone, '/user', token), 401, 'not used yet')
  t.equal(await statusOf(app, '/user', token), 200)
  t.equal(await statusOf(alone, '/user', token), 200)
  const [head, claims] = token.split('.')
  t.equal(
    await statusOf(alone, '/user', `${head}.${claims}.${'A'.repeat(43)}`),
    401,
    'it is the whole token that counts',
  )
  const { rows } = await sql<{ id: string }>`select id from sessions`.execute(house.db)
  const inAnHour = Math.floor(Date.now() / 1000) + 3600
  const forged = sign(house.secret, { email: 'anna@example.com', sid: rows[0]?.id, exp: inAnHour })
  t.equal(await statusOf(app, '/user', forged), 200, 'whoever has the old secret can still sign')
  t.equal(await statusOf(alone, '/user', forged), 401, 'but that does not last')
  t.equal(await statusOf(later, '/user', token), 200, 'and the next secret takes it over')
  t.equal(await statusOf(await open('one more secret of 32 characters'), '/user', token), 200)
  await sql`delete from sessions`.execute(house.db)
  for (const any of [alone, later, app]) t.equal(await statusOf(any, '/user', token), 401, 'ended at once')
})

t.test('what still needs the old secret: no session that was used since', async t => {
  const { house, app, open } = await openRotated(t)
  const keys = deriveKeys(next, house.secret)
  const behind = await open(house.secret, next)
  const sessionsOf = async () => (await readProgress(house.db, keys, 365)).older[0]?.needs.sessions
  await sql`insert into signing_secrets (id) values (${keys.ids[1]})`.execute(house.db)
  const signIn = async (app: App) =>
    (await verify(app, (await askForCode({ app }, house, 'anna@example.com')).code)).data.accessToken
  const [old, fresh] = [await signIn(house.app), await signIn(app)]
  t.equal(await sessionsOf(), 2, 'it is not known which secret signed a token that was not used yet')
  t.equal(await statusOf(app, '/user', old), 200)
  t.equal(await sessionsOf(), 1)
  t.equal(await statusOf(app, '/user', fresh), 200)
  t.equal(await sessionsOf(), 0)
  for (const token of [old, fresh]) t.equal(await statusOf(behind, '/user', token), 200)
  t.equal(await sessionsOf(), 2, 'a process that signs with the old one has taken them over')
  for (const token of [old, fresh]) t.equal(await statusOf(app, '/user', token), 200)
  t.equal(await sessionsOf(), 0)
  const alone = await open(next)
  for (const token of [old, fresh]) t.equal(await statusOf(alone, '/user', token), 200)
})

t.test('a token of a session without an end, or past it, is not taken for its digest', async t => {
  const { house, app, open } = await openRotated(t)
  const anna = await house.person('anna')
  const { rows } = await sql<{ id: string }>`
    insert into sessions (person_id) values (${anna.id}) returning id`.execute(house.db)
  const alone = await open(next)
  const endless = sign(house.secret, { email: anna.email, sid: rows[0]?.id })
  t.equal(await statusOf(app, '/user', endless), 200)
  t.equal(await statusOf(alone, '/user', endless), 401)
})

t.test('under load, over two processes: no call fails, and everything goes on with the new secret alone', async t => {
  const house = await openHouse(t, { internalSecret })
  const { db, secret: old } = house
  const gateway = 'AA:BB:CC:DD:EE:01'
  await listedGateway(house, gateway, 'the secret of a gateway')
  const olivia = await house.person('olivia')
  await house.share(olivia, await house.sensor(olivia), 'nina@example.com')
  const { id: letter } = await db.selectFrom('letters').select('id').executeTakeFirstOrThrow()
  const { code } = await askForCode(house, house, 'anna@example.com')
  const sessions: string[] = [(await verify(house.app, code)).data.accessToken]
  const accessKeys = [await makeKey(house.app, olivia)]
  const places: App[] = []

  /** Has one of the two processes restarted with other secrets; what it has begun is finished. */
  async function restart(place: number, ...secrets: [string, ...string[]]) {
    // On a server each has a connection of its own, and what it knows of secrets.
    const own = house.url ? await openAgain(t, house.url) : db
    const app = await buildTestApp({ db: own, secret: secrets, rateLimit: false, internalSecret })
    const former = places[place]
    places[place] = app
    await former?.close()
  }
  let callers: Promise<void>[] = []
  let isOver = false
  t.teardown(async () => {
    isOver = true
    await Promise.all(callers)
    await Promise.all(places.map(app => app.close()))
  })

  let link = (await makeLinks(old, '')).invitation(letter)
  let calls = 0
  /** What people, programs and gateways do at a process, with what any process has given them. */
  const uses: ((app: App) => Promise<unknown>)[] = [
    app => statusOf(app, '/user', sessions[calls % sessions.length] ?? ''),
    async app => (await app.inject(signed(accessKeys[calls % accessKeys.length] as Key, { url: '/user' }))).statusCode,
    async app => (await send(app, '/record', heard(gateway, {}), { secret: 'the secret of a gateway' })).status,
    async app => (await app.inject({ url: link })).statusCode,
  ]
  const failures: unknown[] = []
  async function caller(number: number) {
    for (; !isOver; calls++) {
      const turn = calls + number
      const app = places[turn % places.length] as App
      const status = await uses[Math.floor(turn / places.length) % uses.length]?.(app)
      if (status !== 200) failures.push({ turn, status })
    }
  }
  /** Waits until each use has been made many times. */
  const afterMore = async () => {
    const goal = calls + 60
    await eventually('there were more calls', async () => calls >= goal)
  }
  await restart(0, old)
  await restart(1, old)
  callers = [0, 1, 2, 3].map(caller)
  for (const secrets of [
    [old, next],
    [next, old],
  ] as [string, string][]) {
    for (const place of [0, 1]) {
      await restart(place, ...secrets)
      await afterMore()
      // What one process gives out, the other one takes.
      const [asked, other] = [places[place] as App, places[1 - place] as App]
      const { code } = await askForCode({ app: asked }, house, 'anna@example.com')
      sessions.push((await verify(other, code)).data.accessToken)
      accessKeys.push(await makeKey(asked, olivia))
      await afterMore()
    }
  }
  link = (await makeLinks(next, '')).invitation(letter)
  const keys = deriveKeys(next, old)
  for (const begin of [resealAccessKeys(keys.accessKeys), resealGateways(keys.gatewaySecrets)]) {
    const run = begin()
    while ((await run(db)).more) await afterMore()
  }
  await afterMore()
  for (const session of sessions) t.equal(await statusOf(places[0] as App, '/user', session), 200)
  isOver = true
  await Promise.all(callers)
  t.strictSame(failures, [])

  const { older } = await readProgress(db, keys, 365)
  t.match(older, [{ needs: { 'access keys': 0, gateways: 0 } }])
  for (const place of [0, 1]) await restart(place, next)
  for (const app of places) {
    for (const session of sessions) t.equal(await statusOf(app, '/user', session), 200, 'a session')
    for (const key of accessKeys) t.equal((await app.inject(signed(key, { url: '/user' }))).statusCode, 200, 'a key')
    const post = await send(app, '/record', heard(gateway, {}), { secret: 'the secret of a gateway' })
    t.equal(post.status, 200, 'a post')
    t.equal((await app.inject({ url: link })).statusCode, 200, 'a link that was sent since')
  }
})
