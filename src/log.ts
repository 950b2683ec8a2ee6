/** The log: JSON for machines, readable lines on a terminal; never a token, never a whole e-mail address. */
import type { LogEvent } from 'kysely'
import { type Logger, pino } from 'pino'
import { preparedName } from './db/statement.ts'

/** Opens the log on standard output. */
export async function openLog(level: string): Promise<Logger> {
  const options = { level, base: null, serializers: { err: describe } }
  if (!process.stdout.isTTY) return pino(options)
  const { default: pretty } = await import('pino-pretty')
  return pino(options, pretty({ ignore: 'reqId', translateTime: 'HH:MM:ss' }))
}

/** Writes every statement that runs into the log at level debug: its name and time, never its values. */
export function logStatements(log: Logger) {
  if (!log.isLevelEnabled('debug')) return undefined
  return ({ query, queryDurationMillis }: LogEvent) =>
    log.debug({ statement: preparedName(query.sql) ?? query.sql, ms: Math.round(queryDurationMillis) }, 'statement')
}

/** Describes an error without the rows and values that a database puts into its errors. */
function describe(error: Error & { code?: unknown }) {
  return { type: error.name, code: error.code, message: mask(error.message), stack: mask(error.stack ?? '') }
}

/** Hides all of an e-mail address but its first letter and its domain. */
export function mask(text: string): string {
  return text.replaceAll(/([\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]*@/g, '$1***@')
}
