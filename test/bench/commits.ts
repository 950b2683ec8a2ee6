/** Measures another commit and this one in turns, and says which cases differ by more than the noise. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Dice } from '../support/dice.ts'

/** How much faster this commit is (`ratio`), and the interval in which that lies with odds of 95 %. */
export type Difference = { ratio: number; low: number; high: number }

type Speeds = Map<string, number>
type Answer = { cases: { title: string; connections: number; product: { perSecond: number } }[] }
type Turns = { cases: string[]; turns: number; settings: string[]; seed: number; tell: (what: string) => void }

const here = fileURLToPath(new URL('../..', import.meta.url))
const exec = promisify(execFile)

/** Benches a commit and the working tree, each once a turn, and returns a table. */
export async function compareCommits(commit: string, { cases, turns, settings, seed, tell }: Turns): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sensor-share-commit-'))
  try {
    await exec('git', ['worktree', 'add', '--detach', folder, commit], { cwd: here })
    tell(`installing ${commit}`)
    await exec('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder })
    for (const cwd of [folder, here]) await exec('npm', ['run', '--silent', 'build'], { cwd })
    const ratios = new Map<string, number[]>()
    for (let turn = 0; turn < turns; turn++) {
      tell(`turn ${turn + 1} of ${turns}`)
      const words = [...cases, ...settings, '--rounds', '1', '--seed', String(seed + turn), '--json']
      // They take turns at going first, because a machine gets warmer and a disk fuller.
      const order = turn % 2 ? [here, folder] : [folder, here]
      const speeds = new Map<string, Speeds>()
      for (const cwd of order) speeds.set(cwd, await measure(cwd, words))
      for (const [name, speed] of speeds.get(here) ?? []) {
        const other = speeds.get(folder)?.get(name)
        if (other) ratios.set(name, [...(ratios.get(name) ?? []), speed / other])
      }
    }
    return tableOf(commit, ratios, seed)
  } finally {
    await exec('git', ['worktree', 'remove', '--force', folder], { cwd: here }).catch(() => {})
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs the bench of a working tree, which may be an older one, and returns the speed of each case. */
async function measure(cwd: string, words: string[]): Promise<Speeds> {
  const bench = spawn(process.execPath, ['--import', 'tsx', 'test/bench/run.ts', ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [out, [code]] = await Promise.all([text(bench.stdout), once(bench, 'exit')])
  if (code !== 0) throw new Error(`the bench in ${cwd} ended with ${code}`)
  const { cases } = JSON.parse(out) as Answer
  return new Map(cases.map(({ title, connections, product }) => [`${title} @${connections}`, product.perSecond]))
}

const resamples = 10_000

/** Estimates a ratio from those of several turns, by bootstrap: turns are drawn from the turns, again and again. */
export function differenceOf(ratios: readonly number[], dice: Dice): Difference {
  const logs = ratios.map(Math.log)
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const means = Array.from({ length: resamples }, () => mean(logs.map(() => dice.one(logs)))).sort((a, b) => a - b)
  const at = (share: number) => Math.exp(means[Math.floor(share * (resamples - 1))] ?? Number.NaN)
  return { ratio: Math.exp(mean(logs)), low: at(0.025), high: at(0.975) }
}

/** Says whether a difference is more than noise. */
export function verdictOn({ low, high }: Difference, turns: number): string {
  // With fewer turns the interval is far too narrow.
  if (turns < 4) return 'too few turns'
  if (low > 1) return 'faster'
  return high < 1 ? 'slower' : 'no difference'
}

function tableOf(commit: string, ratios: Map<string, number[]>, seed: number): string {
  const lines = [...ratios].map(([name, of]) => {
    const found = differenceOf(of, new Dice(seed))
    const [ratio, low, high] = [found.ratio, found.low, found.high].map(value => value.toFixed(2))
    return `| ${name} | ${ratio} | ${low} to ${high} | ${verdictOn(found, of.length)} |`
  })
  return [`| case | to ${commit} | 95 % | this one is |`, '|---|---:|---|---|', ...lines].join('\n')
}
