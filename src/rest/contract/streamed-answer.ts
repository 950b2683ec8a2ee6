/** An answer that is sent while it is still being made, with its own headers and without the envelope. */
import type { Readable } from 'node:stream'

/** What a handler returns for such an answer. */
export class StreamedAnswer {
  readonly stream
  readonly headers

  constructor(stream: Readable, headers: Record<string, string>) {
    this.stream = stream
    this.headers = headers
  }
}
