/** Lets people follow what happens: one reader for all who do in this process, and nothing runs while nobody does. */

import { findEnded } from '../auth/sessions.ts'
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/caller.ts'
import { tooMany } from '../refusal.ts'
import { type Happened, told } from './history.ts'
import { type News, type Page, type Position, read, readMissed, readWindow, written } from './windows.ts'

/** With `id` a follower can come back to where this was. */
export type Message =
  | { id: string; happened: Happened }
  /** From here on everything comes as it happens. */
  | { id: string; event: 'ready' }
  /** The same, but what was before cannot be told. */
  | { id: string; event: 'reset' }

/** Where messages go. */
export type Listener = {
  tell(message: Message): void
  /** Tells that there is nothing to tell, and where it is if that is known. */
  beat(id: string | null): void
  /** Tells nothing, but that what they see of somebody has changed without anything having happened. */
  stir?(): void
  /** Resolves when there is room for more, or nothing will be taken any more. */
  room(): Promise<void>
  end(): void
}

export type Following = ReturnType<typeof openFollowing>

type Follower = {
  caller: Caller
  listener: Listener
  /** Where they were; null when they come for the first time, or that cannot be read. */
  since: Position | null
  isReturning: boolean
  /** What happens while they are told what they have missed. */
  held: Message[] | null
  hasLeft: boolean
}

type Waiting = { follower: Follower; resolve: () => void; reject: (reason: unknown) => void }

type Log = { info(facts: object, message: string): void; warn(facts: object, message: string): void }

const settings = {
  /** How often it looks for what nobody was woken for. */
  pollMs: 1_000,
  /** Between two looks; and while something waits for a transaction that is under way. */
  pauseMs: 50,
  beatMs: 15_000,
  mostOfOne: 10,
  most: 10_000,
  /** How many are kept for a follower who is still told what they have missed. */
  mostHeld: 1_000,
  pageSize: 500,
}

export function openFollowing(db: Database, log: Log, changed: Partial<typeof settings> = {}) {
  const { pollMs, pauseMs, beatMs, mostOfOne, most, mostHeld, pageSize } = { ...settings, ...changed }
  /** All, also those who wait to be let in. */
  const counts = new Map<number, number>()
  let total = 0
  const followers = new Map<number, Set<Follower>>()
  const waiting: Waiting[] = []
  /** Those who are let in when the window that is read now has been told. */
  const joining: Waiting[] = []
  /** Everything below this transaction has been told. */
  let reached: { server: string; transaction: bigint } | undefined
  /** The window that is being told, in pages. */
  let begun: { until: bigint; after: number } | null = null
  let awoken = false
  let working: Promise<void> | undefined
  let isClosed = false
  let isLost = false
  let stop = async () => {}

  /** Adds a follower; they are one from when `admitted` resolves until they leave. Refuses with `tooMany`. */
  function follow(caller: Caller, lastId: string | undefined, listener: Listener) {
    const count = counts.get(caller.id) ?? 0
    if (count >= mostOfOne || total >= most) throw tooMany(10)
    const isReturning = lastId !== undefined
    const since = isReturning ? read(lastId) : null
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

  /** Who comes next begins anew: there is no telling how much will have happened. */
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

  /** Reads a page, tells it, and lets in who waits when it was the last; returns whether there is more to come soon. */
  async function look(): Promise<boolean> {
    // Who comes while a window is read is let in after the next: its horizon must be younger than where they were.
    if (!begun) joining.push(...waiting.splice(0))
    try {
      const page = await readWindow(db, [...followers.keys()], reached?.transaction ?? null, begun, pageSize)
      const concerned = concernedBy(page.news)
      const ended = concerned.length > 0 ? await endedOf(concerned) : []
      if (reached && (page.server !== reached.server || page.until < reached.transaction)) {
        // A database that was put in place of the one before. They come back, and are told that what was cannot be.
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

  function concernedBy(news: News[]): Follower[] {
    const people = new Set(news.map(({ person }) => person))
    return [...people].flatMap(person => [...(followers.get(person) ?? [])])
  }

  /** Those whose session has ended, or the like. */
  async function endedOf(some: Follower[]): Promise<Follower[]> {
    const ended = await findEnded(
      db,
      some.map(({ caller }) => caller),
    )
    return some.filter(({ caller }) => ended.has(caller))
  }

  function tellAll({ server, until, news }: Page, from: bigint) {
    for (const { person, ...event } of news) {
      const message = { id: written({ server, from, until, id: event.id }), happened: told(event) }
      for (const follower of [...(followers.get(person) ?? [])]) {
        if (!follower.held) follower.listener.tell(message)
        else if (follower.held.push(message) > mostHeld) end(follower)
      }
    }
  }

  const idOf = ({ server, transaction }: NonNullable<typeof reached>) =>
    written({ server, from: transaction, until: transaction, id: 0 })

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
      // They come back to where this broke off.
      end(follower)
    })
  }

  /** Tells what is left of the window that they were in, then what came after it until they were let in. */
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
          const id = written({ server: until.server, from: window.from, until: window.until, id: after })
          await listener.room()
          if (follower.hasLeft) return
          listener.tell({ id, happened: told(event) })
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
    // While the database is away nobody is told anything, and all stay.
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

  /** Ends all, also those who wait to be let in. */
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

    /** Ends all that follow, and what is under way. */
    async close() {
      isClosed = true
      const stopping = stop()
      letGo()
      await Promise.all([stopping, working])
    },
  }
}
