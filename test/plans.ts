/** Plans of Postgres, as `explain (format json)` shows them. */

export type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Index Cond'?: string
  Plans?: Node[]
}

/** The parts of a plan that read all of a growing table or of its index. */
export function fullScans(node: Node, growing: string[]): string[] {
  const { 'Node Type': type, 'Relation Name': table = '', 'Index Cond': condition, Plans: parts = [] } = node
  const isFull = type.endsWith('Scan') && growing.includes(table) && !condition && type !== 'Bitmap Heap Scan'
  return [...(isFull ? [`${type} of ${table}`] : []), ...parts.flatMap(part => fullScans(part, growing))]
}
