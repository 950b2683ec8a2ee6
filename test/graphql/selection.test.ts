import { type FieldNode, type FragmentDefinitionNode, type GraphQLResolveInfo, Kind, parse } from 'graphql'
import t from 'tap'
import { isSelected } from '../../src/graphql/resolvers/selection.ts'

/** Whether the first field of a document asks for access. */
function asks(document: string): boolean {
  const { definitions } = parse(document)
  const fragments: Record<string, FragmentDefinitionNode> = {}
  const fieldNodes: FieldNode[] = []
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition
    if (definition.kind === Kind.OPERATION_DEFINITION)
      fieldNodes.push(...(definition.selectionSet.selections as FieldNode[]))
  }
  return isSelected({ fieldNodes, fragments } as unknown as GraphQLResolveInfo, 'access')
}

t.test('a field is found where it is asked for: right below, also in fragments and under another name', async t => {
  for (const document of [
    '{ services { id access { email } } }',
    '{ services { who: access { email } } }',
    '{ services { ... { ... on Service { access { email } } } } }',
    '{ services { ...a } } fragment a on Service { id ...b } fragment b on Service { access { email } }',
    '{ services { id } services { access { email } } }',
  ]) {
    t.ok(asks(document), document)
  }
  for (const document of [
    '{ services }',
    '{ services { id access: name } }',
    '{ services { id within { access } } }',
    '{ services { ...a } } fragment a on Service { id } fragment b on Service { access { email } }',
  ]) {
    t.notOk(asks(document), document)
  }
})

t.test('fragments that name each other twice take no time that doubles with each', async t => {
  const last = 200
  const fragments = Array.from({ length: last }, (_, n) => `fragment f${n} on Service { ...f${n + 1} ...f${n + 1} }`)
  const document = `{ services { ...f0 } } ${fragments.join(' ')} fragment f${last} on Service { id }`
  t.notOk(asks(document))
})
