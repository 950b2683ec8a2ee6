/** `npm run token -- someone@example.com`: prints a token for trying out the API. */

import { issueToken } from '../auth/entrance/tokens.ts'
import { ConfigError } from '../config.ts'
import { explain } from '../explain.ts'
import { signingSecrets } from '../keys.ts'
import { canonicalEmail, isEmail } from '../people/email.ts'
import { readSettings } from './settings.ts'

try {
  const [email] = process.argv.slice(2)
  if (!email || !isEmail(email)) throw new ConfigError('Name an email address: npm run token -- someone@example.com')
  const config = readSettings()
  if (!config.trustedTokens) {
    throw new ConfigError('With TRUSTED_TOKENS=off the service refuses such tokens. Sign in by email instead.')
  }
  const [secret] = await signingSecrets(config)
  console.log(await issueToken(secret, canonicalEmail(email)))
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}
