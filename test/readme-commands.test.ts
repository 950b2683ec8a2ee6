/** The shell commands of the README and of docs/ are run in the order in which they stand, on one demo and in one shell. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { type Config, readConfig } from '../src/config.ts'
import { eventually, run } from './support/service.ts'
import { startedFolder } from './support/snapshot.ts'

// The programs start one after another, on machines that may be busy.
t.setTimeout(600_000)

const project = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string) => readFile(join(project, file), 'utf8')

/** Programs that a stand-in takes the place of: it writes down how it was called. */
const replaced = ['npm', 'docker', 'pg_dump', 'createdb', 'pg_restore', '.ci/bouncer']

/** The npm scripts that the stand-in really runs, on a database of their own. */
const reallyRun = ['token', 'operator']

/** What is called and not run, and why. Whatever else is called must be run, or be added here. */
const notRun: [command: RegExp, reason: string][] = [
  [/^npm (ci|test)$/, 'the packages are installed, and these are the tests'],
  [/^npm start$/, 'test/main.test.ts starts the service; here its settings are checked'],
  [/^npm run demo$/, 'it is running: the commands are sent to it'],
  [/^npm run (contract|format)$/, 'would change files of the project'],
  [/^npm run (types|licences|sbom|fuzz|faults|bench|browser)\b/, 'steps of their own in CI'],
  [/^npm run screenshots$/, 'needs a browser'],
  [/^npm run check -- /, 'needs the database that it names; test/commands/check.test.ts runs it'],
  [/^docker (build|run|rm|exec|logs) /, 'needs Docker; here the settings and the paths are checked'],
  [/^(pg_dump|createdb|pg_restore) /, 'need a Postgres server'],
  [/^\.ci\/bouncer run /, 'runs all tests behind a PgBouncer, as CI does'],
]

/** What the reader takes from an answer and puts into a variable. */
const takenFrom: Record<string, string> = {
  NINA: 'accessToken',
  PROGRAM_TOKEN: 'accessToken',
  KEY_ID: 'id',
  KEY_SECRET: 'secret',
}

/** What answers with something else than JSON. */
const otherAnswers: [command: RegExp, answer: RegExp][] = [
  // It writes a file.
  [/ -o sauna\.csv/, /^$/],
  [/[?&]format=csv\b/, /^sensor,name,timestamp,time,/],
  [/\/events\b/, /^event: ready$/m],
  [/\/metrics\b/, /^sensor_share_build_info/m],
]

type Answer = { status: number; body: string }
type Call = { command: string; words: string[]; env: Record<string, string> }
type Ran = { code: number; answers: Answer[]; err: string; calls: Call[] }
type Block = { command: string; expected: unknown[] | undefined }

const has = (program: string) => !spawnSync(program, ['--version']).error

t.test(
  'every command does what its document says',
  {
    // CI has both. Elsewhere they may be missing, and nothing can take their place: it is their arguments that are tried.
    skip: ['bash', 'curl', 'openssl'].every(has) ? false : 'bash, curl or openssl is not installed',
  },
  async t => {
    const demo = run('commands/demo.ts', { PORT: '0' })
    t.teardown(() => demo.kill('SIGKILL'))
    const tour = await demo.shows(out => /\nOLIVIA=.*CODE'\n/s.exec(out)?.[0])
    const url = /http:\/\/[\d.]+:\d+/.exec(tour)?.[0] ?? ''
    const cookie = await openMailbox(demo.written.out)
    const shell = await openShell(t, await startedFolder(t))

    await t.test('npm run demo: its variables and its tour', async t => {
      const statuses: [comment: string, status: number][] = []
      for (const part of tour.trim().split('\n\n')) {
        const { code, answers, err } = await shell.run(part)
        t.equal(code, 0, err || part)
        const [comment = ''] = part.split('\n')
        for (const { status } of answers) statuses.push([comment, status])
      }
      t.ok(statuses.length > 5)
      for (const [comment, status] of statuses) t.equal(status, Number(/: (\d{3})/.exec(comment)?.[1] ?? 200), comment)
    })

    for (const file of await documents()) {
      await t.test(file, async t => {
        const blocks = blocksOf(await read(file))
        for (const block of blocks) {
          const command = block.command
            .replaceAll('http://127.0.0.1:3000', url)
            .replaceAll('127.0.0.1:3000', new URL(url).host)
          for (const name of variablesOf(command)) {
            if (name === 'CODE') await shell.set(name, await lastCode(url, cookie))
            else if (takenFrom[name]) await shell.set(name, shell.lastAnswerWith(takenFrom[name]))
          }
          const ran = await shell.run(command)
          t.equal(ran.code, 0, ran.err || block.command)
          if (block.expected) checkAnswers(t, ran.answers, block.expected)
          else for (const answer of ran.answers) checkSuccess(t, block.command, answer)
          for (const call of ran.calls) await checkCall(t, call)
        }
      })
    }

    demo.kill('SIGINT')
    t.match(await demo.ended, { code: 0, err: '' })
  },
)

/** The README first, then all that is in docs/. */
async function documents(): Promise<string[]> {
  if (!existsSync(join(project, 'docs'))) return ['README.md']
  const files = await readdir(join(project, 'docs'), { recursive: true })
  const pages = files.filter(file => file.endsWith('.md')).sort()
  return ['README.md', ...pages.map(file => join('docs', file))]
}

/** The commands of a document, each with the answers that stand right behind it. */
function blocksOf(text: string): Block[] {
  const fences = [...text.matchAll(/^```(\w*)\n(.*?)\n```\n(?=(```json)?)/gms)]
  return fences.flatMap(([, language, command = '', isAnswered], index) => {
    if (['bash', 'shell', 'console'].includes(language ?? ''))
      throw new Error(`Write sh, so that it is run: ${command}`)
    if (language !== 'sh') return []
    return { command, expected: isAnswered ? jsonIn(fences[index + 1]?.[2] ?? '') : undefined }
  })
}

/** One text of JSON over several lines, or one in each line. */
function jsonIn(text: string): unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    return text.split('\n').map(line => JSON.parse(line))
  }
}

const variablesOf = (command: string) => new Set([...command.matchAll(/\$([A-Z_]+)/g)].map(([, name]) => name ?? ''))

/** Opens the mailbox with the link that the demo prints; returns the cookie. */
async function openMailbox(printed: string): Promise<string> {
  const [link = ''] = /http:\S+\/mailbox\?key=\S+/.exec(printed) ?? []
  const { headers } = await fetch(link, { redirect: 'manual' })
  return headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** The code in the newest email. The courier takes a moment, and only 60 requests a minute may be made without a token. */
async function lastCode(url: string, cookie: string): Promise<string> {
  let code: string | undefined
  await eventually('the email with the code is in the mailbox', async () => {
    const answer = await fetch(`${url}/mailbox`, { headers: { accept: 'application/json', cookie } })
    if (!answer.ok) throw new Error(`The mailbox answers ${answer.status}`)
    const { data } = (await answer.json()) as { data: { letters: { subject: string; text: string }[] } }
    const letter = data.letters.find(({ subject }) => /code/.test(subject))
    code = /^ +([A-Z0-9]{4})$/m.exec(letter?.text ?? '')?.[1]
    if (code === undefined) await setTimeout(2000)
    return code !== undefined
  })
  return code ?? ''
}

function checkAnswers(t: Test, answers: Answer[], expected: unknown[]) {
  const found = answers.map(({ body }, index) => likened(JSON.parse(body), expected[index]))
  t.strictSame(found, expected)
}

/** The same value, in which whatever an example leaves open is as in the example: texts with "…", lists of them, and times. */
function likened(value: unknown, example: unknown): unknown {
  if (typeof example === 'string' && typeof value === 'string') {
    const isOpen = example.split('…').map(escaped).join('.+')
    if (new RegExp(`^${isOpen}$`, 's').test(value)) return example
    return isTime(example) && isTime(value) ? example : value
  }
  if (Array.isArray(value) && Array.isArray(example)) {
    return example.length === 1 && example[0] === '…'
      ? example
      : value.map((item, index) => likened(item, example[index]))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, likened(item, Object(example)[name])]))
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const isTime = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text)

function checkSuccess(t: Test, command: string, { status, body }: Answer) {
  const [, other] = otherAnswers.find(([of]) => of.test(command)) ?? []
  t.equal(status, 200, command)
  if (other) return t.match(body, other, command)
  const answer = JSON.parse(body)
  return t.ok(answer.result === 'success' || (answer.data && !answer.errors), `${command}\n${body}`)
}

/** Checks a call of a stand-in: that it is one of those that are not run, and that what it names is there. */
async function checkCall(t: Test, { command, words, env }: Call) {
  const [program, ...rest] = words
  const { scripts } = JSON.parse(await read('package.json'))
  const [script] = program === 'npm' && rest[0] === 'run' ? rest.slice(1).filter(word => word !== '--silent') : []
  if (script) t.ok(scripts[script], `package.json has the script of ${command}`)
  for (const file of words.filter(word => /^dist\/.*\.js$/.test(word))) {
    t.ok(existsSync(join(project, file.replace('dist', 'src').replace(/js$/, 'ts'))), `${file} of ${command}`)
  }
  if (program?.includes('/')) t.ok(existsSync(join(project, program)), command)
  if (script && reallyRun.includes(script)) return
  t.ok(
    notRun.some(([pattern]) => pattern.test(command)),
    `is known: ${command}`,
  )
  if (command === 'npm start') t.ok(letsPeopleIn(readConfig(env)), `people can sign in after: ${command}`)
  if (command.startsWith('docker run ')) {
    const image = [...(await read('Dockerfile')).matchAll(/^ENV (.*)$/gm)].flatMap(([, settings = '']) =>
      settings.split(' '),
    )
    const given = words.filter((_, index) => words[index - 1] === '-e')
    const settings = Object.fromEntries([...image, ...given].map(pair => pair.split(/=(.*)/s).slice(0, 2)))
    t.ok(letsPeopleIn(readConfig(settings)), `people can sign in after: ${command}`)
  }
}

const letsPeopleIn = ({ mail, mailbox, issuer }: Config) => Boolean(mail ?? mailbox ?? issuer)

/** Opens a shell whose variables stay from one block of commands to the next. */
async function openShell(t: Test, dataDir: string) {
  const folder = t.testdir()
  const programs = join(folder, 'programs')
  const calls = join(folder, 'calls')
  await mkdir(programs)
  await mkdir(join(folder, '.ci'))
  for (const name of replaced) {
    const file = join(name.includes('/') ? folder : programs, name)
    await writeFile(file, standIn)
    await chmod(file, 0o755)
  }
  const shell = spawn('bash', ['--noprofile', '--norc'], {
    cwd: folder,
    env: {
      PATH: `${programs}:${process.env.PATH}`,
      CALLS: calls,
      PROGRAMS: programs,
      PROJECT: project,
      NODE: [process.execPath, ...process.execArgv.filter(flag => flag === '--liftoff-only')].join(' '),
      REALLY_RUN: reallyRun.join(' '),
      DATA_DIR: dataDir,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  t.teardown(() => shell.kill('SIGKILL'))
  let out = ''
  let err = ''
  shell.stdout.setEncoding('utf8').on('data', text => {
    out += text
  })
  shell.stderr.setEncoding('utf8').on('data', text => {
    err += text
  })
  let isOver = false
  const over = once(shell, 'close').then(() => {
    isOver = true
  })
  const all: Answer[] = []
  // A stream never ends: of it only the first event is read.
  shell.stdin.write(
    `
    set -u
    trap 'failed=$?' ERR
    DATABASE_URL=postgres://127.0.0.1/none
    curl() {
      if [ "$1" = -sN ]; then sed '/^event:/q' < <(command curl "$@"); printf '\\x1f200\\x1e'
      else command curl -w '\\n\\x1f%{http_code}\\x1e' "$@"
      fi
    }
  `
      .replaceAll('\\x1f', '\x1f')
      .replaceAll('\\x1e', '\x1e'),
  )

  async function runBlock(command: string): Promise<Ran> {
    out = ''
    err = ''
    await writeFile(calls, '')
    shell.stdin.write(`failed=0\neval '${command.replaceAll("'", `'\\''`)}' </dev/null\nprintf '\\0%s\\0' $failed\n`)
    for (;;) {
      const [, code] = /\0(\d+)\0/.exec(out) ?? []
      if (code) {
        const answers = out
          .split('\x1e')
          .slice(0, -1)
          .map(answer => {
            const [body = '', status] = answer.split('\x1f')
            return { status: Number(status), body: body.trim() }
          })
        all.push(...answers)
        return { code: Number(code), answers, err, calls: callsIn(await readFile(calls, 'utf8')) }
      }
      if (isOver) throw new Error(`The shell ended in ${command}\n${err}`)
      await Promise.race([once(shell.stdout, 'data'), over])
    }
  }

  function lastAnswerWith(name: string): string {
    const data = all.flatMap(({ body }) => (body.startsWith('{') ? Object(JSON.parse(body).data) : []))
    return String(data.findLast(part => typeof part[name] === 'string')?.[name])
  }

  return { run: runBlock, set: (name: string, value: string) => runBlock(`${name}='${value}'`), lastAnswerWith }
}

const standIn = `#!/usr/bin/env bash
{ printf '%s\\0' "\${0#$PROGRAMS/}" "$@"; printf '\\x1f'; env -0; printf '\\x1e'; } >>"$CALLS"
[ "\${0##*/} $1" = 'npm run' ] || exit 0
shift
[ "$1" = --silent ] && shift
name=$1
case " $REALLY_RUN " in *" $name "*) ;; *) exit 0 ;; esac
shift
[ "$1" = -- ] && shift
exec $NODE "$PROJECT/dist/commands/$name.js" "$@"
`

function callsIn(text: string): Call[] {
  return text
    .split('\x1e')
    .slice(0, -1)
    .map(call => {
      const [words = [], settings = []] = call.split('\x1f').map(part => part.split('\0').slice(0, -1))
      const env = Object.fromEntries(settings.map(pair => pair.split(/=(.*)/s).slice(0, 2)))
      return { command: words.join(' ').replace('--silent ', ''), words, env }
    })
}
