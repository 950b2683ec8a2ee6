/** The list of refusals is put together from the files of their subjects. */
import { readdir } from 'node:fs/promises'
import t from 'tap'
import { refusals } from '../src/refusal.ts'

t.test('every refusal of every subject is in the list, and no two have one name', async t => {
  const folder = new URL('../src/refusals/', import.meta.url)
  const names: string[] = []
  for (const file of await readdir(folder)) {
    const parts: object[] = Object.values(await import(new URL(file, folder).href))
    names.push(...parts.flatMap(Object.keys))
  }
  t.strictSame(names.sort(), Object.keys(refusals).sort())
})
