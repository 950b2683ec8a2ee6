/** No pattern takes longer than in proportion to the text, unless the text is known to be short. */
import { readdir, readFile } from 'node:fs/promises'
import { analyse } from 'scslre'
import t from 'tap'
import ts from 'typescript'
import { emailPattern } from '../src/people/email.ts'

const root = new URL('../', import.meta.url)

/** Patterns whose time may grow with the square of the text, and why that does no harm. */
const short = new Map(
  (
    [
      [/[^\s<>'"(),;:]+@[^\s<>'"(),;:]+/g, 'mail/transports/detail.ts cuts the text to 2,000 characters before'],
      [/^[\x21-\x7e]+@[^@]+\.[^@]+$/, 'public/addresses.js asks for at most 254 characters before'],
    ] as const
  ).map(([pattern, why]) => [String(pattern), why]),
)

/** Tells how the time for a pattern may grow: exponentially, with the square of the text, or with its length. */
function growthOf({ source, flags }: RegExp) {
  const { reports } = analyse({ source, flags })
  if (reports.some(({ exponential }) => exponential)) return 'exponential'
  return reports.length > 0 ? 'square' : 'linear'
}

function patternsIn(file: string, text: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node) => {
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest))
  return found
}

t.test('the patterns of the source', async t => {
  const folders = ['src/', 'public/']
  const found = await Promise.all(
    folders.map(async folder => (await readdir(new URL(folder, root), { recursive: true })).map(file => folder + file)),
  )
  const files = found.flat().filter(file => /\.[jt]s$/.test(file))
  const growths = new Map<string, string>()
  for (const file of files) {
    for (const literal of patternsIn(file, await readFile(new URL(file, root), 'utf8'))) {
      const [, source = '', flags] = /^\/(.*)\/(\w*)$/s.exec(literal) ?? []
      growths.set(literal, growthOf(new RegExp(source, flags)))
    }
  }
  t.ok(growths.size > 50, `${growths.size} patterns`)
  const wrong = [...growths].filter(([literal, growth]) => growth !== (short.has(literal) ? 'square' : 'linear'))
  t.strictSame(wrong, [])
  for (const literal of short.keys()) t.ok(growths.has(literal), `${literal} is still there`)
})

t.test('the pattern of addresses, which a library has', async t => {
  t.equal(growthOf(emailPattern), 'linear')
})

t.test('a pattern that is none of these is found', async t => {
  t.equal(growthOf(/^(a+)+$/), 'exponential')
  t.equal(growthOf(/".*"\s*</), 'square')
})
