/** Programs of the project as processes of their own, as an operator runs them. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const project = fileURLToPath(new URL('../..', import.meta.url))

export type Program = ReturnType<typeof run>
export type Service = Program & { url: string }

/** What is built is what an operator runs, and it starts twice as fast as its source. Mostly it is built already. */
function build() {
  const built = statSync(join(project, 'dist/.tsbuildinfo'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const sources = readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => join('src', file))
  const made = [...sources, 'tsconfig.json', 'tsconfig.build.json'].map(file => statSync(join(project, file)).mtimeMs)
  // To look whether anything is to do takes the compiler seconds.
  if (Math.max(...made) < built) return
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: project, shell: process.platform === 'win32' })
}
let isBuilt = false

/** Whether the code of embedded databases is optimized holds for programs as for the tests that run them. */
const flags = process.execArgv.filter(flag => ['--liftoff-only', '--wasm-lazy-compilation'].includes(flag))

/** How tests reach databases holds for programs as for the tests that run them. */
const { PATH, DATABASE_PREPARE, NODE_V8_COVERAGE } = process.env

/** Runs a program of `src`, as it was built, with these settings and no others. */
export function run(program: string, settings: Record<string, string>, ...words: string[]) {
  if (!isBuilt) build()
  isBuilt = true
  const file = join('dist', program.replace(/\.ts$/, '.js'))
  const child = spawn(process.execPath, [...flags, file, ...words], {
    cwd: project,
    env: {
      PATH,
      ...(DATABASE_PREPARE && { DATABASE_PREPARE }),
      ...(NODE_V8_COVERAGE && { NODE_V8_COVERAGE }),
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', text => {
    written.out += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    written.err += text
  })
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    ...written,
  }))

  /** Waits until its standard output shows something, and returns that; fails when it ends without. */
  async function shows<Found>(find: (out: string) => Found | undefined): Promise<Found> {
    let isOver = false
    void ended.then(() => {
      isOver = true
    })
    for (;;) {
      const found = find(written.out)
      if (found !== undefined) return found
      if (isOver) throw new Error(`${program} ended: ${JSON.stringify(written)}`)
      await Promise.race([once(child.stdout, 'data'), ended])
    }
  }

  return { child, written, ended, shows, kill: (signal: NodeJS.Signals) => child.kill(signal) }
}

/** Starts the service on a free port, and returns when it listens. */
export async function startService(settings: Record<string, string>): Promise<Service> {
  const program = run('main.ts', { PORT: '0', ...settings })
  return { ...program, url: await program.shows(out => /"listening at (http:[^"]+)"/.exec(out)?.[1]) }
}

/** So many looks, 20 ms apart: two minutes at least, and longer on a machine that is busy. */
const mostLooks = 6_000

/** Looks again and again until it is so; fails with what it waited for. */
export async function eventually(what: string, isSo: () => Promise<boolean>) {
  for (let looks = 0; looks < mostLooks; looks++) {
    if (await isSo()) return
    await promisify(setTimeout)(20)
  }
  throw new Error(`waited for more than two minutes: ${what}`)
}
