/** Selecting several items of a list, and menus. */

document.addEventListener('change', event => {
  const box = event.target
  const form = box instanceof HTMLInputElement ? box.closest('form[data-choose]') : null
  if (!(box instanceof HTMLInputElement) || !(form instanceof HTMLFormElement)) return
  if (box.hasAttribute('data-all')) for (const one of boxesOf(form)) one.checked = box.checked
  count(form)
})

// Browsers may restore ticks when going back, and a live refresh replaces the list.
addEventListener('pageshow', countAll)
document.addEventListener('shown', countAll)
countAll()

function countAll() {
  for (const form of document.querySelectorAll('form[data-choose]')) count(form)
}

/** @param {Element} form */
function count(form) {
  const boxes = boxesOf(form)
  const chosen = boxes.filter(({ checked }) => checked).length
  for (const button of form.querySelectorAll('button[formaction]')) {
    if (button instanceof HTMLButtonElement) switchAction(button, boxes)
  }
  for (const place of form.querySelectorAll('[data-count]')) place.textContent = chosen > 0 ? `(${chosen})` : ''
  for (const hint of form.querySelectorAll('[data-hint]')) if (hint instanceof HTMLElement) hint.hidden = chosen > 0
  const all = form.querySelector('[data-all]')
  if (!(all instanceof HTMLInputElement)) return
  all.checked = chosen > 0 && chosen === boxes.length
  all.indeterminate = chosen > 0 && chosen < boxes.length
}

/**
 * Switches an action off that applies to nothing chosen, and says why in its button.
 * @param {HTMLButtonElement} button
 * @param {HTMLInputElement[]} boxes
 */
function switchAction(button, boxes) {
  const chosen = boxes.filter(({ checked }) => checked)
  const { needs, why } = button.dataset
  const applies = !needs || chosen.some(({ dataset }) => (needs === 'own' ? !('got' in dataset) : needs in dataset))
  button.disabled = chosen.length === 0 || !applies
  button.querySelector('.why')?.remove()
  if (chosen.length === 0 || applies || !why) return
  const reason = document.createElement('small')
  reason.className = 'why'
  reason.textContent = why
  button.append(reason)
}

/**
 * @param {Element} form
 * @returns {HTMLInputElement[]}
 */
function boxesOf(form) {
  return [...form.querySelectorAll('input')].filter(
    box => box.type === 'checkbox' && box.name === 'sensor' && !box.disabled,
  )
}

document.addEventListener('click', ({ target }) => {
  const inside = target instanceof Element ? target.closest('details.menu') : null
  const isDone = target instanceof Element && target.closest('details.menu button') !== null
  for (const menu of openMenus()) if (menu !== inside || isDone) menu.open = false
})

document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return
  const active = document.activeElement
  // A bubble of guests is open while its button has the focus.
  if (active instanceof HTMLElement && active.matches('.who-has button')) active.blur()
  for (const menu of openMenus()) {
    menu.open = false
    if (menu.contains(active)) menu.querySelector('summary')?.focus()
  }
})

/** @returns {NodeListOf<HTMLDetailsElement>} */
function openMenus() {
  return document.querySelectorAll('details.menu[open]')
}
