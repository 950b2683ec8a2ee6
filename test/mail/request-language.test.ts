/** The language of the request that caused a letter: it is in the letter, for whoever has not chosen one. */
import { sql } from 'kysely'
import t from 'tap'
import { type House, openHouse, type Person } from '../support/house.ts'

const finnish = 'fi-FI,fi;q=0.9,en;q=0.8'

async function languageOfLast({ db }: House): Promise<unknown> {
  const { rows } = await sql<{ language: unknown }>`
    select content -> 'language' as language from letters order by id desc limit 1`.execute(db)
  return rows[0]?.language
}

const post = ({ inject }: House, url: string, payload: object, headers: Record<string, string>) =>
  inject({ method: 'POST', url, payload, headers })

t.test('a code: from POST /register and from the sign-in page', async t => {
  const house = await openHouse(t)
  const register = (email: string, headers = {}) => post(house, '/register', { email }, headers)
  await register('a@example.com', { 'accept-language': finnish })
  t.equal(await languageOfLast(house), 'fi')
  await register('b@example.com')
  t.equal(await languageOfLast(house), 'en')
  for (const header of ['sv\u00e9', '<b>fi</b>', `${'x,'.repeat(5_000)}fi`, "fi'; drop table letters; --"]) {
    t.equal((await register('c@example.com', { 'accept-language': header })).statusCode, 200)
    t.equal(await languageOfLast(house), 'en', header.slice(0, 20))
  }
  const page = await house.inject({ url: '/app/sign-in' })
  const token = /name="_csrf" value="([^"]+)"/.exec(page.payload)?.[1] ?? ''
  const answer = await house.inject({
    method: 'POST',
    url: '/app/sign-in',
    headers: {
      'accept-language': 'de-CH',
      'content-type': 'application/x-www-form-urlencoded',
      cookie: page.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; '),
    },
    payload: new URLSearchParams({ _csrf: token, email: 'd@example.com' }).toString(),
  })
  t.equal(answer.statusCode, 200)
  t.equal(await languageOfLast(house), 'de')
})

t.test('shares of two people in one statement: each in the language of their own request; also sent again', async t => {
  const house = await openHouse(t)
  const [olivia, otto] = [await house.person('olivia'), await house.person('otto')]
  const share = async (who: Person, user: string, language?: string) => {
    const sensor = await house.sensor(who)
    const headers = { authorization: who.token, ...(language && { 'accept-language': language }) }
    return { sensor, send: () => post(house, '/share', { sensor, user }, headers) }
  }
  const asks = await Promise.all([
    share(olivia, 'gary@example.com', finnish),
    share(otto, 'nina@example.com', 'sv'),
    share(olivia, 'peter@example.com'),
    share(otto, 'paula@example.com', '*'),
  ])
  for (const { statusCode } of await Promise.all(asks.map(({ send }) => send()))) t.equal(statusCode, 200)
  const { rows } = await sql`
    select recipient, content ->> 'language' as language from letters order by recipient`.execute(house.db)
  t.strictSame(rows, [
    { recipient: 'gary@example.com', language: 'fi' },
    { recipient: 'nina@example.com', language: 'sv' },
    { recipient: 'paula@example.com', language: null },
    { recipient: 'peter@example.com', language: null },
  ])
  const headers = { authorization: olivia.token, 'accept-language': 'de' }
  const again = await post(house, `/shares/${asks[0].sensor}/gary@example.com/resend`, {}, headers)
  t.equal(again.statusCode, 200)
  t.equal(await languageOfLast(house), 'de')
})

t.test('alerts about an account are not in the language of a request', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const headers = { authorization: olivia.token, 'accept-language': finnish }
  t.equal((await post(house, '/request-delete', { email: olivia.email }, headers)).statusCode, 200)
  t.equal(await languageOfLast(house), null)
})
