/** Routes of passkeys on the account page: adding and removing. Signing in with one is part of the sign-in page. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addPasskey, listPasskeys, mostPasskeys, offerPasskey, removePasskey } from '../../auth/passkeys/passkeys.ts'
import { siteOf } from '../../auth/passkeys/site.ts'
import type { Context } from '../../context.ts'
import { Refusal } from '../../refusal.ts'
import { textIn, typedName } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { redirectWithResult, refusedWith } from '../frame/refused.ts'
import { reasonOf } from '../refusals/reason.ts'
import { readerOf } from '../time/view.ts'
import { askToRemove, type Passkeys } from './view.ts'
import { texts } from './words.ts'

const section = '/app/account#passkeys'

/** Adds the routes of passkeys for people who are signed in. */
export function passkeysPages(app: FastifyInstance, { db, keys, policy }: Context) {
  app.post('/app/account/passkeys', async (request, reply) => {
    const { caller, body, host } = request
    const reader = readerOf(request)
    const words = texts[reader.language]
    const site = siteOf(policy.publicUrl, host)
    return redirectWithResult(
      reply,
      section,
      async () => {
        if (!site) throw new Refusal('badPasskey')
        const [name, challenge, response] = [textIn(body, 'name'), textIn(body, 'challenge'), textIn(body, 'response')]
        await addPasskey(db, keys.signIns, site, caller, { name: typedName(name, reader), challenge, response })
        return { text: words.added }
      },
      refusal => {
        const { name } = refusal
        if (name === 'needsSignIn') return words.needsSignIn
        return ['badPasskey', 'passkeysFull', 'malformed'].includes(name) ? reasonOf(refusal, reader) : undefined
      },
    )
  })

  app.get('/app/account/passkeys/remove', async (request, reply) => {
    const { caller, query } = request
    const reader = readerOf(request)
    const id = textIn(query, 'passkey')
    const passkey = (await listPasskeys(db, caller)).find(passkey => passkey.id === id)
    if (!passkey) throw new Refusal('noSuchPage')
    return reply.page(askToRemove(passkey, reader))
  })

  app.post('/app/account/passkeys/remove', async (request, reply) => {
    const { caller, body } = request
    const words = texts[readerOf(request).language]
    const id = textIn(body, 'passkey').replaceAll('\0', '')
    const refusal = await refusedWith(['noSuchPasskey'], removePasskey(db, caller, id))
    return redirectWithNotice(reply, section, { text: refusal ? words.gone : words.removed })
  })
}

/** Reads the caller's passkeys, and offers a new one if this person may add one here. */
export async function readPasskeys(
  { db, keys, policy }: Context,
  request: Pick<FastifyRequest, 'caller' | 'host' | 'cookies' | 'headers'>,
): Promise<Passkeys> {
  const { caller, host } = request
  const words = texts[readerOf(request).language]
  const passkeys = await listPasskeys(db, caller)
  const site = siteOf(policy.publicUrl, host)
  if (!site) return { passkeys, offer: words.needsTls }
  if (caller.session === undefined) return { passkeys, offer: words.needsSignIn }
  if (passkeys.length >= mostPasskeys) return { passkeys, offer: words.full }
  return { passkeys, offer: await offerPasskey(keys.signIns, site, caller, passkeys) }
}
