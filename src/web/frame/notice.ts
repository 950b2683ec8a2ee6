/** The notice that one page leaves for the next one, in a cookie that lives for a minute. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Sentence, sentenceIn } from './sentence.ts'

/**
 * A message for the next page. `undo` is the id that the Undo form sends back, if the action can be undone.
 */
export type Notice = { text: Sentence; isBad?: boolean; undo?: string }

/** Redirects to another page, which shows the notice. */
export function redirectWithNotice(reply: FastifyReply, path: string, notice: Notice) {
  const { name, attributes } = reply.server.cookies.notice
  reply.setCookie(name, Buffer.from(JSON.stringify(notice)).toString('base64url'), { ...attributes, maxAge: 60 })
  return reply.redirect(path, 303)
}

/** Reads the notice of the previous page, and deletes its cookie. */
export function takeNotice({ cookies }: FastifyRequest, reply: FastifyReply): Notice | undefined {
  const { name, attributes } = reply.server.cookies.notice
  const kept = cookies[name]
  if (!kept) return undefined
  reply.clearCookie(name, attributes)
  try {
    const { text: words, isBad, undo } = JSON.parse(Buffer.from(kept, 'base64url').toString())
    const text = sentenceIn(words)
    return text === undefined ? undefined : { text, isBad: Boolean(isBad), ...(typeof undo === 'string' && { undo }) }
  } catch {
    return undefined
  }
}
