/** Sends a large share in pieces, and shows the results of all of them together. */
import { fetchPage } from './fetch-page.js'

/**
 * Target number of shares per request. All shares of one guest go in one request, because each request sends one letter
 * per guest.
 */
export const piece = 100

/** What the pieces have come to; what is left can be sent after a failure. */
export class Pieces {
  /** @type {HTMLElement | undefined} */
  outcome

  /**
   * Sends the fields for all people. `done` is called after each piece, with its people and the totals. Throws if the
   * connection is lost, or a piece is refused. Returns the last page; nothing after a sign-out.
   * @param {URLSearchParams} fields
   * @param {string[]} people
   * @param {number} sensors
   * @param {(people: string[], shared: number) => void} done
   */
  async send(fields, people, sensors, done) {
    const before = { shared: this.#total('shared'), pairs: this.#total('pairs') }
    const size = Math.max(1, Math.floor(piece / sensors))
    /** @type {Document | undefined} */
    let last
    for (let at = 0; at < people.length; at += size) {
      const some = people.slice(at, at + size)
      fields.set('people', some.join('\n'))
      fields.set('sharedBefore', String(before.shared))
      fields.set('pairsBefore', String(before.pairs))
      const { page, isRedirected } = await fetchPage('/app/share', fields)
      if (isRedirected) {
        location.reload()
        return undefined
      }
      const outcome = /** @type {HTMLElement | null} */ (page.querySelector('[data-outcome]'))
      if (!outcome) throw new Error('something is wrong with this piece')
      before.shared = Number(outcome.dataset.shared)
      before.pairs = Number(outcome.dataset.pairs)
      this.#merge(outcome)
      done(some, before.shared)
      last = page
    }
    return last
  }

  /** @param {'shared' | 'pairs'} name */
  #total(name) {
    return Number(this.outcome?.dataset[name] ?? 0)
  }

  /** How many pairs have been sent. */
  get pairs() {
    return this.#total('pairs')
  }

  /**
   * Adds the result of a piece to the groups of the earlier pieces.
   * @param {HTMLElement} outcome
   */
  #merge(outcome) {
    if (!this.outcome) {
      this.outcome = outcome
      return
    }
    Object.assign(this.outcome.dataset, { shared: outcome.dataset.shared, pairs: outcome.dataset.pairs })
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (outcome.querySelectorAll('[data-group]'))) {
      const same = this.outcome.querySelector(`[data-group="${group.dataset.group}"] ul`)
      if (same) same.append(...group.querySelectorAll('ul > li'))
      else this.outcome.append(group)
    }
  }

  /**
   * Shows the result in place of the form, with the title and buttons of the last page.
   * @param {HTMLElement} form
   * @param {Document} page
   */
  finish(form, page) {
    const around = form.closest('main, dialog')
    const title = around?.querySelector('h1')
    const [newTitle, buttons] = [page.querySelector('main h1'), page.querySelector('main .buttons')]
    if (title && newTitle) {
      title.textContent = newTitle.textContent
      title.tabIndex = -1
    }
    around?.querySelector('main > .notice')?.remove()
    form.replaceWith(...[this.outcome, buttons].filter(part => part !== undefined && part !== null))
    title?.focus()
  }
}
