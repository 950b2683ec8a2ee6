/** On what terms somebody has a sensor, in words. */
import { html } from 'ghtml'
import type { Listed } from '../../sharing/shown.ts'
import { terms as words } from '../english/terms.ts'
import { type Clock, time } from './time.ts'

type Told = Pick<Listed, 'channels' | 'scripting' | 'startsAt' | 'expiresAt'>

/** Everything, for automations too, until 28 Nov 2026, 14:05 */
export function termsOf({ channels, scripting, startsAt, expiresAt }: Told, clock: Clock): string {
  const parts = [
    html`${scopeOf(channels)}`,
    scripting ? words.scripting : '',
    startsAt && new Date(startsAt) > clock.now ? html`${words.from} !${time(startsAt, clock)}` : '',
    expiresAt ? html`${words.until} !${time(expiresAt, clock)}` : '',
  ]
  return parts.filter(Boolean).join(', ')
}

function scopeOf(channels: string[] | null): string {
  if (!channels) return words.everything
  if (channels.length === 0) return words.nothing
  const known = Object.keys(words.channels).filter(channel => channels.includes(channel))
  const names = known.map(channel => words.channels[channel] ?? channel)
  const missing = Object.keys(words.channels).filter(channel => !channels.includes(channel))
  if (missing.length < known.length) {
    return missing.length === 0
      ? words.allNow
      : words.allBut(words.list.format(missing.map(channel => words.channels[channel] ?? channel)))
  }
  const others = channels.length - known.length
  return words.just(words.list.format(others > 0 ? [...names, words.services(others)] : names))
}

/** How a share stands; nothing when it is live. */
export function stateOf({ state }: Pick<Listed, 'state'>): string {
  return words.states[state] ? html`<span class="tag">${words.states[state]}</span>` : ''
}

/** What somebody wrote, as it was written. */
export const noteOf = ({ note }: Pick<Listed, 'note'>) =>
  note ? html`<blockquote><bdi>${note}</bdi></blockquote>` : ''

/** What a sensor is called: by its name, which people choose, or by its id. */
export const nameOf = ({ sensor, name }: { sensor: string; name: string }) =>
  name.trim() ? html`<bdi>${name}</bdi>` : html`<span class="id">${sensor}</span>`
