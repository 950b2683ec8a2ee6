/** The route that saves a person's name. */
import type { FastifyInstance } from 'fastify'
import { saveSettings } from '../../accounts/settings.ts'
import type { Context } from '../../context.ts'
import { nameIn, nameSetting } from '../../people/display-name.ts'
import { textIn } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { refusedWith } from '../frame/refused.ts'
import { reasonOf } from '../refusals/reason.ts'
import { readerOf } from '../time/view.ts'
import { texts } from './words.ts'

/** Adds the route. */
export function namePages(app: FastifyInstance, { db }: Pick<Context, 'db'>) {
  app.post('/app/account/name', async (request, reply) => {
    const reader = readerOf(request)
    const words = texts[reader.language]
    const typed = textIn(request.body, 'name')
    const name = typed.trim() === '' ? '' : nameIn(typed)
    if (name === undefined) return redirectWithNotice(reply, section, { text: words.wrong, isBad: true })
    const refusal = await refusedWith(['settingsFull'], saveSettings(db, request.caller, { [nameSetting]: name }))
    if (refusal) return redirectWithNotice(reply, section, { text: reasonOf(refusal, reader), isBad: true })
    return redirectWithNotice(reply, section, { text: name === '' ? words.removed : words.saved })
  })
}

const section = '/app/account#name'
