/** The schema explains itself, its types are generated from it, and the resolvers answer all of it. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { getIntrospectionQuery, type IntrospectionQuery } from 'graphql'
import t from 'tap'
import ts from 'typescript'
import { schemaText } from '../../src/graphql/schema/text.ts'
import { graphqlTypes } from '../support/graphql-types.ts'
import { openHouse } from '../support/house.ts'
import { tries } from '../support/runs.ts'

const { app, person } = await openHouse(t)
const root = new URL('../../', import.meta.url)
const typesFile = fileURLToPath(new URL('src/graphql/schema/schema.ts', root))

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

t.test('schema.ts is what schema.graphql generates', async t => {
  t.equal(await readFile(typesFile, 'utf8'), await graphqlTypes(schemaText), 'run: npm run contract')
})

const rarely = tries({ short: 0, long: 1 }) > 0 ? {} : { skip: 'compiles fourteen times: with TEST_RUNS=long only' }
t.test('what the schema says and the resolvers do not is a mistake of types', rarely, async t => {
  const mistakes = checker()
  t.strictSame(mistakes(await graphqlTypes(schemaText)), [])
  const cases: Record<string, [from: string, to: string]> = {
    'a field of Query': ['type Query {', 'type Query {\n  "?" colour: String!'],
    'a field of Mutation': ['type Mutation {', 'type Mutation {\n  "?" colour: String!'],
    'a field of a type whose fields have resolvers': ['type Login {', 'type Login {\n  "?" colour: String!'],
    'a field': ['type Device {', 'type Device {\n  "?" colour: String!'],
    'a field that may be null': ['type Device {', 'type Device {\n  "?" colour: String'],
    'a field that is answered and gone': ['  hasMore: Boolean!\n', '  more: Boolean!\n'],
    'an argument that is gone': ['accept: Boolean!', 'colour: String'],
    'an argument that may be left out': ['accept: Boolean!', 'accept: Boolean'],
    'an input field that may be left out': [
      'input ServiceInput {\n  "Its id of eight octets, like 80:00:00:00:12:34:56:79."\n  id: String!',
      'input ServiceInput {\n  id: String',
    ],
    'a value that is gone': ['  SCRIPTING\n', '  COLOUR\n'],
    'a value more': ['enum SharingAction {', 'enum SharingAction {\n  "?" COLOUR'],
    'a null that is not allowed': ['serviceIds: [String!]', 'serviceIds: [String!]!'],
    'a list that was none': ['state: ShareState!', 'state: [ShareState!]!'],
  }
  for (const [title, [from, to]] of Object.entries(cases)) {
    if (!schemaText.includes(from)) throw new Error(`there is no "${from}" to replace`)
    t.ok(mistakes(await graphqlTypes(schemaText.replace(from, to))).length > 0, title)
  }
})

/** Makes a function that tells what is wrong with the types of src/graphql when schema.ts has another text. */
function checker(): (typesText: string) => string[] {
  const { config } = ts.readConfigFile(fileURLToPath(new URL('tsconfig.json', root)), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, fileURLToPath(root))
  const host = ts.createCompilerHost(options)
  const parsed = new Map<string, ts.SourceFile | undefined>()
  const resolvers = fileURLToPath(new URL('src/graphql/resolvers/resolvers.ts', root))
  let program: ts.Program | undefined
  return typesText => {
    const getSourceFile: typeof host.getSourceFile = (name, target) => {
      if (name === typesFile) return ts.createSourceFile(name, typesText, target)
      if (!parsed.has(name)) parsed.set(name, host.getSourceFile(name, target))
      return parsed.get(name)
    }
    const current = ts.createProgram([resolvers], options, { ...host, getSourceFile }, program)
    program = current
    return current
      .getSourceFiles()
      .filter(({ fileName }) => fileName.includes('/src/graphql/'))
      .flatMap(file => current.getSemanticDiagnostics(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  }
}
