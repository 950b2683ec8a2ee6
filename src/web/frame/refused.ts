/** What pages make of a refusal: a sentence beside a field, a notice, or the minutes to wait. */
import type { FastifyReply } from 'fastify'
import { html } from 'ghtml'
import { Refusal, type RefusalName } from '../../refusal.ts'
import { reasonOf } from '../refusals/reason.ts'
import type { Reader } from '../time/view.ts'
import { type Notice, redirectWithNotice } from './notice.ts'

/** Renders what is wrong with a field, read aloud at once; nothing when it is right. */
export const fieldError = (wrong: string | undefined) => (wrong ? html`<p class="wrong" role="alert">${wrong}</p>` : '')

/** Returns the message to show beside a form for a refusal below 500; rethrows any other error. */
export function refused(error: unknown, reader: Reader): { message: string; status: number } {
  if (error instanceof Refusal && error.kind.status < 500)
    return { message: reasonOf(error, reader), status: error.kind.status }
  throw error
}

/** Awaits an action and returns its refusal if it is one of `names`; throws any other error. */
export async function refusedWith(names: RefusalName[], done: Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await done
  } catch (error) {
    if (error instanceof Refusal && names.includes(error.name)) return error
    throw error
  }
}

/**
 * Runs an action and redirects to a page with the notice that it returns. If it is refused, the notice is what
 * `sentenceOf` makes of the refusal. Throws refusals for which that is undefined, and any other error.
 */
export async function redirectWithResult(
  reply: FastifyReply,
  path: string,
  action: () => Promise<Notice>,
  sentenceOf: (refusal: Refusal) => string | undefined,
): Promise<FastifyReply> {
  try {
    return redirectWithNotice(reply, path, await action())
  } catch (error) {
    const text = error instanceof Refusal ? sentenceOf(error) : undefined
    if (text === undefined) throw error
    return redirectWithNotice(reply, path, { text, isBad: true })
  }
}

/** Returns the minutes after which a call that came too often may be repeated; undefined for any other refusal. */
export function minutesToWait({ kind: { status, headers = {} } }: Refusal): number | undefined {
  const seconds = Number(headers['retry-after'])
  return status === 429 && seconds > 0 ? Math.ceil(seconds / 60) : undefined
}
