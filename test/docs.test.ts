/** The docs match the program: settings, commands and links. */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { settings } from '../src/config.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const read = (file: string) => readFile(join(root, file), 'utf8')
const inDocs = (await readdir(join(root, 'docs'), { recursive: true })).filter(file => file.endsWith('.md'))
const files = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...inDocs.map(file => join('docs', file)).sort(),
]
const texts = new Map(await Promise.all(files.map(async file => [file, await read(file)] as const)))

const described = Object.entries(settings)
  .map(([name, setting]) => ({
    name,
    default: 'default' in setting ? String(setting.default) : '',
    description: setting.description as string,
  }))
  .sort(byName)

function byName(one: { name: string }, other: { name: string }) {
  return one.name < other.name ? -1 : 1
}

t.test('docs/configuration.md describes every setting as the program does', async t => {
  const rows = [
    ...(texts.get('docs/configuration.md') ?? '').matchAll(/^\| `([A-Z_]+)` \| (?:`(.*?)`)? ?\| (.*) \|$/gm),
  ].map(([, name = '', value = '', description = '']) => ({ name, default: value, description }))
  t.strictSame(rows.sort(byName), described)
})

t.test('.env.example lists every setting with its default', async t => {
  const entries = [...(await read('.env.example')).matchAll(/^# (.*)\n#([A-Z_]+)=(.*)$/gm)].map(
    ([, description = '', name = '', value = '']) => ({ name, default: value, description }),
  )
  t.strictSame(
    entries.sort(byName),
    described.map(setting => ({ ...setting, description: setting.description.replaceAll('`', '') })),
  )
})

t.test('every npm script that the docs name exists', async t => {
  const { scripts } = JSON.parse(await read('package.json'))
  for (const [file, text] of texts) {
    for (const [, name = ''] of text.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)) {
      t.ok(scripts[name], `${file}: npm run ${name}`)
    }
  }
})

t.test('every relative link leads to a file, and to a heading in it', async t => {
  let links = 0
  for (const [file, text] of texts) {
    for (const target of linksIn(text)) {
      links++
      const [path = '', anchor] = target.split('#')
      const linked = path === '' ? file : join(dirname(file), path)
      const content = await contentOf(linked)
      t.ok(content !== null, `${file}: ${target} exists`)
      if (anchor) t.ok(anchors(content ?? '').includes(anchor), `${file}: ${target} is a heading`)
    }
  }
  t.ok(links > 20, `${links} links were found`)
})

t.test('every document can be reached by links from the README', t => {
  const reached = new Set(['README.md'])
  for (const file of reached) {
    for (const target of linksIn(texts.get(file) ?? '')) {
      const linked = join(dirname(file), target.split('#')[0] ?? '')
      if (texts.has(linked)) reached.add(linked)
    }
  }
  t.strictSame([...reached].sort(), [...files].sort())
  t.end()
})

/** Returns the relative links of a text. */
function linksIn(text: string): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter(target => !/^[a-z]+:/.test(target))
}

/** Returns what a file holds, nothing for a folder, and null when there is neither. */
async function contentOf(path: string): Promise<string | null> {
  return read(path).catch(error => (error.code === 'EISDIR' ? '' : null))
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '')
}

/** Returns the anchors that GitHub gives the headings of a text. */
function anchors(text: string): string[] {
  return [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#{1,6} (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )
}

t.test('every file of the source that the docs name exists', async t => {
  const sources = new Set(await readdir(join(root, 'src'), { recursive: true }))
  const others = new Set([
    ...(await readdir(root)),
    ...(await readdir(join(root, 'test'), { recursive: true })).map(file => `test/${file}`),
  ])
  let paths = 0
  for (const [file, text] of texts) {
    if (file === 'CHANGELOG.md') continue
    for (const [, path = ''] of text.matchAll(/`(?:src\/)?([\w-]+(?:\/[\w-]+)*\/[\w-]+(?:\.test)?\.ts)`/g)) {
      paths++
      t.ok(sources.has(path) || others.has(path), `${file}: ${path}`)
    }
  }
  t.ok(paths > 20)
})
