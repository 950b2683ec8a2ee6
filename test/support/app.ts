/** The application for a test: on a database, with the settings that the test needs. */
import { buildApp } from '../../src/app.ts'
import { type Policy, readConfig } from '../../src/config.ts'
import { deriveKeys, type Secrets } from '../../src/keys.ts'

type Parts = Parameters<typeof buildApp>[0]
type Base = Pick<Parts, 'db'> & { secret: string | Secrets }

/** What a test may choose; the rest is as by default, and mail is set up. */
export type Choices = Partial<Policy> & Pick<Parts, 'log' | 'metrics' | 'now' | 'internalServer' | 'connectionLimits'>

const usual: Policy = {
  ...readConfig({}),
  mailbox: undefined,
  mail: { by: 'smtp', url: 'smtp://127.0.0.1', from: 'sensors@example.com' },
}

/** Builds the application on a migrated database, with keys of this secret or of these, the first of which signs. */
export function buildTestApp({
  db,
  secret,
  log,
  metrics,
  now,
  internalServer,
  connectionLimits,
  ...policy
}: Base & Choices) {
  return buildApp({
    db,
    keys: typeof secret === 'string' ? deriveKeys(secret) : deriveKeys(...secret),
    policy: { ...usual, ...policy },
    ...(log && { log }),
    ...(metrics && { metrics }),
    ...(now && { now }),
    internalServer,
    connectionLimits,
  })
}
