/** Checks that the configured address, ports and folder can be used on this machine. */
import { once } from 'node:events'
import { access, constants, mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Config, ConfigError } from './config.ts'

type Where = Pick<Config, 'host' | 'port' | 'internalPort' | 'metricsPort' | 'dataDir' | 'databaseUrl'>

/** Throws a ConfigError that names every unusable setting. Creates the data folder if it is missing. */
export async function checkMachine({ host, dataDir, databaseUrl, ...ports }: Where): Promise<void> {
  const mistakes = new Set([
    await listenMistake(host, ports.port, 'PORT'),
    await listenMistake(host, ports.internalPort, 'INTERNAL_PORT'),
    await listenMistake(host, ports.metricsPort, 'METRICS_PORT'),
    databaseUrl === undefined && (await folderMistake(dataDir)),
  ])
  const sentences = [...mistakes].filter(sentence => typeof sentence === 'string')
  if (sentences.length > 0) throw new ConfigError(sentences.join('\n'))
}

/** Creates the folder of the embedded database; throws a ConfigError if it isn't writable. */
export async function checkFolder(dataDir: string): Promise<void> {
  const mistake = await folderMistake(dataDir)
  if (mistake) throw new ConfigError(mistake)
}

/** Tries to listen and closes again; returns a sentence about the mistake, if any. */
async function listenMistake(host: string, port: number | undefined, setting: string) {
  if (port === undefined) return undefined
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    await new Promise(done => server.close(done))
    return undefined
  } catch (error) {
    return explainListen(error, setting) ?? Promise.reject(error)
  }
}

/** Returns which setting to change if listening failed; undefined for any other error. */
export function explainListen(error: unknown, setting = 'PORT'): string | undefined {
  const { code, syscall, port, address, hostname } = Object(error)
  const instead = 'Set it to 127.0.0.1 for this machine alone, or to 0.0.0.0 for all of its networks.'
  if (syscall === 'getaddrinfo') return `HOST is ${hostname}, a name for which no address is found. ${instead}`
  // Errors of a socket in a folder have port -1.
  if (syscall !== 'listen' || port < 0) return undefined
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Stop the other program, or set ${setting} to another port.`
  if (code === 'EACCES')
    return `Port ${port} needs rights that this program does not have. Set ${setting} to 1024 or more.`
  return `HOST is ${address}, which is not an address of this machine (${code}). ${instead}`
}

async function folderMistake(dataDir: string): Promise<string | undefined> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    await access(dataDir, constants.W_OK | constants.X_OK)
    await access(join(dataDir, 'postgres'), constants.W_OK | constants.X_OK).catch(unlessMissing)
    return undefined
  } catch (error) {
    return explainFolder(error, dataDir)
  }
}

function unlessMissing(error: NodeJS.ErrnoException) {
  if (error.code !== 'ENOENT') throw error
}

/** Explains what is wrong with the folder of the embedded database. */
export function explainFolder(error: unknown, dataDir: string): string {
  const { code, message } = Object(error) as NodeJS.ErrnoException
  if (code === 'EEXIST' || code === 'ENOTDIR') {
    return `DATA_DIR is ${dataDir}, but there is a file in the place of that folder. Set DATA_DIR to another folder.`
  }
  if (code && ['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return `DATA_DIR is ${dataDir}, and this program may not write there (${code}). Let its user write there, or set DATA_DIR to another folder.`
  }
  return `DATA_DIR is ${dataDir}, and that folder cannot be made: ${message}.`
}
