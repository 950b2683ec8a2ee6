/** An answer in HTML: what REST needs to know of a page to send it. */

/** A page as REST sends it, alone and with its status. */
export abstract class HtmlAnswer {
  abstract readonly status: number
  abstract readonly html: string
}
