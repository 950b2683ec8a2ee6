/** Keeps a folder to one process: two on one embedded database would destroy it. */
import { unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join, relative, resolve } from 'node:path'

/** The folder is in use by another process. */
export class FolderInUse extends Error {}

/**
 * Holds a folder by listening on a socket in it, and returns how to let go; refuses when a process is listening there.
 * The system closes the socket of a process that dies, however it dies; a file with a process id in it would have to be guessed about.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = socketPath(folder)
  for (;;) {
    const server = createServer(socket => socket.destroy())
    if (await listens(server, path)) {
      server.unref()
      return () => new Promise(done => server.close(() => done()))
    }
    if (await answers(path)) {
      throw new FolderInUse(`Another process is using ${resolve(folder)}. Stop it, or set DATA_DIR to another folder.`)
    }
    // Left behind by a process that was killed.
    await unlink(path).catch(() => {})
  }
}

/** The shorter way to the socket: the system takes about 100 bytes at most. */
function socketPath(folder: string): string {
  const path = resolve(folder, 'lock')
  if (process.platform === 'win32') return join('\\\\.\\pipe', path)
  const shorter = relative(process.cwd(), path)
  return shorter.length < path.length ? shorter : path
}

function listens(server: Server, path: string): Promise<boolean> {
  return new Promise((done, fail) => {
    server.once('listening', () => done(true))
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? done(false) : fail(error)))
    server.listen(path)
  })
}

function answers(path: string): Promise<boolean> {
  return new Promise(done => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}
