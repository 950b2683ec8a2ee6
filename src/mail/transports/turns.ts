/** Lets only a few calls run at the same time; the others wait for their turn, in order. */

/** Returns a function that runs work when it is its turn; at most `most` run at the same time. */
export function openTurns(most: number) {
  let running = 0
  const waiting: (() => void)[] = []

  return async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (running < most) running++
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // The next one takes over this place.
      if (next) next()
      else running--
    }
  }
}
