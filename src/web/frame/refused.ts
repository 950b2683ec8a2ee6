/** The sentence beside a field that was filled in wrongly. */
import { html } from 'ghtml'

/** Renders what is wrong with a field, read aloud at once; nothing when it is right. */
export const fieldError = (wrong: string | undefined) => (wrong ? html`<p class="wrong" role="alert">${wrong}</p>` : '')
