/** What is wrong in a database, as `npm run check` finds it, for tests and programs. */

import { checkAll, checkFacts } from '../../src/commands/invariants/check-all.ts'
import type { Database } from '../../src/db/open.ts'

/** Says which of the rules do not hold that hold at any time, and where; with `all` also those of what a running service cleans up. */
export async function faultsInBooks(db: Database, { all = false } = {}): Promise<string[]> {
  const faults: string[] = []
  await (all ? checkAll : checkFacts)(db, {
    found: ({ rule, wrong, examples }) => {
      if (wrong > 0) faults.push(`not so: ${rule}: ${examples.join('; ')}`)
    },
  })
  return faults
}
