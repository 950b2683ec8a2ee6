/** Hears what is notified on a channel of a Postgres server, on a connection of its own that is made anew when it breaks. */
import pg from 'pg'

/**
 * Calls back when something is notified on a channel, and whenever listening begins (again): something may have been
 * missed. Returns how to stop. It is a hint that comes soon, never a promise that it comes.
 */
export type Listen = (channel: string, heard: () => void) => () => Promise<void>

const longestPause = 10_000

export function listenOn(connectionString: string): Listen {
  return (channel, heard) => {
    let client: pg.Client | undefined
    let retry: NodeJS.Timeout | undefined
    let pause = 500
    let isStopped = false

    function open() {
      const opened = new pg.Client({
        connectionString,
        connectionTimeoutMillis: 5_000,
        query_timeout: 10_000,
        keepAlive: true,
        application_name: 'sensor-share listener',
      })
      client = opened
      let isOver = false
      const again = () => {
        if (isOver || isStopped) return
        isOver = true
        void opened.end().catch(() => {})
        retry = setTimeout(open, pause)
        pause = Math.min(pause * 2, longestPause)
      }
      // Errors are not told: the pool meets them too, and tells.
      opened.on('error', again)
      opened.on('end', again)
      opened.on('notification', heard)
      opened
        .connect()
        .then(() => opened.query(`listen ${pg.escapeIdentifier(channel)}`))
        .then(() => {
          pause = 500
          heard()
        }, again)
    }

    open()
    return async () => {
      isStopped = true
      clearTimeout(retry)
      await client?.end().catch(() => {})
    }
  }
}
