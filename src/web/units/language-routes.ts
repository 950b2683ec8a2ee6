/** The route that saves a person's language. */
import type { FastifyInstance } from 'fastify'
import { saveSettings } from '../../accounts/settings.ts'
import type { Context } from '../../context.ts'
import { languageOf, languageSetting, languages } from '../../people/language.ts'
import { textIn } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { refusedWith } from '../frame/refused.ts'
import { reasonOf } from '../refusals/reason.ts'
import { readerOf } from '../time/view.ts'
import { texts } from './language-words.ts'

const section = '/app/account#language'

/** Adds the route. */
export function languagePages(app: FastifyInstance, { db }: Context) {
  app.post('/app/account/language', async (request, reply) => {
    const { caller, body, headers } = request
    const reader = readerOf(request)
    const language = textIn(body, 'language')
    if (!['', ...languages].includes(language))
      return redirectWithNotice(reply, section, { text: texts[reader.language].wrong, isBad: true })
    const settings = { [languageSetting]: language }
    const refusal = await refusedWith(['settingsFull'], saveSettings(db, caller, settings))
    if (refusal) return redirectWithNotice(reply, section, { text: reasonOf(refusal, reader), isBad: true })
    // The next page is in the new language already.
    return redirectWithNotice(reply, section, {
      text: texts[languageOf(settings, headers['accept-language'])].saved,
    })
  })
}
