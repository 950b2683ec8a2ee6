/** What a database of either kind lends its connections from: types alone. */
import type { PostgresPool } from 'kysely'
import type { Listen } from './listen.ts'

/** Is told of a statement that was sent: what it is called if it is one of ours, whether it was done, and its milliseconds. */
export type OnStatement = (title: string | undefined, isDone: boolean, ms: number) => void

/** Connections, and what else the kinds of databases do differently. */
export type Pool = PostgresPool & { listen: Listen; isEmbedded: boolean; count: () => Connections }

/** How many connections are lent and idle, and how many callers wait for one. */
export type Connections = { lent: number; idle: number; waiting: number }
