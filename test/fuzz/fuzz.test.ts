/**
 * A short run of the fuzz: `npm run fuzz` is the long one. FUZZ_SEED=… makes the same choices again. And whatever judges the answers
 * finds what is wrong with them.
 */
import t from 'tap'
import { openHouse } from '../support/house.ts'
import { tries } from '../support/runs.ts'
import { described, fuzz, openLog, settings } from './fuzz.ts'
import { faultIn, type Heard } from './oracle.ts'
import { operations } from './rest.ts'
import type { Sent } from './send.ts'

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)
const requests = tries({ short: 400, long: 2_000 })

t.test('every answer is as the contract has it, nothing breaks, and all can be reached', async t => {
  const log = openLog()
  const { app, db, secret } = await openHouse(t, { ...settings, log: log.log })
  const report = await fuzz({ app, log, db, secret, seed, requests })
  t.comment(`FUZZ_SEED=${seed}`, report.statuses)
  t.strictSame(report.faults.map(described), [])
  t.strictSame(report.books, [])
  t.equal(report.requests, requests)
  // In few requests not every operation comes to a success.
  t.ok(
    requests < 1_000 || report.gaps.length < operations.length / 4,
    `never answered with success: ${report.gaps.join(', ')}`,
  )
})

t.test('what judges finds', async t => {
  const { app, person, sensor } = await openHouse(t, settings)
  const olivia = await person('olivia')
  const sauna = await sensor(olivia)
  const json = { sensor: sauna, user: 'gary@example.com' }
  const sent: Sent = {
    face: 'REST',
    about: 'shareSensor',
    mode: 'valid',
    entry: 'good',
    caller: olivia.email,
    request: {
      method: 'POST',
      url: '/share',
      headers: { authorization: olivia.token, 'content-type': 'application/json' },
      payload: JSON.stringify(json),
    },
    json,
  }
  const answer = await app.inject(sent.request as never)
  const good: Heard = { status: answer.statusCode, headers: answer.headers, text: answer.payload }
  t.equal(faultIn(sent, good), undefined, 'nothing in what is right')

  const error = (more: object) => JSON.stringify({ result: 'error', error: 'No.', code: 'ER_FORBIDDEN', ...more })
  const html = { ...good.headers, 'content-type': 'text/html', 'content-security-policy': "default-src 'none'" }
  const page: Sent = { ...sent, face: 'pages', request: { ...sent.request, method: 'GET', url: '/app' } }
  const query: Sent = {
    ...sent,
    face: 'GraphQL',
    request: { ...sent.request, url: '/graphql' },
    json: { query: '{x}' },
  }
  const told = (message: string, code = 'ER_FORBIDDEN') =>
    JSON.stringify({ data: null, errors: [{ message, extensions: { code } }] })
  const wrong: [string, Partial<Heard>, Sent?][] = [
    ['500', { status: 500, text: error({ code: 'ER_INTERNAL' }) }],
    ['a status that is not in the contract', { status: 418, text: error({}) }],
    ['a body that does not fit', { text: '{"result":"success","data":{"sensor":7}}' }],
    ['no JSON', { text: '<html>' }],
    ['a code of its own', { status: 403, text: error({ code: 'ER_OTHER' }) }],
    ['a field of its own', { status: 403, text: error({ stack: 'x' }) }],
    ['words from inside', { status: 403, text: error({ error: 'relation "people" does not exist' }) }],
    ['a stack', { status: 403, text: error({ error: 'Error\n    at share (share.ts:7)' }) }],
    ['401 without a word how', { status: 401, text: error({ code: 'ER_UNAUTHORIZED' }) }, { ...sent, entry: 'open' }],
    ['401 to who has a token', { status: 401, text: error({}) }],
    ['200 to who has none', {}, { ...sent, entry: 'bad' }],
    ['200 to a body that the contract does not allow', {}, { ...sent, json: { sensor: sauna, user: 7 } }],
    ['429 without an end', { status: 429, text: error({ code: 'ER_THROTTLED' }) }],
    ['no nosniff', { headers: { ...good.headers, 'x-content-type-options': undefined } }],
    ['a header that a caller wrote', { headers: { ...good.headers, 'x-injected': 'y' } }],
    ['markup of a caller', { headers: html, text: '<p><zz-fuzz></p>' }, page],
    ['what is no text', { headers: html, text: '<p>[object Object]</p>' }, page],
    ['a page without a policy', { headers: { ...html, 'content-security-policy': '' }, text: '<p></p>' }, page],
    ['a way out', { status: 303, headers: { ...good.headers, location: '//example.com' } }, page],
    ['an error of ours', { text: told('Something went wrong here.', 'ER_INTERNAL') }, query],
    ['an error from inside', { text: told('syntax error at or near "x"') }, query],
    ['an error without a code', { text: told('No.', '') }, query],
    ['neither data nor errors', { text: '{}' }, query],
    ['a list for one', { text: '[{"data":{}}]' }, query],
    ['a valid document refused', { status: 400, text: told('Syntax Error: Unexpected Name "x".') }, query],
  ]
  for (const [title, heard, of = sent] of wrong) t.ok(faultIn(of, { ...good, ...heard }), title)
})
