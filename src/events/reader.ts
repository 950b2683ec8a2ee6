/** The reader of a process: reads each window of events once, and sends it to everybody whom it concerns. */

import type { Database } from '../db/open.ts'
import { reaches } from '../people/caller.ts'
import type { Admission } from './admission.ts'
import { openCursor, type Reached } from './cursor.ts'
import { type Follower, findEndedFollowers } from './follower.ts'
import { handOver } from './hand-over.ts'
import { eventOf } from './history.ts'
import type { Outage } from './outage.ts'
import type { Registry } from './registry.ts'
import { type EventPage, type FollowerEvent, formatPosition } from './windows.ts'

type Parts = {
  db: Database
  registry: Registry
  admission: Admission
  outage: Outage
  pauseMs: number
  mostHeld: number
  pageSize: number
}

/** Opens the reader, which rests until it is woken and while nobody follows. */
export function openReader(parts: Parts) {
  const { db, registry, pauseMs, pageSize } = parts
  const cursor = openCursor(db, pageSize)
  let awoken = false
  let working: Promise<void> | undefined
  let isClosed = false

  /** Makes the reader look for events now. */
  function wake() {
    awoken = true
    if (isClosed || working) return
    working = work().finally(() => {
      working = undefined
      if (registry.count() === 0) cursor.forget()
      else if (awoken) wake()
    })
  }

  async function work() {
    while (awoken && registry.count() > 0 && !isClosed) {
      awoken = false
      const isMore = await look({ ...parts, cursor })
      await new Promise(resolve => setTimeout(resolve, pauseMs))
      awoken ||= isMore
    }
  }

  return {
    wake,
    /** The place that has been reached; undefined in the middle of a window, or before the first one. */
    reached: () => (cursor.isInWindow() ? undefined : cursor.reached()),

    /** Called when nobody follows any more. */
    rest() {
      if (!working) cursor.forget()
    },

    /** Waits for the read that is running. */
    async close() {
      isClosed = true
      await working
    },
  }
}

type LookParts = Parts & { cursor: ReturnType<typeof openCursor> }

/** Reads and sends a page; after the last page of a window, admits those who wait. Returns true if more is to come. */
async function look(parts: LookParts): Promise<boolean> {
  const { db, cursor, registry, admission, outage } = parts
  if (!cursor.isInWindow()) admission.beginWindow()
  try {
    const page = await cursor.read(registry.people())
    const ended = await findEndedFollowers(db, concernedBy(registry, page.news))
    if (cursor.isReplacedBy(page)) {
      // Another database has replaced the former one. Followers reconnect and get `reset`.
      for (const follower of registry.all()) registry.end(follower)
      cursor.forget()
    } else {
      for (const follower of ended) registry.end(follower)
      send(parts, page, cursor.reached())
    }
    cursor.advance(page)
    if (!page.isLast) return true
    admission.admitJoining(follower => handOver(parts, follower, cursor.reached()))
    outage.end()
    return page.isHeld
  } catch (error) {
    outage.begin(error)
    admission.rejectJoining(error, registry.leave)
    return false
  }
}

function concernedBy(registry: Registry, news: FollowerEvent[]): Follower[] {
  const people = new Set(news.map(({ person }) => person))
  return [...people].flatMap(registry.of)
}

/** Sends a page to its followers, or holds it back for those who still get missed events. */
function send({ registry, mostHeld }: Parts, { server, until, news }: EventPage, reached: Reached | undefined) {
  if (!reached) return
  for (const { person, ...event } of news) {
    const id = formatPosition({ server, from: reached.transaction, until, id: event.id })
    const message = { id, happened: eventOf(event) }
    for (const follower of registry.of(person)) {
      if (!reaches(follower.caller, event.sensor)) continue
      if (!follower.held) follower.listener.tell(message)
      else if (follower.held.push(message) > mostHeld) registry.end(follower)
    }
  }
}
