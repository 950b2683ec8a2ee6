/** The first steps of a new owner: a checklist that says at each step what is missing. */
import { html } from 'ghtml'
import type { FirstSteps } from '../../sensors/read/first-steps.ts'
import { claimForm } from '../claim/view.ts'
import { nameOr } from '../frame/names.ts'
import { proof } from '../frame/page.ts'
import { asHtml, naming } from '../frame/sentence.ts'
import { toCopy } from '../gateways/to-copy.ts'
import type { Reader } from '../time/view.ts'
import { texts } from './words.ts'

/** How far the person is, whether they operate the server, and where gateways reach it. */
export type FirstRun = { steps: FirstSteps; isOperating: boolean; origin: string }

/** Renders the checklist; the first step that is not done is open. */
export function firstRunSection({ steps, isOperating, origin }: FirstRun, token: string, reader: Reader): string {
  const words = texts[reader.language]
  const { sensor, hasData, hasShared, isFed } = steps
  const name = nameOr(steps.name ?? '', sensor ?? '')
  const parts = [
    { title: words.add, isDone: sensor !== null, body: sensor ? named(words.added, name) : adding(token, reader) },
    {
      title: words.gateway,
      isDone: hasData || (isOperating && isFed),
      body: feeding(steps, isOperating, origin, reader),
    },
    { title: words.first, isDone: hasData, body: waiting(steps, name, reader) },
    { title: words.share, isDone: hasShared, body: sharing(steps, reader) },
  ]
  const next = parts.findIndex(({ isDone }) => !isDone)
  const items = parts.map(
    (
      { title, isDone, body },
      n,
    ) => html`<li class="!${isDone ? 'done' : ''}" !${n === next ? 'aria-current="step"' : ''}>
<h3>${title} <span class="visually-hidden">${isDone ? words.done : words.notYet}</span></h3>
!${body}</li>`,
  )
  return html`<section class="sheet" aria-labelledby="steps"><h2 id="steps">${words.title}</h2>
<ol class="steps" !${sensor && !hasData ? 'data-awaits' : ''}>!${items}</ol>
<form method="post" action="/app/first-steps/hide">!${proof(token)}<button class="quiet small">${words.hide}</button></form></section>`
}

const named = (sentence: (name: string) => string, name: string) => html`<p>!${asHtml(naming(sentence, name))}</p>`

const adding = (token: string, reader: Reader) => {
  const words = texts[reader.language]
  return html`<p>${words.addHow} ${words.others}</p>
!${claimForm(token, reader)}`
}

function feeding(
  { hasCalled, hasData, isFed }: FirstSteps,
  isOperating: boolean,
  origin: string,
  reader: Reader,
): string {
  const words = texts[reader.language]
  if (hasData || (isOperating && isFed)) return html`<p>${words.gatewayDone}</p>`
  if (!isOperating)
    return html`<p>${words.ask}</p><div class="form">!${toCopy('steps-url', words.dataUrl, `${origin}/record`, reader)}</div>`
  return html`<p>${hasCalled ? words.gatewayWaits : words.gatewayNone}</p>
<p><a class="button quiet small" href="/app/gateways">${hasCalled ? words.gatewayAllow : words.gatewayOpen}</a></p>`
}

function waiting({ sensor, hasData }: FirstSteps, name: string, reader: Reader): string {
  const words = texts[reader.language]
  if (!sensor) return html`<p class="faint">${words.firstLater}</p>`
  if (!hasData) return html`!${named(words.firstWaits, name)}<p class="faint">${words.firstFar}</p>`
  return html`!${named(words.firstDone, name)}
<p><a href="/app/sensors/${sensor}">${words.look}</a></p>`
}

function sharing({ sensor, hasData, hasShared }: FirstSteps, reader: Reader): string {
  const words = texts[reader.language]
  if (hasShared) return ''
  if (!sensor) return html`<p class="faint">${words.shareLater}</p>`
  return html`<p>${words.shareHow}</p>
<p><a class="button !${hasData ? '' : 'quiet small'}" href="/app/share?sensor=${sensor}" data-dialog>${words.shareNow}</a></p>`
}
