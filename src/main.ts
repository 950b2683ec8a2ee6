/** The entry point: checks the settings before it loads and starts the service, so that a wrong setting fails fast. */
import { ConfigError, readConfig } from './config.ts'
import { checkMachine } from './machine.ts'

try {
  const config = readConfig()
  await checkMachine(config)
  const { serve } = await import('./serve.ts')
  await serve(config)
} catch (error) {
  const sentence = error instanceof ConfigError ? error.message : (await import('./explain.ts')).explain(error)
  console.error(`sensor-share cannot start.\n\n${sentence}`)
  process.exit(1)
}
