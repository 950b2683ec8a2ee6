/** Data that is JSON text already, as handlers return it and `bind` sends it in the envelope. */

/** The text of an answer's `data`, which follows the contract without being checked again. */
export class JsonText {
  readonly data: string

  constructor(data: string) {
    this.data = data
  }
}
