/** Asks the mailer about letters that may have been sent already. */
import type { Mailer } from '../transports/mailer.ts'
import type { Claimed } from './claim-letters.ts'
import type { Result } from './note-outcomes.ts'

/** Parallel requests that ask the mailer whether letters have been sent before. */
const asksAtOnce = 8

/** Returns a result for each letter that must not be sent now: the mailer has sent it, or cannot say. */
export async function findSent(mailer: Mailer, letters: Claimed[]): Promise<Map<number, Result>> {
  const results = new Map<number, Result>()
  if (!mailer.find) return results
  const find = mailer.find.bind(mailer)
  const unsure = letters.filter(letter => letter.unsure)
  const queue = unsure.values()
  let failure: string | undefined
  async function ask() {
    for (const { id } of queue) {
      try {
        const messageId = failure === undefined ? await find(id) : null
        if (messageId !== null) results.set(id, { outcome: 'found', messageId })
      } catch (error) {
        failure = String((error as Error).message)
      }
      // After one failure the remaining letters are not asked about, because each request would wait for the same
      // error.
      if (failure !== undefined && !results.has(id)) results.set(id, { outcome: 'not asked', detail: failure })
    }
  }
  await Promise.all(Array.from({ length: Math.min(asksAtOnce, unsure.length) }, ask))
  return results
}
