/** The error page. */
import { html } from 'ghtml'
import type { Refusal } from '../../refusal.ts'
import { art } from '../parts/empty.ts'
import { reasonOf } from '../refusals/reason.ts'
import type { Reader } from '../time/view.ts'
import { Page } from './page.ts'
import { minutesToWait } from './refused.ts'
import { texts } from './words.ts'

/** Renders the page that says why a request was refused. */
export function problem(refusal: Refusal, reader: Reader): Page {
  const words = texts[reader.language]
  const { status } = refusal.kind
  const minutes = minutesToWait(refusal)
  const title = status === 404 ? words.nothing : status >= 500 ? words.broken : words.failed
  return new Page(
    reader,
    title,
    html`<p role="alert">${minutes && refusal.name === 'tooMany' ? words.tooMany(minutes) : reasonOf(refusal, reader)}</p>
<p><a class="button" href="/app">${words.backToSensors}</a></p>`,
    status,
    { above: art('search') },
  )
}
