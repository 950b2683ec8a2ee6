/** Routes of the account page that make and revoke access keys. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createAccessKey, listAccessKeys, revokeAccessKey } from '../../auth/access-keys.ts'
import { beginTokenSession } from '../../auth/sign-in/copy-token.ts'
import type { Context } from '../../context.ts'
import { networkOf } from '../../limits/network.ts'
import { Refusal } from '../../refusal.ts'
import { sensorsIn, textIn } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { refusedWith } from '../frame/refused.ts'
import { texts as frameTexts } from '../frame/words.ts'
import { reasonOf } from '../refusals/reason.ts'
import { type Reader, readerOf } from '../time/view.ts'
import { lifetimes, newTokenPage, type TypedKey } from './keys-view.ts'
import { texts as keyTexts } from './keys-words.ts'
import { askToRevoke, type Failed, newKeyPage } from './view.ts'
import { texts } from './words/words.ts'

const home = '/app/account'

/** Shows the account page with a mistake. */
type Show = (request: FastifyRequest, reply: FastifyReply, failed: Failed) => Promise<unknown>

/** Adds the routes. */
export function keyPages(
  app: FastifyInstance,
  { db, keys, policy, tokens }: Pick<Context, 'db' | 'keys' | 'policy' | 'tokens'>,
  show: Show,
) {
  app.post(`${home}/token`, async (request, reply) => {
    const { caller, ip } = request
    const session = await beginTokenSession(db, caller, networkOf(ip))
    const end = new Date(Date.now() + policy.sessionDays * 86_400_000)
    return reply.page(newTokenPage(tokens.ofSession(caller.email, session), end, readerOf(request)))
  })

  app.post(`${home}/keys`, async (request, reply) => {
    const reader = readerOf(request)
    const { caller, body } = request
    const typed = typedIn(body)
    const keyWrong = mistakeIn(typed, reader)
    if (keyWrong)
      return show(request, reply, { status: 400, key: { ...typed, name: typed.name.slice(0, 200) }, keyWrong })
    try {
      return reply.page(
        newKeyPage(await createAccessKey(db, keys.accessKeys, caller, wantedIn(typed, Date.now())), reader),
      )
    } catch (error) {
      if (!(error instanceof Refusal && ['keysFull', 'notVisible'].includes(error.name))) throw error
      return show(request, reply, { status: error.kind.status, key: typed, keyWrong: reasonOf(error, reader) })
    }
  })

  app.get(`${home}/keys/revoke`, async (request, reply) => {
    const { caller, query } = request
    const reader = readerOf(request)
    const keyId = textIn(query, 'key')
    const key = (await listAccessKeys(db, caller)).find(({ id }) => id === keyId)
    if (!key) throw new Refusal('noSuchPage')
    return reply.page(askToRevoke(key, reader))
  })

  app.post(`${home}/keys/revoke`, async (request, reply) => {
    const { caller, body } = request
    const words = texts[readerOf(request).language]
    const refusal = await refusedWith(['noSuchKey'], revokeAccessKey(db, caller, textIn(body, 'key')))
    return redirectWithNotice(reply, home, { text: refusal ? words.keyGone : words.revoked })
  })
}

function typedIn(body: unknown): TypedKey {
  const scope = textIn(body, 'scope')
  const days = textIn(body, 'days')
  return {
    name: textIn(body, 'name').trim(),
    scope: scope === 'share' || scope === 'all' ? scope : 'read',
    sensors: sensorsIn(body),
    isForSome: textIn(body, 'reach') === 'some',
    days: lifetimes.includes(days) ? days : (lifetimes[1] ?? ''),
  }
}

function mistakeIn({ name, sensors, isForSome }: TypedKey, reader: Reader): string | undefined {
  const frameWords = frameTexts[reader.language]
  const keyWords = keyTexts[reader.language]
  if (!isName(name)) return frameWords.badName
  if (!isForSome && sensors.length > 0) return keyWords.allOrSome
  if (isForSome && sensors.length === 0) return keyWords.noSensor
  return isForSome && sensors.length > 100 ? keyWords.tooManySensors : undefined
}

function wantedIn({ name, scope, sensors, isForSome, days }: TypedKey, now: number) {
  return {
    name,
    scope,
    sensors: isForSome ? sensors : null,
    expiresAt: days === '' ? null : new Date(now + Number(days) * 86_400_000).toISOString(),
  }
}

/** Tells whether a text is a valid name for an access key, as the contract defines it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for control characters.
const isName = (text: string) => text !== '' && [...text].length <= 200 && !/[\x00-\x1f\x7f]/.test(text)
