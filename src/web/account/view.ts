/** The account page: sessions, preferences, plan, access keys and deletion. */
import { html } from 'ghtml'
import type { Preferences } from '../../accounts/preferences.ts'
import type { AccessKey, NewAccessKey } from '../../auth/access-keys.ts'
import type { Session } from '../../auth/sessions/sessions.ts'
import type { Mute } from '../../mail/mute.ts'
import { chosenName } from '../../people/display-name.ts'
import type { Usage } from '../../plans/usage.ts'
import type { SensorName } from '../../sensors/read/names.ts'
import { nameSection } from '../display-name/view.ts'
import { nameOr } from '../frame/names.ts'
import { Page, proof } from '../frame/page.ts'
import { avatar } from '../parts/avatar.ts'
import { type Passkeys, passkeysSection } from '../passkeys/view.ts'
import { texts as signInTexts } from '../sign-in/words.ts'
import { ago, type Reader, time } from '../time/view.ts'
import { languageSection } from '../units/language-view.ts'
import { unitsSection } from '../units/view.ts'
import { emailsSection } from './emails.ts'
import { keysSection, type TypedKey } from './keys-view.ts'
import { texts as keyTexts } from './keys-words.ts'
import { sessionsOf } from './sessions-view.ts'
import { texts } from './words/words.ts'

/** What the account page shows. */
export type Account = {
  email: string
  isOperating: boolean
  sessions: Session[]
  preferences: Preferences
  /** Whether the service asks every guest first, whatever their preference. */
  isAlwaysAsked: boolean
  /** A page of the muted senders; `next` is where the next page begins. */
  mutes: { mutes: Mute[]; next: string | null }
  usage: Usage
  keys: AccessKey[]
  /** The sensors that a key can be limited to. */
  sensors: SensorName[]
  passkeys: Passkeys
  /** The settings for units and time. */
  display: Readonly<Record<string, string>> | undefined
  reader: Reader
}

/** A rejected form: what was typed, and the message to show beside the field. */
export type Failed = { status: number; code?: string; codeWrong?: string; key?: TypedKey; keyWrong?: string }

/** Renders the account page; `failed` shows a mistake in one of its forms. */
export function accountPage(account: Account, failed: Failed = { status: 200 }): Page {
  const words = texts[account.reader.language]
  return new Page(
    account.reader,
    words.title,
    token => html`<div class="somebody">!${avatar(account.email, chosenName(account.display), 'huge')}<p>${words.intro(account.email)}</p></div>
!${account.isOperating ? html`<p>${words.operates} <a href="/app/gateways">${words.gateways}</a></p>` : ''}
<div class="sections">
!${sessionsOf(account, token)}
!${passkeysSection(account.passkeys, account.reader, token)}
!${nameSection(account.display, token, account.reader)}
!${languageSection(account.display, token, account.reader)}
!${unitsSection(account.display, token, account.reader)}
!${askingOf(account, token)}
!${emailsSection(account.preferences.emails, token, account.reader)}
!${mutesOf(account, token)}
!${planOf(account, failed, token)}
!${keysSection(account, token, failed.key, failed.keyWrong)}
<section class="sheet" aria-labelledby="data"><h2 id="data">${words.data}</h2>
<p>${words.dataIntro}</p>
<form class="buttons" method="post" action="/app/account/export">!${proof(token)}<button class="quiet">${words.download}</button></form></section>
<section class="sheet" aria-labelledby="remove"><h2 id="remove">${words.remove}</h2>
<p>${words.removeIntro}</p>
<p class="buttons"><a class="button quiet danger" href="/app/account/delete" data-dialog>${words.removeOpen}</a></p></section>
</div>`,
    failed.status,
  )
}

function askingOf({ preferences, isAlwaysAsked, reader }: Account, token: string): string {
  const words = texts[reader.language]
  const form = html`<form method="post" action="/app/account/ask-first">!${proof(token)}
<label class="tick"><input type="checkbox" name="askFirst" value="yes" aria-describedby="ask-first-help" !${preferences.askFirst ? 'checked' : ''}>${words.askFirst}</label>
<p class="faint" id="ask-first-help">${words.askFirstHelp}</p>
<p class="buttons"><button class="quiet">${words.save}</button></p></form>`
  return html`<section class="sheet" aria-labelledby="asking"><h2 id="asking">${words.asking}</h2>
!${isAlwaysAsked ? html`<p>${words.alwaysAsked}</p>` : form}</section>`
}

function mutesOf({ mutes: { mutes, next }, reader }: Account, token: string): string {
  const words = texts[reader.language]
  if (mutes.length === 0) return ''
  const rows = mutes.map(
    ({ sender, since }) =>
      html`<li class="row"><span class="somebody">!${avatar(sender)}<span>${sender} <small>${words.mutedSince} !${ago(since, reader)}</small></span></span>
<form method="post" action="/app/account/unmute">!${proof(token)}<input type="hidden" name="sender" value="${sender}"><button class="quiet small">${words.unmute}<span class="visually-hidden"> ${sender}</span></button></form></li>`,
  )
  return html`<section class="sheet" aria-labelledby="mutes"><h2 id="mutes">${words.mutes}</h2>
<p>${words.mutesIntro}</p>
<ul class="rows">!${rows}</ul>
!${next ? html`<p><a href="/app/account?afterMuted=${encodeURIComponent(next)}#mutes">${words.moreMutes}</a></p>` : ''}</section>`
}

function planOf({ usage, reader }: Account, { code = '', codeWrong }: Failed, token: string): string {
  const words = texts[reader.language]
  const { subscriptionName, endsAt, claims, shares, maxClaims, maxShares } = usage
  const { maxSharesPerSensor, maxHistoryDays, maxResolutionMinutes } = usage
  return html`<section class="sheet" aria-labelledby="plan"><h2 id="plan">${words.plan}</h2>
<p>${words.planIs(subscriptionName)}!${endsAt ? html` ${words.until} !${time(endsAt, reader)}; ${words.thenBasic}` : ''}</p>
<dl class="pair">!${bar('claims', words.claims, claims, maxClaims, reader)}!${bar('shares', words.shares, shares, maxShares, reader)}</dl>
<p>${words.perSensor(maxSharesPerSensor)} ${words.history(maxHistoryDays, maxResolutionMinutes)}</p>
<form class="form" method="post" action="/app/account/plan-code">!${proof(token)}
<label for="code">${words.code}</label>
<input id="code" name="code" value="${code}" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="200" aria-describedby="code-help" !${codeWrong ? 'aria-invalid="true" autofocus' : ''}>
<p id="code-help">!${codeWrong ? html`<span class="wrong" role="alert">${codeWrong}</span>` : html`<small>${words.codeHelp}</small>`}</p>
<p class="buttons"><button class="quiet">${words.useCode}</button></p></form></section>`
}

/** Renders the used part of a limit as a bar and in words. After a change of plan it may exceed 100 %. */
function bar(id: string, name: string, used: number, most: number, reader: Reader): string {
  const words = texts[reader.language]
  return html`<div><dt id="of-${id}">${name}</dt>
<dd class="tight"><meter aria-labelledby="of-${id}" min="0" max="${Math.max(most, 1)}" high="${most * 0.9}" value="${Math.min(used, Math.max(most, 1))}"></meter>
${words.used(used, most)}</dd></div>`
}

/** Shows the secret of a new access key; it can be read only here. */
export function newKeyPage({ id, name, secret }: NewAccessKey, reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.newKey,
    html`<div class="sheet form">
<p><bdi>${name}</bdi></p>
<p role="status">${words.newKeyIntro}</p>
!${copied('key-id', words.keyId, id, reader)}
!${copied('secret', words.secret, secret, reader)}
<p class="buttons"><a class="button" href="/app/account#keys">${words.keyDone}</a></p></div>`,
  )
}

/** Renders a text to copy. Its button is hidden until the script shows it. */
const copied = (id: string, label: string, text: string, reader: Reader) => {
  const words = texts[reader.language]
  return html`<label for="${id}">${label}</label>
<input class="id" id="${id}" value="${text}" readonly autocomplete="off" spellcheck="false">
<p class="buttons"><button type="button" class="quiet small" data-copy="${id}" data-copied="${words.copied}" aria-label="${words.copy}: ${label}" hidden>${words.copy}</button></p>`
}

/** Asks before an access key is revoked. */
export function askToRevoke({ id, name }: AccessKey, reader: Reader): Page {
  const words = texts[reader.language]
  const keyWords = keyTexts[reader.language]
  return new Page(
    reader,
    words.revokeTitle,
    token => html`<form method="post" action="/app/account/keys/revoke">!${proof(token)}<input type="hidden" name="key" value="${id}">
<p><bdi>${nameOr(name, keyWords.nameless)}</bdi> <span class="id faint">${id}</span></p>
<p>${words.revokeIntro}</p>
<p class="buttons"><button class="danger">${words.doRevoke}</button>
<a class="button quiet" href="/app/account#keys" data-close>${words.keepKey}</a></p></form>`,
  )
}

/** Asks for the person's own address, before the deletion letter is sent. */
export function askToRequestDeletion(
  reader: Reader,
  {
    email = '',
    wrong,
    status = 200,
  }: {
    email?: string
    wrong?: string
    status?: number
  } = {},
): Page {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.removeTitle,
    token => html`<form method="post" action="/app/account/delete">!${proof(token)}
<ul>!${words.removeWhat.map(line => html`<li>${line}</li>`)}</ul>
<p>${words.removeHow}</p>
<label for="email">${words.removeType}</label>
!${wrong ? html`<p class="wrong" id="email-wrong" role="alert">${wrong}</p>` : ''}
<input id="email" name="email" type="email" autocomplete="off" required maxlength="254" value="${email}" !${wrong ? 'aria-invalid="true" aria-describedby="email-wrong" autofocus' : ''}>
<p class="buttons"><button class="danger">${words.removeSend}</button>
<a class="button quiet" href="/app/account" data-close>${words.keepAccount}</a></p></form>`,
    status,
  )
}

/** Says that the letter with the deletion link is under way. */
export function deletionSent(email: string, hasMailbox: boolean, reader: Reader): Page {
  const words = texts[reader.language]
  const signInWords = signInTexts[reader.language]
  return new Page(
    reader,
    words.sentTitle,
    html`<p role="status">${words.sent(email)}</p>
!${hasMailbox ? html`<p>${signInWords.inMailbox} <a href="/mailbox" target="_blank">${signInWords.mailbox}</a></p>` : ''}
<p class="buttons"><a class="button quiet" href="/app/account" data-close>${words.back}</a></p>`,
  )
}
