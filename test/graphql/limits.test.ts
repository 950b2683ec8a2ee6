/** How much may be asked, and that whoever asks for more is told so after little work. */
import { buildSchema, getIntrospectionQuery, parse } from 'graphql'
import t from 'tap'
import { limit } from '../../src/graphql/limits.ts'
import { schemaText } from '../../src/graphql/schema/text.ts'
import { openHouse } from '../support/house.ts'
import { openCounter } from '../support/work.ts'

const schema = buildSchema(schemaText)
const house = await openHouse(t)
const { token } = await house.person('olivia')

/** Measures a query, or several of one request; returns what it is refused with. */
function refused(queries: string | string[], variables: Record<string, unknown> = {}, operationName?: string) {
  try {
    limit(
      schema,
      [queries].flat().map(query => ({ document: parse(query), variables, operationName })),
    )
    return undefined
  } catch (error) {
    const { name, message } = error as Error
    return name === 'tooMuch' ? message : `${name}: ${message}`
  }
}

/** Measures queries of one request; returns their cost. */
function costOf(...queries: string[]): number {
  return limit(
    schema,
    queries.map(query => ({ document: parse(query), variables: {}, operationName: undefined })),
  )
}

const items = `items { id name created owner { id email } permissions access { user { id email } scripting }
  services { id name access { user { id email } } } }`
const full = (size: string) => `{ login { account { devices(size: ${size}) { total hasMore last ${items} } } } }`

const deep = /more than 12 fields within each other/
const aliased = /more than 100 aliases/
const large = /more than 250,000 objects/
const wide = /more than 500 fields\./

t.test('what programs ask fits', async t => {
  t.equal(refused(full('1000')), undefined)
  t.equal(refused(`query ($size: Int) ${full('$size')}`, { size: 1000 }), undefined)
  t.equal(refused(Array(6).fill(getIntrospectionQuery())), undefined)
  t.equal(refused(`{ login { device(id: "C6:F1:E7:D3:DA:11") { ${items.slice(7, -1)} } } }`), undefined)
})

t.test('what is never there costs nothing, unless it gets an alias', async t => {
  const empty = 'tags { name } endpoint { geo { city } } timeSeries { time data } events { items { id users { id } } }'
  const page = (fields: string) => `{ login { devices(size: 1000) { items { id ${fields} } } } }`
  t.equal(costOf(page(empty)), costOf(page('')))
  t.equal(refused(full('1000').replace('created', `created ${empty}`)), undefined)
  t.ok(costOf(page(Array.from({ length: 90 }, (_, i) => `a${i}: tags { name }`).join(' '))) > costOf(page('')))
})

t.test('the objects of all operations of a request count', async t => {
  t.match(refused([full('1000'), full('1000')]), large)
  t.match(refused([full('1000'), full('100')]), large)
  t.equal(refused([full('500'), full('500')]), undefined)
  t.equal(refused(Array(10).fill(full('100'))), undefined)
})

t.test('a page is as large as it says, wherever it says so', async t => {
  const twice = (size: string, variable = '') =>
    `query Q${variable} { login { account { ${['a', 'b'].map(a => `${a}: devices(size: ${size}) { ${items} }`).join(' ')} } } }`
  t.match(refused(twice('1000')), large)
  t.equal(refused(twice('100')), undefined)
  t.match(refused(twice('$size', '($size: Int)'), { size: 1000 }), large)
  t.match(refused(twice('$size', '($size: Int = 1000)')), large)
  t.equal(refused(twice('$size', '($size: Int = 1000)'), { size: 10 }), undefined)
  t.equal(refused(twice('$size', '($size: Int)'), { size: null }), undefined, 'null is 100, as nothing is')
  t.equal(refused(twice('$size', '($size: Int)')), undefined)
  for (const wrong of ['1000', {}, [1000], true, Number.MAX_VALUE, -1000]) {
    const isSmall = typeof wrong === 'number' && wrong < 0
    const found = refused(twice('$size', '($size: Int)'), { size: wrong })
    t.match(found ?? 'nothing', isSmall ? /nothing/ : large, `what cannot be a size may be any: ${wrong}`)
  }
})

t.test('each device that is asked for by its id counts', async t => {
  const query = `query ($ids: [String!]!) { login { device(id: $ids) { ${items.slice(7, -1)} } } }`
  t.equal(refused(query, { ids: Array(1000).fill('C6:F1:E7:D3:DA:11') }), undefined)
  t.match(refused(query, { ids: Array(1200).fill('C6:F1:E7:D3:DA:11') }), large)
  t.equal(refused(query, { ids: 'C6:F1:E7:D3:DA:11' }), undefined)
  t.equal(refused(query, {}), undefined)
})

t.test('only the operation that runs counts', async t => {
  const many = `query A ${full('1000')} query B ${full('1000')} query C { login { id } }`
  for (const name of ['A', 'B', 'C', 'D']) t.equal(refused(many, {}, name), undefined, name)
  t.match(refused(many), large, 'it is not said which one')
})

t.test('12 fields within each other, and no more; introspection as many as it likes', async t => {
  const nested = (depth: number): string => (depth === 1 ? 'id' : `login { ${nested(depth - 1)} }`)
  t.equal(refused(`{ ${nested(12)} }`), undefined)
  t.match(refused(`{ ${nested(13)} }`), deep)
  t.match(refused(`{ login { ... on Login { ...f } } } fragment f on Login { ${nested(12)} }`), deep)
  const types = (depth: number): string => (depth === 0 ? 'name' : `ofType { ${types(depth - 1)} }`)
  t.equal(refused(`{ __schema { types { ${types(20)} } } __type(name: "User") { ${types(20)} } }`), undefined)
})

t.test('100 aliases, and no more; those of a fragment count wherever it is', async t => {
  const aliases = (count: number, field: string) => Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ')
  t.equal(refused(`{ login { ${aliases(100, 'id')} } }`), undefined)
  t.match(refused(`{ login { ${aliases(101, 'id')} } }`), aliased)
  t.match(refused([`{ login { ${aliases(60, 'id')} } }`, `{ login { ${aliases(60, 'id')} } }`]), aliased)
  t.match(refused(`{ x: login { ...f } login { ...f } } fragment f on Login { ${aliases(50, 'id')} }`), aliased)
  t.match(refused(`mutation { ${aliases(101, 'deleteDevice(deviceId: "x")')} }`), aliased)
  const names = `{ login { account { devices(size: 1000) { items { access { ${aliases(50, 'email')} } } } } } }`
  t.match(refused(names), large, 'each alias is one thing more, for each of the objects')
})

t.test('500 fields, and no more', async t => {
  t.equal(refused(`{ login { ${'id '.repeat(499)} } }`), undefined)
  t.match(refused(`{ login { ${'id '.repeat(500)} } }`), wide)
  t.match(refused(`query A { login { id } } query B { login { ${'id '.repeat(500)} } }`, {}, 'A'), wide)
  t.match(refused(Array(10).fill(`{ login { ${'id '.repeat(50)} } }`)), wide)
})

t.test('introspection counts like everything else', async t => {
  const nine = (inner: string) => Array.from({ length: 9 }, (_, i) => `a${i}: ${inner}`).join(' ')
  const inner = 'fields { type { fields { args { name } } } }'
  t.equal(refused(`{ __schema { types { ${inner} } } }`), undefined)
  t.match(refused(`{ __schema { ${nine(`types { ${nine(inner)} }`)} } }`), large)
})

t.test('what names itself, or what the schema does not know, is left to the rules of GraphQL', async t => {
  t.equal(refused('{ login { ...f } } fragment f on Login { id ...g } fragment g on Login { ...f }'), undefined)
  t.equal(refused('{ colour { shade } ...f ... on Colour { shade } __proto__ { constructor } }'), undefined)
  t.equal(refused('query ($__proto__: Int) { login { account { devices(size: $constructor) { total } } } }'), undefined)
})

async function send(payload: string) {
  const answer = await house.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    payload,
  })
  return { status: answer.statusCode, body: answer.json(), text: answer.payload }
}

const many = (count: number, each: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => each(i)).join(' ')
const within = (count: number, open: string, close: string) => open.repeat(count) + close.repeat(count)

/** By what is wrong with them: requests that nobody should send, and what their answer says. */
const hostile: Record<string, { query: string | string[]; variables?: string; says: RegExp; calls?: number }> = {
  'a depth of 50': { query: `{ ${'login { '.repeat(38)} id ${'} '.repeat(38)} }`, says: deep },
  'a depth of 1,000': { query: '{a'.repeat(1000) + '}'.repeat(1000), says: /40 brackets within each other/ },
  '1,000 aliases': { query: `{ ${many(1000, i => `a${i}:login{id}`)} }`, says: /2,500 words and signs/ },
  '300 aliases': { query: `{ login { ${many(300, i => `a${i}:id`)} } }`, says: aliased },
  '1,000 identical fields': { query: `{ login { ${'id '.repeat(1000)} } }`, says: wide },
  '500 identical fields with fields': { query: `{ ${'login { id } '.repeat(500)} }`, says: wide },
  '10,000 tokens': { query: `{ login { ${'id '.repeat(10_000)} } }`, says: /2,500 words and signs/ },
  'fragments that name each other 2 to the power of 50 times': {
    query: `{ login { ...f0 } } ${many(50, i => `fragment f${i} on Login { account { id } ...f${i + 1} ...f${i + 1} }`)} fragment f50 on Login { account { id } }`,
    says: large,
  },
  'a ring of fragments': {
    query: `{ login { ...f0 } } ${many(60, i => `fragment f${i} on Login { id ...f${(i + 1) % 60} }`)}`,
    says: /Cannot spread fragment "f0" within itself/,
  },
  '60 fragments with the same field': {
    query: `{ colour login { ${many(60, i => `...f${i}`)} } } ${many(60, i => `fragment f${i} on Login { id }`)}`,
    says: /Cannot query field "colour"/,
  },
  '200 fragments': {
    query: `{ login { ${many(200, i => `...f${i}`)} } } ${many(200, i => `fragment f${i} on Login { id }`)}`,
    says: /60 fragments/,
  },
  'fragments that name all others': {
    query: `{ colour login { ...f0 } } ${many(30, i => `fragment f${i} on Login { id ${many(15, j => `...f${(i + j + 1) % 30}`)} }`)}`,
    says: /Cannot/,
  },
  '100 operations with a fragment each': {
    query: `${many(100, i => `query q${i} ($v: Int) { ...f }`)} fragment f on Query { login { account { devices(size: $v) { total } } } }`,
    says: /operation name/,
  },
  'a literal of 200,000 characters': {
    query: `{ login { account(id: "${'x'.repeat(200_000)}") { id } } }`,
    says: /65,536/,
  },
  // It is read some times, character by character.
  'a name of 60,000 characters': {
    query: `{ ${'x'.repeat(60_000)} }`,
    says: /Cannot query field "x+…/,
    calls: 600_000,
  },
  '60,000 lines': { query: `${'\n'.repeat(60_000)}{ login { id } }`, says: /2,500 lines/ },
  'mistakes at the end of 2,000 lines': {
    query: `${'\n'.repeat(2000)}{ ${many(50, i => `x${i}`)} }`,
    says: /Cannot query field/,
  },
  '30,000 comments': { query: `${'#\n'.repeat(30_000)}{ login { id } }`, says: /2,500 lines/ },
  'lists in lists in an argument': {
    query: `{ login { device(id: ${within(1200, '[', ']')}) { id } } }`,
    says: /40 brackets/,
  },
  'objects in objects in an argument': {
    query: `{ login { device(id: ${within(800, '{a:', '}')}) { id } } }`,
    says: /40 brackets/,
  },
  'lists in lists in a type': { query: `query ($a: ${within(1200, '[', ']')}) { login { id } }`, says: /40 brackets/ },
  'lists in lists in variables': {
    query: 'query ($id: [String!]!) { login { device(id: $id) { id } } }',
    variables: `{"id":${within(50_000, '[', ']')}}`,
    says: /10,000 values/,
  },
  'objects in objects in variables': {
    query: 'query ($id: [String!]!) { login { device(id: $id) { id } } }',
    variables: `{"id":${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}}`,
    says: /10,000 values/,
  },
  '100,000 variables of a wrong type': {
    query: 'query ($id: [String!]!) { login { device(id: $id) { id } } }',
    variables: `{"id":[1${',1'.repeat(99_999)}]}`,
    says: /10,000 values/,
  },
  '9,000 variables of a wrong type': {
    query: 'query ($id: [String!]!) { login { device(id: $id) { id } } }',
    variables: `{"id":[1${',1'.repeat(8_999)}]}`,
    says: /\$id/,
  },
  'objects of 20 fields that they do not have': {
    query: 'mutation ($s: [ServiceSharingOptions!]) { share(deviceId: "x", email: "y", services: $s) }',
    variables: `{"s":[${many(200, () => `{"f":"${'x'.repeat(800)}"${many(19, i => `,"field${i}":${i}`)}},`)}null]}`,
    says: /\$s/,
  },
  'a long text in an object that does not have it, again and again': {
    query: 'mutation ($s: [ServiceSharingOptions!]) { share(deviceId: "x", email: "y", services: $s) }',
    variables: `{"s":[{"f":"${'x'.repeat(200_000)}"${many(19, i => `,"field${i}":${i}`)}}]}`,
    says: /\$s/,
  },
  'an object with 12,000 fields that it does not have': {
    query: 'mutation ($s: [ServiceSharingOptions!]) { share(deviceId: "x", email: "y", services: $s) }',
    variables: `{"s":[{"f":0${many(12_000, i => `,"field${i}":${i}`)}}]}`,
    says: /20 fields in an object/,
  },
  'a text of 200,000 characters for a number': {
    query: 'query ($n: Int) { login { account { devices(size: $n) { total } } } }',
    variables: `{"n":"${'x'.repeat(200_000)}"}`,
    says: /\$n/,
  },
  '700 variables': {
    query: `query (${many(700, i => `$v${i}:Int`)}) { login { id } }`,
    says: /2,500 words|never used/,
  },
  '10 operations that are each as much as one may be': {
    query: Array(10).fill(`{ login { ${'id '.repeat(240)} } }`),
    says: wide,
  },
}

/** The worst of them takes some 125,000 calls of functions. */
const mostCalls = 200_000

t.test('400 after little work', async t => {
  // What the first query of all prepares is no work for another.
  await send('{"query":"{ login { id } }"}')
  const countCalls = openCounter(t)
  for (const [title, { query, variables, says, calls: most = mostCalls }] of Object.entries(hostile)) {
    await t.test(title, async t => {
      const operations = [query]
        .flat()
        .map(query => `{"query":${JSON.stringify(query)},"variables":${variables ?? 'null'}}`)
      let answer: Awaited<ReturnType<typeof send>> | undefined
      const calls = await countCalls(async () => {
        answer = await send(Array.isArray(query) ? `[${operations}]` : `${operations}`)
      })
      t.equal(answer?.status, 400)
      t.match(answer?.body.errors[0], { message: says, extensions: { code: 'ER_INVALID_FORMAT' } })
      t.ok(Number(answer?.text.length) < 8_000, 'does not repeat what was sent')
      t.ok(calls < most, `${calls} calls`)
    })
  }
})

t.test('the cost: one for each mutation and each 10,000 objects, at least one', async t => {
  const answer = (alias: string) => `${alias}: answerShare(deviceId: "${alias}", accept: true)`
  const chain = Array.from({ length: 40 }, (_, n) => `fragment F${n} on Mutation { ...F${n + 1} ...F${n + 1} }`)
  t.equal(costOf('{ login { email } }'), 1)
  // Each device: a place in the page, itself, its owner, 10 guests with a person each, 10 services with 10 guests and their persons.
  const objects = (devices: number) => 2 + devices * (1 + 1 + 1 + 10 * 2 + 10 * (1 + 10 * 2))
  for (const devices of [1, 20, 100, 1_000]) {
    const expected = Math.max(1, Math.floor(objects(devices) / 10_000))
    t.equal(costOf(full(String(devices))), expected, `${devices} devices`)
  }
  t.equal(costOf(full('500'), full('500')), Math.floor((2 * objects(500)) / 10_000), 'of all queries together')
  t.equal(costOf(`mutation { ${answer('a')} }`), 1)
  t.equal(costOf(`mutation { ${['a', 'b', 'c'].map(answer).join(' ')} }`), 3)
  const both = `fragment F on Mutation { ${answer('a')} ${answer('b')} }`
  t.equal(costOf(`mutation { ...F ...F ... { ${answer('c')} } } ${both}`), 5)
  const many = `mutation { ...F0 } ${chain.join(' ')} fragment F40 on Mutation { answerShare(deviceId: "a", accept: true) }`
  t.equal(costOf(many), 2 ** 40, 'fragments within fragments are measured once')
  t.equal(costOf('mutation { ...F } fragment F on Mutation { ...F }'), 1, 'refused later')
})
