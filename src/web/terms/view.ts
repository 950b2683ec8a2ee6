/** Renders the terms of a share in words. */
import { html } from 'ghtml'
import type { Service } from '../../sensors/read/services.ts'
import { isDevice } from '../../sharing/channels.ts'
import type { ShareView } from '../../sharing/read/shown.ts'
import { nameOr } from '../frame/names.ts'
import { type Reader, time } from '../time/view.ts'
import { texts } from './words.ts'

type TermsView = Pick<ShareView, 'sensor' | 'direction' | 'channels' | 'scripting' | 'startsAt' | 'expiresAt'>

/**
 * Renders terms: Everything · for programs too · until 28 Nov 2026, 14:05. `services` are those that the reader may
 * know.
 */
export function termsOf(share: TermsView, reader: Reader, services: Service[] = []): string {
  const words = texts[reader.language]
  const { scripting, startsAt, expiresAt } = share
  const parts = [
    scopeOf(share, services, reader),
    scripting ? words.scripting : '',
    startsAt && new Date(startsAt) > reader.now ? html`${words.from} !${time(startsAt, reader)}` : '',
    expiresAt ? html`${words.until} !${time(expiresAt, reader)}` : '',
  ]
  return parts.filter(Boolean).join(' · ')
}

/** Returns HTML. */
function scopeOf({ sensor, direction, channels }: TermsView, services: Service[], reader: Reader): string {
  const words = texts[reader.language]
  if (!channels) return words.everything
  if (channels.length === 0) return words.nothing
  const measured = Object.entries(words.channels).map(([channel, name]) => ({ channel, name }))
  const offered = isDevice(sensor) ? services.filter(service => service.sensor === sensor) : measured
  const shared = offered.filter(({ channel }) => channels.includes(channel))
  const missing = offered.filter(({ channel }) => !channels.includes(channel))
  const nameless = channels.length - shared.length
  // Only the owner may know what else a device has.
  const isAllKnown = nameless === 0 && (!isDevice(sensor) || direction === 'given')
  if (isAllKnown && missing.length === 0) return words.allNow
  if (isAllKnown && missing.length < shared.length) return words.allBut(list(missing, reader))
  return words.just(
    list([...shared, ...(nameless > 0 ? [{ channel: '', name: words.services(nameless) }] : [])], reader),
  )
}

/** Service names are written by people, so <bdi> isolates their text direction. */
const list = (channels: { channel: string; name: string }[], reader: Reader) => {
  const words = texts[reader.language]
  return words.list.format(channels.map(({ channel, name }) => html`<bdi>${nameOr(name, channel)}</bdi>`))
}

/** Renders the state of a share; empty if it is live. */
export function stateOf({ state }: Pick<ShareView, 'state'>, reader: Reader): string {
  const words = texts[reader.language]
  return words.states[state] ? html`<span class="tag">${words.states[state]}</span>` : ''
}

/** Renders the owner's note to the guest. */
export const noteOf = ({ note }: Pick<ShareView, 'note'>) =>
  note ? html`<blockquote><bdi>${note}</bdi></blockquote>` : ''
