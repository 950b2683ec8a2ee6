/** The logo: an S of two arcs, each around a dot, like a sensor and who it is shared with. public/icon.svg has the same. */
import { html } from 'ghtml'

/** Renders the logo without text, hidden from screen readers because the name stands beside it. */
export const logo = html`<svg class="logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="#0a6257"/><path d="M21.2 7a6 6 0 1 0-5.2 9 6 6 0 1 1-5.2 9" fill="none" stroke="#fff" stroke-width="2.8" stroke-linecap="round"/><circle cx="16" cy="10" r="2.2" fill="#fff"/><circle cx="16" cy="22" r="2.2" fill="#ffb74d"/></svg>`
