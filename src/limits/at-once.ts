/** Limits how much somebody does at once: counted in memory, in each process. */
import { tooMany } from '../refusal.ts'

/** Counts the work that is running, by person. */
export class AtOnce {
  readonly #most: number
  readonly #running = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  /** Runs work for somebody; refuses with `tooMany` if as much as allowed is running for them. */
  async run<Answer>(key: string, work: () => Promise<Answer>): Promise<Answer> {
    const leave = this.enter(key)
    try {
      return await work()
    } finally {
      leave()
    }
  }

  /** Counts work as running until the returned function is called; refuses with `tooMany` as `run` does. */
  enter(key: string): () => void {
    const running = this.#running.get(key) ?? 0
    if (running >= this.#most) throw tooMany(1)
    this.#running.set(key, running + 1)
    let hasLeft = false
    return () => {
      if (hasLeft) return
      hasLeft = true
      const left = (this.#running.get(key) ?? 1) - 1
      if (left > 0) this.#running.set(key, left)
      else this.#running.delete(key)
    }
  }
}
