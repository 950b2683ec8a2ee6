/** The section of the account page where people choose their emails, and its route. */
import type { FastifyInstance } from 'fastify'
import { html } from 'ghtml'
import { type EmailChoice, savePreferences } from '../../accounts/preferences.ts'
import type { Context } from '../../context.ts'
import { emailSettings } from '../../mail/email-settings.ts'
import { textsIn } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { proof } from '../frame/page.ts'
import { type Reader, readerOf } from '../time/view.ts'
import { texts } from './emails-words.ts'

const place = '/app/account/emails'

/** Adds the route that saves the email settings. */
export function emailsPages(app: FastifyInstance, { db }: Pick<Context, 'db'>) {
  app.post(place, async (request, reply) => {
    const { caller, body } = request
    const words = texts[readerOf(request).language]
    const chosen = textsIn(body, 'email')
    const emails = Object.fromEntries(emailSettings.map(setting => [setting, chosen.includes(setting)]))
    await savePreferences(db, caller, { emails })
    return redirectWithNotice(reply, '/app/account', { text: words.saved })
  })
}

/** Renders the section. Links in emails lead to its id. */
export function emailsSection(emails: EmailChoice, token: string, reader: Reader): string {
  const words = texts[reader.language]
  const boxes = emailSettings.map(
    setting =>
      html`<label class="tick"><input type="checkbox" name="email" value="${setting}" !${emails[setting] ? 'checked' : ''}>${words.settings[setting]}</label>`,
  )
  return html`<section class="sheet" id="emails" aria-labelledby="emails-title"><h2 id="emails-title">${words.title}</h2>
<form method="post" action="${place}">!${proof(token)}
<fieldset><legend>${words.intro}</legend>!${boxes}</fieldset>
<p class="faint">${words.always}</p>
<p class="buttons"><button class="quiet">${words.save}</button></p></form></section>`
}
