/** Inspects which fields a query selects. */
import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql'

/** Checks whether a field is selected directly below the one being resolved. */
export function isSelected({ fieldNodes, fragments }: GraphQLResolveInfo, field: string): boolean {
  // Visits each fragment once: fragments may spread each other many times.
  const visited = new Set<string>()
  const isIn = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some(selection => {
      if (selection.kind === Kind.FIELD) return selection.name.value === field
      if (selection.kind === Kind.INLINE_FRAGMENT) return isIn(selection.selectionSet)
      const name = selection.name.value
      if (visited.has(name)) return false
      visited.add(name)
      return isIn(fragments[name]?.selectionSet)
    }) ?? false
  return fieldNodes.some(({ selectionSet }) => isIn(selectionSet))
}
