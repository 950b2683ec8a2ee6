/** Lets people follow events: one reader serves all followers in this process, and runs only while there are some. */

import { findEnded } from '../auth/sessions.ts'
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/caller.ts'
import { tooMany } from '../refusal.ts'
import { eventOf, type SharingEvent } from './history.ts'
import {
  type EventPage,
  type FollowerEvent,
  formatPosition,
  type Position,
  parsePosition,
  readMissed,
  readWindow,
} from './windows.ts'

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
  /** Resolves when there is room for more, or when the listener takes no more messages. */
  room(): Promise<void>
  end(): void
}

/** The event streams of a process. */
export type Following = ReturnType<typeof openFollowing>

type Follower = {
  caller: Caller
  listener: Listener
  /** Position to resume from; null on a first connection, or if the id cannot be read. */
  since: Position | null
  isReturning: boolean
  /** Messages held back while missed events are sent; null at other times. */
  held: Message[] | null
  hasLeft: boolean
}

type Waiting = { follower: Follower; resolve: () => void; reject: (reason: unknown) => void }

type Log = { info(facts: object, message: string): void; warn(facts: object, message: string): void }

const settings = {
  /** Interval of the poll, which finds events whose notification was missed. */
  pollMs: 1_000,
  /** Pause between two reads, also while an event waits for a running transaction. */
  pauseMs: 50,
  beatMs: 15_000,
  mostOfOne: 10,
  most: 10_000,
  /** Most messages held back for a follower who still gets missed events. */
  mostHeld: 1_000,
  pageSize: 500,
}

/** Starts following events for the streams of this process; it reads none while nobody follows. */
export function openFollowing(db: Database, log: Log, changed: Partial<typeof settings> = {}) {
  const { pollMs, pauseMs, beatMs, mostOfOne, most, mostHeld, pageSize } = { ...settings, ...changed }
  /** Followers per person, including those who wait for admission. */
  const counts = new Map<number, number>()
  let total = 0
  const followers = new Map<number, Set<Follower>>()
  const waiting: Waiting[] = []
  /** Followers to admit as soon as the window that is being read has been sent. */
  const joining: Waiting[] = []
  /** All events of transactions below this one have been sent. */
  let reached: { server: string; transaction: bigint } | undefined
  /** The window that is being sent page by page. */
  let begun: { until: bigint; after: number } | null = null
  let awoken = false
  let working: Promise<void> | undefined
  let isClosed = false
  let isLost = false
  let stop = async () => {}

  /** Adds a follower, who is admitted when `admitted` resolves and stays until `leave`. Refuses with `tooMany`. */
  function follow(caller: Caller, lastId: string | undefined, listener: Listener) {
    const count = counts.get(caller.id) ?? 0
    if (count >= mostOfOne || total >= most) throw tooMany(10)
    const isReturning = lastId !== undefined
    const since = isReturning ? parsePosition(lastId) : null
    const follower: Follower = { caller, listener, since, isReturning, held: null, hasLeft: false }
    counts.set(caller.id, count + 1)
    total++
    if (total === 1) start()
    const admitted = new Promise<void>((resolve, reject) => waiting.push({ follower, resolve, reject }))
    if (isClosed) letGo()
    else wake()
    return { admitted, leave: () => leave(follower) }
  }

  function leave(follower: Follower) {
    if (follower.hasLeft) return
    follower.hasLeft = true
    const { id } = follower.caller
    const count = (counts.get(id) ?? 0) - 1
    if (count > 0) counts.set(id, count)
    else counts.delete(id)
    total--
    const theirs = followers.get(id)
    theirs?.delete(follower)
    if (theirs?.size === 0) followers.delete(id)
    if (total === 0) void stop()
  }

  function end(follower: Follower) {
    leave(follower)
    follower.listener.end()
  }

  function start() {
    const stopListening = db.listen('events', wake)
    const stopStirring = db.listen('joined', owner => stir(Number(owner)))
    const polling = setInterval(wake, pollMs)
    const beating = setInterval(() => void beat(), beatMs)
    stop = async () => {
      stop = async () => {}
      clearInterval(polling)
      clearInterval(beating)
      if (!working) forget()
      await Promise.all([stopListening(), stopStirring()]).catch(() => {})
    }
  }

  function stir(person: number) {
    for (const { listener } of followers.get(person) ?? []) listener.stir?.()
  }

  /** Makes the next follower start at a new horizon: any number of events may have happened by then. */
  function forget() {
    reached = undefined
    begun = null
  }

  function wake() {
    awoken = true
    if (isClosed || working) return
    working = work().finally(() => {
      working = undefined
      if (total === 0) forget()
      else if (awoken) wake()
    })
  }

  async function work() {
    while (awoken && total > 0 && !isClosed) {
      awoken = false
      const isHeld = await look()
      await new Promise(resolve => setTimeout(resolve, pauseMs))
      awoken ||= isHeld
    }
  }

  /**
   * Reads and sends a page; after the last page of a window, admits those who wait. Returns true if more is to come.
   */
  async function look(): Promise<boolean> {
    // New followers join after the *next* window, so that its horizon is newer than their position.
    if (!begun) joining.push(...waiting.splice(0))
    try {
      const page = await readWindow(db, [...followers.keys()], reached?.transaction ?? null, begun, pageSize)
      const concerned = concernedBy(page.news)
      const ended = concerned.length > 0 ? await endedOf(concerned) : []
      if (reached && (page.server !== reached.server || page.until < reached.transaction)) {
        // Another database has replaced the former one. Followers reconnect and get `reset`.
        for (const follower of all()) end(follower)
        forget()
      } else {
        for (const follower of ended) end(follower)
        if (reached) tellAll(page, reached.transaction)
      }
      if (!page.isLast) {
        begun = { until: page.until, after: page.news.at(-1)?.id ?? 0 }
        awoken = true
        return true
      }
      begun = null
      reached = { server: page.server, transaction: page.until }
      for (const { follower, resolve } of joining.splice(0)) {
        admit(follower)
        resolve()
      }
      findDatabase()
      return page.isHeld
    } catch (error) {
      loseDatabase(error)
      for (const { follower, reject } of joining.splice(0)) {
        leave(follower)
        reject(error)
      }
      return false
    }
  }

  const all = () => [...followers.values()].flatMap(theirs => [...theirs])

  function concernedBy(news: FollowerEvent[]): Follower[] {
    const people = new Set(news.map(({ person }) => person))
    return [...people].flatMap(person => [...(followers.get(person) ?? [])])
  }

  /** Finds followers who are no longer let in: session or token ended, access key revoked, or account deleted. */
  async function endedOf(some: Follower[]): Promise<Follower[]> {
    const ended = await findEnded(
      db,
      some.map(({ caller }) => caller),
    )
    return some.filter(({ caller }) => ended.has(caller))
  }

  function tellAll({ server, until, news }: EventPage, from: bigint) {
    for (const { person, ...event } of news) {
      const message = { id: formatPosition({ server, from, until, id: event.id }), happened: eventOf(event) }
      for (const follower of [...(followers.get(person) ?? [])]) {
        if (!follower.held) follower.listener.tell(message)
        else if (follower.held.push(message) > mostHeld) end(follower)
      }
    }
  }

  const idOf = ({ server, transaction }: NonNullable<typeof reached>) =>
    formatPosition({ server, from: transaction, until: transaction, id: 0 })

  function admit(follower: Follower) {
    if (follower.hasLeft || !reached) return
    const { caller, since, isReturning, listener } = follower
    const theirs = followers.get(caller.id)
    if (theirs) theirs.add(follower)
    else followers.set(caller.id, new Set([follower]))
    const id = idOf(reached)
    if (!isReturning) return listener.tell({ id, event: 'ready' })
    if (!since || since.server !== reached.server || since.until > reached.transaction) {
      return listener.tell({ id, event: 'reset' })
    }
    follower.held = []
    tellMissed(follower, since, reached).catch(error => {
      loseDatabase(error)
      // The client reconnects and resumes where this broke off.
      end(follower)
    })
  }

  /** Sends the rest of the window in which the follower left off, then everything up to their admission. */
  async function tellMissed(follower: Follower, since: Position, until: NonNullable<typeof reached>) {
    const { caller, listener } = follower
    const rest = { from: since.until, until: until.transaction, id: 0 }
    for (const window of [since, rest]) {
      let after = window.id
      for (let isLast = window.from === window.until; !isLast; ) {
        const missed = await readMissed(db, caller.id, { ...window, id: after }, pageSize)
        if ((await endedOf([follower])).length > 0) return end(follower)
        for (const event of missed) {
          after = event.id
          const id = formatPosition({ server: until.server, from: window.from, until: window.until, id: after })
          await listener.room()
          if (follower.hasLeft) return
          listener.tell({ id, happened: eventOf(event) })
        }
        isLast = missed.length < pageSize
      }
    }
    listener.tell({ id: idOf(until), event: 'ready' })
    for (const message of follower.held ?? []) listener.tell(message)
    follower.held = null
  }

  async function beat() {
    const beaten = all()
    // While the database is away, no events are sent and nobody is disconnected.
    for (const follower of await endedOf(beaten).catch(() => [])) end(follower)
    const id = reached && !begun ? idOf(reached) : null
    for (const { hasLeft, held, listener } of beaten) if (!hasLeft) listener.beat(held ? null : id)
  }

  function loseDatabase(err: unknown) {
    if (!isLost) log.warn({ err }, 'events wait: the database does not do what it should')
    isLost = true
  }

  function findDatabase() {
    if (isLost) log.info({}, 'events go on: the database is back')
    isLost = false
  }

  /** Ends all followers, also those who wait for admission. */
  function letGo() {
    for (const follower of all()) end(follower)
    for (const { follower, resolve } of [...joining.splice(0), ...waiting.splice(0)]) {
      end(follower)
      resolve()
    }
  }

  return {
    follow,
    count: () => total,

    /** Ends all followers and waits for the read that is running. */
    async close() {
      isClosed = true
      const stopping = stop()
      letGo()
      await Promise.all([stopping, working])
    },
  }
}
