/** Why a program of ours cannot go on, for the person who started it. */
import { ConfigError } from './config.ts'
import { FolderInUse, FolderTooDeep } from './db/lock.ts'
import { MigrationChanged } from './db/migrate.ts'
import { explainListen } from './machine.ts'
import { Refusal } from './refusal.ts'

/** Says in a sentence what a person can do something about; shows the stack of anything else. */
export function explain(error: unknown): string {
  const explained = [ConfigError, FolderInUse, FolderTooDeep, MigrationChanged, Refusal]
  if (explained.some(kind => error instanceof kind)) return (error as Error).message
  const sentence = explainListen(error)
  if (sentence) return sentence
  const { syscall, message } = Object(error) as NodeJS.ErrnoException
  // The system names the file or address that it refuses.
  if (syscall) return message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
