/**
 * The share form: addresses as chips with suggestions, a live preview, and large shares in pieces. It sends the same
 * fields as the form without scripts.
 */
import { fetchPage } from './fetch-page.js'

/**
 * Target number of shares per request, and limit per form. All shares of one guest go in one request, because each
 * request sends one letter per guest.
 */
const piece = 100
const most = 1_000

/**
 * @param {ParentNode} within
 * @param {string} selector
 * @returns {HTMLInputElement[]}
 */
const inputs = (within, selector) => /** @type {HTMLInputElement[]} */ ([...within.querySelectorAll(selector)])

/**
 * @param {string} template
 * @param {Record<string, string | number>} values
 */
const fill = (template, values) => template.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''))

/**
 * Splits typed text into words without names before addresses, like `addressesIn` on the server, which decides.
 * @param {string} text
 */
function wordsIn(text) {
  const parts = text.replaceAll(/"[^"\n]*"\s*(?=<)/g, ' ').split(/[,;\n\r]+|(?<=>)/)
  const words = parts.flatMap(part => {
    const [, before = '', inside] = /^([^<]*)<([^<>]*)>?$/.exec(part) ?? []
    const spaced = (inside === undefined ? part : before).split(/[\s<>"]+/)
    return inside === undefined ? spaced : [...spaced.filter(isAddress), ...inside.split(/\s+/)]
  })
  return words.filter(Boolean).map(word => word.toLowerCase())
}

const probe = document.createElement('input')
probe.type = 'email'

/** @param {string} word */
function isAddress(word) {
  probe.value = word
  return word.length <= 254 && probe.validity.valid && /^[\x21-\x7e]+@[^@]+\.[^@]+$/.test(word)
}

class ShareForm extends HTMLElement {
  /** @type {Record<string, string>} */
  #words = {}
  /** @type {string[]} What was typed: addresses and invalid words. */
  #typed = []
  #timer = 0
  #looking = new AbortController()
  #busy = false

  connectedCallback() {
    if (this.#form.hasAttribute('data-ready')) return
    this.#form.setAttribute('data-ready', '')
    this.#words = JSON.parse(this.dataset.words ?? '{}')
    this.#status.className = 'visually-hidden'
    this.#status.setAttribute('role', 'status')
    this.append(this.#status)
    this.#pickPeople()
    for (const part of this.#parts) this.#tickAll(part)
    this.#chooseEnd()
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

  #status = document.createElement('p')

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector('form'))
  }

  /** @param {string} selector */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector))
  }

  /** @param {string} text */
  #say(text) {
    this.#status.textContent = text
  }

  // Addresses

  #text = document.createElement('textarea')
  #field = document.createElement('input')
  #chips = document.createElement('ul')
  #options = document.createElement('ul')
  /** @type {{ email: string, has: string }[]} */
  #known = []
  #at = -1

  /** Replaces the textarea with chips and a field with suggestions. The hidden textarea is still what is sent. */
  #pickPeople() {
    const text = /** @type {HTMLTextAreaElement} */ (this.#part('textarea[name=people]'))
    const before = this.querySelector('[data-before]')
    const ticks = before ? inputs(before, 'input') : []
    this.#known = ticks.map(({ value, labels }) => ({
      email: value,
      has: labels?.[0]?.querySelector('small')?.textContent ?? '',
    }))
    this.#typed = [...new Set([...wordsIn(text.value), ...ticks.filter(tick => tick.checked).map(tick => tick.value)])]
    before?.remove()

    const [field, chips, options] = [this.#field, this.#chips, this.#options]
    this.#text = text
    field.id = text.id
    field.className = 'bare'
    field.autocomplete = 'off'
    field.autocapitalize = 'none'
    field.spellcheck = false
    field.inputMode = 'email'
    options.id = 'people-options'
    for (const [name, value] of Object.entries({
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': options.id,
      'aria-describedby': 'people-help',
    })) {
      field.setAttribute(name, value)
    }
    if (text.autofocus) field.autofocus = true
    options.setAttribute('role', 'listbox')
    options.setAttribute('aria-label', this.#words.add ?? '')
    options.className = 'options'
    options.hidden = true
    chips.className = 'chips'
    chips.setAttribute('aria-label', this.#part(`label[for=${text.id}]`).textContent ?? '')
    text.removeAttribute('id')
    text.hidden = true
    const box = document.createElement('div')
    box.className = 'picker'
    box.append(chips, field)
    const around = document.createElement('div')
    around.className = 'picking'
    around.append(box, options)
    text.before(around)

    box.addEventListener('click', ({ target }) => target === box && field.focus())
    field.addEventListener('input', event => {
      event.stopPropagation()
      // A character that no address contains ends it. A space may also belong to a name before the address.
      if (/[,;]/.test(field.value) || (/\s$/.test(field.value) && isAddress(field.value.trim()))) this.#take()
      this.#suggest()
      this.#changed()
    })
    field.addEventListener('paste', event => {
      const pasted = event.clipboardData?.getData('text') ?? ''
      if (!/[\s,;<]/.test(pasted.trim())) return
      event.preventDefault()
      // An input would drop the line breaks.
      this.#take(`${field.value}${pasted}`)
    })
    field.addEventListener('focus', () => this.#suggest(this.#typed.length === 0))
    field.addEventListener('blur', () => {
      this.#take()
      this.#close()
    })
    field.addEventListener('keydown', event => this.#key(event))
    // `mousedown`, because `click` comes after the field has lost the focus.
    options.addEventListener('mousedown', event => {
      event.preventDefault()
      const option = event.target instanceof Element ? event.target.closest('li') : null
      if (option?.dataset.email) this.#choose(option.dataset.email)
    })
    chips.addEventListener('click', ({ target }) => {
      const word = target instanceof Element ? target.closest('button')?.dataset.word : undefined
      if (word !== undefined) this.#remove(word)
    })
    this.#draw()
  }

  /** Turns the text of the field, or pasted text, into chips. */
  #take(text = this.#field.value) {
    const words = [...new Set(wordsIn(text))].filter(word => !this.#typed.includes(word))
    this.#field.value = ''
    if (words.length === 0) return
    this.#typed.push(...words)
    this.#say(fill(this.#words.added ?? '', { x: words.join(', ') }))
    this.#draw()
    this.#changed()
  }

  /** @param {string} email */
  #choose(email) {
    this.#field.value = email
    this.#take()
    this.#suggest()
  }

  /** @param {string} word */
  #remove(word) {
    this.#typed = this.#typed.filter(other => other !== word)
    this.#say(fill(this.#words.removed ?? '', { x: word }))
    this.#draw()
    this.#changed()
    this.#field.focus()
  }

  #draw() {
    this.#text.value = this.#typed.join('\n')
    this.#chips.replaceChildren(
      ...this.#typed.map(word => {
        const [chip, button, name] = [
          document.createElement('li'),
          document.createElement('button'),
          document.createElement('span'),
        ]
        name.textContent = word
        chip.append(name)
        if (!isAddress(word)) {
          chip.className = 'bad'
          const why = document.createElement('small')
          why.textContent = this.#words.bad ?? ''
          chip.append(why)
        }
        button.type = 'button'
        button.dataset.word = word
        button.setAttribute('aria-label', fill(this.#words.remove ?? '', { x: word }))
        button.textContent = '×'
        chip.append(button)
        return chip
      }),
    )
    this.#chips.hidden = this.#typed.length === 0
  }

  /**
   * Suggests contacts that match the typed text; for an empty field the newest ones, if `isWanted`.
   * @param {boolean} [isWanted]
   */
  #suggest(isWanted = false) {
    const typed = this.#field.value.trim().toLowerCase()
    if (!typed && !isWanted) return this.#close()
    const found = this.#known.filter(({ email }) => email.includes(typed) && !this.#typed.includes(email)).slice(0, 8)
    this.#at = -1
    this.#field.removeAttribute('aria-activedescendant')
    if (found.length === 0 || document.activeElement !== this.#field) return this.#close()
    this.#options.replaceChildren(
      ...found.map(({ email, has }, index) => {
        const option = document.createElement('li')
        option.id = `people-option-${index}`
        option.setAttribute('role', 'option')
        option.setAttribute('aria-selected', 'false')
        option.dataset.email = email
        const why = document.createElement('small')
        why.textContent = has
        option.append(`${email} `, why)
        return option
      }),
    )
    this.#options.hidden = false
    this.#field.setAttribute('aria-expanded', 'true')
  }

  #close() {
    this.#options.hidden = true
    this.#at = -1
    this.#field.setAttribute('aria-expanded', 'false')
    this.#field.removeAttribute('aria-activedescendant')
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, isComposing } = event
    if (isComposing) return
    const isOpen = !this.#options.hidden
    const options = [...this.#options.children]
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) return this.#suggest(true)
      const count = options.length
      this.#at = key === 'ArrowDown' ? (this.#at + 1) % count : (this.#at <= 0 ? count : this.#at) - 1
      for (const [index, option] of options.entries()) option.setAttribute('aria-selected', String(index === this.#at))
      this.#field.setAttribute('aria-activedescendant', options[this.#at]?.id ?? '')
      options[this.#at]?.scrollIntoView({ block: 'nearest' })
    } else if (key === 'Enter') {
      // Enter never submits the form; only the button does.
      event.preventDefault()
      const chosen = isOpen ? options[this.#at] : undefined
      if (chosen instanceof HTMLElement && chosen.dataset.email) return this.#choose(chosen.dataset.email)
      this.#take()
      this.#suggest()
    } else if (key === 'Escape' && isOpen) {
      // Escape closes the list, and not the dialog around it.
      event.preventDefault()
      event.stopPropagation()
      this.#close()
    } else if (key === 'Backspace' && this.#field.value === '') {
      const last = this.#typed.at(-1)
      if (last !== undefined) this.#remove(last)
    }
  }

  // What and until when

  /** The "What can they see?" sections: one per device, and one for all Ruuvi sensors. */
  get #parts() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll('[data-what]')])
  }

  /**
   * Replaces the choice between everything and some with one tick box for all.
   * @param {HTMLElement} part
   */
  #tickAll(part) {
    const channels = inputs(part, 'input[type=checkbox]')
    const radios = inputs(part, 'input[type=radio]')
    const [everything, some] = radios
    if (!everything || !some || channels.length === 0) return
    if (everything.checked) for (const channel of channels) channel.checked = true
    const all = document.createElement('input')
    all.type = 'checkbox'
    const label = document.createElement('label')
    label.className = 'tick'
    label.append(all, Object.assign(document.createElement('span'), { textContent: this.#words.all ?? '' }))
    for (const radio of radios) Object.assign(radio.closest('label') ?? {}, { hidden: true, className: '' })
    everything.closest('label')?.before(label)
    const show = () => {
      const ticked = channels.filter(channel => channel.checked).length
      all.checked = ticked === channels.length
      all.indeterminate = ticked > 0 && ticked < channels.length
      everything.checked = all.checked
      some.checked = !all.checked
    }
    all.addEventListener('input', () => {
      for (const channel of channels) channel.checked = all.checked
      show()
    })
    for (const channel of channels) channel.addEventListener('input', show)
    show()
  }

  /** Shows the sections of selected devices only. Without a selection, the section of Ruuvi sensors. */
  #showParts() {
    const chosen = this.#chosen().map(({ value }) => value)
    for (const part of this.#parts) {
      const device = part.dataset.what
      part.hidden = device ? !chosen.includes(device) : chosen.length > 0 && !chosen.some(id => id.length < 18)
    }
    const all = this.querySelector('[data-parts]')
    if (all instanceof HTMLElement) all.hidden = this.#parts.every(part => part.hidden)
  }

  /** Shows the field for an end time only if it is selected. */
  #chooseEnd() {
    const until = /** @type {HTMLSelectElement | null} */ (this.querySelector('select[name=until]'))
    const at = this.#part('[data-until-at]')
    const [field] = inputs(at, 'input')
    if (!until || !field) return
    if (field.value && until.value === '') until.value = 'other'
    const show = () => {
      at.hidden = until.value !== 'other'
      field.disabled = at.hidden
    }
    until.addEventListener('input', () => {
      show()
      if (!at.hidden) field.focus()
    })
    show()
  }

  // What will happen

  /** Returns the fields of the selected sensors. */
  #chosen() {
    return inputs(this, 'input[name=sensor]').filter(({ type, checked }) => type === 'hidden' || checked)
  }

  #counts() {
    const rest = wordsIn(this.#field.value).filter(word => !this.#typed.includes(word))
    const words = [...this.#typed, ...rest]
    const people = words.filter(isAddress)
    // An address that is still being typed is not an error yet.
    const isWrong = this.#typed.some(word => !isAddress(word))
    return { sensors: this.#chosen().length, people, isWrong }
  }

  /** Returns why the form cannot be sent; undefined if it can. */
  #lack() {
    const { sensors, people, isWrong } = this.#counts()
    const words = this.#words
    if (sensors === 0) return words.nothing
    if (isWrong) return words.wrong
    if (people.length === 0) return words.nobody
    const isOfNothing = this.#parts.some(
      part =>
        !part.hidden &&
        inputs(part, 'input[type=radio][value=some]:checked').length > 0 &&
        inputs(part, 'input[type=checkbox]:checked').length === 0,
    )
    if (isOfNothing) return words.noChannel
    if (inputs(this, 'input[name=untilAt]').some(({ disabled, value }) => !disabled && !value)) return words.noEnd
    if (sensors * people.length > most) {
      return fill(words.tooMany ?? '', { n: (sensors * people.length).toLocaleString('en') })
    }
    return undefined
  }

  #changed(looks = true) {
    if (this.#busy) return
    this.#showParts()
    const { sensors, people } = this.#counts()
    const words = this.#words
    const lack = this.#lack()
    const button = /** @type {HTMLButtonElement} */ (this.#part('[data-go]'))
    button.disabled = lack !== undefined
    if (sensors > 0 && people.length > 0) {
      button.textContent = fill(words.go ?? '', {
        sensors: sensors === 1 ? (words.sensor ?? '') : fill(words.sensors ?? '', { n: sensors }),
        people: people.length === 1 ? (words.person ?? '') : fill(words.people ?? '', { n: people.length }),
      })
    }
    clearTimeout(this.#timer)
    this.#looking.abort()
    if (!looks) return
    if (lack === undefined) this.#timer = setTimeout(() => this.#look(), 500)
    else this.#tell(lack)
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

  /** Fetches the preview. */
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
    } catch {
      // The preview is optional: the button works without it.
      if (!this.#looking.signal.aborted) place.replaceChildren()
    }
  }

  // Many shares

  /** @type {HTMLElement | undefined} */
  #outcome

  /** @param {SubmitEvent} event */
  #send(event) {
    if (this.#busy) return event.preventDefault()
    this.#take()
    clearTimeout(this.#timer)
    const { sensors, people } = this.#counts()
    const isLook = event.submitter?.hasAttribute('data-look')
    if (isLook || (sensors * people.length <= piece && !this.#outcome)) return
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
    progress.setAttribute('aria-label', this.#part('[data-go]').textContent ?? '')
    const line = document.createElement('p')
    this.#part('[data-preview]').replaceChildren(progress, line)
    const before = {
      shared: Number(this.#outcome?.dataset.shared ?? 0),
      pairs: Number(this.#outcome?.dataset.pairs ?? 0),
    }
    const total = before.pairs + people.length * sensors
    this.#busy = true
    const fields = this.#fields()
    this.#lock(true)
    const size = Math.max(1, Math.floor(piece / sensors))
    try {
      for (let at = 0; at < people.length; at += size) {
        const some = people.slice(at, at + size)
        fields.set('people', some.join('\n'))
        fields.set('sharedBefore', String(before.shared))
        fields.set('pairsBefore', String(before.pairs))
        const { page, isRedirected } = await fetchPage('/app/share', fields)
        if (isRedirected) return location.reload()
        const outcome = /** @type {HTMLElement | null} */ (page.querySelector('[data-outcome]'))
        if (!outcome) throw new Error('something is wrong with this piece')
        before.shared = Number(outcome.dataset.shared)
        before.pairs = Number(outcome.dataset.pairs)
        this.#merge(outcome)
        this.#typed = this.#typed.filter(word => !some.includes(word))
        progress.value = at + some.length
        line.textContent = fill(this.#words.progress ?? '', { n: before.shared, m: total })
        if (at + size >= people.length) this.#finish(page)
      }
    } catch {
      this.#busy = false
      this.#lock(false)
      this.#draw()
      this.#changed(false)
      this.#tell(this.#words.broken ?? '')
      if (this.#outcome) this.#part('[data-preview]').append(this.#outcome)
    }
  }

  /** @param {boolean} isLocked */
  #lock(isLocked) {
    const button = /** @type {HTMLButtonElement} */ (this.#part('[data-go]'))
    button.disabled = isLocked
    button.setAttribute('aria-busy', String(isLocked))
    this.#field.disabled = isLocked
    for (const part of this.querySelectorAll('fieldset')) part.disabled = isLocked
  }

  /**
   * Adds the result of a piece to the groups of the earlier pieces.
   * @param {HTMLElement} outcome
   */
  #merge(outcome) {
    if (!this.#outcome) {
      this.#outcome = outcome
      return
    }
    Object.assign(this.#outcome.dataset, { shared: outcome.dataset.shared, pairs: outcome.dataset.pairs })
    for (const group of /** @type {NodeListOf<HTMLElement>} */ (outcome.querySelectorAll('[data-group]'))) {
      const same = this.#outcome.querySelector(`[data-group="${group.dataset.group}"] ul`)
      if (same) same.append(...group.querySelectorAll('ul > li'))
      else this.#outcome.append(group)
    }
  }

  /**
   * Shows the result of all pieces, with the title and buttons of the last page.
   * @param {Document} page
   */
  #finish(page) {
    const around = this.closest('main, dialog')
    const title = around?.querySelector('h1')
    const [newTitle, buttons] = [page.querySelector('main h1'), page.querySelector('main .buttons')]
    if (title && newTitle) {
      title.textContent = newTitle.textContent
      title.tabIndex = -1
    }
    around?.querySelector('main > .notice')?.remove()
    this.replaceWith(...[this.#outcome, buttons].filter(part => part !== undefined && part !== null))
    title?.focus()
  }
}

customElements.define('share-form', ShareForm)
