/** openapi.yaml: word for word what the founding documents say, and what the code was generated from. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import fastify from 'fastify'
import t from 'tap'
import { bind, type Guards } from '../../src/rest/bind.ts'
import { contract, contractDocument, contractText } from '../../src/rest/contract/document.ts'
import type { Handlers } from '../../src/rest/contract/operation.ts'
import { openHouse } from '../support/house.ts'

const root = new URL('../../', import.meta.url)

for (const name of ['ruuvi-share', 'ruuvi-unshare']) {
  t.test(`${name} stands in openapi.yaml word for word`, async t => {
    const mission = JSON.parse(await readFile(new URL(`test/fixtures/${name}.openapi.json`, root), 'utf8'))
    t.equal(contractDocument.openapi, mission.openapi)
    t.strictSame(contractDocument.security, mission.security)
    for (const [path, methods] of Object.entries<Record<string, { responses: object }>>(mission.paths)) {
      t.strictSame(Object.keys(contractDocument.paths[path]), Object.keys(methods))
      for (const [method, theirs] of Object.entries(methods)) {
        // An extension of ours, which clients ignore.
        const { 'x-scope': _, ...ours } = contractDocument.paths[path][method]
        const answers = Object.keys(theirs.responses)
        const responses = Object.fromEntries(answers.map(status => [status, ours.responses[status]]))
        t.strictSame({ ...ours, responses }, theirs, `${method} ${path}`)
      }
    }
    for (const kind of ['schemas', 'securitySchemes']) {
      for (const [name, theirs] of Object.entries(mission.components[kind])) {
        t.strictSame(contractDocument.components[kind][name], theirs, name)
      }
    }
    for (const tag of mission.tags) t.has(contractDocument.tags, [tag])
  })
}

t.test('contract.ts is what openapi.yaml generates', async t => {
  const generator = fileURLToPath(new URL('node_modules/openapi-typescript/bin/cli.js', root))
  const generated = await promisify(execFile)(process.execPath, [
    generator,
    fileURLToPath(new URL('openapi.yaml', root)),
  ])
  t.equal(
    await readFile(new URL('src/rest/contract/contract.ts', root), 'utf8'),
    generated.stdout,
    'run: npm run contract',
  )
})

t.test('an operation without a handler, or a handler without an operation, stops the start', async t => {
  const handler = async () => ({})
  const ids = Object.values(contract.paths).flatMap(methods =>
    Object.values(methods).map(({ operationId }) => operationId),
  )
  const complete = Object.fromEntries(ids.map(id => [id, handler])) as unknown as Handlers
  const guards = new Map([
    ['bearerAuth', async () => {}],
    ['internalSecret', async () => {}],
    ['webhookSecret', async () => {}],
  ])
  const signed = {
    tokenOf: () => 'none' as const,
    count: async () => {},
    refuse() {},
    forgive() {},
    isKnown: () => false,
    headers: {},
  }
  t.doesNotThrow(() => bind(fastify(), contract, complete, guards, { signed }))
  t.throws(() => bind(fastify(), contract, complete, guards), /recordMeasurements asks for a security/)
  const { ready, ...incomplete } = complete
  t.throws(() => bind(fastify(), contract, incomplete as Handlers, guards, { signed }), /ready has no handler/)
  t.throws(
    () => bind(fastify(), contract, { ...complete, extra: ready } as Handlers, guards, { signed }),
    /no operation for extra/,
  )
})

t.test('security is closed by default: what nobody checks stops the start', async t => {
  const operation = { operationId: 'live', responses: {} }
  const handlers = { live: async () => ({}) } as unknown as Handlers
  const guards = new Map([
    ['one', async () => {}],
    ['two', async () => {}],
  ])
  const starts = (theirs: Record<string, string[]>[] | undefined, ours: Record<string, string[]>[]) =>
    bind(
      fastify(),
      { paths: { '/live': { get: { ...operation, ...(theirs && { security: theirs }) } } }, security: ours },
      handlers,
      guards,
    )
  t.doesNotThrow(() => starts([], [{ one: [] }]), 'open, because it says so')
  t.doesNotThrow(() => starts([{ two: [] }], [{ one: [] }]))
  t.doesNotThrow(() => starts(undefined, [{ one: [] }]))
  for (const unknown of [
    [{ three: [] }],
    [{}],
    [{ one: [] }, {}],
    [{ one: [] }, { two: [] }],
    [{ one: [], two: [] }],
  ]) {
    const refused = /live asks for a security that is not known here/
    t.throws(() => starts(unknown, [{ one: [] }]), refused, JSON.stringify(unknown))
    t.throws(() => starts(undefined, unknown), refused, JSON.stringify(unknown))
  }
  for (const name of ['constructor', '__proto__', 'toString']) t.throws(() => starts([{ [name]: [] }], []), name)
})

t.test('of alternatives only one pair is understood: a token, or the internal secret', async t => {
  const guard = async () => {}
  const all = new Map([
    ['bearerAuth', guard],
    ['internalSecret', guard],
    ['webhookSecret', guard],
  ])
  const starts = (security: Record<string, string[]>[], guards: Guards = all) =>
    bind(
      fastify(),
      { paths: { '/live': { get: { operationId: 'live', responses: {}, security } } }, security: [] },
      { live: async () => ({}) } as unknown as Handlers,
      guards,
    )
  const [person, service, webhook] = [{ bearerAuth: [] }, { internalSecret: [] }, { webhookSecret: [] }]
  t.doesNotThrow(() => starts([person, service]))
  t.doesNotThrow(() => starts([person, service], new Map([...all, ['internalSecret', null]])), 'without a secret')
  const refused = /live asks for a security that is not known here/
  for (const unknown of [
    [service, person],
    [person, webhook],
    [webhook, service],
    [person, person],
    [person, service, {}],
    [person, service, webhook],
    [{}, person, service],
    [{}, { ...person, ...service }],
    [{ ...person, ...service }, {}],
    [{ ...person, ...service }],
    [{ bearerAuth: ['scope'] }, service],
  ]) {
    t.throws(() => starts(unknown), refused, JSON.stringify(unknown))
  }
  for (const missing of ['bearerAuth', 'internalSecret']) {
    const guards = new Map([...all].filter(([name]) => name !== missing))
    t.throws(() => starts([person, service], guards), refused, `nobody checks ${missing}`)
  }
})

t.test('the documentation is open to everybody', async t => {
  const { app } = await openHouse(t)
  const yaml = await app.inject('/openapi.yaml')
  t.equal(yaml.payload, contractText)
  t.match(yaml.headers['content-type'], /yaml/)
  t.strictSame((await app.inject('/openapi.json')).json(), contractDocument)
  const page = await app.inject('/docs')
  t.match(page.payload, /<title>sensor-share API<\/title>/)
  const policy = String(page.headers['content-security-policy'])
  t.match(policy, /script-src 'self'/)
  t.notMatch(policy, /upgrade-insecure-requests|validator|https?:/, 'it works without TLS, and calls nobody else')
  t.strictSame((await app.inject('/docs/json')).json(), contractDocument)
})

t.test('302 the root leads a browser to the pages, and whatever else to the documentation', async t => {
  const { app } = await openHouse(t)
  const leadsTo = async (accept?: string) => {
    const { statusCode, headers } = await app.inject({ url: '/', headers: accept ? { accept } : {} })
    return [statusCode, headers.location]
  }
  t.strictSame(await leadsTo('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'), [302, '/app'])
  for (const accept of [undefined, '*/*', 'application/json'])
    t.strictSame(await leadsTo(accept), [302, '/docs'], String(accept))
})
