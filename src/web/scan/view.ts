/** The button that fills in a field with what the camera finds on a label. */
import { html } from 'ghtml'
import type { Reader } from '../time/view.ts'
import { texts } from './words.ts'

/**
 * Renders the button for the field with an id; `pattern` is the source of what to look for. It is hidden until the
 * script knows that this browser can scan.
 */
export function scanButton(field: string, pattern: string, reader: Reader): string {
  const words = texts[reader.language]
  const { scan, ...spoken } = words
  return html`<button type="button" class="quiet small" data-scan="${field}" data-pattern="${pattern}" data-words="${JSON.stringify(spoken)}" hidden>${scan}</button>`
}
