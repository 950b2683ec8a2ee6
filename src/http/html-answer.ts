/** The type of an HTML answer, so that REST can send pages without importing web/. */

/** A page that REST sends with its status. */
export abstract class HtmlAnswer {
  abstract readonly status: number
  abstract readonly html: string
  readonly headers: Record<string, string> = {}
}
