/** What the fuzz has learned of the service: from its answers, and, to know whose a thing is, from its tables. */
import { sql } from 'kysely'
import type { Database } from '../../src/db/open.ts'
import { makeForwardToken } from '../../src/gateways/forward-tokens.ts'
import type { Dice } from '../support/dice.ts'
import { email, ill, instant, niceTexts } from './values.ts'

/** People who call. All others are only ever written to. */
const callers = ['anna', 'bert', 'carl', 'dora', 'emil', 'fay', 'gus', 'hal'].map(name => `${name}@example.com`)
const strangers = ['ida@example.com', 'jo@example.com', 'Kim@Example.com', 'lee+tag@sub.example.com']

/** Whom a request is about: who asks, for which sensor, with whom. */
export type Scene = { caller: string; sensor: string; guest: string; isOwner: boolean }

type Key = { id: string; secret: string; owner: string }
type Row = { sensor: string; owner: string; guest: string | null; isAsked: boolean }
type Share = Row & { guest: string }

/** Of each kind only the newest are kept: old ones mostly work no more. */
const most = 40

export class Known {
  #rows: Row[] = []
  #shares: Share[] = []
  services: { device: string; id: string }[] = []
  sessions: { id: string; owner: string }[] = []
  keyIds: string[] = []
  readonly keys: Key[] = []
  /** Tokens of sessions, with whose they are. */
  readonly tokens: { token: string; owner: string }[] = []
  /** What stands in the links of letters, by their path. */
  readonly links: Record<'/app/sign-in/link' | '/verify-delete' | '/app/invitation', string[]> = {
    '/app/sign-in/link': [],
    '/verify-delete': [],
    '/app/invitation': [],
  }
  readonly codes: { code: string; email: string }[] = []
  readonly planCodes: string[] = []
  readonly forwardTokens: string[] = []
  readonly gateways = new Map<string, string>()
  readonly sensorSecrets = new Map<string, string>()
  readonly cursors: string[] = []
  readonly numbers: number[] = [1]
  readonly userIds: string[] = []
  /** Addresses to upload pictures to, and ids of pictures. */
  readonly uploads: string[] = []
  readonly pictures: string[] = []

  /** Looks up who has what now. */
  async refresh(db: Database) {
    const { rows } = await sql<Row>`
      select sensors.id as sensor, owner.email as owner, guest.email as guest,
        coalesce(asked and accepted_at is null, false) as "isAsked"
      from sensors
      join people as owner on owner.id = owner_id
      left join shares on shares.sensor_id = sensors.id
      left join people as guest on guest.id = guest_id
      order by sensors.id, guest.email`.execute(db)
    this.#rows = rows
    this.#shares = rows.filter((row): row is Share => row.guest !== null)
    const sessions = await sql<{ id: string; owner: string }>`
      select sessions.id, email as owner from sessions join people on people.id = person_id
      order by sessions.created_at desc limit ${most}`.execute(db)
    this.sessions = sessions.rows
    const keys = await sql<{ id: string }>`select id from access_keys order by created_at desc limit ${most}`.execute(
      db,
    )
    this.keyIds = keys.rows.map(({ id }) => id)
    const services = await sql<{ device: string; id: string }>`
      select sensor_id as device, id from services order by sensor_id, id limit 500`.execute(db)
    this.services = services.rows
    await this.#makeForwardToken(db)
  }

  /** The operator makes an address for a phone; the account is deleted now and then. */
  async #makeForwardToken(db: Database) {
    const made = { mayStill: async () => true, tell: async () => {} }
    const { rows } = await sql<{ id: number; email: string }>`
      select id, email from people
      where email = 'anna@example.com' and joined_at is not null and (select count(*) from forward_tokens) < 3
      order by id limit 1`.execute(db)
    for (const person of rows) keep(this.forwardTokens, await makeForwardToken(db, person, 'Phone', made))
  }

  /** Chooses what a request to somewhere is about; mostly something that is there. */
  scene(dice: Dice, about = '', isRuuvi = false): Scene {
    const sensor = isRuuvi || dice.falls(0.7) ? mac(dice) : device(dice)
    const nothing = { caller: dice.one(callers), sensor, guest: anybody(dice), isOwner: false }
    if (dice.falls(0.12)) return nothing
    const kept = <Item>(items: Item[]) => (items.length > 0 ? dice.one(items) : undefined)
    const isFit = ({ sensor }: Row) => !isRuuvi || sensor.length === 17
    const [rows, shares] = [this.#rows.filter(isFit), this.#shares.filter(isFit)]
    const ofOwner = (row: Row | undefined) =>
      row && { caller: row.owner, sensor: row.sensor, guest: row.guest ?? anybody(dice), isOwner: true }
    const ofGuest = (row: Share | undefined) =>
      row && { caller: row.guest, sensor: row.sensor, guest: row.guest, isOwner: false }
    const owned = () => ofOwner(kept(rows)) ?? nothing
    const shared = () => ofOwner(kept(shares)) ?? nothing
    const got = () => ofGuest(kept(shares.filter(({ guest }) => callers.includes(guest)))) ?? nothing
    switch (about) {
      case 'answerShare':
        return ofGuest(kept(shares.filter(({ isAsked, guest }) => isAsked && callers.includes(guest)))) ?? got()
      case 'unshareSensor':
        return dice.falls(0.4) ? got() : shared()
      case 'changeShare':
      case 'resendLetter':
        return shared()
      case 'updateSensor':
      case 'unclaimSensor':
      case 'deleteDevice':
        return dice.falls(0.8) ? owned() : got()
      case 'addService':
        return ofOwner(kept(rows.filter(({ sensor }) => sensor.length > 17))) ?? nothing
      case 'removeService': {
        const offered = new Set(this.services.map(({ device }) => device))
        return ofOwner(kept(rows.filter(({ sensor }) => offered.has(sensor)))) ?? nothing
      }
      case 'contestSensor':
        return { ...nothing, sensor: kept([...this.sensorSecrets.keys()]) ?? nothing.sensor }
      case 'endSession':
        return { ...nothing, caller: kept(this.sessions)?.owner ?? nothing.caller }
      case 'revokeAccessKey':
      case 'updateAccessKey':
      case 'deleteAccessKey':
        return { ...nothing, caller: (kept(this.#liveKeys()) ?? kept(this.keys.slice(-10)))?.owner ?? nothing.caller }
      default:
        return dice.weighed({ owner: 70, guest: 30 }) === 'guest' ? got() : { ...owned(), guest: anybody(dice) }
    }
  }

  /** Another sensor; mostly of the same owner. */
  sensor(dice: Dice, { caller }: Scene): string {
    const theirs = this.#rows.filter(({ owner }) => owner === caller)
    const from = dice.falls(0.8) && theirs.length > 0 ? theirs : this.#rows
    return from.length > 0 && dice.falls(0.9) ? dice.one(from).sensor : mac(dice)
  }

  /** A service of the device that a request is about, or what a sensor measures. */
  channel(dice: Dice, { sensor }: Scene): string {
    const offered = this.services.filter(({ device }) => device === sensor)
    if (offered.length > 0) return dice.one(offered).id
    return dice.one(['temperature', 'humidity', 'pressure', 'acceleration', 'co2', 'luminosity'])
  }

  /** What a field of this name means in a request to somewhere. */
  meaning(dice: Dice, scene: Scene, about: string): (field: string) => unknown {
    const { caller, sensor, guest } = scene
    const kept = <Item>(items: Item[]) => (items.length > 0 ? dice.one(items) : undefined)
    const letter = kept(this.codes.slice(-8))
    const now = () => Math.floor(Date.now() / 1000) - dice.number(0, 200)
    const isOneOf = (...operations: string[]) => operations.includes(about)
    const itself = () => (dice.falls(0.85) ? sensor : this.sensor(dice, scene))
    const meanings: Record<string, () => unknown> = {
      sensor: () => (isOneOf('claimSensor') ? fresh(dice, sensor) : itself()),
      deviceId: () => (isOneOf('claimDevice') ? fresh(dice, device(dice)) : itself()),
      sensors: itself,
      deviceIds: itself,
      key: () => {
        if (isOneOf('updateAccessKey', 'deleteAccessKey')) return this.keyId(dice, scene)
        return dice.falls(0.3) ? mac(dice) : sensor.slice(0, 17)
      },
      user: () => (isOneOf('unshareSensor') && !scene.isOwner ? dice.one([caller, guest]) : guest),
      users: () => (dice.falls(0.5) ? guest : email(dice)),
      guest: () => guest,
      person: () => (isOneOf('checkAccess', 'checkAccesses') ? dice.one([caller, guest]) : guest),
      email: () => {
        if (isOneOf('requestDeletion')) return caller
        if (isOneOf('signIn')) return letter?.email
        if (isOneOf('requestCode', 'setPlan')) return dice.one(callers)
        return guest
      },
      channels: () => this.channel(dice, scene),
      channel: () => this.channel(dice, scene),
      serviceId: () => {
        const channel = this.channel(dice, scene)
        return channel.includes(':') ? channel : `${sensor}.${channel}`
      },
      id: () => {
        if (isOneOf('endSession')) return kept(this.sessions.filter(({ owner }) => owner === caller))?.id
        if (isOneOf('revokeAccessKey')) return this.keyId(dice, scene)
        if (isOneOf('readMailbox')) return kept(this.numbers)
        if (isOneOf('readPicture')) return kept(this.pictures.slice(-3))
        if (isOneOf('device')) return itself()
        if (isOneOf('account')) return kept(this.userIds)
        return device(dice)
      },
      token: () => {
        if (isOneOf('signIn')) return dice.falls(0.5) ? letter?.code : kept(this.links['/app/sign-in/link'].slice(-8))
        if (isOneOf('forwardMeasurements')) return kept(this.forwardTokens.slice(-3))
        // Older ones are mostly of people who have been deleted.
        if (isOneOf('verifyDeletion', 'confirmDeletion')) return kept(this.links['/verify-delete'].slice(-4))
        if (isOneOf('keepPicture')) return kept(this.uploads.slice(-4))
        return kept(this.links['/app/invitation'])
      },
      code: () => (isOneOf('registerPlanCode') ? undefined : kept(this.planCodes)),
      plan: () => dice.one(['Basic', 'Pro', 'Business']),
      secret: () =>
        isOneOf('contestSensor')
          ? this.sensorSecrets.get(sensor)
          : `secret ${dice.number(0, 9)} ${dice.one(niceTexts)}`,
      macAddress: () => gateway(dice),
      gw_mac: () => gateway(dice),
      gateway: () => gateway(dice),
      DEVICE_ADDR: () => gateway(dice),
      time: () => new Date(now() * 1000).toISOString(),
      updateAt: () => new Date(now() * 1000).toISOString(),
      ESP_FW: () => 'v1.15.0',
      NRF_FW: () => 'v1.0.0',
      data: () => dice.one(frames),
      timestamp: () => (dice.falls(0.5) ? now() : now() * (isOneOf('recordMeasurements') ? 1 : 1000)),
      since: () => now() - 3600,
      until: now,
      startsAt: () => instant(dice),
      expiresAt: () => instant(dice),
      minDate: () => instant(dice),
      maxDate: () => instant(dice),
      name: () => (isOneOf('saveSetting') ? dice.one(['unit', 'theme', 'a.b-c_d']) : dice.one([...niceTexts, ...ill])),
      note: () => dice.one([...niceTexts, ...ill]),
      picture: () => dice.one(['sauna.jpg', 'https://example.com/a.png']),
      type: () => dice.one(['unit', 'theme', 'alarm']),
      after: () => kept(this.cursors),
      before: () => kept(this.numbers),
      sort: () => dice.one(['asc', 'desc', 'name', '-created']),
      state: () => dice.one(['active', 'inactive']),
      size: () => dice.number(1, 20),
      from: () => dice.number(0, 5),
      RecordType: () => dice.one(['Delivery', 'Bounce', 'SpamComplaint', 'SubscriptionChange', 'Open']),
    }
    return field => meanings[field]?.()
  }

  /** The keys that were not revoked when it was last looked up. */
  #liveKeys() {
    return this.keys.filter(({ id }) => this.keyIds.includes(id))
  }

  keyId(dice: Dice, { caller }: Scene): string | undefined {
    const theirs = this.keys.filter(({ owner }) => owner === caller).map(({ id }) => id)
    const there = this.keyIds.filter(id => theirs.includes(id))
    const from = [there, theirs, this.keyIds].find(({ length }) => length > 0)
    return from && dice.one(from)
  }

  /** Learns what an answer holds, wherever it stands in it. */
  learn(caller: string, answer: unknown) {
    for (const found of objectsIn(answer)) {
      const { id, secret, accessToken, email, code, to, text, links, next, last, uploadURL, picture } = found
      if (typeof id === 'string' && typeof secret === 'string') keep(this.keys, { id, secret, owner: caller })
      if (typeof accessToken === 'string' && typeof email === 'string') {
        keep(this.tokens, { token: accessToken, owner: email })
      }
      if (typeof code === 'string' && !code.startsWith('ER_')) keep(this.planCodes, code)
      if (typeof text === 'string' && typeof links === 'object')
        this.#readLetter(String(to), text, Object.values(links ?? {}))
      for (const cursor of [next, last]) if (typeof cursor === 'string') keep(this.cursors, cursor)
      if (typeof uploadURL === 'string') keep(this.uploads, uploadURL.replace(/^.*\//, ''))
      if (typeof picture === 'string' && picture.includes('/pictures/')) keep(this.pictures, picture.slice(-36))
      if (typeof id === 'number') keep(this.numbers, id)
      if (typeof id === 'string' && /^[0-9a-f]{8}-/.test(id) && 'email' in found) keep(this.userIds, id)
    }
  }

  #readLetter(email: string, text: string, links: unknown[]) {
    for (const link of links) {
      const { pathname, searchParams } = new URL(String(link), 'http://here')
      const token = searchParams.get('token')
      if (token && pathname in this.links) keep(this.links[pathname as keyof Known['links']], token)
    }
    const [, code] = /^ {4}(\w{4})$/m.exec(text) ?? []
    if (code) keep(this.codes, { code, email })
  }
}

const anybody = (dice: Dice) => dice.one([...callers, ...callers, ...strangers, email(dice)])

function keep<Item>(items: Item[], item: Item) {
  if (JSON.stringify(items).includes(JSON.stringify(item))) return
  items.push(item)
  if (items.length > most) items.shift()
}

/** All objects in a value. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap(objectsIn)
  return Array.isArray(value) ? inside : [value as Record<string, unknown>, ...inside]
}

const hex = (number: number) => number.toString(16).padStart(2, '0').toUpperCase()

/** A sensor; there are not many, so that several people want the same. */
const mac = (dice: Dice) => `C6:F1:E7:00:00:${hex(dice.number(0, 127))}`
const device = (dice: Dice) => `80:00:00:00:00:00:00:${hex(dice.number(0, 63))}`
const gateway = (dice: Dice) => `F0:E1:D2:C3:B4:0${dice.number(0, 5)}`

/** Mostly one that may be free: of the same kind, with other ends. */
const fresh = (dice: Dice, id: string) => (dice.falls(0.7) ? id.slice(0, -2) + hex(dice.number(0, 255)) : id)

/** Advertisements of the formats 5, 3, 6 and none. */
const frames = [
  '0201061BFF9904050EA24339C9120024FFE003ECA076A44E37C207FC16453B',
  '0201061BFF99040512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F',
  '02010611FF990403291A1ECE1EFC18F94202CA0B53',
  '0201061BFF9904060BB8271042FFFFFF0320FFFFFFFFFF00CDCBB8334C884F',
  '',
  'FF',
]

export { callers }
