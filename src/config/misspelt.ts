/** Finds variables whose names are close to those of settings. */
import { closestMatch } from 'leven'
import type { Values } from './setting.ts'

/** Yields a warning for each variable whose name is close to that of an unset setting. */
export function* misspelt(data: Values, settings: Record<string, unknown>): Generator<string> {
  // HOST and PORT are too short: PGHOST and PGPORT would match them.
  const unset = Object.keys(settings).filter(name => name.length > 5 && !data[name])
  for (const name of Object.keys(data)) {
    if (name in settings || name.length < 6 || otherVariables.has(name)) continue
    const setting = closestMatch(name.toUpperCase(), unset, { maxDistance: 2 })
    if (setting) yield `${name} is not a setting, so it is ignored. Did you mean ${setting}?`
  }
}

/** Common variables of other programs and orchestrators that differ from a setting by two letters. */
const otherVariables = new Set(['DATABASE_PORT', 'FTP_URL', 'HTTP_URL', 'MAILTO', 'METRICS_HOST', 'SMTP_SSL'])
