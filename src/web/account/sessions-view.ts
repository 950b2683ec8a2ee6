/** The sessions of the account page, the question before signing out everywhere, and what happened to the account. */
import { html } from 'ghtml'
import type { Session } from '../../auth/sessions/sessions.ts'
import type { AccountEvent } from '../../people/account-events.ts'
import { deviceIn } from '../../people/device-name.ts'
import { icon } from '../frame/icons.ts'
import { Page, proof } from '../frame/page.ts'
import { ago, type Reader, time } from '../time/view.ts'
import { texts as activityTexts } from './activity-words.ts'
import { texts } from './sessions-words.ts'

/** Renders the sessions, with the buttons that end them. */
export function sessionsOf({ sessions, reader }: { sessions: Session[]; reader: Reader }, token: string): string {
  const words = texts[reader.language]
  const rows = sessions.map(
    ({ id, device, network, createdAt, lastAccessed, current }) =>
      html`<li class="row"><span class="somebody">!${icon(/iPhone|Android|iPad/.test(device) ? 'phone' : 'desk')}<span>${deviceIn(reader.language, device)}!${current ? html` <span class="tag">${words.thisOne}</span>` : ''}
<small>!${network ? html`${words.network} ${network}, ` : ''}${words.since} !${time(createdAt, reader)}, ${words.lastUsed} !${ago(lastAccessed, reader)}</small></span></span>
<form method="post" action="/app/account/sessions/end">!${proof(token)}<input type="hidden" name="session" value="${id}"><button class="quiet small">${current ? words.endThis : words.endSession}!${current ? '' : html`<span class="visually-hidden"> ${deviceIn(reader.language, device)}</span>`}</button></form></li>`,
  )
  const hasOthers = sessions.some(({ current }) => !current)
  return html`<section class="sheet" aria-labelledby="sessions"><h2 id="sessions">${words.sessions}</h2>
<p>${sessions.length > 0 ? words.sessionsIntro : words.noSession}</p>
<ul class="rows">!${rows}</ul>
!${hasOthers ? html`<form class="buttons" method="post" action="/app/account/sessions/end-others">!${proof(token)}<button class="quiet">${words.endOthers}</button></form>` : ''}
<p class="buttons"><a class="button quiet" href="/app/account/sign-out-everywhere" data-dialog>${words.everywhereOpen}</a>
<a class="button quiet" href="/app/account/activity">${words.activityOpen}</a></p></section>`
}

/** Asks before everything that can act for the person ends. */
export function askToSignOut(reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.everywhereTitle,
    token => html`<form method="post" action="/app/account/sign-out-everywhere">!${proof(token)}
<ul>!${words.everywhereWhat.map(line => html`<li>${line}</li>`)}</ul>
<p class="buttons"><button class="danger">${words.everywhere}</button>
<a class="button quiet" href="/app/account" data-close>${words.stay}</a></p></form>`,
  )
}

/** Renders a page of what happened to the account, the newest first. */
export function activityPage({ events, next }: { events: AccountEvent[]; next: number | null }, reader: Reader): Page {
  const words = texts[reader.language]
  const sentences = activityTexts[reader.language]
  const rows = events.map(
    event =>
      html`<li class="row"><span><bdi>${sentences[event.action](event)}</bdi> <small>!${time(event.at, reader)}</small></span></li>`,
  )
  return new Page(
    reader,
    words.activity,
    html`<section class="sheet"><p>${words.activityIntro}</p>
!${rows.length > 0 ? html`<ul class="rows">!${rows}</ul>` : html`<p class="faint">${words.noActivity}</p>`}
<p class="buttons">!${next === null ? '' : html`<a class="button quiet" href="/app/account/activity?before=${next}">${words.older}</a> `}<a class="button quiet" href="/app/account">${words.back}</a></p></section>`,
  )
}
