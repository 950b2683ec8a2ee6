/** Requests to GraphQL: documents made from the schema. */
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { schemaText } from '../../src/graphql/schema/text.ts'
import type { Dice } from '../support/dice.ts'
import type { Known } from './known.ts'
import { enter, inHeader, type Mode, network, type Secrets, type Sent } from './send.ts'
import { asJson, hostile, ill, instant, niceTexts, spoiled } from './values.ts'

const schema = buildSchema(schemaText)
const roots = { query: schema.getQueryType(), mutation: schema.getMutationType() } as Record<string, GraphQLObjectType>

/** All that can be asked for: the fields of mutations, and those of queries that have arguments. */
export const asked: string[] = [
  // `transfer` is declared and always refused.
  ...Object.keys(roots.mutation?.getFields() ?? {}).filter(name => name !== 'transfer'),
  ...Object.keys((schema.getType('Login') as GraphQLObjectType).getFields()),
  'account.devices',
  'account.guest',
  'account.events',
]

export type Operation = { query: string; variables?: Record<string, unknown>; operationName?: string }

/** Makes a request. */
export function graphqlRequest(dice: Dice, known: Known, secrets: Secrets, mode: Mode, about = dice.one(asked)): Sent {
  const scene = known.scene(dice, about)
  const fault = mode === 'valid' ? 'none' : dice.weighed({ document: 70, entry: 8, method: 4, type: 4, text: 14 })
  const one = (): Operation => {
    const operation = new Document(dice, known.meaning(dice, scene, about.split('.').at(-1) ?? '')).operation(about)
    if (fault !== 'document') return operation
    return mode === 'nearly' ? nearly(dice, operation) : harmful(dice, operation)
  }
  const isBatch = dice.falls(0.1)
  const body: unknown = isBatch ? dice.times(mode === 'valid' ? 1 : 0, mode === 'valid' ? 4 : 12, one) : one()
  const text = fault === 'text' ? otherText(dice, body) : asJson(body)
  const method = fault === 'method' ? dice.one(['GET', 'PUT', 'DELETE', 'HEAD']) : 'POST'
  const url = dice.one(['/graphql', '/graphql/v1'])
  const entered = enter(dice, known, secrets, scene, { method, url, body: text }, fault === 'entry')
  return {
    face: 'GraphQL',
    about,
    mode: fault === 'none' ? 'valid' : mode,
    entry: entered.entry,
    caller: scene.caller,
    request: {
      method,
      url,
      remoteAddress: network(dice),
      headers: {
        ...entered.headers,
        'content-type': fault === 'type' ? inHeader(dice.one(['text/plain', 'text/html', ...ill])) : 'application/json',
      },
      payload: text,
    },
    json: fault === 'text' ? undefined : body,
  }
}

/** A document while it is written. */
class Document {
  readonly #dice: Dice
  readonly #meaning: (field: string) => unknown
  readonly #variables: Record<string, unknown> = {}
  readonly #declared: string[] = []
  readonly #fragments: string[] = []
  #count = 0

  constructor(dice: Dice, meaning: (field: string) => unknown) {
    this.#dice = dice
    this.#meaning = meaning
  }

  operation(about: string): Operation {
    const kind = roots.mutation?.getFields()[about] ? 'mutation' : 'query'
    const isNamed = this.#dice.falls(0.5)
    const selection = kind === 'mutation' ? this.#mutations(about) : this.#query(about.split('.'))
    const declared = this.#declared.length > 0 ? `(${this.#declared.join(', ')})` : ''
    const name = isNamed ? ' Fuzz' : declared && ' F'
    const isShort = kind === 'query' && !declared && !isNamed && this.#dice.falls(0.5)
    const query = `${isShort ? '' : `${kind}${name}${declared} `}${selection}${this.#fragments.join('')}`
    return {
      query,
      ...((declared || this.#dice.falls(0.1)) && { variables: this.#variables }),
      ...(isNamed && this.#dice.falls(0.5) && { operationName: 'Fuzz' }),
    }
  }

  #mutations(about: string): string {
    const fields = roots.mutation?.getFields() ?? {}
    const names = [about, ...(this.#dice.falls(0.1) ? [this.#dice.one(Object.keys(fields))] : [])]
    return `{ ${names.map(name => this.#field(fields[name] as GraphQLField<unknown, unknown>, 3, true)).join(' ')} }`
  }

  /** Asks for a field, and for something beside it. */
  #query([first = '', second]: string[]): string {
    const login = schema.getType('Login') as GraphQLObjectType
    const inLogin = login.getFields()
    const wanted = second
      ? `account { ${this.#field(inLogin[second] as GraphQLField<unknown, unknown>, 4)} }`
      : this.#field(inLogin[first] as GraphQLField<unknown, unknown>, 4)
    const beside = this.#dice.some(
      ['id', 'email', '__typename'].filter(name => name !== first),
      0.3,
    )
    return `{ login { ${[wanted, ...beside].join(' ')} } }`
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number, mustBeOwn = false): string {
    const isOwn = mustBeOwn || this.#dice.falls(0.15)
    const alias = isOwn ? `${this.#dice.one(['a', 'b_', '__c', 'login', 'constructor'])}${this.#count++}: ` : ''
    const directive = this.#dice.falls(0.05) ? this.#directive() : ''
    return `${alias}${field.name}${this.#arguments(field.args)}${directive}${this.#selection(field.type, depth)}`
  }

  #directive(): string {
    const [name, value] = this.#dice.one([
      ['include', true],
      ['skip', false],
      ['include', false],
    ] as const)
    return ` @${name}(if: ${this.#dice.falls(0.5) ? value : this.#variable('Boolean!', value)})`
  }

  /** Of an object some of its fields, among them always one that has no fields of its own. */
  #selection(output: GraphQLOutputType, depth: number): string {
    const type = getNamedType(output)
    if (!isObjectType(type) && !isAbstractType(type)) return ''
    const fields = Object.values((type as GraphQLObjectType).getFields())
    const plain = fields.filter(({ type }) => isPlain(type))
    const chosen = [
      ...this.#dice.some(plain),
      ...(depth > 1
        ? this.#dice.some(
            fields.filter(({ type }) => !isPlain(type)),
            0.35,
          )
        : []),
    ]
    const parts = chosen.map(field => this.#field(field, depth - 1))
    if (parts.length === 0 || this.#dice.falls(0.1)) parts.push('__typename')
    if (isAbstractType(type)) {
      for (const one of this.#dice.some(schema.getPossibleTypes(type))) {
        parts.push(`... on ${one.name} { ${one.name === 'DeviceShareEvent' ? 'scripting ' : ''}words }`)
      }
    }
    const inside = parts.join(this.#dice.one([' ', '\n', ', ', ' # x\n']))
    const way = this.#dice.weighed({ plain: 88, inline: 7, named: 5 })
    if (way === 'inline') return ` { ... on ${type.name} { ${inside} } }`
    if (way === 'plain') return ` { ${inside} }`
    const name = `F${this.#count++}`
    this.#fragments.push(` fragment ${name} on ${type.name} { ${inside} }`)
    return ` { ...${name} }`
  }

  #arguments(args: readonly GraphQLArgument[]): string {
    const given = args.filter(
      ({ type, defaultValue }) => (isNonNullType(type) && defaultValue === undefined) || this.#dice.falls(0.4),
    )
    // Mostly a call says which device it is about.
    const device = args.find(({ name }) => name === 'deviceId')
    const isNamed = given.some(({ name }) => name === 'deviceIds') && this.#dice.falls(0.5)
    if (device && !given.includes(device) && !isNamed) given.push(device)
    // And what is to become of a key.
    const enabled = args.find(({ name }) => name === 'enabled')
    if (enabled && !given.includes(enabled) && this.#dice.falls(0.9)) given.push(enabled)
    if (given.length === 0) return ''
    return `(${given.map(({ name, type }) => `${name}: ${this.#argument(name, type)}`).join(', ')})`
  }

  #argument(name: string, type: GraphQLInputType): string {
    const value = this.#value(name, type)
    return this.#dice.falls(0.5) ? this.#variable(String(type), value) : literal(value, type)
  }

  #variable(type: string, value: unknown): string {
    const name = `v${this.#count++}`
    this.#declared.push(`$${name}: ${type}`)
    this.#variables[name] = value
    return `$${name}`
  }

  #value(name: string, type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return this.#present(name, type.ofType)
    return this.#dice.falls(0.03) ? null : this.#present(name, type)
  }

  #present(name: string, type: GraphQLInputType): unknown {
    if (isListType(type)) {
      return this.#dice.times(1, this.#dice.falls(0.1) ? 10 : 2, () => this.#value(name, type.ofType))
    }
    // The first is what is asked for mostly.
    if (isEnumType(type)) return this.#dice.one(type.getValues().slice(0, this.#dice.falls(0.6) ? 1 : undefined)).name
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(field => isNonNullType(field.type) || this.#dice.falls(0.5))
      return Object.fromEntries(fields.map(field => [field.name, this.#value(field.name, field.type)]))
    }
    const given = this.#meaning(name)
    // These two are in no text: to send them is a mistake of its own.
    const meant = typeof given === 'string' ? given.replaceAll('\0', '').toWellFormed() : given
    const text = () => (typeof meant === 'string' && this.#dice.falls(0.95) ? meant : this.#dice.one(niceTexts))
    const kinds: Record<string, () => unknown> = {
      Boolean: () => this.#dice.falls(0.5),
      Int: () =>
        typeof meant === 'number' && this.#dice.falls(0.9) ? meant : this.#dice.one([0, 1, 1000, -1, 2 ** 31 - 1]),
      DateTime: () => instant(this.#dice),
      String: text,
      ID: text,
    }
    const make = kinds[type.name]
    if (!make) throw new Error(`the fuzz knows no value for ${type.name}`)
    return make()
  }
}

const isPlain = (type: GraphQLOutputType) => {
  const named = getNamedType(type)
  return !isObjectType(named) && !isAbstractType(named)
}

/** Writes a value into a document. */
function literal(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(value, type.ofType)
  if (value === null) return 'null'
  if (Array.isArray(value)) {
    return `[${value.map(item => literal(item, isListType(type) ? type.ofType : type)).join(', ')}]`
  }
  if (isEnumType(type)) return String(value)
  if (isInputObjectType(type)) {
    const fields = type.getFields()
    const written = Object.entries(value as object).map(([name, inner]) => {
      const field = fields[name]
      return `${name}: ${field ? literal(inner, field.type) : JSON.stringify(inner)}`
    })
    return `{${written.join(', ')}}`
  }
  return JSON.stringify(value)
}

/** Makes one thing in an operation wrong. */
function nearly(dice: Dice, operation: Operation): Operation {
  const { query, variables = {} } = operation
  const words: string[] = query.match(/\w+|[^\s\w]/g) ?? []
  const at = dice.number(0, words.length - 1)
  return dice.one<() => Operation>([
    () => ({ ...operation, query: words.toSpliced(at, 1).join(' ') }),
    () => ({ ...operation, query: words.toSpliced(at, 0, words[at] ?? '').join(' ') }),
    () => ({ ...operation, query: words.with(at, dice.one(words)).join(' ') }),
    () => ({ ...operation, query: words.with(at, dice.one(Object.keys(schema.getTypeMap()))).join(' ') }),
    () => ({ ...operation, query: words.with(at, JSON.stringify(dice.one(ill))).join(' ') }),
    () => ({ ...operation, variables: spoiled(dice, {}, variables) as Record<string, unknown> }),
    () => ({ ...operation, variables: spoiled(dice, {}, spoiled(dice, {}, variables)) as Record<string, unknown> }),
    () => ({ ...operation, variables: {} }),
    () => ({ ...operation, operationName: dice.one(['Other', '', 'Fuzz', '__proto__']) }),
  ])()
}

/** Makes an operation that would do harm. */
function harmful(dice: Dice, { query, variables = {} }: Operation): Operation {
  const many = dice.one([5, 40, 150, 600, 3_000])
  const repeat = (one: (index: number) => string) => Array.from({ length: many }, (_, index) => one(index)).join(' ')
  const text = JSON.stringify(dice.one(ill))
  return dice.one<() => Operation>([
    () => ({ query: `{ login ${'{ account '.repeat(many)}{ id } ${'}'.repeat(many)} }` }),
    () => ({ query: `{ ${repeat(index => `a${index}: login { id }`)} }` }),
    () => ({
      query: `{ login { ${repeat(index => `a${index}: account { devices(size: 1000) { items { id } } }`)} } }`,
    }),
    () => ({
      query: `{ login { account { devices(size: ${dice.one(['0', '-1', '1001', '99999999999', '1.5', '"1"', '[1]'])}) { total } } } }`,
    }),
    () => ({
      query: `{ login { account { devices(from: ${dice.one(['-1', '2147483647', '2147483648', '1e9'])}) { total } } } }`,
    }),
    () => ({ query: `{ login { account { devices(name: ${text}, sort: ${text}, state: ${text}) { total } } } }` }),
    () => ({ query: `{ login { account { events(after: ${text}, size: 3) { total last } } } }` }),
    () => ({ query: `{ login { account(id: ${text}) { id } device(id: [${text}]) { id } } }` }),
    () => ({ query: `{ login { ...A } } fragment A on Login { ...B } fragment B on Login { ...A }` }),
    () => ({
      query: `{ ${repeat(index => `...F${index}`)} } ${repeat(index => `fragment F${index} on Query { login { id } }`)}`,
    }),
    () => ({ query: `query(${repeat(index => `$v${index}: Int = 1`)}) { login { id } }` }),
    () => ({ query: `{ login ${repeat(() => '@include(if: true)')} { id } }` }),
    () => ({ query: `mutation { share(deviceId: ${text}, email: [${text}]) }` }),
    () => ({
      query: `mutation($s: ${text === '' ? 'x' : 'String'}!) { renameDevice(deviceId: $s, name: $s) { id } }`,
      variables: { s: dice.one(ill) },
    }),
    () => ({
      query: `mutation { changeShare(deviceId: "C6:F1:E7:00:00:01", email: "x@example.com", expiresAt: ${text}) { note } }`,
    }),
    () => ({ query: `subscription { login { id } }` }),
    () => ({ query: `{ __schema { types { name fields { name type { name ofType { name ofType { name } } } } } } }` }),
    () => ({
      query: `{ __schema { types { fields { type ${'{ ofType '.repeat(many)}{ name } ${'}'.repeat(many)} } } } }`,
    }),
    () => ({ query: `{ __type(name: ${text}) { name } login { __typename } }` }),
    () => ({ query: `${query} ${query}`, variables }),
    () => ({ query: query + dice.one(ill), variables }),
    () => ({ query: `#${'x'.repeat(many)}\n`.repeat(many) + query, variables }),
    () => ({ query: `"""${dice.one(ill)}""" ${query}`, variables }),
    () => ({ query: '{'.repeat(many * 10) }),
    () => ({ query: dice.one(ill) }),
    () => ({ query, variables: Object.fromEntries(Object.keys(variables).map(name => [name, hostile(dice)])) }),
    () => ({ query, variables: { ...variables, [dice.one(ill)]: hostile(dice) } }),
    () => ({ query, variables, operationName: dice.one(ill) }),
    () => ({ query, variables: hostile(dice) as Record<string, unknown> }),
    () => ({ query: hostile(dice) as string }),
  ])()
}

/** A body that is no request at all. */
function otherText(dice: Dice, body: unknown): string {
  const text = asJson(body)
  return dice.one<() => string>([
    () => '',
    () => text.slice(0, dice.number(0, text.length)),
    () => asJson(hostile(dice)),
    () => '[]',
    () => `[${`${text},`.repeat(20)}{}]`,
    () => text.replace('{', '{"__proto__":{"query":"{login{id}}"},'),
    () => text.replace('{', '{"constructor":{"prototype":{}},'),
    () => text.replace(/\}$/, `,"query":"{ login { id } }"}`),
    () => text.replace(/\}$/, `,"variables":{"a":1,"a":2},"extensions":{"x":${'['.repeat(1000)}${']'.repeat(1000)}}}`),
    () => `${text} ${text}`,
  ])()
}
