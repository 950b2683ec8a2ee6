/** The settings of our own tokens and of signed requests. */
import type { Mistakes, Setting } from './setting.ts'

/** What tokens are signed with, and how long they live. */
export const tokenSettings = {
  JWT_SECRET: {
    type: 'string',
    pattern: '^[^,]{32,}(, *[^, ][^,]{31,})*$',
    description:
      'signs the tokens: 32 characters or more, no commas, the same for every process; several with commas between them while one replaces another: the first signs, all verify; the embedded database makes and keeps one',
    expected: 'at least 32 characters without commas; or several such secrets with commas between them',
  },
  TRUSTED_TOKENS: {
    type: 'string',
    enum: ['on', 'off'],
    default: 'on',
    description:
      'whether tokens without a session are accepted, `on` or `off`: those of `npm run token`, or of another issuer that shares the secret; they must have an end (`exp`)',
    expected: 'on or off',
  },
  SESSION_DAYS: {
    type: 'integer',
    minimum: 1,
    maximum: 3650,
    default: 365,
    description: 'how many days a sign-in lasts, 1 to 3650',
    expected: 'a whole number from 1 to 3650',
  },
  SIGNED_BODIES: {
    type: 'string',
    enum: ['on', 'off'],
    default: 'off',
    description:
      'whether signed requests with a body must sign its digest, `on` or `off`; with `off`, whoever captures a signature without one can send other bodies for five minutes',
    expected: 'on or off',
  },
} as const satisfies Record<string, Setting>

/** The secrets that sign tokens: the first signs, all verify. */
export type JwtSecrets = [first: string, ...older: string[]]

/** Reads the secrets; undefined without any. A single one is taken as it is. */
export function readSecrets(list: string | undefined, mistakes: Mistakes): JwtSecrets | undefined {
  const [first, ...older] = list?.split(/, */) ?? []
  if (new Set(older).add(first ?? '').size <= older.length) {
    mistakes.add('JWT_SECRET contains the same secret twice. Keep it once.')
  }
  return first ? [first, ...older] : undefined
}
