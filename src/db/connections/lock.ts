/** Locks a folder for one process: two processes on one embedded database would destroy it. */
import { randomBytes } from 'node:crypto'
import { readdir, unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join, relative, resolve } from 'node:path'

/** Thrown when another process is using the folder. */
export class FolderInUse extends Error {}

/** Thrown when the folder's path is too long for a socket. */
export class FolderTooDeep extends Error {}

/**
 * Locks a folder by listening on a randomly named socket in it, then looking for others; returns the unlock function.
 * Of two processes that start at once at least one sees the other: both may be refused, never both admitted.
 * docs/decisions/0005-lock-a-folder-with-a-socket.md says why it is a socket.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const inUse = () =>
    new FolderInUse(`Another process is using ${resolve(folder)}. Stop it, or set DATA_DIR to another folder.`)
  // A Windows pipe belongs to no folder and disappears with its process, so there the name is the lock.
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

// The shortest limit of any system, in bytes: macOS.
const longestPath = 103

/**
 * Returns the shorter path to a socket: relative or absolute. A path that is too long would silently be cut off, and
 * the socket created elsewhere.
 */
function socketPath(folder: string, name: string): string {
  const path = resolve(folder, name)
  if (process.platform === 'win32') return join('\\\\.\\pipe', path)
  const shortest = [path, relative(process.cwd(), path)].sort((a, b) => a.length - b.length)[0] ?? path
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

/** Checks whether other processes listen in the folder; removes the sockets of killed ones. */
async function hasOther(folder: string, own: string): Promise<boolean> {
  if (process.platform === 'win32') return false
  const names = await readdir(folder)
  // Another process looked between the creation of our socket and the start of listening, and removed it. Without it we
  // are invisible.
  if (!names.includes(own)) return true
  for (const name of names) {
    if (!/^lock-[0-9a-f]{8}$/.test(name) || name === own) continue
    if (await answers(socketPath(folder, name))) return true
    await unlink(join(folder, name)).catch(() => {})
  }
  return false
}

/**
 * Checks whether a process listens on a socket. Only a dead one refuses connections; any other error may come from a
 * live one.
 */
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
