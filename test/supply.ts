/** What ships, and on what terms: production's packages of the lock file, and what the Dockerfile copies out of others. */

type Package = {
  license?: string
  dev?: boolean
  devOptional?: boolean
  hasInstallScript?: boolean
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}
export type Lock = { packages: Record<string, Package> }
export type Shipped = { lock: Lock; dockerfile: string; fontsOf: (packageName: string) => string }

/** Terms that let us pass a package on within ours as long as its licence goes with it. */
const allowed = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'Apache-2.0',
  '0BSD',
  'Python-2.0',
])

/** Fonts within style sheets, which no package declares: looked up by hand. */
const knownFonts: Record<string, string> = { Roboto: 'Apache-2.0', 'Fira Code': 'OFL-1.1' }

/** Lists the packages that ship: those that run, and those of which the image has files, with all that is bundled into these. */
export function shipped({ lock, dockerfile }: Omit<Shipped, 'fontsOf'>): { running: string[]; copied: string[] } {
  const { '': _root, ...packages } = lock.packages
  const running = Object.keys(packages).filter(path => !packages[path]?.dev && !packages[path]?.devOptional)
  return {
    running,
    copied: closure(
      lock,
      copiedBy(dockerfile).map(name => `node_modules/${name}`),
    ),
  }
}

/** The packages of which the Dockerfile copies files. */
export const copiedBy = (dockerfile: string) =>
  [...dockerfile.matchAll(/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\/package\.json/g)].map(([, name = '']) => name)

/** Returns what must not be shipped as it is, a sentence each. */
export function faults({ lock, dockerfile, fontsOf }: Shipped): string[] {
  const { running, copied } = shipped({ lock, dockerfile })
  const fonts = copiedBy(dockerfile).flatMap(name => [...new Set(fontsIn(fontsOf(name)))].map(font => ({ name, font })))
  return [
    ...[...new Set([...running, ...copied])].flatMap(path => {
      const { license = 'none' } = lock.packages[path] ?? {}
      return allowed.has(license) ? [] : [`${path}: its licence is ${license}`]
    }),
    ...running.filter(path => lock.packages[path]?.hasInstallScript).map(path => `${path}: needs a script to install`),
    ...fonts.filter(({ font }) => !(font in knownFonts)).map(({ name, font }) => `${name}: brings the font ${font}`),
  ]
}

const fontsIn = (css: string) =>
  [...css.matchAll(/@font-face\s*\{[^}]*?font-family:\s*["']?([^;"'}]+)/g)].map(([, font = '']) => font.trim())

/** Some packages with all that they depend on, found as Node finds it: beside them, or further up. */
function closure({ packages }: Lock, paths: string[]): string[] {
  const found = new Set(paths)
  for (const path of found) {
    const { dependencies, peerDependencies } = packages[path] ?? {}
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      const steps = path.split('/node_modules/')
      const places = steps.map((_, index) => [...steps.slice(0, steps.length - index), name].join('/node_modules/'))
      const place = [...places, `node_modules/${name}`].find(candidate => candidate in packages)
      if (place) found.add(place)
    }
  }
  return [...found]
}
