/** The pages of the mailbox, where letters are read while no mail is set up. */
import { html } from 'ghtml'
import type { Mail } from '../mail/mailbox.ts'
import { Page } from './page.ts'

export function mailboxPage(mails: Mail[]): Page {
  if (mails.length === 0) return new Page('Mailbox', html`<p>There is no letter yet.</p>`)
  const items = mails.map(
    ({ id, to, subject, sentAt }) =>
      html`<li style="margin: 0 0 1rem"><a href="/mailbox/${id}">${subject}</a><br><small>to ${to}, !${time(sentAt)}</small></li>`,
  )
  return new Page(
    'Mailbox',
    html`<p>No mail is set up, so letters stay here. These are the newest ${mails.length}.</p>
<ul style="padding: 0; list-style: none">
!${items.join('\n')}
</ul>`,
  )
}

export function mailPage({ to, subject, text, html: letter, links, sentAt }: Mail): Page {
  const items = Object.entries(links).map(([purpose, url]) => html`<li><a href="${url}">${purpose}</a></li>`)
  return new Page(
    subject,
    html`<p>To ${to}, !${time(sentAt)}</p>
<iframe title="The letter" srcdoc="${inNewTabs(letter)}" sandbox="allow-popups allow-popups-to-escape-sandbox"
  style="width: 100%; height: 36rem; border: 1px solid #8888; border-radius: .5rem"></iframe>
<h2>Links</h2>
<ul>!${items.join('\n')}</ul>
<h2>As text</h2>
<pre style="white-space: pre-wrap">${text}</pre>
<p><a href="/mailbox">All letters</a></p>`,
  )
}

export function noSuchMail(): Page {
  return new Page(
    'There is no such letter',
    html`<p>Only the newest 1,000 are kept. <a href="/mailbox">All letters</a></p>`,
    404,
  )
}

/** The frame may not do anything, so the links of the letter open outside of it. */
const inNewTabs = (letter: string) => letter.replace('<head>', '<head><base target="_blank">')

const time = (date: Date) => html`<time>${date.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>`
