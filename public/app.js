/** The script of all pages. It makes them faster to use; every page works without it. */
import './chart.js'
import './choose.js'
import './choice.js'
import './copy.js'
import './dialog.js'
import './find.js'
import './live.js'
import './passkey.js'
import './scan.js'
import './share-form.js'
import './undo.js'

// The server formats times of later pages in this time zone.
const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
// biome-ignore lint/suspicious/noDocumentCookie: older browsers have no Cookie Store.
if (timeZone) document.cookie = `tz=${encodeURIComponent(timeZone)}; path=/app; max-age=31536000; samesite=lax`

for (const form of document.querySelectorAll('form[data-submit-at]'))
  submitWhenWhole(/** @type {HTMLFormElement} */ (form))

/**
 * Submits a form as soon as its code is complete, whether typed or pasted.
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
