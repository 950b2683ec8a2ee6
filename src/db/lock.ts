/** Keeps a folder to one process: two on one embedded database would destroy it. */
import { randomBytes } from 'node:crypto'
import { readdir, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join, relative, resolve } from 'node:path'

/** The folder is in use by another process. */
export class FolderInUse extends Error {}

/** The folder's path is so long that no socket fits into it. */
export class FolderTooDeep extends Error {}

/**
 * Holds a folder by listening on a socket in it, and returns how to let go; refuses when another process listens in it.
 * The system closes the socket of a process that dies, however it dies; a file with a process id in it would have to be guessed about.
 * Everybody listens under a name of their own and looks for others after that. So of two who come at once, one at least sees
 * the other, and a socket that was left behind can be removed without a doubt: its name never comes back. Both may be refused,
 * but never are both let in.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const inUse = () =>
    new FolderInUse(`Another process is using ${resolve(folder)}. Stop it, or set DATA_DIR to another folder.`)
  // A pipe of Windows is in no folder and goes with its process: there its name is the lock.
  const name = process.platform === 'win32' ? 'lock' : `lock-${randomBytes(4).toString('hex')}`
  const server = createServer(socket => socket.destroy())
  if (!(await listens(server, socketPath(folder, name)))) throw inUse()
  server.unref()
  const unlock = () => new Promise<void>(done => server.close(() => done()))
  if (await hasOther(folder, name)) {
    await unlock()
    throw inUse()
  }
  return unlock
}

// What a socket's path may have on the system that takes the least: macOS.
const longestPath = 103

/** The shorter way to a socket. A path that is too long would silently be cut off, and the socket be elsewhere. */
function socketPath(folder: string, name: string): string {
  const path = resolve(folder, name)
  if (process.platform === 'win32') return join('\\\\.\\pipe', path)
  const shortest = [path, relative(process.cwd(), path)].sort((one, other) => one.length - other.length)[0] ?? path
  if (Buffer.byteLength(shortest) <= longestPath) return shortest
  throw new FolderTooDeep(`The path ${resolve(folder)} is too long. Set DATA_DIR to one of at most 90 characters.`)
}

function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((done, fail) => {
    server.once('listening', () => done(true))
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? done(false) : fail(error)))
    server.listen(path)
  })
}

/** Looks for other processes that listen in the folder; removes the sockets of those that were killed. */
async function hasOther(folder: string, own: string): Promise<boolean> {
  if (process.platform === 'win32') return false
  const names = await readdir(folder)
  // Somebody looked in the moment between making the socket and listening on it. Without it, nobody would see us.
  if (!names.includes(own)) return true
  for (const name of names) {
    if (!/^lock-[0-9a-f]{8}$/.test(name) || name === own) continue
    if (await answers(socketPath(folder, name))) return true
    await unlink(join(folder, name)).catch(() => {})
  }
  return false
}

/** Only a socket that nobody listens on any more refuses a connection. Any other failure may come from one that is alive. */
function answers(path: string): Promise<boolean> {
  return new Promise(done => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', ({ code }: NodeJS.ErrnoException) => done(code !== 'ECONNREFUSED' && code !== 'ENOENT'))
  })
}
