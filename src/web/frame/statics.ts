/** The files of public/ that browsers load with the pages. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../../public/', import.meta.url)

/** The parts of the stylesheet, in their order: later ones override earlier ones. */
const styles = ['base', 'frame', 'sensors', 'sensor', 'sharing', 'account', 'start']

const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  webmanifest: 'application/manifest+json',
}

const files = readdirSync(folder).flatMap(name => {
  const type = types[name.split('.').at(-1) ?? '']
  return type ? [[name, { type, content: readFileSync(new URL(name, folder)) }] as const] : []
})

/** Without comments and most of the space, which are for those who write it. */
const style = Buffer.from(
  styles
    .map(name => readFileSync(new URL(`style/${name}.css`, folder), 'utf8'))
    .join('')
    .replaceAll(/\/\*.*?\*\/|^ +/gms, '')
    .replaceAll(/(?<=[{};,:])\n+/g, '')
    .replaceAll(/(?<=[{;][a-z-]+:) | (?={)/g, ''),
)

/** The files with their content type, by name. */
export const statics = new Map([['style.css', { type: 'text/css; charset=utf-8', content: style }], ...files])

/** Path of the files. It contains a hash of all of them, because browsers cache them for a year. */
export const staticPath = `/app/static/${[...statics.values()]
  .reduce((hash, { content }) => hash.update(content), createHash('sha256'))
  .digest('hex')
  .slice(0, 12)}`
