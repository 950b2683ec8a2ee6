/** Parses and writes ids, addresses and texts. No id contains a slash, because clients put ids into URLs. */
import { createHash } from 'node:crypto'
import { canonicalEmail, isEmail } from '../../people/email.ts'
import { Refusal } from '../../refusal.ts'
import { isSensorId } from '../../sensors/sensor-id.ts'
import type { User } from '../schema/schema.ts'

/** Parses the id of a device into its stored form. */
export function deviceIn(id: string): string {
  if (!isSensorId(id)) {
    throw new Refusal(
      'notMac',
      `${quoted(id)} is not the id of a device: six or eight pairs of hex digits with colons, like C6:F1:E7:D3:DA:11.`,
    )
  }
  return id.toUpperCase()
}

/** Parses an address into its stored form. */
export function emailIn(email: string): string {
  if (!isEmail(email)) {
    throw new Refusal('notEmail', `${quoted(email)} is not an email address, like someone@example.com.`)
  }
  return canonicalEmail(email)
}

/** Writes the id of a service: sensor and channel for a measurement, the channel alone for a device's service. */
export function serviceId(sensor: string, channel: string): string {
  return channel.includes(':') ? channel : `${sensor}.${channel}`
}

/** Parses the id of a service into its channel and, for a measurement, its sensor. */
export function serviceIn(id: string): { sensor: string | undefined; channel: string } {
  if (/^([0-9a-f]{2}:){7}[0-9a-f]{2}$/i.test(id)) return { sensor: undefined, channel: id.toUpperCase() }
  const [, sensor, channel] = /^((?:[0-9a-f]{2}:){5}[0-9a-f]{2})\.([0-9A-Za-z]{1,32})$/i.exec(id) ?? []
  if (sensor && channel) return { sensor: sensor.toUpperCase(), channel }
  throw new Refusal(
    'malformed',
    `${quoted(id)} is not the id of a service: eight pairs of hex digits with colons, or a sensor's id, a dot and what it measures.`,
  )
}

/** Parses the id of a service of a device (8 octets), existing or new. Refuses with `notDevice` that of a measurement. */
export function channelIn(id: string): string {
  const { sensor, channel } = serviceIn(id)
  if (sensor !== undefined) throw new Refusal('notDevice')
  return channel
}

/**
 * A person as others see them. The id is a hash of the address; anyone who sees the id sees the address too, so it
 * reveals nothing more.
 */
export function user(email: string): User {
  const hash = createHash('sha256').update(`sensor-share ${email}`).digest('hex')
  return {
    id: `${hash.slice(0, 8)}-${hash.slice(8, 12)}-${hash.slice(12, 16)}-${hash.slice(16, 20)}-${hash.slice(20, 32)}`,
    email,
  }
}

/** Validates a name. */
export function nameIn(name: string): string {
  if (name.length > 200 || hasControls(name)) {
    throw new Refusal('malformed', 'A name has up to 200 characters, in one line.')
  }
  return name
}

/** Validates a note. */
export function noteIn(note: string): string {
  if (note.length > 500) throw new Refusal('malformed', 'A note has up to 500 characters.')
  return note
}

const hasControls = (text: string) => [...text].some(character => character < ' ' || character === '\x7f')

/** Validates a page size; 100 by default. */
export function sizeIn(size: number | null | undefined): number {
  const count = size ?? 100
  if (count < 1 || count > 1000) throw new Refusal('malformed', 'The "size" of a page is 1 to 1000.')
  return count
}

/** Quotes a caller's text, shortened to fit into a sentence. */
const quoted = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
