/** What buildApp sets on its server, because Node judges by it. */
import t from 'tap'
import { openHouse } from '../support/house.ts'

t.test(
  'a request that does not arrive is ended after 30 s, its headers sooner, and that is noticed within 5 s',
  async t => {
    const { app } = await openHouse(t)
    const { requestTimeout, headersTimeout } = app.server
    const { connectionsCheckingInterval } = app.server as unknown as { connectionsCheckingInterval: number }
    t.equal(requestTimeout, 30_000)
    t.equal(app.server.timeout, 60_000, 'nothing moves for a minute')
    t.ok(headersTimeout > 0 && headersTimeout < requestTimeout, 'otherwise Node swaps the two')
    t.equal(connectionsCheckingInterval, 5_000)
  },
)
