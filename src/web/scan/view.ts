/** The button that fills in a field with what the camera finds on a label. */
import { html } from 'ghtml'
import { words } from './words.ts'

const { scan, ...spoken } = words
const spokenJson = JSON.stringify(spoken)

/**
 * Renders the button for the field with an id; `pattern` is the source of what to look for. It is hidden until the
 * script knows that this browser can scan.
 */
export const scanButton = (field: string, pattern: string) =>
  html`<button type="button" class="quiet small" data-scan="${field}" data-pattern="${pattern}" data-words="${spokenJson}" hidden>${scan}</button>`
