/** Chance that a seed decides: the same seed throws the same. */

export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A number from 0 to 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from `from` to `to`, both included. */
  number(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1))
  }

  /** Whether something that happens so often happens now. */
  falls(odds: number): boolean {
    return this.next() < odds
  }

  one<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error('there is nothing to choose from')
    return items[this.number(0, items.length - 1)] as Item
  }

  /** Some of these, in order, each once. */
  some<Item>(items: readonly Item[], odds = 0.5): Item[] {
    return items.filter(() => this.falls(odds))
  }

  /** So many times what is made each time. */
  times<Item>(from: number, to: number, make: () => Item): Item[] {
    return Array.from({ length: this.number(from, to) }, make)
  }

  /** One of several ways, each as often as it weighs. */
  weighed<Way extends string>(weights: Record<Way, number>): Way {
    const ways = Object.entries<number>(weights) as [Way, number][]
    let left = this.next() * ways.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [way, weight] of ways) {
      left -= weight
      if (left < 0) return way
    }
    return (ways.at(-1) as [Way, number])[0]
  }
}
