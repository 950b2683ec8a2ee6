/** The rules of the house about who may import what. Types count like everything else. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, normalize } from 'node:path'
import t from 'tap'
import { clocksIn } from './support/clocks.ts'

const src = new URL('../src/', import.meta.url)

/** The folders and top files of src, from the ground up. Each imports only from floors below its own, and nothing from its neighbours. */
const floors = [
  ['config', 'db', 'keys.ts', 'refusals'],
  ['config.ts', 'refusal.ts'],
  ['access', 'log.ts', 'people'],
  ['http', 'limits', 'machine.ts'],
  ['explain.ts', 'plans'],
  ['mail', 'measurements'],
  ['auth', 'gateways', 'metrics.ts', 'sharing'],
  ['accounts', 'events', 'exports', 'jobs'],
  ['context.ts', 'database.ts', 'sensors'],
  ['graphql', 'rest', 'web'],
  ['app.ts'],
  ['commands', 'serve.ts'],
  ['main.ts'],
]
const floorOf = new Map(floors.flatMap((names, floor) => names.map(name => [name, floor])))

/** Files that a generator writes. */
const generated = ['graphql/schema/schema.ts', 'rest/contract/contract.ts']

/** The parts that speak HTTP: they know Fastify and hold no SQL. All other folders hold features, and know no interface. */
const interfaces = ['auth/entrance', 'graphql', 'http', 'rest', 'web']
const programs = ['.', 'commands']
const isIn = (file: string, folders: string[]) => folders.some(folder => file.startsWith(`${folder}/`))

type File = { name: string; text: string; imports: string[]; packages: string[] }
const files = await readFiles()

async function readFiles(): Promise<File[]> {
  const names = (await readdir(src, { recursive: true })).filter(name => name.endsWith('.ts')).sort()
  return Promise.all(
    names.map(async name => {
      const text = await readFile(new URL(name, src), 'utf8')
      const from = [...text.matchAll(/\b(?:from|import) '([^']+)'|\bimport\('([^']+)'\)/g)].map(
        ([, fixed, dynamic]) => fixed ?? dynamic ?? '',
      )
      return {
        name,
        text,
        imports: from.filter(path => path.startsWith('.')).map(path => normalize(join(dirname(name), path))),
        packages: from.filter(path => !path.startsWith('.')),
      }
    }),
  )
}

t.test('a folder imports only from floors below its own', async t => {
  const top = (name: string) => name.split('/')[0] ?? ''
  t.ok(files.length > 20)
  for (const { name, imports } of files) {
    const floor = floorOf.get(top(name))
    if (floor === undefined) {
      t.fail(`${name} stands on no floor`)
      continue
    }
    for (const target of imports) {
      if (top(target) === top(name)) continue
      t.ok((floorOf.get(top(target)) ?? floors.length) < floor, `${name} imports ${target}`)
    }
  }
  const there = new Set(files.map(({ name }) => top(name)))
  for (const name of floorOf.keys()) t.ok(there.has(name), `${name} exists`)
})

t.test('neither files nor folders, at any depth, import each other in a circle', async t => {
  t.strictSame(circleIn(new Map(files.map(({ name, imports }) => [name, new Set(imports)]))), [])
  // Top files stand for themselves: they have floors of their own.
  const placeOf = (name: string) => (dirname(name) === '.' ? name : dirname(name))
  const folders = new Map<string, Set<string>>()
  for (const { name, imports } of files) {
    const place = placeOf(name)
    const others = folders.get(place) ?? new Set()
    for (const target of imports) if (placeOf(target) !== place) others.add(placeOf(target))
    folders.set(place, others)
  }
  t.strictSame(circleIn(folders), [])
})

t.test('circles are found', async t => {
  const graph = (edges: Record<string, string[]>) =>
    new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]))
  t.strictSame(circleIn(graph({ a: ['b', 'c'], b: ['c'], c: [] })), [])
  t.strictSame(circleIn(graph({ a: ['b'], b: ['c'], c: ['d', 'b'], d: [] })), ['b', 'c', 'b'])
})

/** Returns one circle of a graph as the way round it; nothing when there is none. */
function circleIn(graph: Map<string, Set<string>>): string[] {
  const done = new Set<string>()
  function walk(at: string, way: string[]): string[] {
    const begin = way.indexOf(at)
    if (begin >= 0) return [...way.slice(begin), at]
    if (done.has(at)) return []
    for (const next of graph.get(at) ?? []) {
      const circle = walk(next, [...way, at])
      if (circle.length > 0) return circle
    }
    done.add(at)
    return []
  }
  for (const start of graph.keys()) {
    const circle = walk(start, [])
    if (circle.length > 0) return circle
  }
  return []
}

t.test('features know no Fastify, and interfaces hold no SQL', async t => {
  for (const { name, text, packages } of files) {
    if (isIn(name, interfaces)) t.notMatch(text, /\bsql`|selectFrom|insertInto/, `${name} holds no SQL`)
    else if (dirname(name) !== '.' && !isIn(name, programs))
      for (const from of packages) t.notMatch(from, /^(fastify|@fastify\/.*|mercurius)$/, `${name} imports ${from}`)
  }
})

t.test('exports have names, files too, and only config.ts reads the environment', async t => {
  for (const { name, text } of files) {
    t.notMatch(text, /export default/, `${name} has named exports`)
    if (name !== 'config.ts') t.notMatch(text, /process\.env\b/, `${name} reads no environment`)
    t.notMatch(basename(name), /^(index|utils|helpers|service|manager)\.ts$/)
    if (!generated.includes(name)) t.match(text, /^\/\*\*\s/, `${name} begins with what it is`)
  }
})

/** Where speed is measured, or how long a run took is shown. */
const mayMeasure = /^(bench|faults|screenshots)\/|^(fuzz\/(run|fuzz)|run|worker)\.ts$/

t.test('no test judges by a clock', async t => {
  const folder = new URL('./', import.meta.url)
  const files = (await readdir(folder, { recursive: true })).filter(file => file.endsWith('.ts'))
  t.ok(files.length > 100)
  const found: string[] = []
  for (const file of files.filter(file => !mayMeasure.test(file))) {
    found.push(...clocksIn(await readFile(new URL(file, folder), 'utf8')).map(what => `${file}: ${what}`))
  }
  t.strictSame(found, [])
})

t.test('what judges by a clock is found', async t => {
  for (const text of [
    'const start = performance.now()',
    'process.hrtime.bigint()',
    'const before = process.cpuUsage()',
    'while (Date.now() < until) await turn()',
    't.ok(Date.now() - start < 3_000)',
    't.ok(Date.now() - (start + 5) < 3_000)',
    'const start = Date.now(); work(); const took = end - start',
    'const start = Date.now(); work(); t.ok(done < start + 5)',
  ]) {
    t.equal(clocksIn(text).length, 1, text)
  }
  for (const text of [
    'const soon = new Date(Date.now() + 60_000)',
    'const ago = new Date(Date.now() - 60_000)',
    'const at = Math.floor(Date.now() / 1000) - 5',
    't.ok(Math.abs(Number(row.at) - Date.now()) < 60_000)',
  ]) {
    t.strictSame(clocksIn(text), [], text)
  }
})
