/** A menu behind three dots. It opens without scripts; with them a click outside and Escape close it. */
import { html } from 'ghtml'

const dots = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5h.01M12 12h.01M12 19h.01" stroke-width="3"/></svg>`

/**
 * Renders a menu. `label` says for screen readers what it is about, e.g. “More for Sauna”; `items` are links and buttons
 * with the class `plain`, and `danger` where something is lost.
 */
export const dotsMenu = (label: string, items: string | string[]) =>
  html`<details class="menu right"><summary class="button plain round" aria-label="${label}" title="${label}">!${dots}</summary>
<div class="sheet">!${items}</div></details>`
