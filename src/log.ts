/** The log: JSON for machines, readable lines on a terminal; never a token, never a whole e-mail address. */
import type { LogEvent } from 'kysely'
import { type DestinationStream, type LogFn, type Logger, type LoggerOptions, pino } from 'pino'
import { preparedName } from './db/statement.ts'

/** Opens the log, on standard output unless it shall go elsewhere. */
export async function openLog(level: string, elsewhere?: DestinationStream): Promise<Logger> {
  const options: LoggerOptions = {
    level,
    base: null,
    serializers: { err: describe },
    hooks: { logMethod: nameBareError },
  }
  if (elsewhere) return pino(options, elsewhere)
  if (!process.stdout.isTTY) return pino(options)
  const { default: pretty } = await import('pino-pretty')
  return pino(options, pretty({ ignore: 'reqId', translateTime: 'HH:MM:ss', sync: true }))
}

/** Writes every statement that runs into the log at level debug: its name and time, never its values. */
export function logStatements(log: Logger) {
  if (!log.isLevelEnabled('debug')) return undefined
  return ({ query, queryDurationMillis }: LogEvent) =>
    log.debug({ statement: preparedName(query.sql) ?? query.sql, ms: Math.round(queryDurationMillis) }, 'statement')
}

/** Logs an error that came without words under its name; pino would repeat its message, unmasked. */
function nameBareError(this: Logger, words: Parameters<LogFn>, log: LogFn) {
  const [first] = words as [unknown]
  if (first instanceof Error) log.call(this, { err: first }, first.name)
  else log.apply(this, words)
}

/** Describes an error without the rows and values that a database puts into its errors. Anything may have been thrown. */
function describe(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error, message: mask(String(error)) }
  const { name, code, message, stack = '' } = error as NodeJS.ErrnoException
  return { type: name, code, message: mask(message), stack: mask(stack) }
}

/** Hides all of an e-mail address but its first letter and its domain. Looks at each word once, however long it is. */
export function mask(text: string): string {
  return text.replaceAll(/(?<![\w.!#$%&'*+/=?^`{|}~-])([\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]*@/g, '$1***@')
}
