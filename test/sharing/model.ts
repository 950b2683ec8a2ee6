/** The rules of sharing as plain data and loops: what the database must behave like, one act after the other. */

type Pair = { sensor: string; guest: string }
export type Terms = { channels?: string[]; later?: boolean; askFirst?: boolean }

export type Act =
  | { kind: 'share'; owner: string; asks: Pair[]; terms: Terms }
  | { kind: 'unshare'; owner: string; asks: Pair[] }
  | ({ kind: 'leave' } & Pair)
  | ({ kind: 'answer'; accepts: boolean } & Pair)
  | ({ kind: 'change'; owner: string; change: { paused?: boolean; channels?: string[] | null } } & Pair)
  | { kind: 'wish'; guest: string; askFirst: boolean }
  | { kind: 'join'; person: string }
  /** Time passes: the share begins, or ends; or a month since somebody declined. */
  | ({ kind: 'begin' | 'expire' } & Pair)
  | { kind: 'month' }

type Share = {
  asked: boolean
  accepted: boolean
  expired: boolean
  later: boolean
  paused: boolean
  channels: string[] | null
}

/** What can be seen of sharing: who has joined, the shares, and what was written beside them. */
export class Model {
  readonly owners: Record<string, string>
  readonly perSensor: number
  readonly perOwner: number
  joined: Set<string>
  shares = new Map<string, Share>()
  /** Who is asked first, by their own wish. */
  wishes = new Set<string>()
  /** Owner and guest of each share that was declined within a month. */
  declines = new Set<string>()
  events: string[] = []
  letters: string[] = []

  constructor(owners: Record<string, string>, joined: Iterable<string>, perSensor: number, perOwner: number) {
    this.owners = owners
    this.joined = new Set(joined)
    this.perSensor = perSensor
    this.perOwner = perOwner
  }

  copy(): Model {
    const copy = new Model(this.owners, this.joined, this.perSensor, this.perOwner)
    for (const [key, share] of this.shares) copy.shares.set(key, { ...share })
    copy.wishes = new Set(this.wishes)
    copy.declines = new Set(this.declines)
    copy.events = [...this.events]
    copy.letters = [...this.letters]
    return copy
  }

  /** Does one act and returns its outcomes, as the product words them. */
  act(act: Act): string[] {
    if (act.kind === 'share') return this.share(act)
    if (act.kind === 'unshare') return this.unshare(act.owner, act.asks)
    if (act.kind === 'leave') return this.unshare(act.guest, [act])
    if (act.kind === 'answer') return act.accepts ? this.accept(act) : this.unshare(act.guest, [act], 'declined')
    if (act.kind === 'change') return this.change(act)
    if (act.kind === 'join') this.joined.add(act.person)
    if (act.kind === 'wish') this.wishes[act.askFirst ? 'add' : 'delete'](act.guest)
    if (act.kind === 'month') this.declines.clear()
    if (act.kind === 'begin' || act.kind === 'expire') {
      const share = this.shares.get(key(act))
      if (share && act.kind === 'begin') share.later = false
      if (share && act.kind === 'expire') share.expired = true
    }
    return []
  }

  /** What guests see just now. */
  get sights(): string[] {
    return [...this.shares].flatMap(([pair, share]) => {
      const isLive = !this.isPending(pair.split(' ')[1] ?? '', share) && !share.paused && !share.later && !share.expired
      return isLive ? [`${pair}: ${share.channels ?? 'everything'}`] : []
    })
  }

  private accept(act: Pair): string[] {
    const share = this.shares.get(key(act))
    if (!share || share.expired) return ['noSuchShare']
    if (share.asked && !share.accepted) {
      this.events.push(`accepted ${key(act)} by ${act.guest}`)
      this.letters.push(`accepted to ${this.owners[act.sensor]} from ${act.guest}: ${act.sensor}`)
    }
    share.accepted = true
    return []
  }

  private change(act: Extract<Act, { kind: 'change' }>): string[] {
    const { owner, sensor, change } = act
    if (this.owners[sensor] !== owner) return ['notOwner']
    const share = this.shares.get(key(act))
    if (!share || share.expired) return ['noSuchGuest']
    const changed: string[] = []
    if (change.channels !== undefined && String(change.channels) !== String(share.channels)) {
      share.channels = change.channels
      changed.push('channels')
      this.events.push(`changed ${key(act)} by ${owner}`)
    }
    if (change.paused !== undefined && change.paused !== share.paused) {
      share.paused = change.paused
      changed.push('paused')
      this.events.push(`${change.paused ? 'paused' : 'resumed'} ${key(act)} by ${owner}`)
    }
    return changed
  }

  private share({ owner, asks, terms }: Extract<Act, { kind: 'share' }>): string[] {
    for (const { sensor, guest } of asks) if (this.owners[sensor] === owner && guest !== owner) this.sweep(sensor)
    const lines = new Map<string, string[]>()
    const outcomes = asks.map(ask => {
      const { sensor, guest } = ask
      if (guest === owner) return 'yourself'
      if (this.owners[sensor] !== owner) return 'notOwner'
      if (this.shares.has(key(ask))) return 'alreadyShared'
      if (this.declines.has(`${owner} ${guest}`)) return 'declinedBefore'
      if (this.count(shared => shared === sensor) >= this.perSensor) return 'sensorFull'
      if (this.count(shared => this.owners[shared] === owner) >= this.perOwner) return 'planFull'
      const { later = false, channels = null, askFirst = false } = terms
      const asked = askFirst || this.wishes.has(guest)
      this.shares.set(key(ask), { asked, accepted: false, expired: false, later, paused: false, channels })
      this.events.push(`shared ${sensor} ${guest} by ${owner}`)
      lines.set(guest, [...(lines.get(guest) ?? []), sensor])
      return !this.joined.has(guest) ? 'invited' : asked ? 'pending' : 'shared'
    })
    for (const [guest, sensors] of lines) {
      this.letters.push(`${this.joined.has(guest) ? 'shared' : 'invitation'} to ${guest} from ${owner}: ${sensors}`)
    }
    return outcomes
  }

  /** Whoever names themselves leaves; whoever names somebody else must own the sensor. */
  private unshare(caller: string, asks: Pair[], leaving: 'left' | 'declined' = 'left'): string[] {
    for (const ask of asks) if (this.mayEnd(caller, ask) && this.shares.has(key(ask))) this.sweep(ask.sensor)
    const lines = new Map<string, string[]>()
    const outcomes = asks.map(ask => {
      const { sensor, guest } = ask
      if (!this.mayEnd(caller, ask)) return 'notOwner'
      const share = this.shares.get(key(ask))
      const leaves = guest === caller
      if (!share) return leaves ? 'noSuchShare' : 'noSuchGuest'
      const letter = leaves
        ? `${leaving} to ${this.owners[sensor]} from ${guest}`
        : `unshared to ${guest} from ${caller}`
      if (leaves || !this.isPending(guest, share)) lines.set(letter, [...(lines.get(letter) ?? []), sensor])
      this.shares.delete(key(ask))
      this.events.push(`${leaves ? leaving : 'unshared'} ${sensor} ${guest} by ${caller}`)
      if (leaves && leaving === 'declined') this.declines.add(`${this.owners[sensor]} ${guest}`)
      return 'ended'
    })
    for (const [letter, sensors] of lines) this.letters.push(`${letter}: ${sensors}`)
    return outcomes
  }

  private mayEnd(caller: string, { sensor, guest }: Pair): boolean {
    return guest === caller || this.owners[sensor] === caller
  }

  private isPending(guest: string, share: Share): boolean {
    return !this.joined.has(guest) || (share.asked && !share.accepted)
  }

  /** Whoever changes a sensor's shares removes those whose time is over. */
  private sweep(sensor: string) {
    for (const [pair, share] of this.shares) {
      if (!share.expired || !pair.startsWith(`${sensor} `)) continue
      this.shares.delete(pair)
      this.events.push(`expired ${pair} by time`)
    }
  }

  private count(of: (sensor: string) => boolean): number {
    return [...this.shares.keys()].filter(pair => of(pair.split(' ')[0] ?? '')).length
  }
}

const key = ({ sensor, guest }: Pair) => `${sensor} ${guest}`
