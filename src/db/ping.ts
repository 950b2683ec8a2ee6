/** Asks the database for a sign of life. */
import { sql } from 'kysely'
import { statement } from './statement.ts'

/** Returns when the database answers, and throws when it does not. */
export const ping = statement<[], { answer: number }>('ping', () => sql`select 1 as answer`)
