/** The options of the share form: what of the sensors is shared, and until when. */

/**
 * @param {ParentNode} within
 * @param {string} selector
 * @returns {HTMLInputElement[]}
 */
export const inputs = (within, selector) => /** @type {HTMLInputElement[]} */ ([...within.querySelectorAll(selector)])

/**
 * Returns the "What can they see?" sections: one per device, and one for all Ruuvi sensors.
 * @param {ParentNode} form
 */
export const partsOf = form => /** @type {HTMLElement[]} */ ([...form.querySelectorAll('[data-what]')])

/**
 * Replaces the choice between everything and some with one tick box for all.
 * @param {HTMLElement} part
 * @param {string} word
 */
export function tickAll(part, word) {
  const channels = inputs(part, 'input[type=checkbox]')
  const radios = inputs(part, 'input[type=radio]')
  const [everything, some] = radios
  if (!everything || !some || channels.length === 0) return
  if (everything.checked) for (const channel of channels) channel.checked = true
  const all = document.createElement('input')
  all.type = 'checkbox'
  const label = document.createElement('label')
  label.className = 'tick'
  label.append(all, Object.assign(document.createElement('span'), { textContent: word }))
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

/**
 * Shows the sections of selected devices only. Without a selection, the section of Ruuvi sensors.
 * @param {ParentNode} form
 * @param {string[]} chosen
 */
export function showParts(form, chosen) {
  const parts = partsOf(form)
  for (const part of parts) {
    const device = part.dataset.what
    part.hidden = device ? !chosen.includes(device) : chosen.length > 0 && !chosen.some(id => id.length < 18)
  }
  const all = form.querySelector('[data-parts]')
  if (all instanceof HTMLElement) all.hidden = parts.every(part => part.hidden)
}

/**
 * Tells whether nothing is ticked in a section that is shown.
 * @param {ParentNode} form
 */
export const isOfNothing = form =>
  partsOf(form).some(
    part =>
      !part.hidden &&
      inputs(part, 'input[type=radio][value=some]:checked').length > 0 &&
      inputs(part, 'input[type=checkbox]:checked').length === 0,
  )

/**
 * Shows the field for an end time only if it is selected.
 * @param {ParentNode} form
 */
export function chooseEnd(form) {
  const until = /** @type {HTMLSelectElement | null} */ (form.querySelector('select[name=until]'))
  const at = form.querySelector('[data-until-at]')
  const field = at?.querySelector('input')
  if (!until || !(at instanceof HTMLElement) || !field) return
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

/**
 * Opens "More options" if something in it is not as it is at first, such as in a form that was typed before.
 * @param {ParentNode} form
 */
export function openOptions(form) {
  const more = form.querySelector('details.more')
  if (!(more instanceof HTMLDetailsElement)) return
  const isSet =
    inputs(more, 'input[name=scripting]:checked, input[type=radio][value=some]:checked').length > 0 ||
    inputs(more, 'input[type=datetime-local]').some(({ value }) => value !== '') ||
    inputs(more, 'input[type=checkbox][name=sensor]:not(:checked)').length > 0 ||
    [...more.querySelectorAll('select')].some(({ value }) => value !== '')
  if (isSet) more.open = true
}
