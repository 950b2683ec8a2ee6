/** The settings, for the commands beside the service. */
import { type Config, readConfig } from '../config.ts'

/** Reads the settings, and writes what is probably a mistake in them to standard error. */
export function readSettings(): Config {
  const config = readConfig()
  for (const warning of config.warnings) console.error(warning)
  return config
}
