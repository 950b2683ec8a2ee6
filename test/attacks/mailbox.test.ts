/** Attacks on the mailbox of a server without mail, which holds the sign-in codes of everybody. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { openHouse } from '../support/house.ts'
import { listen } from '../support/stream.ts'

/** A proxy that passes requests on as nginx does with nothing but `proxy_pass`: with its own host, and no word of the visitor. */
async function plainProxy(t: Test, target: string) {
  const proxy = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming
    const passed = { ...headers, host: new URL(target).host, connection: 'close' }
    incoming.pipe(
      request(target + url, { method, headers: passed }, answer => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      }),
    )
  })
  proxy.listen(0, '127.0.0.1')
  await new Promise(resolve => proxy.once('listening', resolve))
  t.teardown(() => proxy.close())
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}

t.test('403 everybody behind a plain proxy, under any name and with any headers', async t => {
  const house = await openHouse(t, { mailbox: 'locked' })
  await house.post('/register', { email: 'anna@example.com' })
  const proxy = await plainProxy(t, await listen(house.app))
  const tricks: Record<string, string>[] = [
    {},
    { accept: 'text/html' },
    { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'localhost' },
    { cookie: 'sensor_share_mailbox=1' },
    { cookie: `sensor_share_mailbox=${(await house.person('mallory')).token}` },
  ]
  for (const headers of tricks) {
    for (const path of ['/mailbox', '/mailbox/1', '/%6dailbox', '/mailbox?key=', '/mailbox?key=undefined']) {
      const answer = await fetch(proxy + path, { headers, redirect: 'manual' })
      t.equal(answer.status, 403, `${path} ${JSON.stringify(headers)}`)
      t.notMatch(await answer.text(), /anna@example\.com/)
    }
  }
})
