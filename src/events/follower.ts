/** A follower of events: who it is, what they get, and whether they are still let in. */
import { findEnded } from '../auth/sessions/sessions.ts'
import type { Database } from '../db/open.ts'
import type { MeasuredSensor } from '../measurements/live/news.ts'
import type { Caller } from '../people/caller.ts'
import type { SharingEvent } from './history.ts'
import type { Position } from './windows.ts'

/** A message; a client can resume after its `id`. */
export type Message =
  | { id: string; happened: SharingEvent }
  /** From here on events arrive as they happen. */
  | { id: string; event: 'ready' }
  /** Like `ready`, but what happened before cannot be determined. */
  | { id: string; event: 'reset' }

/** Receives the messages for a follower. */
export type Listener = {
  tell(message: Message): void
  /** Keep-alive, with the current position if it is known. */
  beat(id: string | null): void
  /** Signals that what a person sees of somebody has changed without an event. */
  stir?(): void
  /** Gets what sensors have just measured, as far as the person sees it. */
  measured?(sensors: MeasuredSensor[]): void
  /** Resolves when there is room for more, or when the listener takes no more messages. */
  room(): Promise<void>
  end(): void
}

/** One stream of a person. */
export type Follower = {
  caller: Caller
  listener: Listener
  /** Position to resume from; null on a first connection, or if the id cannot be read. */
  since: Position | null
  isReturning: boolean
  /** Messages held back while missed events are sent; null at other times. */
  held: Message[] | null
  hasLeft: boolean
}

/** Finds followers who are no longer let in: session or token ended, access key revoked, or account deleted. */
export async function findEndedFollowers(db: Database, followers: Follower[]): Promise<Follower[]> {
  if (followers.length === 0) return []
  const ended = await findEnded(
    db,
    followers.map(({ caller }) => caller),
  )
  return followers.filter(({ caller }) => ended.has(caller))
}
