/** The stored answer to a call with an Idempotency-Key, as handlers return it and `bind` sends it. */
import type { Kept } from '../../limits/once.ts'

/** An answer that is stored and sent again for each repetition of the call, refusals included. */
export class KeptAnswer {
  readonly status: number
  readonly answer: object
  readonly isReplayed: boolean

  constructor({ status, answer, isReplayed }: Kept & { isReplayed: boolean }) {
    this.status = status
    this.answer = answer
    this.isReplayed = isReplayed
  }
}
