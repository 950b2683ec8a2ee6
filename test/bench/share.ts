/**
 * npm run bench: how fast POST /share is, over HTTP and with its token checked, compared with the same build that sends
 * one unprepared statement for every call to the database. The two take turns, each in a process of its own on the same data.
 *
 *   npm run bench -- [--embedded] [--fresh] [--concurrency 1,32,64] [--rounds 3] [--seconds 5] [--seed 1] [--json]
 *
 * --fresh: on an installation of today, whose tables have neither shares nor statistics yet.
 */
import { randomBytes } from 'node:crypto'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { onDatabaseOfItsOwn } from '../own-database.ts'
import { type Figures, measure } from './measure.ts'

const { values: options } = parseArgs({
  options: {
    embedded: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    concurrency: { type: 'string', default: '32' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})

type Which = 'product' | 'plain'
type Round = { connections: number; round: number; ratio: number } & Record<Which, Figures>

const sizes = { owners: 2_000, sensors: 10_000, guests: 5_000 }
const secret = randomBytes(32).toString('hex')

if (options.embedded) report(await compare(undefined))
else if (process.env.TEST_DATABASE_URL) {
  await onDatabaseOfItsOwn(process.env.TEST_DATABASE_URL, async url => report(await compare(url)))
} else {
  console.error(
    'The bench needs a Postgres server, where it makes a database of its own and drops it again: set TEST_DATABASE_URL,\n' +
      'as postgres://user:password@host:5432/name. Or add --embedded: npm run bench -- --embedded',
  )
  process.exitCode = 1
}

async function compare(url: string | undefined): Promise<Round[]> {
  const rounds: Round[] = []
  for (const connections of options.concurrency.split(',').map(Number)) {
    for (let round = 1; round <= Number(options.rounds); round++) {
      const run = (which: Which) =>
        measure(
          { ...sizes, fresh: options.fresh, url, secret, plain: which === 'plain' },
          { connections, seconds: Number(options.seconds), seed: Number(options.seed) + round },
        )
      // Who goes first changes, so that a machine that gets slower or faster meanwhile favours neither.
      const [first, second]: [Which, Which] = round % 2 ? ['product', 'plain'] : ['plain', 'product']
      const figures = { [first]: await run(first), [second]: await run(second) } as Record<Which, Figures>
      rounds.push({ connections, round, ...figures, ratio: figures.product.perSecond / figures.plain.perSecond })
    }
  }
  return rounds
}

function report(rounds: Round[]) {
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model,
    node: process.version,
    postgres: `${rounds[0]?.product.postgres}${options.embedded ? ' (embedded)' : ''}`,
  }
  const counts = [...new Set(rounds.map(({ connections }) => connections))]
  const medians = counts.map(connections => ({
    connections,
    ratio: median(rounds.filter(round => round.connections === connections).map(({ ratio }) => ratio)),
  }))
  if (options.json) {
    console.log(JSON.stringify({ machine, rounds, medians }, null, 2))
    return
  }
  const { cores, cpu, node, postgres } = machine
  console.log(`POST /share on ${cores} cores (${cpu}), Node ${node}, Postgres ${postgres}\n`)
  console.log(
    line('connections', 'round', '', 'requests/s', 'p50 ms', 'p99 ms', 'service cores', 'client cores', 'ratio'),
  )
  for (const { connections, round, product, plain, ratio } of rounds) {
    console.log(line(connections, round, 'product', ...columns(product), ''))
    console.log(line('', '', 'plain', ...columns(plain), ratio.toFixed(2)))
  }
  console.log('\nplain: the same build with one unprepared statement for every call to the database')
  for (const { connections, ratio } of medians) {
    console.log(`${connections} connections: the product is ${ratio.toFixed(2)} times as fast (median)`)
  }
}

function columns({ perSecond, p50, p99, serviceCores, clientCores }: Figures) {
  return [Math.round(perSecond), p50.toFixed(2), p99.toFixed(2), serviceCores.toFixed(2), clientCores.toFixed(2)]
}

function line(...cells: (string | number)[]) {
  return cells.map(cell => String(cell).padStart(14)).join('')
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return ((sorted[middle] ?? Number.NaN) + (sorted.at(-1 - middle) ?? Number.NaN)) / 2
}
