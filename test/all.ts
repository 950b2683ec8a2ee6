/** Runs all tests, those of a folder in one process: to start one, with its modules and an embedded database, takes seconds. */
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const here = fileURLToPath(new URL('.', import.meta.url))
/** Its snapshots are named after the program that runs. */
const alone = join('mail', 'letters.test.ts')
const files = (await readdir(here, { recursive: true })).filter(file => file.endsWith('.test.ts') && file !== alone)

t.jobs = 2
// The two that take longest come first.
for (const folder of new Set(['.', 'rest', ...files.map(dirname).sort()])) {
  const inFolder = files.filter(file => dirname(file) === folder).sort()
  start(folder, ['folder.ts', folder], { TEST_FILES: inFolder.join() })
}
start(alone, [alone])

function start(name: string, [program = '', ...words]: string[], settings = {}) {
  const options = { timeout: 600_000, env: { ...process.env, ...settings } }
  t.spawn(process.execPath, [...process.execArgv, join(here, program), ...words], options, name)
}
