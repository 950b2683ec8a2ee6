/** Limits requests a minute per person, or per network for requests without a valid token: counted in memory. */
// This protects capacity, so each process counts alone; limits that protect a secret use the database (throttle.ts).
import type { Caller, Identified, Identity } from '../people/caller.ts'

/** The identity in a request, which may not exist (any more): the session of a token, or an access key. */
type Name = Identity | { accessKey: string }

/** Requests a minute that a network may make without a valid token. */
export const strangersPerMinute = 60

const minute = 60_000

/** State of a counter; `seconds` until its next minute begins. */
export type Standing = { limit: number; remaining: number; seconds: number; isOver: boolean }

type Minute = { endsAt: number; limit: number; count: number }

/** Counts requests by key; the minute of each key begins with its first request. */
export class MinuteCounts {
  readonly #now: () => number
  readonly #most: number
  #young = new Map<string, Minute>()
  #old = new Map<string, Minute>()
  #turnsAt = 0

  /**
   * `now` returns the milliseconds of a monotonic clock. At most twice `most` keys are kept: if a minute has more, the
   * oldest counters are dropped and restart, so that no one is refused because of others.
   */
  constructor(now: () => number, most = 50_000) {
    this.#now = now
    this.#most = most
  }

  count(key: string, limit: number): Standing {
    const now = this.#now()
    let counted = this.#find(key, now)
    if (!counted) {
      this.#makeRoom(now)
      counted = { endsAt: now + minute, limit, count: 0 }
      this.#young.set(key, counted)
    }
    counted.count++
    counted.limit = limit
    return standing(counted, now)
  }

  /**
   * Counts more of a request that was counted before, even beyond the limit, unless the limit was exceeded already.
   * Returns the state, or undefined if the key's minute is over. So a request that costs more than a whole minute can
   * run, but only one a minute.
   */
  countMore(key: string, more: number): Standing | undefined {
    const now = this.#now()
    const counted = this.#find(key, now)
    if (!counted) return undefined
    const { isOver } = standing(counted, now)
    if (!isOver) counted.count += more
    return { ...standing(counted, now), isOver }
  }

  /** Takes back one count of a key, if its minute is not over. */
  uncount(key: string) {
    const counted = this.#find(key, this.#now())
    if (counted && counted.count > 0) counted.count--
  }

  /** Returns the state of a key without counting; undefined if its minute is over or never began. */
  look(key: string): Standing | undefined {
    const now = this.#now()
    const counted = this.#find(key, now)
    return counted && standing(counted, now)
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  #find(key: string, now: number): Minute | undefined {
    const counted = this.#young.get(key) ?? this.#old.get(key)
    return counted && counted.endsAt > now ? counted : undefined
  }

  /** Drops a whole generation at once: a minute after the last rotation, every minute that began before it is over. */
  #makeRoom(now: number) {
    if (now < this.#turnsAt && this.#young.size < this.#most) return
    this.#old = now < this.#turnsAt + minute ? this.#young : new Map()
    this.#young = new Map()
    this.#turnsAt = now + minute
  }
}

function standing({ limit, count, endsAt }: Minute, now: number): Standing {
  return {
    limit,
    remaining: Math.max(0, limit - count),
    seconds: Math.ceil((endsAt - now) / 1000),
    isOver: count > limit,
  }
}

/** All counters of one process. */
export class RateLimit {
  readonly #people: MinuteCounts
  readonly #networks: MinuteCounts
  readonly #ended: MinuteCounts

  constructor(now: () => number) {
    this.#people = new MinuteCounts(now)
    this.#networks = new MinuteCounts(now)
    this.#ended = new MinuteCounts(now)
  }

  /** Counts a request of a person. */
  person({ email, perMinute }: Identified): Standing {
    return this.#people.count(email, perMinute)
  }

  /** Counts what a request of a person costs more than an ordinary one; undefined if their minute is over. */
  more({ email }: Caller, cost: number): Standing | undefined {
    return this.#people.countMore(email, cost)
  }

  /** Counts a request without a valid token. */
  stranger(network: string): Standing {
    return this.#networks.count(network, strangersPerMinute)
  }

  /** Takes back the count of a request whose caller turned out to be known. */
  forgiveStranger(network: string) {
    this.#networks.uncount(network)
  }

  /**
   * Returns, without counting, the state of a person with no request left this minute; undefined for others. So a flood
   * is refused before the database is queried. Only `person` counts, once the token is known to be valid.
   */
  spent({ email }: Pick<Identity, 'email'>): Standing | undefined {
    const found = this.#people.look(email)
    return found?.remaining === 0 ? { ...found, isOver: true } : undefined
  }

  /**
   * Remembers for a minute that a person has no such session, or that no such access key exists: saves the database
   * query.
   */
  rememberEnded(name: Name) {
    this.#ended.count(textOf(name), 0)
  }

  isEnded(name: Name): boolean {
    // Of a person without a session other tokens may be newer than the one that ended.
    return !('session' in name && name.session === null) && this.#ended.look(textOf(name)) !== undefined
  }
}

const textOf = (name: Name) => ('accessKey' in name ? name.accessKey : `${name.session} ${name.email}`)
