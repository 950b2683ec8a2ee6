/** Keeps what was typed into a form of the dialog until it is sent or discarded, in this tab only. */

const prefix = 'draft '

/** @typedef {[name: string, value: string][]} Fields */

// Whoever signs in next must not find what somebody else typed.
if (!document.querySelector('header.top')) {
  for (const name of stored()) if (name.startsWith(prefix)) removeItem(name)
}

/**
 * Returns what a link to a form is about: the path, and the sensors and the person in any order.
 * @param {string} url
 */
export function keyOf(url) {
  const { pathname, searchParams } = new URL(url, location.href)
  const about = ['sensor', 'person'].flatMap(name => searchParams.getAll(name).sort())
  return `${prefix}${[pathname, ...about].join(' ')}`
}

/**
 * What forms held when they came, by key.
 * @type {Map<string, string>}
 */
const untouched = new Map()

/**
 * Keeps the fields of a form, if they differ from those that it came with.
 * @param {HTMLFormElement} form
 * @param {string} key
 */
export function keepDraft(form, key) {
  const typed = JSON.stringify(fieldsOf(form))
  if (typed === untouched.get(key)) return
  try {
    sessionStorage.setItem(key, typed)
  } catch {
    // Without storage nothing is kept.
  }
}

/**
 * Fills a new form with what was kept, before its scripts start, and offers to discard it.
 * @param {HTMLFormElement} form
 * @param {string} key
 */
export function fillDraft(form, key) {
  untouched.set(key, JSON.stringify(fieldsOf(form)))
  const kept = read(key)
  removeItem(key)
  if (!kept) return
  for (const field of form.elements) {
    const values = kept.filter(([name]) => name === Object(field).name).map(([, value]) => value)
    if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = values[0] ?? ''
    else if (field instanceof HTMLInputElement) fillInput(field, values)
  }
  const note = form.querySelector('[data-kept]')
  if (note instanceof HTMLElement) note.hidden = false
}

/**
 * @param {HTMLInputElement} field
 * @param {string[]} values
 */
function fillInput(field, values) {
  if (field.type === 'checkbox' || field.type === 'radio') field.checked = values.includes(field.value)
  else if (field.type !== 'hidden') field.value = values[0] ?? ''
}

/**
 * Returns the fields that hold something, without hidden ones.
 * @param {HTMLFormElement} form
 * @returns {Fields}
 */
function fieldsOf(form) {
  const hidden = new Set([...form.querySelectorAll('input[type=hidden]')].map(field => Object(field).name))
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)])
  return /** @type {Fields} */ (fields.filter(([name = '', value]) => value && !hidden.has(name)))
}

/**
 * @param {string} key
 * @returns {Fields | undefined}
 */
function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

function stored() {
  try {
    return Object.keys(sessionStorage)
  } catch {
    return []
  }
}

/** @param {string} name */
function removeItem(name) {
  try {
    sessionStorage.removeItem(name)
  } catch {
    // Nothing was kept.
  }
}
