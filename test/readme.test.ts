/** The README says what is so. */
import { readdir, readFile } from 'node:fs/promises'
import t from 'tap'
import { settings } from '../src/config.ts'

const root = new URL('../', import.meta.url)
const readme = await readFile(new URL('README.md', root), 'utf8')
const map = await readFile(new URL('src/README.md', root), 'utf8')

t.test('its table of settings is the one that the program checks', async t => {
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| (?:`(.*?)`)? ?\| (.*) \|$/gm)].map(
    ([, name, value, description]) => ({
      name,
      default: value,
      description,
    }),
  )
  t.strictSame(
    rows,
    Object.entries(settings).map(([name, setting]) => ({
      name,
      default: 'default' in setting ? String(setting.default) : undefined,
      description: setting.description,
    })),
  )
})

t.test('every command that it names exists', async t => {
  const { scripts } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))
  const named = [...readme.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name ?? '')
  t.ok(named.length > 5)
  for (const name of named) t.ok(scripts[name], name)
})

t.test('the map names every file of src', async t => {
  const files = (await readdir(new URL('src/', root), { recursive: true })).filter(file => String(file).endsWith('.ts'))
  for (const file of files)
    t.match(map, new RegExp(`\\b${String(file).split('/').at(-1)?.replace('.', '\\.')}`), String(file))
})
