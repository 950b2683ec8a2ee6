/** Combines the handlers of all tags of the contract. */
import type { Context } from '../context.ts'
import type { EmailPages, Handlers } from './contract/operation.ts'
import { gateways } from './operations/gateways.ts'
import { health } from './operations/health.ts'
import { internal } from './operations/internal.ts'
import { letters } from './operations/letters.ts'
import { people } from './operations/people.ts'
import { pictures } from './operations/pictures.ts'
import { sensors } from './operations/sensors.ts'
import { shares } from './operations/shares.ts'
import { sharing } from './operations/sharing.ts'

/** What some handlers get besides the context. */
export type Others = {
  pages: EmailPages
  readMetrics: () => Promise<string>
  /** Checks whether the database answers and has its tables, at most once a second. */
  hasTables: () => Promise<boolean>
}

/** Creates a handler for every operation; a missing one is a type error. */
export function handlers(context: Context, { pages, readMetrics, hasTables }: Others) {
  return {
    ...pages,
    ...sharing(context),
    ...shares(context),
    ...people(context),
    ...internal(context, readMetrics),
    ...sensors(context),
    ...pictures(context),
    ...gateways(context),
    ...letters(context),
    ...health(hasTables),
  } satisfies Handlers
}
