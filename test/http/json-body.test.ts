/** Bodies that are JSON, or nearly. */
import t from 'tap'
import { internalSecret } from '../support/gateway.ts'
import { openHouse } from '../support/house.ts'

const house = await openHouse(t, { internalSecret })
const anna = await house.person('anna')

/** One path for each parser: of most operations, of gateways, which sign their bodies, and of GraphQL. */
const doors = [
  { url: '/share', type: 'application/json' },
  { url: '/share', type: 'text/plain' },
  { url: '/record', type: 'application/json' },
  { url: '/graphql', type: 'application/json' },
]

async function errorOf({ url, type }: (typeof doors)[number], payload: string) {
  const headers = { 'content-type': type, authorization: `Bearer ${anna.token}` }
  const answer = await house.app.inject({ method: 'POST', url, headers, payload })
  const { error, errors } = answer.json()
  return { status: answer.statusCode, error: error ?? errors[0].message }
}

t.test('400 a key that changes prototypes: the answer names it', async t => {
  for (const door of doors) {
    for (const payload of [
      '{"__proto__":{"sensor":1}}',
      '{"sensor":{"a":[{"__proto__":null}]}}',
      '{"constructor":{"prototype":{}}}',
      '{"\\u005f_proto__":1}',
    ]) {
      t.match(await errorOf(door, payload), { status: 400, error: /the key "__proto__", or .*"constructor"/ }, payload)
    }
  }
})

t.test('400 what is not JSON', async t => {
  for (const door of doors) {
    for (const payload of ['{', '{"__proto__":', 'sensor']) {
      t.strictSame(await errorOf(door, payload), { status: 400, error: 'The body is not valid JSON.' }, payload)
    }
  }
})
