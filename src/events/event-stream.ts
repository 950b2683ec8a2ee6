/** Server-sent events: writes what happens to a stream of text. */
import { Readable } from 'node:stream'
import type { MeasuredSensor } from '../measurements/live/news.ts'
import type { Caller } from '../people/caller.ts'
import type { Following } from './follow.ts'
import type { Message } from './follower.ts'
import type { SharingEvent } from './history.ts'

/** Response headers of a stream. */
export const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Keeps a proxy from buffering the stream.
  'x-accel-buffering': 'no',
  // A connection that is kept alive would delay the shutdown.
  connection: 'close',
}

/** Most unread bytes per client; a client that exceeds them is disconnected and can resume where it was. */
const mostUnread = 1024 * 1024

/** What only pages get: `stir` events, what sensors have just measured, and sentences in the reader's language. */
type OfPage = { measured: (sensors: MeasuredSensor[]) => unknown; wordsOf: (event: SharingEvent) => string }

/** Opens the stream of a caller, after `lastId` if given. Refuses with `tooMany`. */
export async function eventStream(
  following: Following,
  caller: Caller,
  lastId: string | undefined,
  ofPage?: OfPage,
): Promise<Readable> {
  let taken = () => {}
  let isOver = false
  const stream = new Readable({ read: () => taken() })
  const { admitted, leave } = following.follow(caller, lastId, {
    tell: message => write(textOf(message, ofPage)),
    ...(ofPage && {
      stir: () => write('event: stir\ndata: {}\n\n'),
      measured: sensors => write(`event: measured\ndata: ${JSON.stringify(ofPage.measured(sensors))}\n\n`),
    }),
    beat: id => write(id ? `:\nid: ${id}\n\n` : ':\n\n'),
    room: () =>
      new Promise(resolve => {
        taken = resolve
        if (isOver || stream.readableLength < stream.readableHighWaterMark) resolve()
      }),
    end() {
      if (isOver) return
      isOver = true
      stream.push(null)
      // By then, a client that reads has received the end; one that does not would keep the connection open.
      setTimeout(() => stream.destroy(), 1_000).unref()
    },
  })
  stream.once('close', () => {
    isOver = true
    leave()
    taken()
  })

  function write(text: string) {
    if (isOver) return
    stream.push(text)
    if (stream.readableLength > mostUnread) stream.destroy()
  }

  // Random delay (1 to 5 s), so that clients do not all reconnect at once after an outage.
  write(`retry: ${1_000 + Math.floor(Math.random() * 4_000)}\n\n`)
  await admitted
  return stream
}

function textOf(message: Message, ofPage: OfPage | undefined): string {
  const [event, data] = 'happened' in message ? written(message.happened, ofPage) : [message.event, '{}']
  return `id: ${message.id}\nevent: ${event}\ndata: ${data}\n\n`
}

function written(event: SharingEvent, ofPage: OfPage | undefined): [event: string, data: string] {
  return [event.action, JSON.stringify(ofPage ? { ...event, words: ofPage.wordsOf(event) } : event)]
}
