/** What guests should look at, in the frame of the pages: the number of waiting invitations, and access that has ended. */
import type { FastifyInstance } from 'fastify'
import { html } from 'ghtml'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/open.ts'
import { clean, isolate } from '../../mail/letters/chosen.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { type AccessEnd, countInvitations, dismissAccessEnds, listAccessEnds } from '../../sharing/read/waiting.ts'
import { textIn } from '../frame/form.ts'
import { proof } from '../frame/page.ts'
import { ownPlace } from '../frame/session.ts'
import { type Reader, time } from '../time/view.ts'
import { texts } from './news-words.ts'

/** The news of a page; `ends` are listed on the list of sensors and on the invitations only. */
export type News = { invitations: number; ends: AccessEnd[] }

const [list, invitations] = ['/app', '/app/invitations']
const pathOf = (url: string) => url.split('?')[0] ?? ''

/** Reads the news for a page. A page that can't have them is shown without. */
export async function newsOf(db: Database, caller: Caller, url: string): Promise<News> {
  const hasEnds = pathOf(url) === list || pathOf(url) === invitations
  const reading = Promise.all([countInvitations(db, caller), hasEnds ? listAccessEnds(db, caller) : []])
  return reading.then(
    ([invitations, ends]) => ({ invitations, ends }),
    () => ({ invitations: 0, ends: [] }),
  )
}

/** Adds the route that dismisses the list of access that has ended. */
export function newsPages(app: FastifyInstance, { db }: Pick<Context, 'db'>) {
  app.post('/app/invitations/dismiss', async ({ caller, body }, reply) => {
    const until = textIn(body, 'until')
    if (!/^\d{1,15}$/.test(until)) throw new Refusal('noSuchPage')
    await dismissAccessEnds(db, caller, Number(until))
    return reply.redirect(ownPlace(textIn(body, 'next')), 303)
  })
}

/** Renders the news above the content of a page. It has its place there also without news, so that they can come live. */
export function newsView({ invitations: count, ends }: News, url: string, reader: Reader, token: string): string {
  const words = texts[reader.language]
  const path = pathOf(url)
  if (path !== list && path !== invitations) return ''
  const waiting =
    path === list && count > 0
      ? html`<div class="notice"><p>${words.waiting(count)}</p><a class="button quiet small" href="${invitations}">${words.see}</a></div>`
      : ''
  return html`<div id="news" data-live>!${waiting}!${ends.length > 0 ? endsOf(ends, path, reader, token) : ''}</div>`
}

function endsOf(ends: AccessEnd[], path: string, reader: Reader, token: string): string {
  const words = texts[reader.language]
  const [newest] = ends
  return html`<section class="notice" aria-label="${words.ended}"><div>!${ends.map(end => html`<p>!${sentenceOf(end, reader)}</p>`)}</div>
<form method="post" action="/app/invitations/dismiss">!${proof(token)}<input type="hidden" name="until" value="${newest?.id}"><input type="hidden" name="next" value="${path}"><button class="quiet small">${words.dismiss}</button></form></section>`
}

/** Names of sensors are written by people: each stays one quoted piece. */
function sentenceOf({ action, sensor, name, owner, at }: AccessEnd, reader: Reader): string {
  const words = texts[reader.language]
  const chosen = clean(name ?? '')
  const [before, after] = words.ends[action]({
    owner: owner ?? words.somebody,
    sensor: chosen ? words.quote(isolate(chosen)) : sensor,
    date: mark,
  }).split(mark)
  return html`${before}!${time(at, reader)}${after}`
}

/** Stands for the date until the sentence is escaped. People can't write it: `clean` removes it. */
const mark = '\u0001'
