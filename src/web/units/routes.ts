/** The route that saves units and time zone, and what a person has chosen. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { saveSettings } from '../../accounts/settings.ts'
import type { Context } from '../../context.ts'
import { type Units, unitsIn } from '../../measurements/units.ts'
import { zoneSetting } from '../../people/time-zone.ts'
import { textIn } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { refusedWith } from '../frame/refused.ts'
import { reasonOf } from '../refusals/reason.ts'
import { isZone, readerOf } from '../time/view.ts'
import { fields } from './view.ts'
import { texts } from './words.ts'

/** Returns the units that the person has chosen. */
export const unitsOf = ({ caller }: Pick<FastifyRequest, 'caller'>): Units => unitsIn(caller?.display)

/** Adds the route. */
export function unitsPages(app: FastifyInstance, { db }: Context) {
  app.post('/app/account/units', async (request, reply) => {
    const { caller, body } = request
    const reader = readerOf(request)
    const words = texts[reader.language]
    const settings = settingsIn(body)
    if (!settings) return redirectWithNotice(reply, section, { text: words.wrong, isBad: true })
    const refusal = await refusedWith(['settingsFull'], saveSettings(db, caller, settings))
    return redirectWithNotice(
      reply,
      section,
      refusal ? { text: reasonOf(refusal, reader), isBad: true } : { text: words.saved },
    )
  })
}

const section = '/app/account#units'

function settingsIn(body: unknown): Record<string, string> | undefined {
  const zone = textIn(body, 'zone')
  if (zone !== '' && (zone.length > 64 || !isZone(zone))) return undefined
  const units = Object.entries(fields).map(([name, { setting, values }]) => ({
    setting,
    value: textIn(body, name),
    known: values as readonly string[],
  }))
  if (units.some(({ value, known }) => !known.includes(value))) return undefined
  return {
    ...Object.fromEntries(units.map(({ setting, value }) => [setting, value])),
    [zoneSetting]: zone,
  }
}
