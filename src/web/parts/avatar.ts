/** People as circles with their initials. The circle repeats what stands beside it, so screen readers skip it. */
import { html } from 'ghtml'

const hueCount = 8

/** Renders the circle of a person; `size` is a class of frame.css. */
export function avatar(email: string, name = '', size: '' | 'tiny' | 'huge' = ''): string {
  return html`<span class="avatar hue-${hueOf(email)} ${size}" aria-hidden="true">${initialsOf(name.trim() || email)}</span>`
}

/** Renders the circles of several people, overlapping, and how many more there are. */
export function avatars(emails: string[], more = 0): string {
  return html`<span class="avatars" aria-hidden="true">!${emails.map(email => avatar(email, '', 'tiny'))}!${more > 0 ? html`<span class="avatar tiny more">+${more}</span>` : ''}</span>`
}

/** Returns one or two initials of a name or an address: GS for gary.smith@example.com. */
export function initialsOf(nameOrEmail: string): string {
  const [local = ''] = nameOrEmail.split('@')
  const parts = local.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const ends = parts.length > 1 ? [parts[0], parts.at(-1)] : parts
  const initials = ends.map(part => [...(part ?? '')][0] ?? '').join('')
  return initials.toLocaleUpperCase('en') || '?'
}

/** Returns one of the hues, always the same for an address. */
function hueOf(email: string): number {
  let hash = 0
  for (const character of email.toLowerCase()) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0
  return (Math.abs(hash) % hueCount) + 1
}
