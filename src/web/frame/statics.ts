/** The files of public/ that browsers load with the pages. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../../public/', import.meta.url)

/** The parts of the stylesheet, in their order: later ones override earlier ones. */
const styles = ['base', 'frame', 'sensors', 'sensor', 'sharing', 'account']

const scripts = readdirSync(folder)
  .filter(name => name.endsWith('.js'))
  .map(
    name => [name, { type: 'text/javascript; charset=utf-8', content: readFileSync(new URL(name, folder)) }] as const,
  )

const style = Buffer.concat(styles.map(name => readFileSync(new URL(`style/${name}.css`, folder))))

/** The files with their content type, by name. */
export const statics = new Map([['style.css', { type: 'text/css; charset=utf-8', content: style }], ...scripts])

/** Path of the files. It contains a hash of all of them, because browsers cache them for a year. */
export const staticPath = `/app/static/${[...statics.values()]
  .reduce((hash, { content }) => hash.update(content), createHash('sha256'))
  .digest('hex')
  .slice(0, 12)}`
