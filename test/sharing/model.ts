/** The rules of sharing as plain data and loops: what the database must behave like, one act after the other. */

export type Act =
  | { kind: 'share'; owner: string; asks: { sensor: string; guest: string }[] }
  | { kind: 'unshare'; owner: string; asks: { sensor: string; guest: string }[] }
  | { kind: 'leave'; guest: string; sensor: string }
  | { kind: 'join'; person: string }
  | { kind: 'ask'; sensor: string; guest: string }
  | { kind: 'answer'; sensor: string; guest: string }
  | { kind: 'expire'; sensor: string; guest: string }

type Share = { asked: boolean; accepted: boolean; expired: boolean }

/** What can be seen of sharing: who has joined, the shares, and what was written beside them. */
export class Model {
  readonly owners: Record<string, string>
  readonly perSensor: number
  readonly perOwner: number
  joined: Set<string>
  shares = new Map<string, Share>()
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
    copy.events = [...this.events]
    copy.letters = [...this.letters]
    return copy
  }

  /** Does one act and returns its outcomes, as the product words them. */
  act(act: Act): string[] {
    if (act.kind === 'share') return this.share(act)
    if (act.kind === 'unshare') return this.unshare(act.owner, act.asks)
    if (act.kind === 'leave') return this.unshare(act.guest, [act])
    if (act.kind === 'join') {
      this.joined.add(act.person)
      return []
    }
    const share = this.shares.get(key(act))
    if (!share) return []
    if (act.kind === 'ask') share.asked = true
    if (act.kind === 'answer') share.accepted = true
    if (act.kind === 'expire') share.expired = true
    return []
  }

  private share({ owner, asks }: Extract<Act, { kind: 'share' }>): string[] {
    for (const { sensor, guest } of asks) if (this.owners[sensor] === owner && guest !== owner) this.sweep(sensor)
    const lines = new Map<string, string[]>()
    const outcomes = asks.map(ask => {
      const { sensor, guest } = ask
      if (guest === owner) return 'yourself'
      if (this.owners[sensor] !== owner) return 'notOwner'
      if (this.shares.has(key(ask))) return 'alreadyShared'
      if (this.count(shared => shared === sensor) >= this.perSensor) return 'sensorFull'
      if (this.count(shared => this.owners[shared] === owner) >= this.perOwner) return 'planFull'
      this.shares.set(key(ask), { asked: false, accepted: false, expired: false })
      this.events.push(`shared ${sensor} ${guest} by ${owner}`)
      lines.set(guest, [...(lines.get(guest) ?? []), sensor])
      return this.joined.has(guest) ? 'shared' : 'invited'
    })
    for (const [guest, sensors] of lines) {
      this.letters.push(`${this.joined.has(guest) ? 'shared' : 'invitation'} to ${guest} from ${owner}: ${sensors}`)
    }
    return outcomes
  }

  /** Whoever names themselves leaves; whoever names somebody else must own the sensor. */
  private unshare(caller: string, asks: { sensor: string; guest: string }[]): string[] {
    for (const ask of asks) if (this.mayEnd(caller, ask) && this.shares.has(key(ask))) this.sweep(ask.sensor)
    const lines = new Map<string, string[]>()
    const outcomes = asks.map(ask => {
      const { sensor, guest } = ask
      if (!this.mayEnd(caller, ask)) return 'notOwner'
      const share = this.shares.get(key(ask))
      const leaves = guest === caller
      if (!share) return leaves ? 'noSuchShare' : 'noSuchGuest'
      const letter = leaves ? `left to ${this.owners[sensor]} from ${guest}` : `unshared to ${guest} from ${caller}`
      if (leaves || !this.isPending(guest, share)) lines.set(letter, [...(lines.get(letter) ?? []), sensor])
      this.shares.delete(key(ask))
      this.events.push(`${leaves ? 'left' : 'unshared'} ${sensor} ${guest} by ${caller}`)
      return 'ended'
    })
    for (const [letter, sensors] of lines) this.letters.push(`${letter}: ${sensors}`)
    return outcomes
  }

  private mayEnd(caller: string, { sensor, guest }: { sensor: string; guest: string }): boolean {
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

const key = ({ sensor, guest }: { sensor: string; guest: string }) => `${sensor} ${guest}`
