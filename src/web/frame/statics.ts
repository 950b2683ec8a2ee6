/** The files of public/ that browsers load with the pages. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../../public/', import.meta.url)
const types: Record<string, string> = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' }

/** The files with their content type, by name. */
export const statics = new Map(
  readdirSync(folder).flatMap(name => {
    const type = types[name.split('.').at(-1) ?? '']
    return type ? [[name, { type, content: readFileSync(new URL(name, folder)) }]] : []
  }),
)

/** Path of the files. It contains a hash of all of them, because browsers cache them for a year. */
export const staticPath = `/app/static/${[...statics.values()]
  .reduce((hash, { content }) => hash.update(content), createHash('sha256'))
  .digest('hex')
  .slice(0, 12)}`
