/** Runs all tests, those of a folder or of some small ones in one process: to start one, with its modules and an embedded database, takes seconds. */
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { testDatabaseUrl } from './house.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
/** Its snapshots are named after the program that runs. */
const alone = join('mail', 'letters.test.ts')
/** Its transactions are long, and until they end nobody on the same server is told what happened meanwhile. */
const last = testDatabaseUrl ? 'invariants.test.ts' : undefined
/** They need a browser: `npm run browser`. */
const inBrowser = 'browser'
const files = (await readdir(here, { recursive: true })).filter(
  file => file.endsWith('.test.ts') && file !== alone && file !== last && dirname(file) !== inBrowser,
)

/** Folders that share a process, mostly those that take longest first: so both processors have work to the end. */
const groups = [
  ['.'],
  ['rest', 'fuzz'],
  ['commands', 'db'],
  ['sharing'],
  ['mail', 'measurements', 'people'],
  ['entrance', 'graphql'],
  ['web'],
  ['sensors'],
]

t.jobs = 2
const others = [...new Set(files.map(dirname))]
  .filter(folder => !groups.flat().includes(folder))
  .map(folder => [folder])
const running = [...groups, ...others].map(together => {
  const inFolders = files.filter(file => together.includes(dirname(file))).sort()
  return start(together.join(' and '), ['folder.ts', together.join('-')], { TEST_FILES: inFolders.join() })
})
await Promise.all([...running, start(alone, [alone])])
if (last) start(last, [last])

function start(name: string, [program = '', ...words]: string[], settings = {}) {
  const options = { timeout: 600_000, env: { ...process.env, ...settings } }
  return t.spawn(process.execPath, [...process.execArgv, join(here, program), ...words], options, name)
}
