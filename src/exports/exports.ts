/** Exports the values of a sensor as a stream of text. */
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { callerRows, isTokenOver, liveCallers } from '../auth/sessions/sessions.ts'
import type { Database } from '../db/open.ts'
import { AtOnce } from '../limits/at-once.ts'
import { InTurn } from '../limits/in-turn.ts'
import { forwardWhile, type ReadPage } from '../measurements/read.ts'
import { openSeries, type SeriesFilter } from '../measurements/series.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import { type Format, formats, textOf } from './formats.ts'
import { tableOf } from './table.ts'

/** What to export; with `step`, aggregates of so many seconds. */
export type ExportedValues = SeriesFilter & { step: number | undefined }

/** An export with the headers that describe it. */
export type Export = { stream: Readable; headers: Record<string, string> }

/** How many exports a person runs at once: each one reads the next page as soon as there is room. */
const mostAtOnce = 3
/** How many pages are read at a time for all exports, so that the other connections are left to everybody else. */
const mostReads = 2
/** How long exports may go on when the process ends, in milliseconds. */
const graceMs = 5_000

/** Reads a page, or throws `notVisible` if the session or the key of the caller has ended. */
const readWhileLive = forwardWhile(
  'read-export',
  rows => sql`exists (${liveCallers(rows)})`,
  caller => callerRows([caller]),
)

/** The exports that are running in this process. */
export class Exports {
  readonly #db: Database
  readonly #atOnce: AtOnce
  readonly #reads = new InTurn(mostReads)
  readonly #running = new Set<Readable>()

  constructor(db: Database, isLimited: boolean) {
    this.#db = db
    this.#atOnce = new AtOnce(isLimited ? mostAtOnce : Number.POSITIVE_INFINITY)
  }

  /**
   * Opens an export, which reads on as it is consumed. If access ends meanwhile, it closes without an end, so that
   * nobody takes it for complete. Refuses with `tooMany` and as `openSeries` does.
   */
  async open(caller: Caller, { step, ...filter }: ExportedValues, format: Format): Promise<Export> {
    const leave = this.#atOnce.enter(caller.email)
    try {
      const series = await openSeries(this.#db, caller, filter, this.#readPage)
      const stream = streamOf(textOf(tableOf(series, step), format))
      this.#running.add(stream)
      stream.once('close', () => {
        this.#running.delete(stream)
        leave()
      })
      return { stream, headers: headersOf(series.sensor, format) }
    } catch (error) {
      leave()
      throw error
    }
  }

  /** Reads a page when it is its turn; refuses with `badToken` if the token has expired. */
  readonly #readPage: ReadPage = (db, caller, range) =>
    this.#reads.run(async () => {
      if (isTokenOver(caller)) throw new Refusal('badToken')
      return readWhileLive(db, caller, range)
    })

  /** Closes what is running, after a moment in which it may end by itself. */
  endSoon() {
    setTimeout(() => {
      for (const stream of this.#running) stream.destroy()
    }, graceMs).unref()
  }
}

/** Streams pieces of text as they are consumed. A refusal closes the stream without an end, and is nothing for the log. */
function streamOf(pieces: AsyncGenerator<string>): Readable {
  return new Readable({
    async read() {
      try {
        const { value, done } = await pieces.next()
        if (!this.destroyed) this.push(done ? null : value)
      } catch (error) {
        this.destroy(error instanceof Refusal ? undefined : (error as Error))
      }
    },
    destroy(error, done) {
      pieces.return(undefined).catch(() => {})
      done(error)
    },
  })
}

function headersOf(sensor: string, format: Format): Record<string, string> {
  const fileName = `${sensor.replaceAll(':', '-')}.csv`
  return {
    'content-type': formats[format].type,
    ...((format === 'csv' || format === 'spreadsheet') && {
      'content-disposition': `attachment; filename="${fileName}"`,
    }),
  }
}
