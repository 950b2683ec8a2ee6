/** Server-sent events: what happens, as a stream of text. */
import { Readable } from 'node:stream'
import type { Caller } from '../people/caller.ts'
import type { Following, Message } from './follow.ts'

/** What a stream is sent with. */
export const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // A proxy that gathers would keep back what happens.
  'x-accel-buffering': 'no',
  // Kept for a next request, the connection would hold up the close.
  connection: 'close',
}

/** So much may wait for a client to read it; one that does not is cut off, and can come back to where it was. */
const mostUnread = 1024 * 1024

/** Opens the stream of a caller, from `lastId` on if they have one; pages are also told when to look again. Refuses with `tooMany`. */
export async function eventStream(
  following: Following,
  caller: Caller,
  lastId: string | undefined,
  { isOfPage = false } = {},
): Promise<Readable> {
  let taken = () => {}
  let isOver = false
  const stream = new Readable({ read: () => taken() })
  const { admitted, leave } = following.follow(caller, lastId, {
    tell: message => write(textOf(message)),
    ...(isOfPage && { stir: () => write('event: stir\ndata: {}\n\n') }),
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
      // Who reads has the end by then; whoever does not would keep the connection.
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

  // Not all at once when the service is back.
  write(`retry: ${1_000 + Math.floor(Math.random() * 4_000)}\n\n`)
  await admitted
  return stream
}

function textOf(message: Message): string {
  const [event, data] =
    'happened' in message ? [message.happened.action, JSON.stringify(message.happened)] : [message.event, '{}']
  return `id: ${message.id}\nevent: ${event}\ndata: ${data}\n\n`
}
