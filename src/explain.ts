/** Why a program of ours cannot go on, for the person who started it. */
import { ConfigError } from './config.ts'
import { FolderInUse, FolderTooDeep } from './db/lock.ts'
import { MigrationChanged } from './db/migrate.ts'
import { Refusal } from './refusal.ts'

/** Says in a sentence what a person can do something about; shows the stack of anything else. */
export function explain(error: unknown): string {
  const explained = [ConfigError, FolderInUse, FolderTooDeep, MigrationChanged, Refusal]
  if (explained.some(kind => error instanceof kind)) return (error as Error).message
  const { code, port, syscall, message } = Object(error) as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Stop the other program, or set PORT to another port.`
  // What the system refuses, it names: an address that is not ours, a folder that we may not write to.
  if (syscall) return message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
