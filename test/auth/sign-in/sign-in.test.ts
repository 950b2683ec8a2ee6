import { sql } from 'kysely'
import t from 'tap'
import { requestCode } from '../../../src/auth/sign-in/request-code.ts'
import { signIn } from '../../../src/auth/sign-in/sign-in.ts'
import { codeCount, deriveKeys, hashCode, makeCode, unseal } from '../../../src/keys.ts'
import { Refusal } from '../../../src/refusal.ts'
import { type House, openHouse, sign } from '../../support/house.ts'

/** Reads the letters with codes to an address, the latest first, as their reader would. */
async function lettersTo({ db, secret }: House, email: string): Promise<{ code: string; link: string }[]> {
  const letters = await db
    .selectFrom('letters')
    .select('content')
    .where('kind', '=', 'code')
    .where('recipient', '=', email)
    .orderBy('id', 'desc')
    .execute()
  return letters.map(({ content }) => {
    const { code, link } = content as { code: string; link: string }
    return { code: unseal(deriveKeys(secret).codes.sealing, code), link: sign(secret, { signIn: link }) }
  })
}

async function codeFor(house: House, email: string, remoteAddress = '127.0.0.1') {
  const answer = await house.inject({ method: 'POST', url: '/register', payload: { email }, remoteAddress })
  if (answer.statusCode !== 200) throw new Error(answer.payload)
  const [letter] = await lettersTo(house, email)
  if (!letter) throw new Error(`no letter to ${email}`)
  return letter
}

async function verify(house: House, query: Record<string, string>, remoteAddress = '127.0.0.1') {
  const answer = await house.inject({ method: 'GET', url: '/verify', query, remoteAddress })
  return { status: answer.statusCode, headers: answer.headers, ...answer.json() }
}

/** Any code but this one. */
const otherThan = (code: string) => (code === 'AAAA' ? 'BBBB' : 'AAAA')

const wrong = { status: 403, result: 'error', code: 'ER_FORBIDDEN', sub_code: 'ER_TOKEN_EXPIRED' }

t.test('from the code to the token', async t => {
  const house = await openHouse(t)
  const { code } = await codeFor(house, 'anna@example.com')
  t.match(code, /^[A-HJ-NP-Z0-9]{4}$/)

  const first = await verify(house, { token: code.toLowerCase() })
  t.match(first, { status: 200, result: 'success', data: { email: 'anna@example.com', newUser: true } })
  const user = await house.inject({ url: '/user', headers: { authorization: `Bearer ${first.data.accessToken}` } })
  t.strictSame(user.json(), { result: 'success', data: { email: 'anna@example.com', sensors: [] } })

  t.test('403 the same code again', async t => t.match(await verify(house, { token: code }), wrong))
  t.test('200 another time: no new user', async t => {
    const again = await codeFor(house, 'anna@example.com')
    t.match(await verify(house, { token: again.code }), { status: 200, data: { newUser: false } })
  })
  t.test('an address is one account whatever its case', async t => {
    t.match(await house.post('/register', { email: 'ANNA@Example.com' }), { data: { email: 'anna@example.com' } })
    const [letter] = await lettersTo(house, 'anna@example.com')
    t.match(await verify(house, { token: letter?.code ?? '' }), { status: 200, data: { newUser: false } })
  })
})

t.test('joining makes what waited live, at that instant', async t => {
  const house = await openHouse(t)
  const owner = await house.person('owner')
  const sauna = await house.sensor(owner)
  t.match(await house.share(owner, sauna, 'ida@example.com'), { data: { invited: true } })
  const { code } = await codeFor(house, 'ida@example.com')
  const { data } = await verify(house, { token: code })
  t.ok(data.newUser, 'who was only invited is new')
  const user = await house.inject({ url: '/user', headers: { authorization: data.accessToken } })
  t.match(user.json().data.sensors, [{ sensor: sauna, owner: owner.email, name: 'Sauna', picture: '', public: false }])
})

t.test('POST /register', async t => {
  const house = await openHouse(t)
  await house.person('known')

  t.test('200 the same answer for everybody, and nobody is made known by it', async t => {
    t.strictSame(await house.post('/register', { email: 'known@example.com' }), {
      status: 200,
      result: 'success',
      data: { email: 'known@example.com' },
    })
    t.strictSame(await house.post('/register', { email: 'stranger@example.com' }), {
      status: 200,
      result: 'success',
      data: { email: 'stranger@example.com' },
    })
    t.equal((await house.db.selectFrom('people').selectAll().execute()).length, 1)
  })

  t.test('400 not an address', async t => {
    t.match(await house.post('/register', { email: 'nobody' }), { status: 400, code: 'ER_INVALID_EMAIL_ADDRESS' })
    t.match(await house.post('/register', {}), { status: 400, code: 'ER_MISSING_ARGUMENT' })
  })

  t.test('no code stands in the database in the clear', async t => {
    const { code } = await codeFor(house, 'secret@example.com')
    const { rows } = await sql<{ row: string }>`
      select letters::text as row from letters union all select sign_in_codes::text from sign_in_codes`.execute(
      house.db,
    )
    t.ok(rows.length > 3)
    for (const { row } of rows) t.notOk(new RegExp(`\\b${code}\\b`).test(row))
  })

  t.test('429 the 6th code in an hour from one network, with Retry-After; another address may', async t => {
    for (let i = 0; i < 5; i++) {
      t.equal((await house.post('/register', { email: 'often@example.com' })).status, 200)
    }
    const answer = await house.inject({ method: 'POST', url: '/register', payload: { email: 'often@example.com' } })
    t.equal(answer.statusCode, 429)
    t.match(answer.json(), { code: 'ER_THROTTLED', error: /Try again in \d+ seconds/ })
    t.ok(Number(answer.headers['retry-after']) > 3500 && Number(answer.headers['retry-after']) <= 3600)
    t.equal((await lettersTo(house, 'often@example.com')).length, 5)
    t.equal((await house.post('/register', { email: 'seldom@example.com' })).status, 200)
  })

  t.test('429 the 11th code in an hour where the address signed in before', async t => {
    const { code } = await codeFor(house, 'back@example.com', '192.0.2.7')
    t.match(await verify(house, { token: code }, '192.0.2.7'), { status: 200 })
    const statuses = []
    for (let i = 0; i < 11; i++) {
      const payload = { email: 'back@example.com' }
      const request = { method: 'POST' as const, url: '/register', payload, remoteAddress: '192.0.2.7' }
      statuses.push((await house.inject(request)).statusCode)
    }
    // The one before the sign-in counts as well.
    t.strictSame([statuses.lastIndexOf(200), statuses.indexOf(429)], [8, 9])
  })

  t.test('429 one network asks for many addresses', async t => {
    await sql`insert into throttles values ('codes from 203.0.113.0/24', 298, now() + interval '1 hour')`.execute(
      house.db,
    )
    const answers = []
    for (let i = 0; i < 4; i++) {
      const remoteAddress = `203.0.113.${i}`
      const payload = { email: `many${i}@example.com` }
      answers.push((await house.inject({ method: 'POST', url: '/register', payload, remoteAddress })).statusCode)
    }
    t.strictSame(answers, [200, 200, 429, 429])
  })

  t.test('50 strangers at once for one address: 15 letters, the limit holds', async t => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        house.inject({
          method: 'POST',
          url: '/register',
          payload: { email: 'race@example.com' },
          remoteAddress: `10.0.${i}.1`,
        }),
      ),
    )
    t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 15)
    t.equal((await lettersTo(house, 'race@example.com')).length, 15)
  })
})

t.test('503 where no email could reach the caller: nothing waits to be sent', async t => {
  const refused = {
    status: 503,
    result: 'error',
    code: 'ER_UNABLE_TO_SEND_EMAIL',
    error: /POSTMARK_TOKEN or SMTP_URL, together with MAIL_FROM and PUBLIC_URL; or MAILBOX=on/,
  }
  const house = await openHouse(t, { mail: undefined })
  const anna = await house.person('anna')
  t.match(await house.post('/register', { email: 'nobody' }), { status: 400 })
  t.match(await house.post('/register', { email: anna.email }), refused)
  t.match(await house.post('/register', { email: 'stranger@example.com' }), refused)
  t.match(await house.post('/request-delete', { email: anna.email }, anna.token), refused)
  t.strictSame(await house.db.selectFrom('letters').selectAll().execute(), [])
  t.strictSame(await house.db.selectFrom('sign_in_codes').selectAll().execute(), [])

  const locked = await openHouse(t, { mailbox: 'locked' })
  t.equal((await locked.post('/register', { email: anna.email })).status, 200, 'the operator can open the mailbox')
  const open = await openHouse(t, { mailbox: 'open' })
  t.equal((await open.post('/register', { email: anna.email })).status, 200)
})

t.test('where a code counts', async t => {
  const house = await openHouse(t)
  const email = 'anna@example.com'
  const from = '192.0.2.7'

  t.test('403 from another network; 200 from the same one', async t => {
    const { code } = await codeFor(house, email, from)
    t.match(await verify(house, { token: code }, '198.51.100.7'), wrong)
    t.match(await verify(house, { token: code }, '192.0.2.200'), { status: 200 })
  })
  t.test('200 from anywhere with the address; 403 with another address, wherever', async t => {
    const { code } = await codeFor(house, email, from)
    t.match(await verify(house, { token: code, email: 'bert@example.com' }, '198.51.100.7'), wrong)
    t.match(await verify(house, { token: code, email: 'bert@example.com' }, from), wrong)
    t.match(await verify(house, { token: code, email: 'Anna@example.com' }, '198.51.100.7'), { status: 200 })
  })
  t.test('200 from anywhere by the link, once', async t => {
    const { link } = await codeFor(house, email, from)
    t.match(await verify(house, { token: link }, '198.51.100.7'), { status: 200, data: { email } })
    t.match(await verify(house, { token: link }, '198.51.100.7'), wrong)
  })
  t.test("the link is nobody's token", async t => {
    const { link } = await codeFor(house, email, from)
    t.equal((await house.inject({ url: '/user', headers: { authorization: link } })).statusCode, 401)
  })
  t.test('403 a link that we did not sign, or that names nothing', async t => {
    for (const token of [sign('x'.repeat(32), { signIn: crypto.randomUUID() }), sign(house.secret, { signIn: 'x' })]) {
      t.match(await verify(house, { token }), wrong)
    }
  })
  t.test('200 IPv6 from the same /56; 403 from another', async t => {
    const { code } = await codeFor(house, email, '2001:db8:1:200::1')
    t.match(await verify(house, { token: code }, '2001:db8:1:300::1'), wrong)
    t.match(await verify(house, { token: code }, '2001:db8:1:2ff::9'), { status: 200 })
  })
  t.test('400 without a token, or with an address that is none', async t => {
    t.match(await verify(house, {}), { status: 400, code: 'ER_MISSING_ARGUMENT' })
    t.match(await verify(house, { token: 'AAAA', email: 'x' }), { status: 400, code: 'ER_INVALID_EMAIL_ADDRESS' })
  })
})

t.test('405 HEAD uses up no code', async t => {
  const house = await openHouse(t)
  const { code } = await codeFor(house, 'anna@example.com')
  t.equal((await house.app.inject({ method: 'HEAD', url: `/verify?token=${code}` })).statusCode, 405)
  t.match(await verify(house, { token: code }), { status: 200 })
})

t.test('403 after 15 minutes', async t => {
  const house = await openHouse(t)
  const { code, link } = await codeFor(house, 'anna@example.com')
  await sql`update sign_in_codes set expires_at = now()`.execute(house.db)
  t.match(await verify(house, { token: code }), wrong)
  t.match(await verify(house, { token: link }), wrong)
})

t.test('guessing', async t => {
  const house = await openHouse(t)

  t.test("five wrong tries end an address' codes; the link still counts", async t => {
    const { code, link } = await codeFor(house, 'anna@example.com')
    for (let i = 0; i < 5; i++) t.match(await verify(house, { token: otherThan(code) }), wrong)
    t.match(await verify(house, { token: code }), wrong)
    t.match(await verify(house, { token: link }), { status: 200 })
  })
})

t.test('50 tries of one code at once: one token', async t => {
  const house = await openHouse(t)
  const { code } = await codeFor(house, 'anna@example.com')
  const answers = await Promise.all(Array.from({ length: 50 }, () => verify(house, { token: code })))
  t.equal(answers.filter(({ status }) => status === 200).length, 1)
  t.equal(answers.filter(({ status }) => status === 403 || status === 429).length, 49)
  t.equal((await house.db.selectFrom('sessions').selectAll().execute()).length, 1)
})

t.test('20 sign-ins from one network at once: all get in', async t => {
  const house = await openHouse(t)
  const codes = []
  for (let i = 0; i < 20; i++) codes.push((await codeFor(house, `crowd${i}@example.com`)).code)
  const answers = await Promise.all(codes.map(token => verify(house, { token })))
  t.strictSame(new Set(answers.map(({ status }) => status)), new Set([200]))
})

const guesses = Number(process.env.GUESSES ?? 800)

t.test(`${guesses} guesses from elsewhere at 10 codes that are out: none counts`, { timeout: 900_000 }, async t => {
  const house = await openHouse(t)
  const keys = deriveKeys(house.secret).codes
  const codes: string[] = []
  for (let i = 0; i < 10; i++) codes.push((await codeFor(house, `out${i}@example.com`)).code)
  const outcomes = new Map<string, number>()
  let guess = 0
  async function guesser() {
    while (guess < guesses) {
      const i = guess++
      // Every tenth guess is a code that is really out: even that does not count from elsewhere.
      const code = i % 10 === 0 ? (codes[(i / 10) % 10] ?? '') : makeCode()
      const network = `198.${(i >> 8) & 255}.${i & 255}.0/24`
      const name = await signIn(house.db, keys, { code }, network).then(
        () => 'signed in',
        error => (error instanceof Refusal ? error.name : String(error)),
      )
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: 16 }, guesser))
  t.strictSame(outcomes, new Map([['badCode', guesses]]))
  t.match(await verify(house, { token: codes[0] ?? '' }), { status: 200 }, 'and they ended no code of those who asked')
})

t.test('there are as many codes as docs/design/sign-in.md says', async t => {
  t.equal(codeCount, 1_336_336)
  const seen = new Set(Array.from({ length: 2000 }, makeCode))
  t.ok(seen.size > 1990)
  const keys = deriveKeys('x'.repeat(32)).codes
  t.strictSame(hashCode(keys, ' ab2c '), hashCode(keys, 'AB2C'))
  t.strictSame(hashCode(keys, 'iO2C'), hashCode(keys, '102C'), 'what looks alike is alike')
  t.notSame(hashCode(keys, 'AB2C'), hashCode(deriveKeys('y'.repeat(32)).codes, 'AB2C'))
})

t.test('a code that is out is given to nobody else', async t => {
  const house = await openHouse(t)
  const keys = deriveKeys(house.secret).codes
  for (let i = 0; i < 30; i++)
    await requestCode(house.db, keys, { email: `p${i}@example.com`, network: `10.0.${i}.0/24` })
  const { rows } = await sql<{ codes: number }>`select count(distinct hash)::int as codes from sign_in_codes`.execute(
    house.db,
  )
  t.equal(rows[0]?.codes, 30)
})
