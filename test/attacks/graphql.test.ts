/** Attacks by somebody with an account, whose requests each ask for as much as one can hold. */
import t from 'tap'
import { openHouse } from '../support/house.ts'

const largest = `{ login { account { devices(size: 1000) { items {
  id owner { id email } access { user { id email } } services { id access { user { id email } } }
} } } } }`

t.test('429 after a few of them in a minute, also of those that come at once; others go on', async t => {
  const house = await openHouse(t, { rateLimit: true, now: () => 0 })
  const [mallory, olivia] = [await house.person('mallory'), await house.person('olivia')]
  const ask = async (token: string, query: string) => {
    const headers = { authorization: `Bearer ${token}` }
    return house.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } })
  }
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask(mallory.token, largest)))
  const served = answers.filter(({ statusCode }) => statusCode === 200)
  t.ok(served.length > 0 && served.length <= 10, `${served.length} of 40 are served`)
  const refused = answers.filter(({ statusCode }) => statusCode === 429)
  t.equal(served.length + refused.length, 40)
  t.match(refused[0], { headers: { 'retry-after': '60', 'ratelimit-remaining': '0' } })
  t.match(await ask(mallory.token, '{ login { email } }'), { statusCode: 429 }, 'the minute is used up')
  t.match(await ask(olivia.token, largest), { statusCode: 200 })
})

t.test('429 after as many mutations as requests, however many a request holds', async t => {
  const house = await openHouse(t, { rateLimit: true, now: () => 0 })
  const { token } = await house.person('mallory')
  const mutations = Array.from(
    { length: 100 },
    (_, n) => `m${n}: deleteDevice(deviceId: "80:00:00:00:00:00:00:${n % 10}0")`,
  )
  let served = 0
  for (let n = 0; n < 10; n++) {
    const answer = await house.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer ${token}` },
      payload: { query: `mutation { ${mutations.join(' ')} }` },
    })
    if (answer.statusCode === 200) served++
  }
  t.equal(served, 3, 'two fill the minute of 209, and the one that exceeds it still runs')
})
