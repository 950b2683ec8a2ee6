/** Postgres' own bench, with scripts written by hand. */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

/** On the path, or where Debian keeps it. */
export function findPgbench(): string | undefined {
  const debians = '/usr/lib/postgresql'
  const versions = existsSync(debians) ? readdirSync(debians).sort((a, b) => Number(b) - Number(a)) : []
  return [...versions.map(version => join(debians, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)]
    .map(folder => join(folder, 'pgbench'))
    .find(file => existsSync(file))
}

export type Script = { text: string; variables: Record<string, number> }

/** Runs a script, prepared, over some connections; returns the milliseconds that each transaction took, the shortest first. */
export async function runPgbench(
  program: string,
  url: string,
  { text, variables }: Script,
  { connections, seconds, seed }: { connections: number; seconds: number; seed: number },
): Promise<Float64Array> {
  const folder = mkdtempSync(join(tmpdir(), 'sensor-share-bench-'))
  try {
    const script = join(folder, 'script.sql')
    writeFileSync(script, text)
    const given = Object.entries({ ...variables, clients: connections, i: -1 })
    await promisify(execFile)(program, [
      ...['--no-vacuum', '--protocol=prepared', `--file=${script}`, `--time=${seconds}`, `--random-seed=${seed}`],
      ...[`--client=${connections}`, `--jobs=${Math.min(connections, cpus().length)}`],
      ...['--log', `--log-prefix=${join(folder, 'log')}`],
      ...given.map(([name, value]) => `--define=${name}=${value}`),
      url,
    ])
    const lines = readdirSync(folder)
      .filter(name => name.startsWith('log'))
      .flatMap(name => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    return Float64Array.from(lines, line => Number(line.split(' ')[2]) / 1000).sort()
  } finally {
    rmSync(folder, { recursive: true })
  }
}
