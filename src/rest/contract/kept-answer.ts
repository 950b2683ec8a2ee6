/** An answer under an Idempotency-Key, for those who make it and those who send it. */
import type { Kept } from '../../limits/once.ts'

/** An answer that is kept: the same each time that the call is repeated, a refusal too. */
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
