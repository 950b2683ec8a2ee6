/** The share form: parses and validates its fields. */
import { channels as measured } from '../../measurements/frame.ts'
import { canonicalEmail, isEmail } from '../../people/email.ts'
import { isDevice, isServiceId } from '../../sharing/channels.ts'
import type { Many } from '../../sharing/grant/share-many.ts'
import { addressesIn, sensorsIn, textIn, textsIn } from '../frame/form.ts'
import { nameOr } from '../frame/names.ts'
import type { Reader } from '../time/view.ts'
import { instantOf } from '../time/wall-clock.ts'
import { texts } from './words/words.ts'

/** Everything, or only `channels`. */
export type Choice = { onlySome: boolean; channels: string[] }

/** The fields as submitted, to show them again if something is wrong. */
export type Typed = {
  /** Ids of the selected sensors, and of all in the form. */
  sensors: string[]
  offered: string[]
  /** Whether the form offers all of the caller's own sensors. */
  fromAll: boolean
  people: string
  ticked: string[]
  /** What is shared of all Ruuvi sensors, which have the same channels, and of each device, by id. */
  what: Choice
  ofDevices: Map<string, Choice>
  scripting: boolean
  note: string
  from: string
  until: string
  untilAt: string
}

/** Parses the form as it was sent. */
export function typedIn(fields: unknown): Typed {
  const sensors = sensorsIn(fields)
  return {
    sensors,
    offered: [...new Set([...sensorsIn(fields, 'offered'), ...sensors])],
    fromAll: textIn(fields, 'fromAll') !== '',
    people: textIn(fields, 'people'),
    ticked: textsIn(fields, 'person').filter(isEmail).map(canonicalEmail),
    what: choiceIn(fields, '', channel => measured.has(channel)),
    ofDevices: new Map(
      Object.keys(Object(fields)).flatMap(name => {
        const [, id] = /^what-([0-9A-F:]{23})$/.exec(name) ?? []
        return id ? [[id, choiceIn(fields, id, isServiceId)]] : []
      }),
    ),
    scripting: textIn(fields, 'scripting') !== '',
    // Browsers send line breaks as CRLF.
    note: textIn(fields, 'note').replaceAll('\r\n', '\n').trim(),
    from: textIn(fields, 'from'),
    until: textIn(fields, 'until'),
    untilAt: textIn(fields, 'untilAt'),
  }
}

function choiceIn(fields: unknown, device: string, isOne: (channel: string) => boolean): Choice {
  return {
    onlySome: textIn(fields, whatOf(device)) === 'some',
    channels: textsIn(fields, channelOf(device)).filter(isOne),
  }
}

/** Names of the fields about a device; of the fields about Ruuvi sensors if `device` is empty. */
export const whatOf = (device: string) => (device ? `what-${device}` : 'what')

/** Returns the name of the field with the ticked channels. */
export const channelOf = (device: string) => (device ? `channel-${device}` : 'channel')

const everything: Choice = { onlySome: false, channels: [] }

/** Returns what is shared of a sensor; of a device that was not in the form, everything. */
export const choiceOf = ({ what, ofDevices }: Typed, sensor: string) =>
  isDevice(sensor) ? (ofDevices.get(sensor) ?? everything) : what

/** Messages by field. */
export type Wrong = Partial<Record<'sensors' | 'people' | 'channels' | 'note' | 'from' | 'until', string>>

type Meant = Pick<Many, 'sensors' | 'guests'> & Required<Pick<Many, 'scripting' | 'note' | 'startsAt' | 'expiresAt'>>

const mostPairs = 1_000

/** Converts the fields to arguments of `shareMany`; `sensors` are the selected ones that the caller owns. */
export function understand(
  typed: Typed,
  sensors: { sensor: string; name: string }[],
  reader: Reader,
): { meant: Meant; wrong: Wrong } {
  const { zone, now } = reader
  const words = texts[reader.language]
  const { addresses, others } = addressesIn(typed.people)
  const guests = [...new Set([...addresses, ...typed.ticked])]
  const startsAt = typed.from ? instantOf(typed.from, zone) : undefined
  const expiresAt = endOf(typed, zone, startsAt && startsAt > now ? startsAt : now)
  const length = [...typed.note].length
  const ofNothing = sensors.filter(({ sensor }) => channelsOf(typed, sensor)?.length === 0)
  const names = ofNothing.map(({ sensor, name }) => (isDevice(sensor) ? nameOr(name, sensor) : words.theSensors))
  const wrong: Wrong = {
    ...(sensors.length === 0 && { sensors: words.nothing }),
    ...(others.length > 0 && { people: words.noAddress(others) }),
    ...(guests.length + others.length === 0 && { people: words.nobody }),
    ...(sensors.length * guests.length > mostPairs && { people: words.tooMany(sensors.length, guests.length) }),
    ...(names.length > 0 && { channels: words.noChannel(sensors.length > 1 ? [...new Set(names)] : []) }),
    ...(length > 500 && { note: words.noteTooLong(length) }),
    ...(typed.note.includes('\0') && { note: words.noteUnreadable }),
    ...(typed.from && !startsAt && { from: words.noTime }),
    ...wrongEnd(typed, expiresAt, startsAt, now, reader),
  }
  const meant = {
    sensors: sensors.map(({ sensor }) => ({ sensor, channels: channelsOf(typed, sensor) })),
    guests,
    scripting: typed.scripting,
    note: typed.note,
    startsAt: startsAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  }
  return { meant, wrong }
}

function channelsOf(typed: Typed, sensor: string): string[] | null {
  const { onlySome, channels } = choiceOf(typed, sensor)
  return onlySome ? channels : null
}

const days: Record<string, number> = { day: 1, week: 7, month: 30 }

/**
 * A typed end time counts even if the select still says "no end", so that it is never lost; only a fixed length
 * overrides it.
 */
function endOf({ until, untilAt }: Typed, zone: string, start: Date): Date | undefined {
  const length = days[until]
  if (length) return new Date(start.getTime() + length * 86_400_000)
  return untilAt ? instantOf(untilAt, zone) : undefined
}

function wrongEnd(
  { until, untilAt }: Typed,
  end: Date | undefined,
  start: Date | undefined,
  now: Date,
  reader: Reader,
): Wrong {
  const words = texts[reader.language]
  if (end) return end > now && !(start && end <= start) ? {} : { until: words.badEnd }
  if (untilAt) return { until: words.noTime }
  return until === 'other' ? { until: words.noEnd } : {}
}
