/** The schema explains itself, and src/graphql/types.ts says the same as it does. */
import { readFile } from 'node:fs/promises'
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLType,
  getIntrospectionQuery,
  type IntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql'
import t from 'tap'
import ts from 'typescript'
import { schemaText } from '../../src/graphql/graphql.ts'
import { resolvers } from '../../src/graphql/resolvers.ts'
import { openHouse } from '../support/house.ts'

const { app, db, person } = await openHouse(t)
const typesText = await readFile(new URL('../../src/graphql/types.ts', import.meta.url), 'utf8')

/** The fields that have a resolver. */
const answered = new Set(
  Object.entries(resolvers({ db, keySealing: Buffer.alloc(32), askFirst: false })).flatMap(([type, fields]) =>
    Object.keys(fields).map(field => `${type}.${field}`),
  ),
)

t.test('every type, field, argument, value and input field is described, as clients see them', async t => {
  const { token } = await person('olivia')
  const answer = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${token}` },
    payload: { query: getIntrospectionQuery() },
  })
  const { types } = (answer.json() as { data: IntrospectionQuery }).data.__schema
  const ours = types.filter(({ name }) => !name.startsWith('__'))
  t.ok(ours.length > 20)
  const undescribed: string[] = []
  const look = (place: string, { description }: { description?: string | null | undefined }) => {
    if (!description?.trim()) undescribed.push(place)
  }
  for (const type of ours) {
    look(type.name, type)
    if ('enumValues' in type) for (const value of type.enumValues ?? []) look(`${type.name}.${value.name}`, value)
    if ('inputFields' in type) for (const field of type.inputFields ?? []) look(`${type.name}.${field.name}`, field)
    if (!('fields' in type)) continue
    for (const field of type.fields ?? []) {
      look(`${type.name}.${field.name}`, field)
      for (const argument of field.args) look(`${type.name}.${field.name}(${argument.name})`, argument)
    }
  }
  t.strictSame(undescribed, [])
})

t.test('types.ts says what schema.graphql says', async t => {
  t.strictSame(differences(schemaText, typesText), [])
})

t.test('what only one of them says is found', async t => {
  const inSchema = (from: string, to: string) => differences(replaced(schemaText, from, to), typesText)
  const inTypes = (from: string, to: string) => differences(schemaText, replaced(typesText, from, to))
  const cases: Record<string, string[]> = {
    'a field': inSchema('type Device {', 'type Device {\n  "?" colour: String!'),
    'a field of Query': inSchema('type Query {', 'type Query {\n  "?" colour: String!'),
    'an argument': inSchema('accept: Boolean!', 'accept: Boolean!, colour: String'),
    'a first argument': inSchema('  contacts:', '  contacts(size: Int):'),
    'an input field': inSchema('input ServiceInput {', 'input ServiceInput {\n  "?" colour: String'),
    'a value': inSchema('enum Permission {', 'enum Permission {\n  "?" COLOUR'),
    'a type': inSchema('type User {', 'type Colour { id: String! }\ntype User {'),
    'a type that implements': inSchema('type User {', `type OtherEvent implements Event ${fieldsOfEvent}\ntype User {`),
    'a null': inSchema('lastUsed: DateTime', 'lastUsed: DateTime!'),
    'a null in types.ts': inTypes('lastUsed: string | null', 'lastUsed: string'),
    'an optional argument in types.ts': inTypes('notify?: boolean | null', 'notify: boolean'),
    'a list in types.ts': inTypes('permissions: Permission[]', 'permissions: Permission'),
    'a field in types.ts': inTypes('export type User = {', 'export type User = { colour: string;'),
    'a value in types.ts': inTypes("'VIEW' |", "'VIEW' | 'COLOUR' |"),
    'an argument in types.ts': inTypes('AnswerShareArguments = {', 'AnswerShareArguments = { colour: string;'),
    'a type in types.ts': inTypes('export type User =', 'export type Colour = { id: string }\nexport type User ='),
    'a field that is left out of types.ts': inTypes('hasMore: boolean;', ''),
  }
  for (const [title, found] of Object.entries(cases)) t.ok(found.length > 0, title)
})

const fieldsOfEvent = /interface Event (\{[^}]*\})/.exec(schemaText)?.[1]

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`there is no "${from}" to replace`)
  return text.replace(from, to)
}

/** What a type alias of types.ts says: its fields as they are written, `name?: type`, or the names that it is one of. */
type Said = { fields: Map<string, string>; names: string[] }

/** Tells in sentences where the two disagree. */
function differences(schemaText: string, typesText: string): string[] {
  const schema = buildSchema(schemaText)
  const said = typesIn(typesText)
  const left = new Set(said.keys())
  const wrong: string[] = []
  const types = Object.values(schema.getTypeMap()).filter(type => !isIntrospectionType(type) && !isScalarType(type))
  for (const type of types) {
    if (isEnumType(type))
      compareNames(
        type.name,
        type.getValues().map(({ name }) => `'${name}'`),
      )
    if (isInputObjectType(type)) compareFields(type.name, Object.values(type.getFields()).map(inputOf))
    if (isInterfaceType(type))
      compareNames(
        type.name,
        schema.getPossibleTypes(type).map(({ name }) => name),
      )
    if (isObjectType(type)) {
      const fields = Object.values(type.getFields())
      const isRoot = type === schema.getQueryType() || type === schema.getMutationType()
      const returned = fields.filter(({ name }) => said.get(type.name)?.fields.has(name) || !isAnswered(type, name))
      if (!isRoot) compareFields(type.name, returned.map(outputOf))
      else for (const { name } of returned) wrong.push(`${type.name}.${name} has no resolver`)
      for (const { name, args } of fields) if (args.length > 0) compareFields(argumentsOf(name), args.map(inputOf))
    }
  }
  for (const name of left) wrong.push(`types.ts has the type ${name}, the schema has not, nor a field that takes it`)
  return wrong

  function compareNames(name: string, right: string[]) {
    left.delete(name)
    const written = said.get(name)?.names ?? []
    if (`${written.toSorted()}` !== `${right.toSorted()}`) {
      wrong.push(`${name} is ${written.join(' | ') || 'missing'} in types.ts, and ${right.join(' | ')} in the schema`)
    }
  }

  function compareFields(type: string, right: [name: string, written: string][]) {
    left.delete(type)
    const fields = said.get(type)?.fields
    if (!fields)
      return wrong.push(`types.ts has no type ${type} with ${right.map(([, written]) => written).join('; ')}`)
    for (const [name, written] of right) {
      if (fields.get(name) !== written)
        wrong.push(`${type} of types.ts has "${fields.get(name) ?? `no ${name}`}", for the schema it is "${written}"`)
    }
    const known = new Set(right.map(([name]) => name))
    for (const name of fields.keys())
      if (!known.has(name)) wrong.push(`${type} of types.ts has ${name}, the schema has not`)
    return undefined
  }
}

const isAnswered = ({ name }: GraphQLNamedType, field: string) => answered.has(`${name}.${field}`)
const argumentsOf = (field: string) => `${field[0]?.toUpperCase()}${field.slice(1)}Arguments`

/** Writes an argument or an input field as types.ts does: what may be left out may be null, too. */
function inputOf({ name, type }: Pick<GraphQLArgument, 'name' | 'type'>): [string, string] {
  return [name, `${name}${isNonNullType(type) ? '' : '?'}: ${written(type)}`]
}

/** Writes a field that is answered. */
function outputOf({ name, type }: { name: string; type: GraphQLType }): [string, string] {
  return [name, `${name}: ${written(type)}`]
}

const scalars: Record<string, string> = { String: 'string', DateTime: 'string', Int: 'number', Boolean: 'boolean' }

function written(type: GraphQLType): string {
  if (isNonNullType(type)) return writtenInner(type.ofType)
  return `${writtenInner(type)} | null`
}

function writtenInner(type: GraphQLType): string {
  if (!isListType(type)) return scalars[`${type}`] ?? `${type}`
  const item = written(type.ofType)
  return item.includes(' ') ? `(${item})[]` : `${item}[]`
}

/** Reads the type aliases of a file, without knowing what they mean. */
function typesIn(text: string): Map<string, Said> {
  const file = ts.createSourceFile('types.ts', text, ts.ScriptTarget.Latest, true)
  const said = new Map<string, Said>()
  for (const node of file.statements) if (ts.isTypeAliasDeclaration(node)) said.set(node.name.text, saidBy(node.type))
  return said

  function saidBy(type: ts.TypeNode): Said {
    if (ts.isTypeLiteralNode(type)) return { fields: new Map(type.members.map(fieldIn)), names: [] }
    if (ts.isUnionTypeNode(type)) return { fields: new Map(), names: type.types.map(one => one.getText()) }
    if (ts.isIntersectionTypeNode(type)) {
      return { fields: new Map(type.types.flatMap(one => [...saidBy(one).fields])), names: [] }
    }
    // Another type of this file that has its fields, as it may stand in an intersection.
    const [other] = file.statements.filter(ts.isTypeAliasDeclaration).filter(({ name }) => name.text === type.getText())
    if (!other) throw new Error(`types.ts has a type that this test cannot read: ${type.getText()}`)
    return saidBy(other.type)
  }
}

function fieldIn(member: ts.TypeElement): [string, string] {
  if (!ts.isPropertySignature(member) || !member.type) throw new Error(`this test cannot read ${member.getText()}`)
  const name = member.name.getText()
  return [name, `${name}${member.questionToken ? '?' : ''}: ${answerOf(member.type).replaceAll(/\s+/g, ' ')}`]
}

/** What a field is, or what its function answers once it is asked for. */
function answerOf(type: ts.TypeNode): string {
  if (!ts.isFunctionTypeNode(type)) return type.getText()
  const [, answer] = /^Promise<(.*)>$/s.exec(type.type.getText()) ?? []
  if (!answer) throw new Error(`this test cannot read ${type.getText()}`)
  return answer
}
