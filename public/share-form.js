/**
 * The share form: people as chips, a preview that follows, and large shares in pieces. It sends the same fields as the
 * form without scripts.
 */
import { fill, isAddress } from './addresses.js'
import { fetchPage } from './fetch-page.js'
import { PeopleField } from './people-field.js'
import { chooseEnd, inputs, isOfNothing, openOptions, partsOf, showParts, tickAll } from './share-options.js'
import { Pieces, piece } from './share-pieces.js'

/** Limit of shares per form. */
const most = 1_000

class ShareForm extends HTMLElement {
  /** @type {Record<string, string>} */
  #words = {}
  /** @type {PeopleField | undefined} */
  #people
  #pieces = new Pieces()
  #timer = 0
  #looking = new AbortController()
  #busy = false
  #status = document.createElement('p')

  connectedCallback() {
    if (this.#form.hasAttribute('data-ready')) return
    this.#form.setAttribute('data-ready', '')
    this.#words = JSON.parse(this.dataset.words ?? '{}')
    this.#status.className = 'visually-hidden'
    this.#status.setAttribute('role', 'status')
    this.append(this.#status)
    const text = /** @type {HTMLTextAreaElement} */ (this.#part('textarea[name=people]'))
    const label = this.#part(`label[for=${text.id}]`).textContent ?? ''
    this.#people = new PeopleField(text, this.querySelector('[data-before]'), label, this.#words, {
      changed: () => this.#changed(),
      say: words => this.#say(words),
    })
    for (const part of partsOf(this)) tickAll(part, this.#words.all ?? '')
    chooseEnd(this)
    openOptions(this)
    this.#part('[data-look]').hidden = true
    this.#part('[data-preview]').setAttribute('aria-live', 'polite')
    this.addEventListener('input', () => this.#changed())
    this.#form.addEventListener('submit', event => this.#send(event))
    this.#changed(!this.#part('[data-preview]').childElementCount)
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
    this.#looking.abort()
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector('form'))
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector))
  }

  get #go() {
    return /** @type {HTMLButtonElement} */ (this.#part('[data-go]'))
  }

  /** @param {string} text */
  #say(text) {
    this.#status.textContent = text
  }

  // What will happen

  /** Returns the ids of the selected sensors. */
  #chosen() {
    const fields = inputs(this, 'input[name=sensor]')
    return fields.filter(({ type, checked }) => type === 'hidden' || checked).map(({ value }) => value)
  }

  #counts() {
    return { sensors: this.#chosen().length, people: this.#people?.words.filter(isAddress) ?? [] }
  }

  /** Returns why the form cannot be sent; undefined if it can. */
  #lack() {
    const { sensors, people } = this.#counts()
    const words = this.#words
    if (sensors === 0) return words.nothing
    if (this.#people?.isWrong) return words.wrong
    if (people.length === 0) return words.nobody
    if (isOfNothing(this)) return words.noChannel
    if (inputs(this, 'input[name=untilAt]').some(({ disabled, value }) => !disabled && !value)) return words.noEnd
    if (sensors * people.length > most) {
      return fill(words.tooMany, { n: (sensors * people.length).toLocaleString(document.documentElement.lang) })
    }
    return undefined
  }

  #changed(looks = true) {
    if (this.#busy || !this.#people) return
    showParts(this, this.#chosen())
    const { sensors, people } = this.#counts()
    const words = this.#words
    const lack = this.#lack()
    this.#switch(lack)
    if (looks && sensors > 0 && people.length > 0) {
      this.#go.textContent = fill(words.go, {
        sensors: sensors === 1 ? (words.sensor ?? '') : fill(words.sensors, { n: sensors }),
        people: people.length === 1 ? (words.person ?? '') : fill(words.people, { n: people.length }),
      })
    }
    clearTimeout(this.#timer)
    this.#looking.abort()
    if (!looks) return
    if (lack === undefined) this.#timer = setTimeout(() => this.#look(), 500)
    else this.#part('[data-preview]').replaceChildren()
  }

  /**
   * Switches the button on or off, and says beside it why it is off.
   * @param {string | undefined} lack
   */
  #switch(lack) {
    this.#go.disabled = lack !== undefined
    const line = this.#part('[data-lack]')
    if (line.textContent !== (lack ?? '')) line.textContent = lack ?? ''
  }

  /** @param {string} text */
  #tell(text) {
    const line = document.createElement('p')
    line.className = 'faint'
    line.textContent = text
    this.#part('[data-preview]').replaceChildren(line)
  }

  #fields() {
    const fields = new URLSearchParams()
    for (const [name, value] of new FormData(this.#form)) if (typeof value === 'string') fields.append(name, value)
    return fields
  }

  /** Fetches the preview; the button then tells its number. */
  async #look() {
    this.#looking = new AbortController()
    const place = this.#part('[data-preview]')
    if (!place.childElementCount) this.#tell(this.#words.looking ?? '')
    try {
      const { page } = await fetchPage('/app/share/preview', this.#fields(), this.#looking.signal)
      // Errors that only the server finds are shown with its own message.
      const found = page.querySelector('[data-preview] > *') ?? page.querySelector('main .wrong, main [role=alert]')
      if (found) place.replaceChildren(found)
      else place.replaceChildren()
      if (!(found instanceof HTMLElement) || found.dataset.label === undefined) return
      this.#go.textContent = found.dataset.label
      this.#switch('off' in found.dataset ? this.#words.nothingNew : undefined)
    } catch {
      // The preview is optional: the button works without it.
      if (!this.#looking.signal.aborted) place.replaceChildren()
    }
  }

  // Sending

  /** @param {SubmitEvent} event */
  #send(event) {
    if (this.#busy) return event.preventDefault()
    this.#people?.take()
    clearTimeout(this.#timer)
    const { sensors, people } = this.#counts()
    const isLook = event.submitter?.hasAttribute('data-look')
    if (isLook || (sensors * people.length <= piece && !this.#pieces.outcome)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#sendPieces(people, sensors)
  }

  /**
   * @param {string[]} people
   * @param {number} sensors
   */
  async #sendPieces(people, sensors) {
    const progress = document.createElement('progress')
    progress.max = people.length
    progress.value = 0
    progress.setAttribute('aria-label', this.#go.textContent ?? '')
    const line = document.createElement('p')
    this.#part('[data-preview]').replaceChildren(progress, line)
    const total = this.#pieces.pairs + people.length * sensors
    this.#busy = true
    const fields = this.#fields()
    this.#lock(true)
    try {
      const page = await this.#pieces.send(fields, people, sensors, (some, shared) => {
        this.#people?.drop(some)
        progress.value += some.length
        line.textContent = fill(this.#words.progress, { n: shared, m: total })
      })
      if (page) this.#pieces.finish(this, page)
    } catch {
      this.#busy = false
      this.#lock(false)
      this.#people?.draw()
      this.#changed(false)
      this.#tell(this.#words.broken ?? '')
      if (this.#pieces.outcome) this.#part('[data-preview]').append(this.#pieces.outcome)
    }
  }

  /** @param {boolean} isLocked */
  #lock(isLocked) {
    this.#go.disabled = isLocked
    this.#go.setAttribute('aria-busy', String(isLocked))
    this.#people?.lock(isLocked)
    for (const part of this.querySelectorAll('fieldset')) part.disabled = isLocked
  }
}

customElements.define('share-form', ShareForm)
