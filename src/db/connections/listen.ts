/** Listens for notifications of a Postgres server on a dedicated connection that reconnects when it breaks. */
import pg from 'pg'

/**
 * Calls `heard` with the payload of each notification on a channel, and with '' whenever listening (re)starts, because
 * some may have been missed. Returns a function that stops; then no call follows. Delivery is fast but not guaranteed.
 */
export type Listen = (channel: string, heard: (what: string) => void) => () => Promise<void>

const firstPause = 500
const longestPause = 10_000

/** Creates a listener that keeps a connection open as long as any channel has a subscriber. */
export function listenOn(connectionString: string): Listen {
  const listeners = new Map<string, Set<(what: string) => void>>()
  let client: pg.Client | undefined
  /** When the connection is free for the next statement. */
  let free: Promise<unknown> = Promise.resolve()
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
    // Errors aren't logged here: the pool meets the same ones and logs them.
    opened.on('error', () => lose(opened))
    opened.on('end', () => lose(opened))
    opened.on('notification', ({ channel, payload = '' }) => call(channel, payload))
    free = opened.connect()
    free.catch(() => lose(opened))
    for (const channel of listeners.keys()) begin(channel)
  }

  /** Reconnects after a pause, unless this connection was already replaced or closed. */
  function lose(lost: pg.Client) {
    if (client !== lost) return
    client = undefined
    void lost.end().catch(() => {})
    retry = setTimeout(open, pause)
    pause = Math.min(pause * 2, longestPause)
  }

  /** Sends a statement once the client is connected and has answered those before. */
  function send(to: pg.Client, text: string) {
    const sent = free.then(() => to.query(text))
    free = sent.catch(() => {})
    return sent
  }

  function begin(channel: string) {
    const used = client
    if (!used) return
    send(used, `listen ${pg.escapeIdentifier(channel)}`).then(
      () => {
        pause = firstPause
        call(channel)
      },
      () => lose(used),
    )
  }

  function call(channel: string, what = '') {
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
    // Each call subscribes separately, even with the same function.
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
      else if (client) await send(client, `unlisten ${pg.escapeIdentifier(channel)}`).catch(() => {})
    }
  }
}
