/**
 * The orders of an operator: setting plans, registering plan codes, lifting suppressions of email addresses, signing somebody
 * out, and looking how far the replacement of a secret is.
 */
import { parseArgs } from 'node:util'
import { type Kind, kinds, type OlderSecret, readProgress } from '../auth/rotation.ts'
import { signOutByOperator } from '../auth/sessions/sign-out.ts'
import { ConfigError } from '../config.ts'
import type { Database } from '../db/open.ts'
import { deriveKeys, type Secrets } from '../keys.ts'
import { liftSuppression } from '../mail/lift-suppression.ts'
import { canonicalEmail, isEmail } from '../people/email.ts'
import { isPlanCode } from '../plans/plan-code.ts'
import { registerPlanCode } from '../plans/register-plan-code.ts'
import { setPlan } from '../plans/set-plan.ts'

/** Says which orders there are. */
export const help = `Changes that only the operator can make, in the database of the settings.

  npm run operator -- plan someone@example.com Pro --days 365
      sets a person's plan from now on; they need not have joined yet
  npm run --silent operator -- code Pro --days 30
      registers a code that gives a plan, once, and prints it
  npm run operator -- lift someone@example.com
      lets an address get emails again after a bounce or a spam complaint
  npm run operator -- sign-out someone@example.com
      ends a person's sessions, access keys, passkeys and tokens, like their own "Sign out everywhere"
  npm run operator -- rotate
      counts what still needs an older secret of JWT_SECRET, and says whether it may be removed

  --days N   how many days the plan lasts, 1 to 3650; without it there is no end
  --code C   the code to register, 16 letters and digits or more; without it one is made

In the image: node dist/commands/operator.js plan …
Stop a service on the embedded database first: one process at a time can use it.`

/** For each kind of value: what has to happen until it no longer needs the older secret. */
const remedies: Record<Kind, string> = {
  'access keys': 'sealed anew by the service, within minutes',
  gateways: 'sealed anew by the service, within minutes',
  sessions: 'taken over when they are used; those left need a new sign-in',
  'secrets of sensors': 'hashed anew when somebody claims with them, or they are registered again',
  'codes for plans': 'unused codes of eight characters; only their hashes are kept, so make new ones',
  'sign-in codes': 'they end after 15 minutes',
  links: 'links in emails, at most so many: they end after 30 days, or one',
}

export type Order = (db: Database, settings: { secrets: Secrets; sessionDays: number }) => Promise<string>

/** Parses the arguments into an action that returns the text to print; undefined if help was requested. */
export function readOrder(words: string[]): Order | undefined {
  const { values, positionals } = parse(words)
  const [command, ...rest] = positionals
  if (values.help || command === undefined || command === 'help') return undefined
  const days = values.days === undefined ? undefined : readDays(values.days)
  if (command === 'plan') return planOrder(rest, days, values.code)
  if (command === 'code') return codeOrder(rest, days, values.code)
  if (command === 'lift') return liftOrder(rest)
  if (command === 'sign-out') return signOutOrder(rest, values)
  if (command === 'rotate') return rotateOrder(rest, values)
  throw new ConfigError(`There is no command ${command}. See: npm run operator -- --help`)
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { days: { type: 'string' }, code: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
  } catch (error) {
    throw new ConfigError(`${(error as Error).message.split('. ', 1)[0]}. See: npm run operator -- --help`)
  }
}

function readDays(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 3650) return Number(text)
  throw new ConfigError('--days is a number of days, 1 to 3650.')
}

function planOrder([email = '', plan, ...more]: string[], days: number | undefined, code: string | undefined): Order {
  if (!isEmail(email) || !plan || more.length > 0 || code !== undefined) {
    throw new ConfigError(
      'Name an email address and a plan: npm run operator -- plan someone@example.com Pro --days 365',
    )
  }
  return async db => {
    const set = await setPlan(db, { email: canonicalEmail(email), plan, days })
    return `${set.email} has ${set.plan} ${set.endsAt ? `until ${set.endsAt.toISOString()}` : 'without an end'}.`
  }
}

function codeOrder([plan, ...more]: string[], days: number | undefined, code: string | undefined): Order {
  if (!plan || more.length > 0) throw new ConfigError('Name a plan: npm run operator -- code Pro --days 30')
  if (code !== undefined && !isPlanCode(code)) {
    throw new ConfigError('--code is 16 letters and digits or more, with or without dashes.')
  }
  return async (db, { secrets }) => {
    const { planCodes } = deriveKeys(...secrets)
    return registerPlanCode(db, planCodes, { plan, days, code })
  }
}

function liftOrder([email = '', ...more]: string[]): Order {
  if (!isEmail(email) || more.length > 0) {
    throw new ConfigError('Name an email address: npm run operator -- lift someone@example.com')
  }
  const address = canonicalEmail(email)
  return async (db, { secrets }) => {
    const { addresses } = deriveKeys(...secrets)
    const lifted = await liftSuppression(db, addresses, address)
    if (!lifted) return `Emails to ${address} were not stopped, so there is nothing to lift.`
    return [
      `${address} gets emails again. They had stopped at ${lifted.since.toISOString()} (${lifted.reason}).`,
      'If your mail provider keeps a list of its own, remove the address there too.',
    ].join('\n')
  }
}

function signOutOrder([email = '', ...more]: string[], { days, code }: { days?: string; code?: string }): Order {
  if (!isEmail(email) || more.length > 0 || days !== undefined || code !== undefined) {
    throw new ConfigError('Name an email address: npm run operator -- sign-out someone@example.com')
  }
  const address = canonicalEmail(email)
  return async db => {
    const ended = await signOutByOperator(db, address)
    if (!ended) return `Nobody has the address ${address}, so there is nothing to end.`
    const { sessions, keys, passkeys, phones } = ended
    return [
      `${address} is signed out everywhere, and tokens issued before no longer work.`,
      `Ended: sessions ${sessions}, access keys ${keys}, passkeys ${passkeys}, addresses for phones ${phones}.`,
    ].join('\n')
  }
}

function rotateOrder(more: string[], { days, code }: { days?: string; code?: string }): Order {
  if (more.length > 0 || days !== undefined || code !== undefined) {
    throw new ConfigError('rotate takes nothing else: npm run operator -- rotate')
  }
  return async (db, { secrets, sessionDays }) => {
    const { older, lost } = await readProgress(db, deriveKeys(...secrets), sessionDays)
    const parts = [
      older.length === 0
        ? 'JWT_SECRET is a single secret. To replace it, see "Replacing a secret" in docs/operations.md.'
        : `JWT_SECRET has ${secrets.length} secrets. Secret 1 signs.`,
      ...older.map(describeOlder),
    ]
    if (lost > 0) parts.push(`No secret opens ${lost} of the access keys and secrets of gateways: they are of no use.`)
    return parts.join('\n\n')
  }
}

/** Says what still needs an older secret. Secrets are named by their places in the list. */
function describeOlder({ place, lastAt, isSigning, needs }: OlderSecret): string {
  const name = `Secret ${place + 1}`
  const needed = kinds.filter(kind => needs[kind] > 0)
  const since = lastAt ? `last at ${lastAt.toISOString()}` : 'at an unknown time'
  return [
    `${name}: ${isSigning ? `a process may still sign with it (${since}).` : `no process signs with it (${since}).`}`,
    ...kinds.map(
      kind => `  ${String(needs[kind]).padStart(7)}  ${kind}${needs[kind] > 0 ? ` (${remedies[kind]})` : ''}`,
    ),
    needed.length === 0 && !isSigning
      ? `${name} may be removed from JWT_SECRET.`
      : `${name} may not be removed yet. ${isSigning ? 'Wait until no process has signed with it for 15 minutes.' : `Without it these stop working: ${needed.join(', ')}.`}`,
  ].join('\n')
}
