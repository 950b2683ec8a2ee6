/**
 * All refusals: requests that are turned down for a reason the caller may know, with name, status, codes and public
 * sentence.
 */
import { accountRefusals } from './refusals/accounts.ts'
import { callerRefusals } from './refusals/callers.ts'
import { gatewayRefusals } from './refusals/gateways.ts'
import type { RefusalKind } from './refusals/kind.ts'
import { requestRefusals } from './refusals/requests.ts'
import { sensorRefusals } from './refusals/sensors.ts'
import { sharingRefusals } from './refusals/sharing.ts'
import { signInRefusals } from './refusals/sign-in.ts'

/** All refusals by name; the files of `refusals/` define them by subject. */
export const refusals = {
  ...requestRefusals,
  ...sharingRefusals,
  ...callerRefusals,
  ...signInRefusals,
  ...sensorRefusals,
  ...gatewayRefusals,
  ...accountRefusals,
} satisfies Record<string, RefusalKind>

/** The name of a refusal. */
export type RefusalName = keyof typeof refusals

/** A refused request. Interfaces throw it; features that decide about several asks at once return it. */
export class Refusal extends Error {
  override readonly name: RefusalName
  /** What the sentence names, for those who say it in another language. */
  readonly facts: Readonly<Record<string, string>>
  readonly #headers: Record<string, string>

  constructor(
    name: RefusalName,
    sentence: string = refusals[name].sentence,
    headers: Record<string, string> = {},
    facts: Record<string, string> = {},
  ) {
    super(sentence)
    this.name = name
    this.facts = facts
    this.#headers = headers
  }

  get kind(): RefusalKind {
    const kind: RefusalKind = refusals[this.name]
    return { ...kind, headers: { ...kind.headers, ...this.#headers } }
  }
}

/** Awaits a statement and converts an error of the SQL function `refuse` to its refusal. */
export async function orRefusal<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    const { code, message } = Object(error) as { code?: unknown; message?: string }
    throw code === 'SHARE' ? new Refusal(message as RefusalName) : error
  }
}

/** Creates the refusal of a caller who must wait. */
export function tooMany(seconds: number): Refusal {
  const wait = Math.max(1, Math.ceil(seconds))
  return new Refusal('tooMany', `Too many requests. Try again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.`, {
    'retry-after': String(wait),
  })
}

/** Creates the refusal of a sign-in code that cannot be checked while other networks try many wrong ones. */
export function guessesSlowed(seconds: number): Refusal {
  return new Refusal('guessesSlowed', undefined, { 'retry-after': String(seconds) })
}
