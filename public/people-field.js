/** The field for people: addresses as chips, with suggestions. It replaces a textarea, which is still what is sent. */
import { fill, isAddress, wordsIn } from './addresses.js'

/** @typedef {{ email: string, has: string, face: Element | undefined }} Contact */

/** Number of suggestions at a time. */
const mostOptions = 8

export class PeopleField {
  /** @type {Record<string, string>} */
  #words
  /** @type {string[]} What was typed: addresses and invalid words. */
  #typed = []
  #text
  #field = document.createElement('input')
  #chips = document.createElement('ul')
  #options = document.createElement('ul')
  /** @type {Contact[]} */
  #known
  #at = -1
  #changed
  #say

  /**
   * @param {HTMLTextAreaElement} text
   * @param {Element | null} before The tick boxes of contacts.
   * @param {string} label
   * @param {Record<string, string>} words
   * @param {{ changed: () => void, say: (text: string) => void }} owner
   */
  constructor(text, before, label, words, { changed, say }) {
    this.#words = words
    this.#text = text
    this.#changed = changed
    this.#say = say
    const ticks = before ? /** @type {HTMLInputElement[]} */ ([...before.querySelectorAll('input')]) : []
    this.#known = ticks.map(({ value, labels }) => ({
      email: value,
      has: labels?.[0]?.querySelector('small')?.textContent ?? '',
      face: labels?.[0]?.querySelector('.avatar') ?? undefined,
    }))
    this.#typed = [...new Set([...wordsIn(text.value), ...ticks.filter(tick => tick.checked).map(tick => tick.value)])]
    before?.remove()
    this.#build(label)
    this.#listen()
    this.draw()
  }

  /** The words in the field: chips, and the text that is still being typed. */
  get words() {
    const rest = wordsIn(this.#field.value).filter(word => !this.#typed.includes(word))
    return [...this.#typed, ...rest]
  }

  /** Whether a chip is no address. One that is still being typed is not an error yet. */
  get isWrong() {
    return this.#typed.some(word => !isAddress(word))
  }

  /** @param {string[]} words */
  drop(words) {
    this.#typed = this.#typed.filter(word => !words.includes(word))
  }

  /** @param {boolean} isLocked */
  lock(isLocked) {
    this.#field.disabled = isLocked
  }

  /** @param {string} label */
  #build(label) {
    const [text, field, chips, options] = [this.#text, this.#field, this.#chips, this.#options]
    const isFocused = document.activeElement === text
    Object.assign(field, { id: text.id, className: 'bare', autocomplete: 'off', autocapitalize: 'none' })
    Object.assign(field, { spellcheck: false, inputMode: 'email', enterKeyHint: 'enter' })
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
    text.autofocus = false
    options.setAttribute('role', 'listbox')
    options.setAttribute('aria-label', this.#words.add ?? '')
    options.className = 'options'
    options.hidden = true
    chips.className = 'chips'
    chips.setAttribute('aria-label', label)
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
    if (isFocused) field.focus()
  }

  #listen() {
    const field = this.#field
    field.addEventListener('input', event => {
      event.stopPropagation()
      // A character that no address contains ends it. A space may also belong to a name before the address.
      if (/[,;]/.test(field.value) || (/\s$/.test(field.value) && isAddress(field.value.trim()))) this.take()
      this.#suggest()
      this.#changed()
    })
    field.addEventListener('paste', event => {
      const pasted = event.clipboardData?.getData('text') ?? ''
      if (!/[\s,;<]/.test(pasted.trim())) return
      event.preventDefault()
      // An input would drop the line breaks.
      this.take(`${field.value}${pasted}`)
    })
    field.addEventListener('focus', () => this.#suggest(this.#typed.length === 0))
    field.addEventListener('blur', () => {
      this.take()
      this.#close()
    })
    field.addEventListener('keydown', event => this.#key(event))
    // `mousedown`, because `click` comes after the field has lost the focus.
    this.#options.addEventListener('mousedown', event => {
      event.preventDefault()
      const option = event.target instanceof Element ? event.target.closest('li') : null
      if (option?.dataset.email) this.#choose(option.dataset.email)
    })
    this.#chips.addEventListener('click', ({ target }) => {
      const word = target instanceof Element ? target.closest('button')?.dataset.word : undefined
      if (word !== undefined) this.#remove(word)
    })
  }

  /** Turns the text of the field, or pasted text, into chips. */
  take(text = this.#field.value) {
    const words = [...new Set(wordsIn(text))].filter(word => !this.#typed.includes(word))
    this.#field.value = ''
    if (words.length === 0) return
    this.#typed.push(...words)
    this.#say(fill(this.#words.added, { x: words.join(', ') }))
    this.draw()
    // Of many, the newest stay in view, and the field after them.
    this.#field.scrollIntoView({ block: 'nearest' })
    this.#changed()
  }

  /** @param {string} email */
  #choose(email) {
    this.#field.value = email
    this.take()
    this.#suggest()
  }

  /** @param {string} word */
  #remove(word) {
    this.drop([word])
    this.#say(fill(this.#words.removed, { x: word }))
    this.draw()
    this.#changed()
    this.#field.focus()
  }

  /** Draws the chips, and writes what is sent. */
  draw() {
    this.#text.value = this.#typed.join('\n')
    this.#chips.replaceChildren(...this.#typed.map(word => this.#chip(word)))
    this.#chips.hidden = this.#typed.length === 0
  }

  /** @param {string} word */
  #chip(word) {
    const [chip, button, name] = [
      document.createElement('li'),
      document.createElement('button'),
      document.createElement('span'),
    ]
    const face = this.#known.find(({ email }) => email === word)?.face
    if (face) chip.append(face.cloneNode(true))
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
    button.setAttribute('aria-label', fill(this.#words.remove, { x: word }))
    button.textContent = '×'
    chip.append(button)
    return chip
  }

  /**
   * Suggests contacts that match the typed text; for an empty field the newest ones, if `isWanted`.
   * @param {boolean} [isWanted]
   */
  #suggest(isWanted = false) {
    const typed = this.#field.value.trim().toLowerCase()
    if (!typed && !isWanted) return this.#close()
    const found = this.#known.filter(({ email }) => email.includes(typed) && !this.#typed.includes(email))
    if (found.length === 0 || document.activeElement !== this.#field) return this.#close()
    this.#options.replaceChildren(...found.slice(0, mostOptions).map((contact, index) => this.#option(contact, index)))
    this.#options.hidden = false
    this.#field.setAttribute('aria-expanded', 'true')
    // Enter takes the first one; a whole address stays what it is, and an empty field chooses nobody.
    this.#mark(typed && !isAddress(typed) ? 0 : -1)
  }

  /**
   * @param {Contact} contact
   * @param {number} index
   */
  #option({ email, has, face }, index) {
    const [option, why] = [document.createElement('li'), document.createElement('small')]
    option.id = `people-option-${index}`
    option.setAttribute('role', 'option')
    option.dataset.email = email
    why.textContent = has
    if (face) option.append(face.cloneNode(true))
    option.append(`${email} `, why)
    return option
  }

  /** @param {number} at The place of the marked suggestion; -1: none. */
  #mark(at) {
    const options = [...this.#options.children]
    this.#at = at
    for (const [index, option] of options.entries()) option.setAttribute('aria-selected', String(index === at))
    const id = options[at]?.id
    if (id) this.#field.setAttribute('aria-activedescendant', id)
    else this.#field.removeAttribute('aria-activedescendant')
    options[at]?.scrollIntoView({ block: 'nearest' })
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
      this.#mark(key === 'ArrowDown' ? (this.#at + 1) % count : (this.#at <= 0 ? count : this.#at) - 1)
    } else if (key === 'Enter') {
      // Enter never submits the form; only the button does.
      event.preventDefault()
      const chosen = isOpen ? options[this.#at] : undefined
      if (chosen instanceof HTMLElement && chosen.dataset.email) return this.#choose(chosen.dataset.email)
      this.take()
      this.#suggest()
    } else if (key === 'Escape' && isOpen) {
      // Escape closes the list, and not the dialog around it.
      event.preventDefault()
      event.stopPropagation()
      this.#close()
    } else if (key === 'Backspace' && this.#field.value === '') {
      const last = this.words.at(-1)
      if (last !== undefined) this.#remove(last)
    }
  }
}
