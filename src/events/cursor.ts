/** How far the events have been read and sent: window by window, and in a window page by page. */
import type { Database } from '../db/open.ts'
import { type EventPage, formatPosition, readWindow } from './windows.ts'

/** A place between two windows: all events of transactions below this one have been sent. */
export type Reached = { server: string; transaction: bigint }

/** How far events have been sent. */
export type Cursor = ReturnType<typeof openCursor>

/** Returns the id of a message from which a client can resume at a place between two windows. */
export const idOf = ({ server, transaction }: Reached) =>
  formatPosition({ server, from: transaction, until: transaction, id: 0 })

/** Opens a cursor that stands nowhere: the first page it reads only says where the horizon is. */
export function openCursor(db: Database, pageSize: number) {
  let reached: Reached | undefined
  /** The window that is being sent page by page. */
  let begun: { until: bigint; after: number } | null = null

  return {
    reached: () => reached,
    isInWindow: () => begun !== null,

    /** Reads the next page for these people; the cursor stays where it is until `advance`. */
    read: (people: number[]) => readWindow(db, people, reached?.transaction ?? null, begun, pageSize),

    /** Whether a page comes from another database than the pages before it. */
    isReplacedBy: ({ server, until }: EventPage) =>
      reached !== undefined && (server !== reached.server || until < reached.transaction),

    /** Moves on behind a page that has been sent. */
    advance({ server, until, news, isLast }: EventPage) {
      begun = isLast ? null : { until, after: news.at(-1)?.id ?? 0 }
      if (isLast) reached = { server, transaction: until }
    },

    /** Makes the next follower start at a new horizon: any number of events may have happened by then. */
    forget() {
      reached = undefined
      begun = null
    },
  }
}
