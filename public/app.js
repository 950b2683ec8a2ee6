/** What makes the pages quicker to use. Everything works without it. */
import './chart.js'
import './choose.js'
import './choice.js'
import './copy.js'
import './dialog.js'
import './live.js'
import './picker.js'
import './undo.js'

// For the times in the pages to come.
const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
// biome-ignore lint/suspicious/noDocumentCookie: older browsers have no Cookie Store.
if (timeZone) document.cookie = `tz=${encodeURIComponent(timeZone)}; path=/app; max-age=31536000; samesite=lax`

for (const form of document.querySelectorAll('form[data-submit-at]'))
  submitWhenWhole(/** @type {HTMLFormElement} */ (form))

/**
 * Sends a form as soon as its code is whole, also when it was pasted.
 * @param {HTMLFormElement} form
 */
function submitWhenWhole(form) {
  const field = form.querySelector('input.code')
  if (!(field instanceof HTMLInputElement)) return
  field.addEventListener('input', () => {
    field.value = field.value.replaceAll(/\s/g, '')
    if (field.value.length === Number(form.dataset.submitAt)) form.requestSubmit()
  })
}
