/** The pages of the mailbox, which shows letters while no mail transport is configured. */
import { html } from 'ghtml'
import type { MailboxLetter } from '../../mail/transports/mailbox.ts'
import { Page } from '../frame/page.ts'
import type { Reader } from '../time/view.ts'
import { texts } from './mailbox-words.ts'

/** Renders the list of letters in the mailbox. */
export function mailboxPage(mails: MailboxLetter[], reader: Reader): Page {
  const words = texts[reader.language]
  if (mails.length === 0)
    return new Page(reader, words.title, html`<div class="sheet empty"><p>${words.none}</p></div>!${toApp(reader)}`)
  const items = mails.map(
    ({ id, to, subject, sentAt }) =>
      html`<li><a class="title" href="/mailbox/${id}"><bdi>${subject}</bdi></a><br><small>${words.to} ${to}, !${time(sentAt)}</small></li>`,
  )
  return new Page(
    reader,
    words.title,
    html`<p>${words.intro(mails.length)}</p>
<ul class="sheet rows">
!${items.join('\n')}
</ul>
!${toApp(reader)}`,
  )
}

/** The frame around an email inherits the policy of the page, and emails have inline styles. */
class MailPage extends Page {
  override readonly headers = {
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; manifest-src 'self'; form-action 'none'; base-uri 'self'; frame-ancestors 'none'",
  }
}

/** Renders a letter of the mailbox. */
export function mailPage({ to, subject, text, html: letter, links, sentAt }: MailboxLetter, reader: Reader): Page {
  const words = texts[reader.language]
  const purposes: Readonly<Record<string, string>> = words.purposes
  const items = Object.entries(links).map(
    ([purpose, url]) => html`<li><a href="${url}">${purposes[purpose] ?? purpose}</a></li>`,
  )
  return new MailPage(
    reader,
    subject,
    html`<p class="faint">${words.to} ${to}, !${time(sentAt)}</p>
<iframe class="framed" title="${words.letter}" srcdoc="${inNewTabs(letter)}" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
<h2>${words.links}</h2>
<ul class="sheet rows">!${items.join('\n')}</ul>
<details class="sheet"><summary>${words.text}</summary>
<pre>${text}</pre></details>
!${toAll(reader)}`,
  )
}

/** Says that the mailbox has no such letter. */
export function noSuchMail(reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(reader, words.noneSuch, html`<p>${words.noneSuchIntro}</p>!${toAll(reader)}`, 404)
}

/** Says how to open the mailbox. */
export function mailboxLocked(reader: Reader): Page {
  const words = texts[reader.language]
  return new Page(reader, words.locked, html`<p>${words.howToOpen}</p><p>${words.newLink}</p>!${toApp(reader)}`, 403)
}

const toAll = (reader: Reader) => {
  const words = texts[reader.language]
  return html`<p class="buttons"><a class="button quiet" href="/mailbox">${words.all}</a></p>`
}
const toApp = (reader: Reader) => {
  const words = texts[reader.language]
  return html`<p class="buttons"><a class="button quiet" href="/app">${words.app}</a></p>`
}

/** Makes links open in a new tab: the sandboxed frame itself cannot navigate. */
const inNewTabs = (letter: string) => letter.replace('<head>', '<head><base target="_blank">')

const time = (date: Date) =>
  html`<time datetime="${date.toISOString()}">${date.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>`
