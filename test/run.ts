/**
 * `npm test`: runs all test files, or those named, in a few processes, and shows a line for each folder as it ends. `npm run test:one` shows every
 * assertion of one file.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import type { Order, Report } from './worker.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const logs = resolve(here, '../.tap/failed')

/** A worker that shows nothing for so long is stopped, and its file has failed. */
const silenceMs = 10 * 60_000

/** Folders whose tests take longest come first, so that all processors have work to the end. */
const slowFirst = ['.', 'commands', 'rest', 'sharing', 'jobs', 'events', 'db', 'mail', 'graphql']
/** They need a browser: `npm run browser`. */
const inBrowser = 'browser'
/** On a server its long transactions would hold up events in the databases of all other tests. */
const last = process.env.TEST_DATABASE_URL ? ['commands/invariants.test.ts'] : []

/** The code of embedded databases runs for seconds: to optimize it, and to compile what is never called, takes longer than it saves. */
const flags = ['--liftoff-only', '--wasm-lazy-compilation']

const named = process.argv.slice(2).map(file => relative(here, resolve(file)))
const files = named.length > 0 ? named : await findFiles()
const folders = new Map<string, { left: number; files: number; ms: number; assertions: number; failed: number }>()
for (const file of files) {
  const folder = folderOf(file)
  folder.left++
  folder.files++
}
const reports: Report[] = []
const start = performance.now()
await rm(logs, { recursive: true, force: true })

const queue = files.filter(file => !last.includes(file))
const workers = Math.min(availableParallelism(), 4, queue.length)
console.log(`${files.length} test files in ${workers} processes`)
await Promise.all(Array.from({ length: workers }, () => work(queue)))
await work(files.filter(file => last.includes(file)))
summarize()

async function findFiles(): Promise<string[]> {
  const all = await readdir(here, { recursive: true })
  const rank = (file: string) => (slowFirst.indexOf(dirname(file).split('/')[0] ?? '') + 1 || slowFirst.length + 1) - 1
  return all
    .filter(file => file.endsWith('.test.ts') && dirname(file) !== inBrowser)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

function folderOf(file: string) {
  const name = dirname(file)
  const folder = folders.get(name) ?? { left: 0, files: 0, ms: 0, assertions: 0, failed: 0 }
  folders.set(name, folder)
  return folder
}

/** Takes files from the queue until it is empty; a process that dies is replaced for those that are left. */
async function work(queue: string[]): Promise<void> {
  while (queue.length > 0) {
    const child = spawn(process.execPath, [...process.execArgv, ...flags, resolve(here, 'worker.ts')], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      // Silence is watched here; Tap's own limit would count for all files of a process together.
      env: { ...process.env, TEST_WORKER: 'yes', TAP_TIMEOUT: '0' },
    })
    await serve(child, queue)
  }
}

/** Hands files to a worker until there are none, or it has ended. */
function serve(child: ChildProcess, queue: string[]): Promise<void> {
  let file: string | undefined
  let output = ''
  let hasBeenSilent = false
  const stop = () => {
    hasBeenSilent = true
    child.kill('SIGKILL')
  }
  let silence = setTimeout(stop, silenceMs)
  const next = () => {
    file = queue.shift()
    output = ''
    child.send((file ? { file } : { end: true }) satisfies Order)
  }
  child.stdout?.setEncoding('utf8').on('data', text => {
    output += text
    clearTimeout(silence)
    silence = setTimeout(stop, silenceMs)
  })
  const finish = (report: Report) => {
    record(report, output)
    next()
  }
  child.on('message', (message: Report | 'ready' | object) => {
    if (message === 'ready') next()
    // What it wrote comes by another way, and may come later. tsx sends messages of its own.
    else if (typeof message === 'object' && 'passed' in message) setImmediate(finish, message)
  })
  return new Promise(resolve => {
    child.on('exit', (code, signal) => {
      clearTimeout(silence)
      if (file) {
        const why = hasBeenSilent ? `showed nothing for ${silenceMs / 60_000} minutes` : `ended with ${signal ?? code}`
        const failure = { name: `${file}: the process ${why}`, diag: undefined }
        record({ file, ms: 0, passed: 0, failed: 1, skipped: 0, failures: [failure] }, output)
      }
      resolve()
    })
  })
}

function record(report: Report, output: string) {
  const { file, ms, passed, failed, skipped } = report
  reports.push(report)
  if (failed > 0) showFailures(report, output)
  const folder = folderOf(file)
  folder.left--
  folder.ms += ms
  folder.assertions += passed + failed + skipped
  folder.failed += failed
  if (folder.left > 0) return
  const name = dirname(file) === '.' ? 'test' : `test/${dirname(file)}`
  const words = [`${folder.files} files`, `${folder.assertions} assertions`, seconds(folder.ms)]
  console.log(`${folder.failed > 0 ? 'FAILED' : 'ok'} ${name.padEnd(20)} ${words.join(', ')}`)
}

function showFailures({ file, failures }: Report, output: string) {
  for (const { name, diag } of failures) {
    const { source, ...rest } = Object(diag)
    console.log(`\nFAILED ${name}\n${inspect(rest, { depth: 6, breakLength: 120 })}`)
  }
  // Seeds of random runs, among others.
  const comments = output.match(/^ *# (?!Subtest|time=|\{ total).*$/gm) ?? []
  for (const comment of comments) console.log(comment.trim())
  const log = resolve(logs, `${file.replaceAll('/', '-')}.tap`)
  console.log(`All that ${file} wrote: ${relative(process.cwd(), log)}\n`)
  void mkdir(logs, { recursive: true }).then(() => writeFile(log, output))
}

function summarize() {
  const sum = (key: 'passed' | 'failed' | 'skipped') => reports.reduce((total, report) => total + report[key], 0)
  const slowest = [...reports].sort((a, b) => b.ms - a.ms).slice(0, 5)
  if (reports.length > 1) {
    console.log(`\nThe slowest: ${slowest.map(({ file, ms }) => `${file} ${seconds(ms)}`).join(', ')}`)
  }
  console.log(`All of it took ${seconds(performance.now() - start)}.`)
  console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
  if (sum('failed') > 0 || reports.length < files.length) process.exitCode = 1
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
