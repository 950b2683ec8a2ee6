/** Reads the settings for commands. */
import { type Config, readConfig } from '../config.ts'

/** Reads the settings and prints their warnings to standard error. */
export function readSettings(): Config {
  const config = readConfig()
  for (const warning of config.warnings) console.error(warning)
  return config
}
