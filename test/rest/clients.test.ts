/** What real clients send, byte by byte where it matters; the traps that break an official app. */
import t from 'tap'
import { openHouse } from '../support/house.ts'

t.test('clients', async t => {
  const house = await openHouse(t)
  const { person, sensor, share, inject, app } = house
  const owner = await person('owner')
  const guest = await person('guest')
  const fresh = async () => {
    const id = await sensor(owner)
    t.match(await share(owner, id, guest.email), { status: 200 })
    return id
  }

  t.test('200 the web app: JSON as text/plain, token with Bearer', async t => {
    const id = await sensor(owner)
    const answer = await inject({
      method: 'POST',
      url: '/share',
      headers: { 'content-type': 'text/plain;charset=UTF-8', authorization: `Bearer ${owner.token}` },
      payload: JSON.stringify({ sensor: id, user: guest.email }),
    })
    t.strictSame(answer.json(), { result: 'success', data: { sensor: id, invited: false } })
  })

  t.test('200 iOS: the bare token; leaving without a user', async t => {
    const answer = await inject({
      method: 'POST',
      url: '/unshare',
      headers: { 'content-type': 'application/json', authorization: guest.token },
      payload: JSON.stringify({ sensor: await fresh() }),
    })
    t.strictSame(answer.json(), { result: 'success', data: {} })
  })

  t.test('200 Android: leaving with an empty user or the own address', async t => {
    for (const user of ['', guest.email, guest.email.toUpperCase()]) {
      const answer = await inject({
        method: 'POST',
        url: '/unshare',
        headers: { 'content-type': 'application/json; charset=UTF-8', authorization: `Bearer ${guest.token}` },
        payload: JSON.stringify({ sensor: await fresh(), user }),
      })
      t.equal(answer.statusCode, 200, user)
    }
  })

  t.test('200 a MAC in lower case goes back in upper case', async t => {
    const id = await sensor(owner)
    t.match(await share(owner, id.toLowerCase(), guest.email), { data: { sensor: id } })
    t.match(await house.unshare(owner, id.toLowerCase(), guest.email), { status: 200 })
  })

  t.test('204 a browser may ask first, for every method and header', async t => {
    for (const url of ['/share', '/unshare', '/nothing']) {
      const answer = await app.inject({
        method: 'OPTIONS',
        url,
        headers: {
          origin: 'https://station.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
        },
      })
      t.equal(answer.statusCode, 204)
      t.equal(answer.headers['access-control-allow-origin'], '*')
      t.match(answer.headers['access-control-allow-headers'], /Authorization, Content-Type/)
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
        t.match(answer.headers['access-control-allow-methods'], method)
      }
    }
    t.equal((await app.inject({ method: 'OPTIONS', url: '/share' })).statusCode, 204, 'even when it is no preflight')
  })

  t.test('errors carry the CORS headers too', async t => {
    for (const request of [
      { method: 'POST', url: '/share' },
      { method: 'GET', url: '/nothing' },
      { method: 'GET', url: '/%zz' },
      {
        method: 'POST',
        url: '/share',
        headers: { authorization: owner.token, 'content-type': 'text/css' },
        payload: 'x',
      },
    ] as const) {
      const answer = await app.inject(request)
      t.ok(answer.statusCode >= 400)
      t.equal(answer.headers['access-control-allow-origin'], '*', request.url)
      t.equal(answer.json().result, 'error')
      t.notOk('data' in answer.json(), 'no data key on errors')
    }
  })
})
