/** Finds where a text of TypeScript judges by how long something took. */
import ts from 'typescript'

const clocks = new Set(['performance.now', 'process.hrtime', 'process.cpuUsage', 'process.uptime', 'console.time'])
const comparing = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
])

/**
 * Returns what a test must not do: read a clock that only tells durations; compare with the time of day, or take from it a moment
 * that was read before. To make a time stamp of it is fine, and so is to ask whether a time stamp is about now.
 */
export function clocksIn(text: string): string[] {
  // Most texts name no clock, and to parse all of them takes seconds.
  if (!/\b(Date\.now|performance|process|console\.time)\b/.test(text)) return []
  const file = ts.createSourceFile('any.ts', text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  /** Variables that hold the time of day as it was read. */
  const moments = new Set<string>()

  const isNow = (node: ts.Node) => ts.isCallExpression(node) && node.expression.getText() === 'Date.now'
  const isMoment = (node: ts.Node) => ts.isIdentifier(node) && moments.has(node.text)
  /** Whether the time of day is in it; not when it is what an object or a call makes of it. */
  function holds(node: ts.Node, is: (node: ts.Node) => boolean): boolean {
    if (is(node)) return true
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) return false
    return node.getChildren().some(child => holds(child, is))
  }

  function visit(node: ts.Node): void {
    if (ts.isPropertyAccessExpression(node) && clocks.has(node.getText())) found.push(node.getText())
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer && isNow(node.initializer)) {
      moments.add(node.name.text)
    }
    if (ts.isBinaryExpression(node)) {
      const { left, right, operatorToken } = node
      const isTime = (side: ts.Node) => holds(side, isNow) || holds(side, isMoment)
      const isElapsed = operatorToken.kind === ts.SyntaxKind.MinusToken && holds(right, isMoment)
      if (isElapsed || (comparing.has(operatorToken.kind) && (isTime(left) || isTime(right)))) {
        found.push(node.getText())
        return
      }
    }
    ts.forEachChild(node, visit)
  }

  visit(file)
  return found
}
