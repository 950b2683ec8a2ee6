/** Reads the history of events for GraphQL. */
import type { Database } from '../../db/open.ts'
import { countSpan, type HistorySpan, listSpan, type SharingEvent } from '../../events/history.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import type { EventType, LoginEventsArgs, ResolversParentTypes } from '../schema/schema.ts'
import { sizeIn, user } from './values.ts'

type Event = ResolversParentTypes['Event']
type EventList = ResolversParentTypes['EventList']

/** Reads a page of events. Their total is counted only if the field is selected. */
export async function events(db: Database, caller: Caller, args: LoginEventsArgs): Promise<EventList> {
  const { after, size, types } = args
  const [from, limit] = [fromIn(args.from), sizeIn(size)]
  const before = after == null ? undefined : eventIn(after)
  if (types && !types.some(type => kindOf.has(type))) {
    return { total: async () => 0, hasMore: false, last: null, items: [] }
  }
  const span = spanIn(args)
  const read = await listSpan(db, caller, span, { before, limit: from + limit })
  const [events, next] = [read.events.slice(from), read.next]
  return {
    total: () => countSpan(db, caller, span),
    hasMore: next !== null,
    last: events.at(-1)?.id.toString() ?? null,
    items: events.map(event),
  }
}

function spanIn({ minDate, maxDate, types }: LoginEventsArgs): HistorySpan {
  const kinds = new Set(types?.filter(type => kindOf.has(type)) ?? kindOf.keys())
  const [only] = kinds.size === 1 ? kinds : []
  return {
    from: minDate == null ? undefined : Date.parse(minDate),
    until: maxDate == null ? undefined : Date.parse(maxDate),
    about: only && kindOf.get(only),
  }
}

/** What happens here. Other types can be asked for, too, and there is never an event of them. */
const kindOf = new Map<EventType, HistorySpan['about']>([
  ['DEVICE_SHARE', 'share'],
  ['DEVICE', 'sensor'],
])

/** Skipped events are read, too, so there is a maximum. */
const mostSkipped = 1_000

function fromIn(from: number | null | undefined): number {
  const start = from ?? 0
  if (start < 0 || start > mostSkipped) {
    throw new Refusal('malformed', `The "from" of a page of events is 0 to ${mostSkipped}. To read on, use "after".`)
  }
  return start
}

function eventIn(after: string): number {
  if (!/^\d{1,15}$/.test(after)) throw new Refusal('malformed', 'The field "after" is not the "last" of a page.')
  return Number(after)
}

/** The type and action under which remote.it's clients know each of our actions. */
const kinds: Record<SharingEvent['action'], [EventType, 'add' | 'update' | 'remove']> = {
  shared: ['DEVICE_SHARE', 'add'],
  accepted: ['DEVICE_SHARE', 'update'],
  changed: ['DEVICE_SHARE', 'update'],
  paused: ['DEVICE_SHARE', 'update'],
  resumed: ['DEVICE_SHARE', 'update'],
  resent: ['DEVICE_SHARE', 'update'],
  unshared: ['DEVICE_SHARE', 'remove'],
  left: ['DEVICE_SHARE', 'remove'],
  declined: ['DEVICE_SHARE', 'remove'],
  expired: ['DEVICE_SHARE', 'remove'],
  unclaimed: ['DEVICE_SHARE', 'remove'],
  contested: ['DEVICE_SHARE', 'remove'],
  claimed: ['DEVICE', 'add'],
  updated: ['DEVICE', 'update'],
  released: ['DEVICE', 'remove'],
  lost: ['DEVICE', 'remove'],
}

function event({ id, at, action: what, sensor, name, owner, guest, actor, words, data }: SharingEvent): Event {
  const [type, action] = kinds[what]
  const common = {
    id: String(id),
    type,
    timestamp: at,
    action,
    what,
    words,
    actor: actor === null ? null : user(actor),
    users: guest === null ? [] : [user(guest)],
    devices: [{ id: sensor, name }],
    owner: owner === null ? null : user(owner),
    state: null,
    target: [],
  }
  if (type === 'DEVICE') return common
  return { ...common, scripting: typeof data.scripting === 'boolean' ? data.scripting : null }
}

/** Returns the GraphQL type of an event. */
export const eventType = ({ type }: Event) => (type === 'DEVICE_SHARE' ? 'DeviceShareEvent' : 'DeviceEvent')
