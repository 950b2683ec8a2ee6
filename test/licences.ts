/** npm run licences: whether all that ships may be shipped, and needs no script to be installed. */
import { readdirSync, readFileSync } from 'node:fs'
import { faults, shipped } from './supply.ts'

const root = new URL('../', import.meta.url)
const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8'))
const dockerfile = readFileSync(new URL('Dockerfile', root), 'utf8')

/** The style sheets of an installed package. */
function fontsOf(name: string): string {
  const folder = new URL(`node_modules/${name}/`, root)
  const sheets = readdirSync(folder).filter(file => file.endsWith('.css'))
  return sheets.map(file => readFileSync(new URL(file, folder), 'utf8')).join('\n')
}

const { running, copied } = shipped({ lock, dockerfile })
const wrong = faults({ lock, dockerfile, fontsOf })
for (const fault of wrong) console.error(fault)
if (wrong.length > 0) process.exitCode = 1
else console.log(`${running.length} packages run, ${copied.length} are in files that are copied: all may be shipped.`)
