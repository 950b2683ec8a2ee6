/** The log: JSON, or readable lines on a terminal; never contains a token or a full email address. */
import type { LogEvent } from 'kysely'
import { type DestinationStream, type LogFn, type Logger, type LoggerOptions, pino } from 'pino'
import { preparedName } from './db/statement.ts'

/** Opens the log on standard output, or on the given stream. */
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

/**
 * Returns a callback that logs each statement with its name and duration, never its values; undefined unless the level
 * is debug.
 */
export function logStatements(log: Logger) {
  if (!log.isLevelEnabled('debug')) return undefined
  return ({ query, queryDurationMillis }: LogEvent) =>
    log.debug({ statement: preparedName(query.sql) ?? query.sql, ms: Math.round(queryDurationMillis) }, 'statement')
}

/** Logs an error without a message under its name; pino would repeat the error's own message unmasked. */
function nameBareError(this: Logger, words: Parameters<LogFn>, log: LogFn) {
  const [first] = words as [unknown]
  if (first instanceof Error) log.call(this, { err: first }, first.name)
  else log.apply(this, words)
}

/**
 * Serializes an error without the rows and values that database errors contain. The thrown value may not be an Error.
 */
function describe(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error, message: maskAddresses(String(error)) }
  const { name, code, message, stack = '' } = error as NodeJS.ErrnoException
  return { type: name, code, message: maskAddresses(message), stack: maskAddresses(stack) }
}

/**
 * Hides all of an email address except its first letter and its domain. Runs in linear time, even on very long words.
 */
export function maskAddresses(text: string): string {
  return text.replaceAll(/(?<![\w.!#$%&'*+/=?^`{|}~-])([\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]*@/g, '$1***@')
}
