import t from 'tap'
import { openHouse } from '../support/house.ts'

const { app } = await openHouse(t)
const page = await app.inject('/docs/graphql')
const files = [...page.payload.matchAll(/(?:src|href|data-schema)="([^"]+)"/g)].map(([, path = '']) => path)

t.test('200 the page, and all that it loads comes from here', async t => {
  t.equal(page.statusCode, 200)
  t.match(page.headers['content-type'], /^text\/html/)
  t.match(page.headers['content-security-policy'], /^default-src 'none'; script-src 'self';/)
  t.notMatch(page.headers['content-security-policy'], /http|\*|unsafe-eval|script-src[^;]*unsafe/)
  t.notMatch(page.payload, /<script(?![^>]* src=)|<script[^>]*>[^<]|https?:|\\n/)
  const offered = files.filter(path => path.startsWith('/docs/graphql/'))
  t.equal(offered.length, 6)
  for (const path of offered) {
    const { statusCode, headers, rawPayload } = await app.inject(path)
    t.equal(statusCode, 200, path)
    t.match(headers['content-type'], path.endsWith('.js') ? /javascript/ : path.endsWith('.css') ? /css/ : /json/, path)
    t.match(headers['cache-control'], /immutable/, path)
    t.match(path, /-(\d+\.\d+\.\d+|[0-9a-f]{12})\.\w+$/, 'the name changes with what it holds')
    t.ok(rawPayload.length > 1000, path)
  }
  t.equal((await app.inject('/docs/graphql/package.json')).statusCode, 404)
  t.equal((await app.inject('/docs/graphql/..%2fgraphql.ts')).statusCode, 404)
})

t.test('200 the schema, without a token, with its descriptions', async t => {
  const schema = await app.inject(files.find(path => path.endsWith('.json')) ?? '')
  const { types } = schema.json().data.__schema
  t.match(
    types.find(({ name }: { name: string }) => name === 'Device'),
    { description: /can be shared/ },
  )
  t.match((await app.inject('/schema.graphql')).payload, /type Device \{/)
})

t.test('each page leads to the other', async t => {
  t.match((await app.inject(files.find(path => path.includes('/page-')) ?? '')).payload, /href: '\/docs'/)
  t.match((await app.inject('/openapi.json')).json().info.description, /\]\(\/docs\/graphql\)/)
  t.equal((await app.inject('/docs/')).statusCode, 200)
})
