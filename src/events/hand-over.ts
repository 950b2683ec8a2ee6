/** Hands a follower over to the reader: sends what they missed first, and holds back what happens meanwhile. */

import type { Database } from '../db/open.ts'
import { reaches } from '../people/caller.ts'
import { idOf, type Reached } from './cursor.ts'
import { type Follower, findEndedFollowers } from './follower.ts'
import { eventOf } from './history.ts'
import type { Outage } from './outage.ts'
import type { Registry } from './registry.ts'
import { formatPosition, type Position, readMissed } from './windows.ts'

type Parts = { db: Database; registry: Registry; outage: Outage; pageSize: number }

/** Admits a follower at the place that the reader has reached. */
export function handOver(parts: Parts, follower: Follower, reached: Reached | undefined) {
  if (follower.hasLeft || !reached) return
  const { since, isReturning, listener } = follower
  parts.registry.admit(follower)
  const id = idOf(reached)
  if (!isReturning) return listener.tell({ id, event: 'ready' })
  if (!since || since.server !== reached.server || since.until > reached.transaction) {
    return listener.tell({ id, event: 'reset' })
  }
  follower.held = []
  sendMissed(parts, follower, since, reached).catch(error => {
    parts.outage.begin(error)
    // The client reconnects and resumes where this broke off.
    parts.registry.end(follower)
  })
}

/** Sends the rest of the window in which the follower left off, then everything up to their admission. */
async function sendMissed(parts: Parts, follower: Follower, since: Position, until: Reached) {
  const { server, transaction } = until
  const rest = { server, from: since.until, until: transaction, id: 0 }
  for (const window of [since, rest]) {
    if (!(await sendWindow(parts, follower, window))) return
  }
  follower.listener.tell({ id: idOf(until), event: 'ready' })
  for (const message of follower.held ?? []) follower.listener.tell(message)
  follower.held = null
}

/** Sends a follower what concerns them in a window, after an id; returns false if they left or were ended. */
async function sendWindow({ db, registry, pageSize }: Parts, follower: Follower, window: Position): Promise<boolean> {
  const { caller, listener } = follower
  let after = window.id
  for (let isLast = window.from === window.until; !isLast; ) {
    const missed = await readMissed(db, caller.id, { ...window, id: after }, pageSize)
    if ((await findEndedFollowers(db, [follower])).length > 0) {
      registry.end(follower)
      return false
    }
    for (const event of missed) {
      after = event.id
      if (!reaches(caller, event.sensor)) continue
      await listener.room()
      if (follower.hasLeft) return false
      listener.tell({ id: formatPosition({ ...window, id: after }), happened: eventOf(event) })
    }
    isLast = missed.length < pageSize
  }
  return true
}
