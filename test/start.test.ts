/** npm start, as people call it: what it says, and that what stops npm stops the service. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { eventually } from './support/service.ts'
import { startedFolder } from './support/snapshot.ts'

// It builds and starts, on machines that may be busy.
t.setTimeout(600_000)

const project = fileURLToPath(new URL('..', import.meta.url))

/** Starts npm in a process group of its own, as a terminal does; returns when the service is ready. */
async function npmStart(t: Test) {
  const npm = spawn('npm', ['start'], {
    cwd: project,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: await startedFolder(t), PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const group = -Number(npm.pid)
  t.teardown(() => {
    if (isThere(group)) process.kill(group, 'SIGKILL')
  })
  let out = ''
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding('utf8').on('data', text => {
      out += text
    })
  const ended = once(npm, 'exit')
  await eventually('it is ready', async () => out.includes('ready: open') || npm.exitCode !== null)
  const port = Number(/"listening at http:[^"]+:(\d+)"/.exec(out)?.[1])
  t.ok(port > 0, out)
  return { npm, group, port, ended, read: () => out }
}

function isThere(group: number): boolean {
  try {
    return process.kill(group, 0)
  } catch {
    return false
  }
}

async function refuses(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED'
  } finally {
    socket.destroy()
  }
}

const skip = process.platform === 'win32' && 'signals are not those of POSIX'

t.test('SIGTERM to npm stops the service', { skip }, async t => {
  const { npm, group, port, ended, read } = await npmStart(t)
  const messages = [...read().matchAll(/"msg":"(\w+)/g)].map(([, word]) => word)
  t.match(read(), /Building sensor-share\n.*"msg":"listening at/s, 'it says that it builds, before it listens')
  t.strictSame(messages, ['listening', 'tokens', 'no', 'ready'])
  npm.kill('SIGTERM')
  t.strictSame(await ended, [0, null])
  await eventually('no process is left', async () => !isThere(group))
  t.ok(await refuses(port), 'the port is free')
  t.match(read(), '"signal":"SIGTERM"')
})

t.test('Ctrl+C comes twice, by npm too, and counts once', { skip }, async t => {
  const { group, port, ended, read } = await npmStart(t)
  process.kill(group, 'SIGINT')
  t.strictSame(await ended, [0, null])
  await eventually('no process is left', async () => !isThere(group))
  t.ok(await refuses(port), 'the port is free')
  t.equal(read().match(/"signal":"SIGINT"/g)?.length, 1)
  t.notMatch(read(), 'second SIGINT')
})
