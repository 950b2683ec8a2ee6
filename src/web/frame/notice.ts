/** A word that one page leaves for the next, in a cookie that lives for a moment. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Sentence, sentenceIn } from './sentence.ts'

/** `undo` is what the form Undo brings back, where something can be undone. */
export type Notice = { text: Sentence; isBad?: boolean; undo?: string }

const name = 'sensor_share_notice'

/** Sends a browser to another page, which tells it. */
export function goAndTell(reply: FastifyReply, path: string, notice: Notice) {
  reply.setCookie(name, Buffer.from(JSON.stringify(notice)).toString('base64url'), {
    path: '/app',
    httpOnly: true,
    sameSite: 'lax',
    maxAge: 60,
  })
  return reply.redirect(path, 303)
}

/** Reads what the last page left, once. */
export function takeNotice({ cookies }: FastifyRequest, reply: FastifyReply): Notice | undefined {
  const kept = cookies[name]
  if (!kept) return undefined
  reply.clearCookie(name, { path: '/app' })
  try {
    const { text: words, isBad, undo } = JSON.parse(Buffer.from(kept, 'base64url').toString())
    const text = sentenceIn(words)
    return text === undefined ? undefined : { text, isBad: Boolean(isBad), ...(typeof undo === 'string' && { undo }) }
  } catch {
    return undefined
  }
}
