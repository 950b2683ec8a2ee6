import { readdir, readFile } from 'node:fs/promises'
import t from 'tap'

const web = new URL('../../src/web/', import.meta.url)

/** A text that begins like a sentence: between tags, or in quotation marks. */
const sentence = /(?<==?>|[>'`}])\s*[A-Z][a-z]+( [a-z]+)*[.?!]?(?=<\/)|(?<=['`])[A-Z][a-z]+ [a-z]/

t.test('the words of the pages stand in english/, not in what lays them out', async t => {
  for (const folder of ['views', 'pages', 'frame', 'email-pages']) {
    for (const name of await readdir(new URL(folder, web))) {
      const lines = (await readFile(new URL(`${folder}/${name}`, web), 'utf8')).split('\n')
      const found = lines.filter(line => !/^\s*(\/?\*|\/\/)/.test(line) && sentence.test(line))
      t.strictSame(found, [], `${folder}/${name}`)
    }
  }
})
