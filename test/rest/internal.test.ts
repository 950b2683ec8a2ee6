/** The internal calls: with which secrets they are opened, and where. */
import t from 'tap'
import { openHouse } from '../support/house.ts'

const old = 'the-old-secret-of-the-operator-x'
const fresh = 'the-new-secret-of-the-operator-y'

t.test('200 with any of several secrets, 403 with anything else', async t => {
  const house = await openHouse(t, { internalSecret: `${fresh}, ${old}` })
  const statusWith = async (secret: string) =>
    (await house.inject({ url: '/gwinfo', headers: { 'x-internal-secret': secret } })).statusCode
  for (const secret of [fresh, old]) t.equal(await statusWith(secret), 200, secret)
  for (const secret of ['', ',', `${fresh},${old}`, `${fresh}, ${old}`, `${fresh},`, ` ${old.slice(1)}`]) {
    t.equal(await statusWith(secret), 403, secret)
  }
})
