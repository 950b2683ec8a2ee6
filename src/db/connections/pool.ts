/** Types of a connection pool, for both kinds of databases. */
import type { PostgresPool } from 'kysely'
import type { Listen } from './listen.ts'

/** Called after each statement with its title (if it is one of ours), success and duration in ms. */
export type OnStatement = (title: string | undefined, isDone: boolean, ms: number) => void

/** A connection pool, with what differs between the kinds of databases. */
export type Pool = PostgresPool & {
  listen: Listen
  isEmbedded: boolean
  count: () => Connections
  /** A single connection beside the pool, for health checks; embedded databases have no other. */
  aside?: PostgresPool
}

/** Numbers of lent and idle connections, and of callers waiting for one. */
export type Connections = { lent: number; idle: number; waiting: number }
