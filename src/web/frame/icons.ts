/** Icons of the pages: line drawings in the colour of the surrounding text. */
import { html } from 'ghtml'

/** SVG shapes in a square of 24 units. */
const pictures = {
  sensor:
    '<circle cx="12" cy="12" r="3"/><path d="M7 17a7 7 0 0 1 0-10M17 7a7 7 0 0 1 0 10M4.2 19.8a11 11 0 0 1 0-15.6M19.8 4.2a11 11 0 0 1 0 15.6"/>',
  person: '<circle cx="12" cy="8" r="4"/><path d="M4 21a8 8 0 0 1 16 0"/>',
  letter: '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3 7 9 6 9-6"/>',
  clock: '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 3"/>',
  key: '<circle cx="8" cy="15" r="5"/><path d="m11.5 11.5 8-8M16 7l3 3"/>',
  share: '<circle cx="12" cy="12" r="6"/>',
  out: '<path d="M12 12h11M19.5 8.5 23 12l-3.5 3.5"/>',
  in: '<path d="M1 12h11M8.5 8.5 12 12l-3.5 3.5"/>',
  gateway:
    '<rect x="4" y="13" width="16" height="7" rx="2"/><path d="M8 16.5h.01M12 13V9M8.5 6.5a5 5 0 0 1 7 0M6 3.8a9 9 0 0 1 12 0"/>',
  more: '<circle cx="5" cy="12" r="1"/><circle cx="12" cy="12" r="1"/><circle cx="19" cy="12" r="1"/>',
  search: '<circle cx="11" cy="11" r="6"/><path d="m16 16 5 5"/>',
  close: '<path d="m6 6 12 12M18 6 6 18"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  check: '<path d="m5 13 4.5 4.5L19 7"/>',
  edit: '<path d="m4 20 1-4L16 5l3 3L8 19zM14 7l3 3"/>',
  remove: '<path d="M4 7h16M10 7V4h4v3M6 7l1 13h10l1-13M10 11v5M14 11v5"/>',
  leave: '<path d="M14 4H6v16h8M10 12h11M17.5 8.5 21 12l-3.5 3.5"/>',
  download: '<path d="M12 4v11M7.5 11 12 15.5 16.5 11M4 20h16"/>',
  copy: '<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15V6a2 2 0 0 1 2-2h8"/>',
  pause: '<path d="M9 6v12M15 6v12"/>',
  resume: '<path d="M8 5v14l11-7z"/>',
  warning: '<path d="M12 4 2.5 20h19zM12 10v4M12 17h.01"/>',
  phone: '<rect x="7" y="3" width="10" height="18" rx="2"/><path d="M11 18h2"/>',
  desk: '<rect x="3" y="4" width="18" height="12" rx="2"/><path d="M9 20h6M12 16v4"/>',
  battery: '<rect x="3" y="8" width="15" height="9" rx="2"/><path d="M21 11v3M6 11v3M9.5 11v3"/>',
  earlier: '<path d="m14.5 6-6 6 6 6"/>',
  later: '<path d="m9.5 6 6 6-6 6"/>',
  closer: '<circle cx="11" cy="11" r="6"/><path d="m16 16 5 5M11 8.5v5M8.5 11h5"/>',
  wider: '<circle cx="11" cy="11" r="6"/><path d="m16 16 5 5M8.5 11h5"/>',
} as const

/** The name of an icon. */
export type Picture = keyof typeof pictures

/** Returns the shapes of several pictures, drawn over each other. */
export const drawing = (...names: Picture[]) => names.map(name => pictures[name]).join('')

/** Renders a decorative icon, hidden from screen readers because the text beside it says the same. */
export function icon(...names: Picture[]): string {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">!${drawing(...names)}</svg>`
}

/** Renders an icon that stands without text: `words` is its label and tooltip. */
export function sign(words: string, ...names: Picture[]): string {
  return html`<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="${words}"><title>${words}</title>!${drawing(...names)}</svg>`
}
