/** Lets people follow events: one reader serves all followers in this process, and runs only while there are some. */
import type { Database } from '../db/open.ts'
import { measuredChannel } from '../measurements/live/announce.ts'
import { gatherNews, type MeasuredSensor } from '../measurements/live/news.ts'
import type { Caller } from '../people/caller.ts'
import { openAdmission } from './admission.ts'
import { idOf } from './cursor.ts'
import { type Follower, findEndedFollowers, type Listener } from './follower.ts'
import { type StreamLog, watchOutage } from './outage.ts'
import { openReader } from './reader.ts'
import { openRegistry } from './registry.ts'

/** The event streams of a process. */
export type Following = ReturnType<typeof openFollowing>

const settings = {
  /** Interval of the poll, which finds events whose notification was missed. */
  pollMs: 1_000,
  /** Pause between two reads, also while an event waits for a running transaction. */
  pauseMs: 50,
  beatMs: 15_000,
  /** Pause between two reads of what sensors have measured. */
  measuredMs: 1_000,
  mostOfOne: 10,
  most: 10_000,
  /** Most messages held back for a follower who still gets missed events. */
  mostHeld: 1_000,
  pageSize: 500,
}

/** Starts following events for the streams of this process; it reads none while nobody follows. */
export function openFollowing(db: Database, log: StreamLog, changed: Partial<typeof settings> = {}) {
  const { pollMs, beatMs, measuredMs, ...limits } = { ...settings, ...changed }
  const registry = openRegistry(limits, () => void stop())
  const admission = openAdmission()
  const reader = openReader({ ...limits, db, registry, admission, outage: watchOutage(log) })
  let isClosed = false
  let stop = async () => {}

  /** Adds a follower, who is admitted when `admitted` resolves and stays until `leave`. Refuses with `tooMany`. */
  function follow(caller: Caller, lastId: string | undefined, listener: Listener) {
    const follower = registry.enter(caller, lastId, listener)
    if (registry.count() === 1) start()
    const admitted = admission.wait(follower)
    if (isClosed) endAll()
    else reader.wake()
    return { admitted, leave: () => registry.leave(follower) }
  }

  /** Those of some people who have a page open. */
  const pagesOf = (people: number[]) => people.flatMap(registry.of).filter(({ listener }) => listener.measured)

  async function tellMeasured(news: Map<number, MeasuredSensor[]>) {
    const followers = pagesOf([...news.keys()])
    const ended = new Set(await findEndedFollowers(db, followers))
    for (const follower of ended) registry.end(follower)
    for (const { caller, listener, hasLeft } of followers.filter(follower => !ended.has(follower))) {
      if (!hasLeft) listener.measured?.(news.get(caller.id) ?? [])
    }
  }

  function start() {
    const people = () => [...new Set(pagesOf(registry.people()).map(({ caller }) => caller.id))]
    const news = gatherNews({ db, pauseMs: measuredMs, people, tell: tellMeasured })
    const stopNews = db.listen(measuredChannel, news.hear)
    const stopListening = db.listen('events', reader.wake)
    const stopStirring = db.listen('joined', owner => {
      for (const { listener } of registry.of(Number(owner))) listener.stir?.()
    })
    const stopEnding = db.listen('ended', person => void endThose(registry.of(Number(person))))
    const polling = setInterval(reader.wake, pollMs)
    const beating = setInterval(() => void beat(), beatMs)
    stop = async () => {
      stop = async () => {}
      clearInterval(polling)
      clearInterval(beating)
      reader.rest()
      await Promise.all([stopListening(), stopStirring(), stopEnding(), stopNews(), news.close()]).catch(() => {})
    }
  }

  async function beat() {
    const followers = registry.all()
    await endThose(followers)
    const reached = reader.reached()
    const id = reached ? idOf(reached) : null
    for (const { hasLeft, held, listener } of followers) if (!hasLeft) listener.beat(held ? null : id)
  }

  /** Ends those of some followers who are no longer let in. While the database is away, nobody is disconnected. */
  async function endThose(followers: Follower[]) {
    for (const follower of await findEndedFollowers(db, followers).catch(() => [])) registry.end(follower)
  }

  /** Ends all followers, also those who wait for admission. */
  function endAll() {
    for (const follower of registry.all()) registry.end(follower)
    admission.endAll(registry.end)
  }

  return {
    follow,
    count: registry.count,

    /** Ends all followers and waits for the read that is running. */
    async close() {
      isClosed = true
      const reading = reader.close()
      const stopping = stop()
      endAll()
      await Promise.all([stopping, reading])
    },
  }
}
