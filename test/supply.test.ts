import t from 'tap'
import { copiedBy, faults, type Lock, shipped } from './supply.ts'

const dockerfile = `
COPY --from=build /app/node_modules/page/package.json /app/node_modules/page/LICENSE node_modules/page/
COPY --from=build /app/node_modules/@some/page/package.json node_modules/@some/page/
`
const packages: Lock['packages'] = {
  '': { dependencies: { runs: '1', page: '1' } },
  'node_modules/runs': { license: 'MIT', dependencies: { within: '1' } },
  'node_modules/runs/node_modules/within': { license: 'ISC' },
  'node_modules/within': { license: 'GPL-3.0', dev: true },
  'node_modules/tests': { license: 'GPL-3.0', dev: true, hasInstallScript: true },
  'node_modules/page': { license: 'MIT', dev: true, dependencies: { bundled: '1' } },
  'node_modules/@some/page': { license: 'BSD-3-Clause', dev: true },
  'node_modules/page/node_modules/bundled': { license: 'Apache-2.0', dev: true },
  'node_modules/bundled': { license: 'GPL-3.0', dev: true },
}
const fontsOf = () => '@font-face { font-style: italic; font-family: "Fira Code"; src: url(data:font/woff;base64,x) }'
const whole = { lock: { packages }, dockerfile, fontsOf }
const changed = (path: string, change: object) => ({
  ...whole,
  lock: { packages: { ...packages, [path]: { ...packages[path], ...change } } },
})

t.test('what ships is what runs, and what is copied with all that is bundled into it', async t => {
  t.strictSame(copiedBy(dockerfile), ['page', '@some/page'])
  t.strictSame(shipped(whole), {
    running: ['node_modules/runs', 'node_modules/runs/node_modules/within'],
    copied: ['node_modules/page', 'node_modules/@some/page', 'node_modules/page/node_modules/bundled'],
  })
  t.strictSame(faults(whole), [], 'what only tests need does not matter')
})

t.test('faults: a licence that is not allowed or missing, a script, a font that nobody has looked up', async t => {
  for (const [path, change, fault] of [
    ['node_modules/runs/node_modules/within', { license: 'GPL-3.0' }, 'its licence is GPL-3.0'],
    ['node_modules/runs', { license: undefined }, 'its licence is none'],
    ['node_modules/page/node_modules/bundled', { license: 'SEE LICENSE IN x' }, 'its licence is SEE LICENSE IN x'],
    ['node_modules/runs', { hasInstallScript: true }, 'needs a script to install'],
  ] as const) {
    t.strictSame(faults(changed(path, change)), [`${path}: ${fault}`])
  }
  t.strictSame(faults({ ...whole, fontsOf: () => '@font-face{font-family:Lucida;src:x}' }), [
    'page: brings the font Lucida',
    '@some/page: brings the font Lucida',
  ])
})
