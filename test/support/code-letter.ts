import type { Database } from '../../src/db/open.ts'

/** Returns the content of the newest letter with a sign-in code to an address: the code is sealed. */
export async function lastCodeLetter(db: Database, email: string) {
  const { content } = await db
    .selectFrom('letters')
    .select('content')
    .where('recipient', '=', email)
    .where('kind', '=', 'code')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return content as { code: string; link: string }
}
