/** What a query asks for. */
import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql'

/** Tells whether a field is asked for right below the one that is being resolved. */
export function asksFor({ fieldNodes, fragments }: GraphQLResolveInfo, field: string): boolean {
  // Fragments may name each other many times over.
  const seen = new Set<string>()
  const isIn = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some(selection => {
      if (selection.kind === Kind.FIELD) return selection.name.value === field
      if (selection.kind === Kind.INLINE_FRAGMENT) return isIn(selection.selectionSet)
      const name = selection.name.value
      if (seen.has(name)) return false
      seen.add(name)
      return isIn(fragments[name]?.selectionSet)
    }) ?? false
  return fieldNodes.some(({ selectionSet }) => isIn(selectionSet))
}
