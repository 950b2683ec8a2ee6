/** Finds an element again after a live refresh has replaced the part of the page that it was in. */

/** Attributes that identify an element; elements with equal ones are told apart by their index. */
const telling = ['id', 'name', 'value', 'href', 'formaction']

/**
 * Describes where an element is in a part of the page.
 * @param {Element} element
 * @param {Element} part
 */
export function placeOf(element, part) {
  const attributes = telling.flatMap(name => {
    const value = element.getAttribute(name)
    // An input's `value` attribute is not what was typed, and the server may have changed it.
    return value === null || (name === 'value' && element.matches('input:not([type="checkbox"], [type="radio"])'))
      ? []
      : [`[${name}="${CSS.escape(value)}"]`]
  })
  const selector = element.localName + attributes.join('')
  return { selector, index: [...part.querySelectorAll(selector)].indexOf(element) }
}

/**
 * Finds the element at a place.
 * @param {Element} part
 * @param {{ selector: string, index: number }} place
 * @returns {HTMLElement | undefined}
 */
export function find(part, { selector, index }) {
  return /** @type {HTMLElement | undefined} */ (part.querySelectorAll(selector)[index])
}
