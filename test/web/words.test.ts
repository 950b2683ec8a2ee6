import { readdir, readFile } from 'node:fs/promises'
import t from 'tap'

const web = new URL('../../src/web/', import.meta.url)
const isWords = (name: string) =>
  name.endsWith('words.ts') || name.includes('/words/') || name.endsWith('date-format.ts')

/** A text that begins like a sentence: between tags, or in quotation marks. */
const sentence = /(?<==?>|[>'`}])\s*[A-Z][a-z]+( [a-z]+)*[.?!]?(?=<\/)|(?<=['`])[A-Z][a-z]+ [a-z]/

t.test('the words of the pages stand in files of words, not in what lays them out', async t => {
  const names = (await readdir(web, { recursive: true })).filter(name => name.endsWith('.ts') && !isWords(name))
  t.ok(names.length > 20)
  for (const name of names) {
    const lines = (await readFile(new URL(name, web), 'utf8')).split('\n')
    const found = lines.filter(line => !/^\s*(\/?\*|\/\/)/.test(line) && sentence.test(line))
    t.strictSame(found, [], name)
  }
})

t.test('scripts have no words of their own: the page gives them in its language', async t => {
  const scripts = new URL('../../public/', import.meta.url)
  const names = (await readdir(scripts)).filter(name => name.endsWith('.js'))
  t.ok(names.length > 10)
  for (const name of names) {
    const lines = (await readFile(new URL(name, scripts), 'utf8')).split('\n')
    const found = lines.filter(
      line => !/^\s*(\/?\*|\/\/)|Error\(|Exception\(/.test(line) && /['"`][A-Z][a-z]+( [a-z]|['"`]\)?$)/.test(line),
    )
    t.strictSame(found, [], name)
    t.notOk(
      lines.some(line => /toLocale\w+\('|Format\('/.test(line)),
      `${name} formats by the language of the page`,
    )
  }
})
