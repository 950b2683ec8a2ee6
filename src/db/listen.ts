/** Hears what is notified on channels of a Postgres server, on one connection of its own that is made anew when it breaks. */
import pg from 'pg'

/**
 * Calls back when something is notified on a channel, with what; and, with nothing, whenever listening begins (again): something may
 * have been missed. Returns how to stop. It is a hint that comes soon, never a promise that it comes.
 */
export type Listen = (channel: string, heard: (what: string) => void) => () => Promise<void>

const firstPause = 500
const longestPause = 10_000

/** Keeps a connection while anybody listens to anything. */
export function listenOn(connectionString: string): Listen {
  const listeners = new Map<string, Set<(what: string) => void>>()
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let pause = firstPause

  function open() {
    const opened = new pg.Client({
      connectionString,
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
      keepAlive: true,
      application_name: 'sensor-share listener',
    })
    client = opened
    // Errors are not told: the pool meets them too, and tells.
    opened.on('error', () => lose(opened))
    opened.on('end', () => lose(opened))
    opened.on('notification', ({ channel, payload = '' }) => tell(channel, payload))
    opened.connect().catch(() => lose(opened))
    for (const channel of listeners.keys()) begin(channel)
  }

  /** Tries again after a while, unless this connection is not wanted any more. */
  function lose(lost: pg.Client) {
    if (client !== lost) return
    client = undefined
    void lost.end().catch(() => {})
    retry = setTimeout(open, pause)
    pause = Math.min(pause * 2, longestPause)
  }

  /** Listens once the connection is there. */
  function begin(channel: string) {
    const asked = client
    asked?.query(`listen ${pg.escapeIdentifier(channel)}`).then(
      () => {
        pause = firstPause
        tell(channel)
      },
      () => lose(asked),
    )
  }

  function tell(channel: string, what = '') {
    for (const heard of listeners.get(channel) ?? []) heard(what)
  }

  async function close() {
    clearTimeout(retry)
    const closed = client
    client = undefined
    await closed?.end().catch(() => {})
  }

  return (channel, heard) => {
    const isFirst = listeners.size === 0
    const others = listeners.get(channel)
    // Each call is a listener of its own, even with the same function.
    const listener = (what: string) => heard(what)
    if (others) others.add(listener)
    else listeners.set(channel, new Set([listener]))
    if (isFirst) open()
    else begin(channel)

    return async () => {
      const left = listeners.get(channel)
      if (!left?.delete(listener) || left.size > 0) return
      listeners.delete(channel)
      if (listeners.size === 0) await close()
      else await client?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => {})
    }
  }
}
