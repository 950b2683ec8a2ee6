/** An outage of the database, as event streams notice it. */

/** Where the streams log. */
export type StreamLog = {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
}

/** What the streams know about the database. */
export type Outage = ReturnType<typeof watchOutage>

/** Starts without an outage. Logs the start and the end of one once. */
export function watchOutage(log: StreamLog) {
  let isOn = false
  return {
    begin(err: unknown) {
      if (!isOn) log.warn({ err }, 'events wait: the database does not do what it should')
      isOn = true
    },
    end() {
      if (isOn) log.info({}, 'events go on: the database is back')
      isOn = false
    },
  }
}
