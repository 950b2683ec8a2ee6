/** Explains to the operator why a program can't continue. */
import { ConfigError } from './config.ts'
import { FolderInUse, FolderTooDeep } from './db/connections/lock.ts'
import { MigrationChanged } from './db/migrate.ts'
import { explainListen } from './machine.ts'
import { Refusal } from './refusal.ts'

/** Returns one sentence for problems that the operator can fix, and the stack of any other error. */
export function explain(error: unknown): string {
  const explained = [ConfigError, FolderInUse, FolderTooDeep, MigrationChanged, Refusal]
  if (explained.some(kind => error instanceof kind)) return (error as Error).message
  const sentence = explainListen(error)
  if (sentence) return sentence
  const { syscall, message } = Object(error) as NodeJS.ErrnoException
  // System errors name the file or address.
  if (syscall) return message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
