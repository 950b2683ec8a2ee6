/** How often random and repeated tests try: few times in `npm test`, many with TEST_RUNS=long, as in CI. */

/** Picks the number of tries: the short or the long one. */
export function tries({ short, long }: { short: number; long: number }): number {
  return process.env.TEST_RUNS === 'long' ? long : short
}
