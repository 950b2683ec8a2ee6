/** A file as handlers return it and `bind` sends it. */

/** A file that somebody uploaded. Browsers take it for nothing but its type, and run nothing in it. */
export class FileAnswer {
  readonly type: string
  readonly content: Buffer
  readonly headers = {
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    // Its address is never that of another file.
    'cache-control': 'private, max-age=3600',
  }

  constructor({ type, content }: { type: string; content: Buffer }) {
    this.type = type
    this.content = content
  }
}
