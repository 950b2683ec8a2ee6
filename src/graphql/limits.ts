/** Limits on queries: refuses those that are too deep, too wide or too large before more expensive code sees them. */
// Runs before the validation rules of graphql-js, which take quadratic time in the number of selections. Counts are
// totals over all operations of a request.
import {
  type ArgumentNode,
  type DocumentNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  Source,
  TokenKind,
  TypeMetaFieldDef,
  valueFromASTUntyped,
} from 'graphql'
import { Refusal } from '../refusal.ts'

/** Maximum number of operations in one request. */
export const mostInBatch = 10

const mostCharacters = 65_536
/** graphql-js counts lines to locate an error. Also limits comments, which aren't tokens: each one ends its line. */
const mostLines = 2_500
const mostTokens = 2_500
/** The parser recurses for each bracket. */
const mostBrackets = 40
const mostValues = 10_000
/** An error in an object quotes the whole object. */
const mostFields = 20
const mostSelections = 500
/** Validation compares all fragments in one place with each other. */
const mostFragments = 60
const mostDeep = 12
const mostAliases = 100
const mostObjects = 250_000
/** So many objects cost as much as one request. */
const objectsPerRequest = 10_000

/** An operation of a request: its document as text, its variables and its name. */
export type Operation = { query: string; variables: Record<string, unknown>; operationName: string | undefined }

/**
 * Refuses texts that are too long to parse with `tooMuch`, and characters that the database can't store with
 * `malformed`.
 */
export function limitTexts(operations: Operation[]): void {
  const text = operations.map(({ query }) => query).join('\n')
  refuseMore(text.length, mostCharacters, 'characters')
  refuseMore(text.split(/\r\n|[\n\r]/).length, mostLines, 'lines')
  let tokens = 0
  let values = 0
  for (const { query, variables } of operations) {
    tokens += tokensIn(query, mostTokens - tokens)
    values += valuesIn(variables, mostValues - values)
  }
}

/** Counts the tokens of a text up to the first syntax error, which the parser will report. */
function tokensIn(query: string, most: number): number {
  const lexer = new Lexer(new Source(query))
  let tokens = 0
  let brackets = 0
  for (let token = read(lexer); token && token.kind !== TokenKind.EOF; token = read(lexer)) {
    refuseMore(++tokens, most, 'words and signs', mostTokens)
    if (opening.has(token.kind)) refuseMore(++brackets, mostBrackets, 'brackets within each other')
    if (closing.has(token.kind)) brackets--
    if (token.value?.includes('\0')) throw noText()
  }
  return tokens
}

const opening = new Set<TokenKind>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const closing = new Set<TokenKind>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

function read(lexer: Lexer) {
  try {
    return lexer.advance()
  } catch {
    return undefined
  }
}

/** Checks all values in the variables at any depth; returns their number. */
function valuesIn(variables: Record<string, unknown>, most: number): number {
  const left: unknown[] = [variables]
  let count = 0
  while (left.length > 0) {
    const value = left.pop()
    refuseMore(++count, most, 'values in its variables', mostValues)
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) throw noText()
    if (typeof value !== 'object' || value === null) continue
    const parts = Object.values(value)
    if (value !== variables && !Array.isArray(value)) refuseMore(parts.length, mostFields, 'fields in an object')
    for (const part of parts) left.push(part)
  }
  return count
}

const noText = () => new Refusal('malformed', 'The request holds a character that no text has.')

type Asked = Omit<Operation, 'query'> & { document: DocumentNode }

/**
 * Refuses with `tooMuch` more than 12 levels (introspection may be deeper), 100 aliases or 250,000 objects. A field
 * with subfields or an alias counts as often as it can occur. A fragment is measured once and counted at each use.
 * Returns the cost as a number of requests: one for each mutation and each 10,000 objects.
 */
export function limit(schema: GraphQLSchema, asked: Asked[]): number {
  const selections = asked.reduce((sum, { document }) => sum + selectionsIn(document), 0)
  refuseMore(selections, mostSelections, 'fields')
  refuseMore(asked.flatMap(fragmentsOf).length, mostFragments, 'fragments with a name')
  const sizes = asked.flatMap(one =>
    chosen(one).map(operation => ({ operation: operation.operation, ...sizeOf(schema, one, operation) })),
  )
  const { depth, aliases, objects } = sum(sizes)
  refuseMore(depth, mostDeep, 'fields within each other')
  refuseMore(aliases, mostAliases, 'aliases')
  if (objects > mostObjects) {
    throw new Refusal(
      'tooMuch',
      `The query asks for more than ${inWords(mostObjects)} objects, if all lists are as long as they can be. Ask for smaller pages, or in several queries.`,
    )
  }
  const { fields: mutations } = sum(sizes.filter(({ operation }) => operation === 'mutation'))
  return Math.max(1, mutations + Math.floor(objects / objectsPerRequest))
}

function selectionsIn({ definitions }: DocumentNode): number {
  let count = 0
  const left = definitions.map(definition => ('selectionSet' in definition ? definition.selectionSet : undefined))
  while (left.length > 0) {
    const { selections = [] } = left.pop() ?? {}
    count += selections.length
    for (const selection of selections) if ('selectionSet' in selection) left.push(selection.selectionSet)
  }
  return count
}

const fragmentsOf = ({ document }: Pick<Asked, 'document'>) =>
  document.definitions.filter(definition => definition.kind === Kind.FRAGMENT_DEFINITION)

/** Returns the operations that may run. Without a name only one is allowed, which is checked later. */
function chosen({ document, operationName }: Asked): OperationDefinitionNode[] {
  return document.definitions
    .filter(definition => definition.kind === Kind.OPERATION_DEFINITION)
    .filter(({ name }) => operationName === undefined || name?.value === operationName)
}

/** `fields`: those at the top; `objects` and `aliases`: at all levels. */
type Size = { depth: number; fields: number; aliases: number; objects: number }

const nothing: Size = { depth: 0, fields: 0, aliases: 0, objects: 0 }

function sum(sizes: Size[]): Size {
  return sizes.reduce(
    (sum, { depth, fields, aliases, objects }) => ({
      depth: Math.max(sum.depth, depth),
      fields: sum.fields + fields,
      aliases: sum.aliases + aliases,
      objects: sum.objects + objects,
    }),
    nothing,
  )
}

/** Measures an operation. Unknown fields count little, because they are refused later. */
function sizeOf(schema: GraphQLSchema, { document, variables }: Asked, operation: OperationDefinitionNode): Size {
  const fragments = new Map(fragmentsOf({ document }).map(fragment => [fragment.name.value, fragment]))
  const measured = new Map<string, Size>()
  const values = { ...defaultsOf(operation), ...variables }
  return ofSet(operation.selectionSet, schema.getRootType(operation.operation))

  function ofSet({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined | null): Size {
    return sum(selections.map(selection => ofSelection(selection, type)))
  }

  function ofSelection(selection: SelectionNode, type: GraphQLNamedType | undefined | null): Size {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value)
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const { typeCondition, selectionSet } = selection
      return ofSet(selectionSet, typeCondition ? schema.getType(typeCondition.name.value) : type)
    }
    const { name, alias, selectionSet, arguments: given = [] } = selection
    const field = fieldOf(type, name.value)
    const inside = selectionSet ? ofSet(selectionSet, field && getNamedType(field.type)) : nothing
    const isCounted = selectionSet !== undefined || alias !== undefined
    const place = `${type?.name}.${name.value}`
    const length = isCounted ? lengthOf(place, field, given, values) : 0
    // An empty field is written out all the same, once for each alias.
    const output = length > 0 ? length * (1 + inside.objects) : Number(alias !== undefined)
    const written = place === 'Service.values' ? Math.max(mostMeasured, output) : output
    return {
      depth: name.value.startsWith('__') ? 0 : 1 + inside.depth,
      fields: 1,
      aliases: (alias ? 1 : 0) + inside.aliases,
      objects: written,
    }
  }

  function ofFragment(name: string): Size {
    const known = measured.get(name)
    if (known) return known
    // A recursive fragment counts as nothing, because it is refused later.
    measured.set(name, nothing)
    const fragment = fragments.get(name)
    const size = fragment ? ofSet(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value)) : nothing
    measured.set(name, size)
    return size
  }
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions
      .filter(({ defaultValue }) => defaultValue)
      .map(({ variable, defaultValue }) => [variable.name.value, defaultValue && valueFromASTUntyped(defaultValue)]),
  )
}

function fieldOf(type: GraphQLNamedType | undefined | null, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
}

/** Assumed lengths of lists, where they differ from 10. Lists with a page size are as long as their `size`. */
const lengths = new Map<string, number>([
  ['Login.contacts', 100],
  // Nothing is ever in these fields of remoteit.graphql.
  ...['Login.networks', 'Guest.networks', 'Event.target', 'DeviceShareEvent.target', 'DeviceEvent.target'].map(
    nothingIn,
  ),
  ...['Device.endpoint', 'Device.tags', 'Device.timeSeries', 'Device.events'].map(nothingIn),
  ...['Service.link', 'Service.timeSeries'].map(nothingIn),
  ['DeviceList.items', 1],
  ['EventList.items', 1],
  ['Event.users', 1],
  ['Event.devices', 1],
  ['DeviceShareEvent.users', 1],
  ['DeviceShareEvent.devices', 1],
  ['DeviceEvent.users', 1],
  ['DeviceEvent.devices', 1],
])

function nothingIn(place: string): [string, number] {
  return [place, 0]
}

const longestPage = 1_000
/** Values of a service count as many objects as they may be, also without `items`: decoding measurements costs most. */
const mostMeasured = 1_000

/** Returns how often a field can occur: 0 if there is never anything in it. */
function lengthOf(
  place: string,
  field: GraphQLField<unknown, unknown> | undefined,
  given: readonly ArgumentNode[],
  values: Record<string, unknown>,
): number {
  const argumentOf = (name: string) => {
    const argument = given.find(argument => argument.name.value === name)
    return argument && valueFromASTUntyped(argument.value, values)
  }
  if (lengths.get(place) === 0) return 0
  if (place === 'ValueList.items') return mostMeasured
  if (place === 'Service.values') return 1
  const size = field?.args.find(({ name }) => name === 'size')
  if (size) {
    const wanted = argumentOf('size') ?? size.defaultValue
    return typeof wanted === 'number' ? Math.min(Math.max(wanted, 1), longestPage) : longestPage
  }
  if (place === 'Login.device') {
    const ids = argumentOf('id')
    return Array.isArray(ids) ? Math.max(ids.length, 1) : 1
  }
  return field && isListType(getNullableType(field.type)) ? (lengths.get(place) ?? 10) : 1
}

function refuseMore(count: number, most: number, what: string, named = most): void {
  if (count > most) {
    throw new Refusal(
      'tooMuch',
      `The query has more than ${inWords(named)} ${what}. Ask for less, or in several queries.`,
    )
  }
}

const inWords = (number: number) => number.toLocaleString('en')
