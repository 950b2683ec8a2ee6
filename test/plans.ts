/** Plans of Postgres, as `explain (format json)` shows them. */

export type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Index Cond'?: string
  'Actual Loops'?: number
  'Rows Removed by Join Filter'?: number
  'Rows Removed by Filter'?: number
  Plans?: Node[]
}

/** The parts of a plan that read all of a growing table or of its index. */
export function fullScans(node: Node, growing: string[]): string[] {
  const { 'Node Type': type, 'Relation Name': table = '', 'Index Cond': condition, Plans: parts = [] } = node
  const isFull = type.endsWith('Scan') && growing.includes(table) && !condition && type !== 'Bitmap Heap Scan'
  return [...(isFull ? [`${type} of ${table}`] : []), ...parts.flatMap(part => fullScans(part, growing))]
}

/** How many rows were looked at in vain, of an analyzed plan: far more than there are when all are compared with all. */
export function lookedAtInVain(node: Node): number {
  const {
    'Actual Loops': loops = 1,
    'Rows Removed by Join Filter': joined = 0,
    'Rows Removed by Filter': read = 0,
  } = node
  // Of several loops their average is told.
  return (node.Plans ?? []).reduce((sum, part) => sum + lookedAtInVain(part), (joined + read) * loops)
}
