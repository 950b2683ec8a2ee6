/** What the scripts in public/ have in common. */
import { readdir, readFile } from 'node:fs/promises'
import t from 'tap'

const folder = new URL('../../public/', import.meta.url)

t.test('scripts fetch pages in one way, with the header that leaves a notice for the next page', async t => {
  const names = (await readdir(folder)).filter(name => name.endsWith('.js'))
  const callers: string[] = []
  for (const name of names) if (/\bfetch\(/.test(await readFile(new URL(name, folder), 'utf8'))) callers.push(name)
  t.strictSame(callers, ['fetch-page.js'])
  t.match(await readFile(new URL('fetch-page.js', folder), 'utf8'), "'x-fetched': 'part'")
})
