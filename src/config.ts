/** Reads the settings from the environment and reports all mistakes together. The only file that reads process.env. */
import { envSchema } from 'env-schema'
import { checkDatabase, databaseSettings } from './config/database.ts'
import { gatewaySettings } from './config/gateways.ts'
import {
  type Issuer,
  issuerSettings,
  type Provider,
  providerSettings,
  readIssuer,
  readProvider,
} from './config/issuer.ts'
import { checkListening, listeningSettings } from './config/listening.ts'
import { type Mail, mailboxes, mailSettings, readMailSettings } from './config/mail.ts'
import { misspelt } from './config/misspelt.ts'
import { checkTls, plaintextSettings } from './config/plaintext.ts'
import { limitSettings, peopleSettings } from './config/rules.ts'
import { type Checked, Mistakes } from './config/setting.ts'
import { type JwtSecrets, readSecrets, tokenSettings } from './config/tokens.ts'

/** All settings, read and checked. */
export type Config = {
  host: string
  port: number
  dataDir: string
  databaseUrl: string | undefined
  databasePool: number
  databasePrepare: boolean
  /** The secrets that sign tokens: the first signs, all verify. */
  jwtSecrets: JwtSecrets | undefined
  /** Whether tokens without a session are accepted, from whoever has a secret. */
  trustedTokens: boolean
  /** Lifetime of a session in days. */
  sessionDays: number
  /** Another trusted issuer of tokens. */
  issuer: Issuer | undefined
  /** The provider that people sign in with on the pages, besides codes. */
  provider: Provider | undefined
  /** Secret of the internal calls; undefined: they don't exist. */
  internalSecret: string | undefined
  internalPort: number | undefined
  metricsPort: number | undefined
  publicUrl: string | undefined
  mail: Mail | undefined
  /** Says who can read /mailbox: whoever has the link, or anyone. Undefined means that there is no mailbox. */
  mailbox: 'locked' | 'open' | undefined
  /** Postmark's webhook password; undefined: webhooks don't exist. */
  webhookSecret: string | undefined
  /** Whether any gateway may post measurements. */
  openGateways: boolean
  /** Whether every share needs the guest's acceptance. */
  askFirst: boolean
  /** Addresses of those who operate this server, in lower case. */
  operators: readonly string[]
  /** Whether a signature must cover the body. */
  signedBodies: boolean
  /** Maximum age of a gateway's post in seconds. */
  gatewayMaxAge: number
  /** How many seconds apart gateways are asked to post; undefined: as they do by themselves. */
  gatewayRate: number | undefined
  /** Tokens that let gateways post without a signature; undefined: there are none. */
  gatewayToken: string | undefined
  /** Proxies whose X-Forwarded-For is trusted. */
  trustProxy: string | false
  /** Whether requests per minute are limited. */
  rateLimit: boolean
  logLevel: string
  /** Probable mistakes that don't prevent the start, a sentence each. */
  warnings: string[]
}

/** The settings that change what callers may do and get; the rest says where and how the process runs. */
export type Policy = Pick<
  Config,
  | 'publicUrl'
  | 'trustedTokens'
  | 'sessionDays'
  | 'issuer'
  | 'provider'
  | 'internalSecret'
  | 'mail'
  | 'mailbox'
  | 'webhookSecret'
  | 'openGateways'
  | 'askFirst'
  | 'operators'
  | 'signedBodies'
  | 'gatewayMaxAge'
  | 'gatewayRate'
  | 'gatewayToken'
  | 'trustProxy'
  | 'rateLimit'
>

/** How people get the emails that they cause: sent, shown at /mailbox, or not at all. */
export type Delivery = 'sent' | 'mailbox' | 'none'

/** Returns how people get emails. */
export function deliveryOf({ mail, mailbox }: Pick<Policy, 'mail' | 'mailbox'>): Delivery {
  return mailbox ? 'mailbox' : mail ? 'sent' : 'none'
}

/** All settings by name; the files of `config/` define them by subject. */
export const settings = {
  ...listeningSettings,
  ...databaseSettings,
  ...tokenSettings,
  ...issuerSettings,
  ...providerSettings,
  ...mailSettings,
  ...peopleSettings,
  ...gatewaySettings,
  ...plaintextSettings,
  ...limitSettings,
}

/** The settings without `expected`, because AJV refuses unknown keywords. */
const rules = Object.fromEntries(Object.entries(settings).map(([name, { expected: _, ...rule }]) => [name, rule]))

/** Mistakes in the settings, one sentence each. */
export class ConfigError extends Error {}

/** Reads the settings; throws a ConfigError that names every mistake. A blank value counts as unset. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const data = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const mistakes = new Mistakes()
  const checked = checkEach(data, mistakes)
  checkDatabase(data, mistakes)
  checkListening(data, checked, mistakes)
  const jwtSecrets = readSecrets(checked.JWT_SECRET, mistakes)
  const issuer = readIssuer(data, mistakes)
  const provider = readProvider(data, mistakes)
  const mail = readMailSettings(data, mistakes)
  checkTls(data, mistakes)
  const warnings = [...misspelt(data, settings)]
  // The warnings are included because a missing setting is often present under a misspelled name.
  if (mistakes.size > 0) throw new ConfigError([...mistakes, ...warnings].join('\n'))
  if (data.MAIL_FROM && !mail) {
    warnings.push('MAIL_FROM is set, but no email is sent without POSTMARK_TOKEN or SMTP_URL. Set one of them.')
  }
  return {
    host: checked.HOST,
    port: checked.PORT,
    dataDir: checked.DATA_DIR,
    databaseUrl: checked.DATABASE_URL,
    databasePool: checked.DATABASE_POOL,
    databasePrepare: checked.DATABASE_PREPARE === 'on',
    jwtSecrets,
    trustedTokens: checked.TRUSTED_TOKENS === 'on',
    sessionDays: checked.SESSION_DAYS,
    issuer,
    provider,
    internalSecret: checked.INTERNAL_SECRET,
    internalPort: checked.INTERNAL_PORT,
    metricsPort: checked.METRICS_PORT,
    publicUrl: checked.PUBLIC_URL?.replace(/\/$/, ''),
    mail,
    mailbox: mail ? undefined : mailboxes[checked.MAILBOX],
    webhookSecret: checked.WEBHOOK_SECRET,
    askFirst: checked.ASK_FIRST === 'on',
    operators: checked.OPERATORS?.toLowerCase().split(/, */) ?? [],
    signedBodies: checked.SIGNED_BODIES === 'on',
    openGateways: checked.GATEWAYS === 'open',
    gatewayMaxAge: checked.GATEWAY_MAX_AGE,
    gatewayRate: checked.GATEWAY_RATE,
    gatewayToken: checked.GATEWAY_TOKEN,
    trustProxy: checked.TRUST_PROXY === 'off' ? false : checked.TRUST_PROXY,
    rateLimit: checked.RATE_LIMIT === 'on',
    logLevel: checked.LOG_LEVEL,
    warnings,
  }
}

/** Checks each value by itself, and fills in defaults. */
function checkEach(data: NodeJS.ProcessEnv, mistakes: Mistakes): Checked<typeof settings> {
  try {
    return envSchema<Checked<typeof settings>>({ schema: { type: 'object', properties: rules }, data, env: false })
  } catch (error) {
    const { errors } = error as { errors?: { instancePath: string }[] }
    if (!errors) throw error
    for (const { instancePath } of errors) {
      const name = instancePath.slice(1) as keyof typeof settings
      mistakes.invalid(name, settings[name])
    }
    return {} as Checked<typeof settings>
  }
}
