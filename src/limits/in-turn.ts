/** Lets work wait for its turn, so that only some of it runs at a time. */

/** Runs so much work at a time; the rest waits in the order in which it came. */
export class InTurn {
  readonly #most: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Runs work when it is its turn. */
  async run<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (this.#running < this.#most) this.#running++
    else await new Promise<void>(resolve => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      // Hands its place over, so that nobody who comes now gets it first.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }
}
