/** The settings of the database. */
import type { Mistakes, Setting, Values } from './setting.ts'

/** Which database the service uses, and how. */
export const databaseSettings = {
  DATA_DIR: {
    type: 'string',
    default: './data',
    description: 'the folder of the embedded database and its secret',
    expected: 'the path of a folder',
  },
  DATABASE_URL: {
    type: 'string',
    pattern: '^postgres(ql)?://',
    description:
      'a Postgres server, as `postgres://user:password@host:5432/name` (special characters as `%2F`); without it the embedded database is used',
    expected:
      'the address of a Postgres database, as postgres://user:password@host:5432/name, with %2F for / and %40 for @ in the password',
  },
  DATABASE_POOL: {
    type: 'integer',
    minimum: 3,
    maximum: 1000,
    default: 10,
    description: 'connections to Postgres at most, 3 to 1000',
    expected: 'a whole number from 3 to 1000',
  },
  DATABASE_PREPARE: {
    type: 'string',
    enum: ['on', 'off'],
    default: 'on',
    description: 'prepared statements, `on` or `off`; `off` for transaction poolers that cannot keep them',
    expected: 'on or off',
  },
} as const satisfies Record<string, Setting>

/** Checks that the URL names a database, and that there is a secret that all its processes share. */
export function checkDatabase({ DATABASE_URL, JWT_SECRET }: Values, mistakes: Mistakes) {
  if (!DATABASE_URL) return
  if (!isWholeUrl(DATABASE_URL)) mistakes.invalid('DATABASE_URL', databaseSettings.DATABASE_URL)
  else if (DATABASE_URL.startsWith('postgres') && !namesDatabase(DATABASE_URL)) {
    mistakes.add(
      'DATABASE_URL names no database. Add its name at the end, as in postgres://user:password@host:5432/name.',
    )
  }
  if (!JWT_SECRET) {
    mistakes.add(
      'JWT_SECRET is missing. With DATABASE_URL every process needs the same one. Make it with: openssl rand -base64 48',
    )
  }
}

/**
 * Checks that a URL is valid and that its path has no `@`: that would be part of the password, and the path is
 * displayed.
 */
function isWholeUrl(text: string): boolean {
  return URL.canParse(text) && !new URL(text).pathname.includes('@')
}

/** Checks whether a URL names a database. Without a name Postgres uses the user's own, often `postgres` itself. */
export function namesDatabase(url: string): boolean {
  return new URL(url).pathname.length > 1
}
