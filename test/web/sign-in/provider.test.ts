import t from 'tap'
import { openProvider } from '../../../src/auth/sign-in/provider.ts'
import { deriveKeys, seal } from '../../../src/keys.ts'
import { freePort } from '../../support/free-port.ts'
import { type House, openHouse } from '../../support/house.ts'
import { openLoginServer } from '../../support/login-server.ts'

const publicUrl = 'https://sensors.example.com'
const callback = '/app/sign-in/provider/callback'
const cookieName = '__Host-sensor_share_provider'

/** Begins to sign in; returns where to go, and the cookie to bring back. */
async function begin({ app }: House, next = '') {
  const answer = await app.inject({ url: `/app/sign-in/provider?next=${encodeURIComponent(next)}` })
  const cookie = answer.cookies.find(({ name }) => name === cookieName)
  return { answer, to: String(answer.headers.location), kept: cookie?.value ?? '', cookie }
}

/** Comes back with a cookie. */
async function comeBack({ app }: House, url: string, kept: string, remoteAddress?: string) {
  const answer = await app.inject({
    url: url.replace(publicUrl, ''),
    headers: { cookie: `${cookieName}=${kept}` },
    ...(remoteAddress && { remoteAddress }),
  })
  const { statusCode: status, headers, payload: html, cookies } = answer
  const session = cookies.find(({ name }) => name === '__Host-sensor_share')?.value
  return { status, location: headers.location, html, session, cookies }
}

const alerts = ({ db }: House) =>
  db.selectFrom('letters').select(['recipient', 'content']).where('kind', '=', 'newSignIn').execute()

const sessions = ({ db }: House) => db.selectFrom('sessions').select('id').execute()

t.test('signing in with a provider', async t => {
  const server = await openLoginServer(t, `${publicUrl}${callback}`)
  const { accounts, visit, settings } = server
  const house = await openHouse(t, { publicUrl, provider: settings })
  const { app } = house
  accounts.olivia = { email: 'Olivia@Example.com', email_verified: true }
  accounts.eve = { email: 'victim@example.com', email_verified: false }
  accounts.nobody = {}
  accounts.silent = { email: 'silent@example.com' }

  await t.test('200: the page names it, and asks it nothing', async t => {
    const { payload } = await app.inject({ url: '/app/sign-in?next=%2Fapp%2Fhistory' })
    t.match(payload, `Sign in with ${settings.issuer.host}`)
    t.match(payload, '/app/sign-in/provider?next=%2Fapp%2Fhistory')
    t.equal(server.calls(), 0)
  })

  await t.test('200: where no codes are sent, the provider is the way', async t => {
    const house = await openHouse(t, { publicUrl, provider: settings, mail: undefined })
    const { payload } = await house.app.inject({ url: '/app/sign-in' })
    t.match(payload, /<h1>Sign in<\/h1>[\s\S]*there are no codes[\s\S]*Sign in with 127/)
    const { to } = await begin(house)
    const refused = await comeBack(house, await visit(to, 'eve'), 'x')
    t.match(refused, { status: 403, html: /there are no codes[\s\S]*broken off/ })
  })

  await t.test('303: there and back, with PKCE, state and nonce; a session for the verified address', async t => {
    const { to, kept, cookie, answer } = await begin(house, '/app/history')
    t.equal(answer.statusCode, 303)
    const asked = new URL(to).searchParams
    t.match(Object.fromEntries(asked), {
      response_type: 'code',
      scope: 'openid email',
      code_challenge_method: 'S256',
      code_challenge: /^[\w-]{43}$/,
      state: /^[\w-]{43}$/,
      nonce: /^[\w-]{43}$/,
      redirect_uri: `${publicUrl}${callback}`,
    })
    t.match(cookie, { httpOnly: true, secure: true, sameSite: 'Lax', path: '/', maxAge: 600 })
    t.notMatch(kept, asked.get('state'), 'the cookie is sealed')
    const back = await visit(to, 'olivia')
    const { status, location, session, cookies } = await comeBack(house, back, kept)
    t.match({ status, location }, { status: 303, location: '/app/history' })
    t.equal(cookies.find(({ name }) => name === cookieName)?.value, '', 'the cookie is gone')
    const account = await app.inject({ url: '/app/account', headers: { cookie: `__Host-sensor_share=${session}` } })
    t.match(account.payload, 'signed in as olivia@example.com')
    t.equal((await sessions(house)).length, 1)
    t.strictSame(await alerts(house), [], 'the first network and device')

    const replayed = await comeBack(house, back, kept)
    t.match(replayed, { status: 403, html: /broken off, took too long or was used already/, session: undefined })
    t.equal((await sessions(house)).length, 1)
  })

  await t.test('303: from another network: an email tells of it', async t => {
    const { to, kept } = await begin(house)
    const remoteAddress = '203.0.113.9'
    t.equal((await comeBack(house, await visit(to, 'olivia'), kept, remoteAddress)).status, 303)
    t.match(await alerts(house), [{ recipient: 'olivia@example.com', content: { network: '203.0.113.0/24' } }])
  })

  await t.test('403: an address counts only if the provider says that it is verified', async t => {
    for (const account of ['eve', 'nobody', 'silent']) {
      const { to, kept } = await begin(house)
      const refused = await comeBack(house, await visit(to, account), kept)
      t.match(refused, {
        status: 403,
        html: /does not say that this email address is yours.*use a code/,
        session: undefined,
      })
      t.match(refused.html, 'name="email"', 'the code can be asked for at once')
    }
    t.strictSame(await house.db.selectFrom('people').select('email').execute(), [{ email: 'olivia@example.com' }])
  })

  await t.test('403: what comes back must belong to what this browser began', async t => {
    const { to, kept } = await begin(house)
    const back = await visit(to, 'olivia')
    const other = await begin(house)
    const wrongState = back.replace(/state=[\w-]+/, 'state=x')
    const refused = { status: 403, session: undefined }
    t.match(await comeBack(house, back, other.kept), refused, 'another state')
    t.match(await comeBack(house, wrongState, kept), refused, 'a changed state')
    t.match(await comeBack(house, back, ''), refused, 'no cookie')
    t.match(await comeBack(house, back, seal(deriveKeys('x').signIns, '{"state":"x"}')), refused, 'not ours')
    t.match(await comeBack(house, callback, kept), refused, 'nothing')
    t.match(await comeBack(house, `${callback}?error=access_denied&state=x`, kept), refused, 'broken off')
    // The state is right, and the code was issued for another nonce and verifier.
    const state = new URL(other.to).searchParams.get('state')
    t.match(await comeBack(house, back.replace(/state=[\w-]+/, `state=${state}`), other.kept), refused, 'another nonce')
    t.equal((await sessions(house)).length, 2)
  })

  await t.test('403: a nonce that was not asked for', async t => {
    const { to, kept } = await begin(house)
    const wrong = new URL(to)
    wrong.searchParams.set('nonce', 'x'.repeat(43))
    t.match(await comeBack(house, await visit(wrong.href, 'olivia'), kept), { status: 403, session: undefined })
  })

  await t.test('403: what was begun too long ago', async t => {
    const { signIns } = deriveKeys(house.secret)
    const { to, kept } = await begin(house)
    const { unseal } = await import('../../../src/keys.ts')
    const old = seal(signIns, JSON.stringify({ ...JSON.parse(unseal(signIns, kept)), ends: 0 }))
    t.match(await comeBack(house, await visit(to, 'olivia'), old), { status: 403, session: undefined })
  })

  await t.test('303: to no other host', async t => {
    for (const next of ['https://evil.example.com', '//evil.example.com', '/docs']) {
      const { to, kept } = await begin(house, next)
      t.match(await comeBack(house, await visit(to, 'olivia'), kept), { status: 303, location: '/app' })
    }
  })
})

t.test('503: the provider is away; the page says so, and it is asked again later', async t => {
  const house = await openHouse(t, {
    publicUrl,
    provider: {
      issuer: new URL(`http://127.0.0.1:${await freePort()}`),
      clientId: 'x',
      clientSecret: 'not to be logged',
    },
  })
  const { answer } = await begin(house)
  t.match(answer, { statusCode: 503, payload: /cannot be reached just now.*use a code/ })
  t.match(answer.payload, 'Send me a code')

  const server = await openLoginServer(t, `${publicUrl}${callback}`)
  const right = server.settings.issuer.href
  let time = 0
  const logged: unknown[] = []
  const log = { error: (...line: unknown[]) => logged.push(line) }
  const settings = { ...server.settings, issuer: new URL('http://127.0.0.1:1') }
  const provider = openProvider(settings, {
    key: deriveKeys('x').signIns,
    redirectUri: publicUrl,
    log,
    now: () => time,
  })
  const away = { name: 'providerAway' }
  await t.rejects(provider.begin('/app'), away)
  settings.issuer = new URL(right)
  await t.rejects(provider.begin('/app'), away, 'not asked again at once')
  t.equal(logged.length, 1)
  t.notMatch(JSON.stringify(logged), settings.clientSecret)
  time = 10_000
  t.match(await provider.begin('/app'), { url: new RegExp(`^${right}`) })
  const calls = server.calls()
  await provider.begin('/app')
  t.equal(server.calls(), calls, 'its description is cached')
})
