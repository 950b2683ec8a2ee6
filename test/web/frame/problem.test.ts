import t from 'tap'
import { browse } from '../../support/browse.ts'
import { openHouse } from '../../support/house.ts'

/** The parts of a whole page: whoever lost their way can read it, and get away from it. */
const whole =
  /^<!doctype html>[\s\S]*<html lang="en">[\s\S]*<title>[^<]+ · sensor-share<\/title>[\s\S]*rel="stylesheet"/

t.test('whatever goes wrong under /app is told by a whole page, with the places of whoever has signed in', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const headers = { accept: 'text/html', cookie: `sensor_share=${olivia.token}` }
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
  const there = '<a href="/app/contacts"'
  for (const [request, status] of [
    [{ url: '/app/nothing' }, 404],
    [{ url: '/app/' }, 404],
    [{ url: '/app/sensors/x' }, 404],
    [{ url: '/app/sign-in/nothing' }, 404],
    [{ url: '/app/static/nothing.css' }, 404],
    [{ method: 'PUT', url: '/app' }, 404],
    [{ method: 'DELETE', url: '/app/claim' }, 404],
    [{ method: 'POST', url: '/app', headers: form, payload: 'a=b' }, 404],
    [{ method: 'POST', url: '/app/claim', headers: form, payload: 'a=b' }, 403],
    [{ method: 'POST', url: '/app/claim', headers: { ...headers, 'content-type': 'text/x' }, payload: 'a' }, 415],
    [{ method: 'POST', url: '/app/nothing', headers: { ...headers, 'content-type': 'text/x' }, payload: 'a' }, 404],
  ] as const) {
    const what = JSON.stringify(request)
    const mine = await house.app.inject({ headers, ...request })
    t.equal(mine.statusCode, status, what)
    t.match(mine.payload, whole, what)
    t.match(mine.payload, there, what)
    t.match(mine.payload, /<h1>[^<]+<\/h1>\s*<p role="alert">[^<]+<\/p>\s*<p><a class="button" href="\/app">/, what)
  }
  const shown = await browse(house, olivia).open('/app/nothing')
  t.match(shown.text, 'There is no such page, or it is not yours to see.')
  t.match(await shown.follow('Back to your sensors'), { status: 200, path: '/app' })
})

t.test('strangers get a whole page without places; so does whoever sends what cannot be read', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  for (const [url, status] of [
    ['/app/nothing', 404],
    ['/app/%zz', 400],
    ['/app/sensors/%?a', 400],
  ] as const) {
    const answer = await house.app.inject({ url, headers: { cookie: `sensor_share=${olivia.token}x` } })
    if (status === 404) t.match(answer.headers.location, '/app/sign-in?next=', 'whoever is let in no more signs in')
    const stranger = await house.app.inject({ url })
    t.equal(stranger.statusCode, status, url)
    t.match(stranger.payload, whole, url)
    t.match(stranger.payload, /<h1>[^<]+<\/h1>\s*<p role="alert">[^<]+<\/p>\s*<p><a class="button" href="\/app">/, url)
    t.notMatch(stranger.payload, '<nav', url)
    t.match(stranger.headers['content-security-policy'], "default-src 'none'", url)
    t.ok(stranger.headers['x-request-id'], url)
  }
  for (const url of ['/application', '/appp/%zz', '/%zz']) {
    t.match((await house.app.inject({ url })).json(), { result: 'error' }, `${url} is no page`)
  }
})
