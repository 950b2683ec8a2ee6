/** Postgres servers of our own, and a PgBouncer before them, to be hurt. Their folder goes with them. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/free-port.ts'

/** The folder of the newest server that is installed. */
const programs = ['/usr/lib/postgresql', '/usr/local/lib/postgresql']
  .filter(folder => existsSync(folder))
  .flatMap(folder =>
    readdirSync(folder).map(version => ({ version: Number(version), path: join(folder, version, 'bin') })),
  )
  .filter(({ path }) => existsSync(join(path, 'initdb')))
  .sort((one, other) => other.version - one.version)[0]?.path

const bouncer = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find(path => existsSync(path))

export const noServer = programs
  ? undefined
  : 'There is no Postgres here (initdb and pg_ctl); on Debian: apt-get install postgresql'
export const noBouncer = bouncer ? noServer : 'There is no PgBouncer here; on Debian: apt-get install pgbouncer'

// Neither of them runs as root.
const isRoot = process.getuid?.() === 0
const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
const who = isRoot && programs ? { uid: idOf('-u'), gid: idOf('-g') } : {}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sensor-share-server-'))
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid)
  return folder
}

export type Server = Awaited<ReturnType<typeof openServer>>

/** Makes a server and starts it: a new one, or a standby of another, which waits for it with every commit from then on. */
export async function openServer({ of }: { of?: { port: number } } = {}) {
  const folder = makeFolder()
  const data = join(folder, 'data')
  const port = await freePort()
  const run = (program: string, ...words: string[]) =>
    execFileSync(join(programs ?? '', program), words, { ...who, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })

  if (of)
    run('pg_basebackup', '-d', `postgres://postgres@127.0.0.1:${of.port}/postgres`, '-D', data, '-R', '-c', 'fast')
  else run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-instructions')
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c max_connections=200`

  /** Whoever starts once more may have to wait for what a killed one left. */
  const start = () =>
    void run('pg_ctl', '-D', data, '-w', '-t', '60', '-l', join(folder, 'log'), '-o', options, 'start')
  const mother = () => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
  const all = () => [mother(), ...childrenOf(mother())]
  const signal = (name: NodeJS.Signals) => {
    for (const pid of all()) process.kill(pid, name)
  }
  start()

  return {
    port,
    url: (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    start,
    /** At once, without a word to anybody, as when the power fails. */
    kill: () => run('pg_ctl', '-D', data, '-m', 'immediate', 'stop'),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    promote: () => run('pg_ctl', '-D', data, '-w', 'promote'),
    remove() {
      try {
        signal('SIGCONT')
        run('pg_ctl', '-D', data, '-m', 'immediate', 'stop')
      } catch {
        // It is down already.
      }
      rmSync(folder, { recursive: true })
    },
  }
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}

/** Starts a PgBouncer, in transaction mode, before a server. */
export async function openBouncer(server: Server) {
  const folder = makeFolder()
  const port = await freePort()
  const file = join(folder, 'pgbouncer.ini')
  const point = ({ port: to }: Server) =>
    writeFileSync(
      file,
      `[databases]
* = host=127.0.0.1 port=${to} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 30
max_client_conn = 300
server_login_retry = 1
logfile = ${join(folder, 'log')}
`,
      { mode: 0o644 },
    )
  point(server)
  const child = spawn(bouncer ?? '', [file], { ...who, cwd: folder, stdio: 'ignore' })
  return {
    url: (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    /** Sends everybody to another server from now on. */
    point(to: Server) {
      point(to)
      child.kill('SIGHUP')
    },
    async remove() {
      child.kill('SIGKILL')
      await once(child, 'exit')
      rmSync(folder, { recursive: true })
    },
  }
}
