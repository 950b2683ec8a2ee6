/** How many requests a minute are served to a person, or to a network without a token that works: counted in memory. */
// This guards capacity, so each process counts for itself; what guards a secret is counted in the database (throttle.ts).
import type { Identified, Identity } from '../people/caller.ts'

/** Whom a request names who may not be there (any more): the session of a token, or an access key. */
type Name = Identity | { accessKey: string }

/** Requests a minute that a network may make without a token that works. */
export const strangersPerMinute = 60

const minute = 60_000

/** How somebody stands who was counted; a new minute begins for them in so many seconds. */
export type Standing = { limit: number; remaining: number; seconds: number; isOver: boolean }

type Minute = { endsAt: number; limit: number; count: number }

/** Counts by key, each in minutes of its own that begin with a first request. */
export class MinuteCounts {
  readonly #now: () => number
  readonly #most: number
  #young = new Map<string, Minute>()
  #old = new Map<string, Minute>()
  #turnsAt = 0

  /**
   * `now` tells the milliseconds of a clock that is never set back. At most twice `most` keys are kept: with more of them
   * within a minute, the oldest are forgotten and begin anew, so that nobody is ever refused because of others.
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

  /** Tells how a key stands without counting; undefined when its minute is over or never began. */
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

  /** Drops a whole generation at once: a minute after the last turn, every minute that began before that turn is over. */
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

/** The counts of one process. */
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

  /** Counts a request that came without a token that works. */
  stranger(network: string): Standing {
    return this.#networks.count(network, strangersPerMinute)
  }

  /**
   * Tells, without counting, how a person stands who has no request left this minute; undefined for everybody else. So
   * whoever floods is refused before the database is asked. Only `person` counts, once it is sure that the token works.
   */
  spent({ email }: Pick<Identity, 'email'>): Standing | undefined {
    const found = this.#people.look(email)
    return found?.remaining === 0 ? { ...found, isOver: true } : undefined
  }

  /** Remembers a session that its person does not have, or a key that nobody has: for a minute the database need not be asked again. */
  rememberEnded(name: Name) {
    this.#ended.count(textOf(name), 0)
  }

  isEnded(name: Name): boolean {
    // A token without a session cannot end.
    return !('session' in name && name.session === null) && this.#ended.look(textOf(name)) !== undefined
  }
}

const textOf = (name: Name) => ('accessKey' in name ? name.accessKey : `${name.session} ${name.email}`)
