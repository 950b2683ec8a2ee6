/** The rules of the house about who may import what. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import t from 'tap'
import { clocksIn } from './support/clocks.ts'

const src = new URL('../src/', import.meta.url)

/** For each folder the folders and top files of src that it may import besides itself. */
const allowed: Record<string, string[]> = {
  db: [],
  mail: ['db', 'people/plan.ts'],
  people: [
    'db',
    'refusal.ts',
    'keys.ts',
    'config.ts',
    'sharing/books.ts',
    'sharing/end-shares.ts',
    'sharing/permission.ts',
  ],
  sensors: ['db', 'mail/outbox.ts', 'measurements', 'people', 'keys.ts', 'refusal.ts', 'sharing'],
  measurements: ['db', 'people', 'refusal.ts', 'keys.ts', 'sharing/permission.ts'],
  sharing: [
    'db',
    'mail/fate.ts',
    'mail/outbox.ts',
    'mail/letters/chosen.ts',
    'measurements/frame.ts',
    'people',
    'refusal.ts',
  ],
  entrance: ['config.ts', 'db', 'mail/letters/letter.ts', 'people', 'refusal.ts'],
  rest: [
    'db',
    'entrance',
    'event-stream.ts',
    'mail',
    'measurements',
    'people',
    'keys.ts',
    'sensors',
    'sharing',
    'html-answer.ts',
    'refusal.ts',
  ],
  graphql: ['db', 'entrance', 'people', 'sensors', 'sharing', 'refusal.ts'],
  web: [
    'db',
    'entrance',
    'event-stream.ts',
    'html-answer.ts',
    'mail/mailbox.ts',
    'mail/mute.ts',
    'measurements',
    'people',
    'keys.ts',
    'sensors',
    'sharing',
    'refusal.ts',
  ],
  commands: [
    'app.ts',
    'config.ts',
    'database.ts',
    'explain.ts',
    'invariants.ts',
    'log.ts',
    'metrics.ts',
    'db',
    'entrance',
    'mail',
    'people',
    'keys.ts',
    'sensors',
    'sharing',
  ],
}
const faceLibraries = /^(fastify|@fastify\/.*|mercurius)$/

t.test('imports', async t => {
  const files = (await readdir(src, { recursive: true })).map(String).filter(file => file.endsWith('.ts'))
  t.ok(files.length > 20)
  for (const file of files) {
    const text = await readFile(new URL(file, src), 'utf8')
    const [folder = ''] = dirname(file).split('/')
    const imports = [...text.matchAll(/\bfrom '([^']+)'|\bimport\('([^']+)'\)/g)].map(
      ([, from, dynamic]) => from ?? dynamic ?? '',
    )
    for (const from of imports) {
      if (from.startsWith('.')) {
        const target = new URL(from, new URL(file, src)).href.slice(src.href.length)
        const may =
          folder === '.' || target.startsWith(`${folder}/`) || allowed[folder]?.some(one => target.startsWith(one))
        t.ok(may, `${file} imports ${target}`)
      } else if (['db', 'mail', 'measurements', 'people', 'sensors', 'sharing'].includes(folder)) {
        t.notMatch(from, faceLibraries, `${file} knows no face`)
      }
    }
    t.notMatch(text, /export default/, `${file} has named exports`)
    if (file !== 'config.ts') t.notMatch(text, /process\.env\b/, `${file} reads no environment`)
    if (['entrance', 'rest', 'graphql', 'web'].includes(folder))
      t.notMatch(text, /\bsql`|selectFrom|insertInto/, `${file} holds no SQL`)
    t.notMatch(basename(file), /^(index|utils|helpers|service|manager)\.ts$/)
    if (file !== 'rest/contract.ts') t.match(text, /^\/\*\* /, `${file} begins with what it is`)
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
