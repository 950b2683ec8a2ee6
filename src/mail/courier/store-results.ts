/** Stores the results of batches, which only this process knows, through outages of the database. */
import type { Logger } from 'pino'
import { type Database, isAway } from '../../db/open.ts'
import type { DatabaseOutage } from './database-outage.ts'
import { noteOutcomes, type Result } from './note-outcomes.ts'

/** Stores results and knows whether some still wait. */
export type ResultStore = ReturnType<typeof openResultStore>

type Parts = {
  db: Database
  log: Pick<Logger, 'warn'>
  databaseOutage: DatabaseOutage
  at: () => string | null
  random: () => number
}

/** Opens the store of a courier. */
export function openResultStore({ db, log, databaseOutage, at, random }: Parts) {
  /** Batches whose results could not be stored at the first try, and still wait. */
  let waiting = 0
  let isClosing = false

  async function storeOnce(claim: string, results: Map<number, Result>) {
    const noted = await noteOutcomes(db, { claim, results, at: at(), random })
    databaseOutage.found()
    logGivenUp(log, noted)
  }

  async function keepTrying(claim: string, results: Map<number, Result>) {
    for (let tries = 2; !(isClosing && tries > 4); tries++) {
      await new Promise(resolve => setTimeout(resolve, isClosing ? 500 : databaseOutage.pause()))
      try {
        return await storeOnce(claim, results)
      } catch (error) {
        databaseOutage.lost(error)
        if (!isAway(error) && tries >= 5) return
      }
    }
  }

  return {
    isBehind: () => waiting > 0,

    /**
     * Stores the results of a claim. Retries while the database is away (when closing, only for a few seconds), and
     * gives up from the fifth try on if the database refuses them.
     */
    async store(claim: string, results: Map<number, Result>) {
      try {
        return await storeOnce(claim, results)
      } catch (error) {
        databaseOutage.lost(error)
      }
      waiting++
      await keepTrying(claim, results)
      waiting--
    },

    /** Makes the tries that are under way the last few. */
    close() {
      isClosing = true
    },
  }
}

/** Logs how many of these letters will not be tried again. */
export function logGivenUp(log: Pick<Logger, 'warn'>, letters: { state: string }[]) {
  const count = letters.filter(({ state }) => state === 'given up').length
  if (count > 0) log.warn({ letters: count }, 'emails were given up')
}
