/** Runs all tests, those of a folder or of some small ones in one process: to start one, with its modules and an embedded database, takes seconds. */
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const here = fileURLToPath(new URL('.', import.meta.url))
/** Its snapshots are named after the program that runs. */
const alone = join('mail', 'letters.test.ts')
/** They need a browser: `npm run browser`. */
const inBrowser = 'browser'
const files = (await readdir(here, { recursive: true })).filter(
  file => file.endsWith('.test.ts') && file !== alone && dirname(file) !== inBrowser,
)

/** Folders that are not worth a process of their own. */
const small = [
  ['commands', 'db'],
  ['entrance', 'graphql'],
  ['mail', 'measurements', 'people'],
]

t.jobs = 2
// The two that take longest come first.
const folders = new Set(['.', 'rest', ...files.map(dirname).sort()])
for (const folder of folders) {
  const together = small.find(group => group.includes(folder)) ?? [folder]
  if (together[0] !== folder) continue
  const inFolders = files.filter(file => together.includes(dirname(file))).sort()
  const name = together.join(' and ')
  start(name, ['folder.ts', together.join('-')], { TEST_FILES: inFolders.join() })
}
start(alone, [alone])

function start(name: string, [program = '', ...words]: string[], settings = {}) {
  const options = { timeout: 600_000, env: { ...process.env, ...settings } }
  t.spawn(process.execPath, [...process.execArgv, join(here, program), ...words], options, name)
}
