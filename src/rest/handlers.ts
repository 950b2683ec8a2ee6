/** Combines the handlers of all tags of the contract. */
import type { Handlers, Tools } from './contract/operation.ts'
import { repeatable } from './contract/repeatable.ts'
import { gateways } from './operations/gateways.ts'
import { health } from './operations/health.ts'
import { internal } from './operations/internal.ts'
import { letters } from './operations/letters.ts'
import { people } from './operations/people.ts'
import { sensors } from './operations/sensors.ts'
import { shares } from './operations/shares.ts'
import { sharing } from './operations/sharing.ts'

/** Creates a handler for every operation; a missing one is a type error. */
export function handlers(tools: Tools) {
  const { db, pages, askFirst } = tools
  return {
    ...pages,
    ...repeatable(db, within => sharing(within, askFirst)),
    ...shares(tools),
    ...people(tools),
    ...internal(tools),
    ...sensors(tools),
    ...gateways(tools),
    ...letters(tools),
    ...health(tools),
  } satisfies Handlers
}
