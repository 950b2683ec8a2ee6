/**
 * The page behind the link of an email about a new sign-in, key or passkey. Opening the link changes nothing, because mail
 * scanners open links.
 */
import type { FastifyInstance } from 'fastify'
import { html } from 'ghtml'
import { signOutPerson } from '../../auth/sessions/sign-out.ts'
import type { Context } from '../../context.ts'
import { textIn } from '../frame/form.ts'
import { Page, proof } from '../frame/page.ts'
import { refusedWith } from '../frame/refused.ts'
import { forgetSignIn } from '../frame/session.ts'
import { type Reader, readerOf } from '../time/view.ts'
import { texts } from './sign-out-words.ts'

const path = '/app/sign-out-everywhere'

/** Adds the routes, which need no session: whoever reads the mailbox may sign out its account. */
export function signOutPages(app: FastifyInstance, { db, tokens }: Context) {
  app.get(path, async (request, reply) => {
    const { query } = request
    const reader = readerOf(request)
    const link = textIn(query, 'token')
    return reply.page(tokens.signOutIn(link) === null ? ended(reader) : ask(link, reader))
  })

  app.post(path, async (request, reply) => {
    const { body } = request
    const reader = readerOf(request)
    const person = tokens.signOutIn(textIn(body, 'token'))
    if (person === null) return reply.page(ended(reader))
    // The account may be gone.
    const refusal = await refusedWith(['badToken'], signOutPerson(db, person))
    if (refusal) return reply.page(ended(reader))
    forgetSignIn(reply)
    return reply.page(done(reader))
  })
}

const ask = (link: string, reader: Reader) => {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.title,
    token => html`<p>${words.what}</p>
<form method="post" action="${path}">!${proof(token)}<input type="hidden" name="token" value="${link}">
<p class="buttons"><button class="danger">${words.signOut}</button></p>
</form>
<p>${words.notYou}</p>`,
  )
}

const done = (reader: Reader) => {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.done,
    html`<p role="status">${words.doneWhat}</p>
<p class="buttons"><a class="button quiet" href="/app/sign-in">${words.again}</a></p>`,
  )
}

const ended = (reader: Reader) => {
  const words = texts[reader.language]
  return new Page(
    reader,
    words.ended,
    html`<p role="status">${words.why}</p>
<p class="buttons"><a class="button quiet" href="/app/account">${words.account}</a></p>`,
    400,
  )
}
