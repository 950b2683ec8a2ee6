/**
 * Copies a shown text: buttons have `data-copy`, the id of its field, and appear only if the clipboard is available.
 */

for (const button of document.querySelectorAll('button[data-copy]')) {
  // Browsers offer the clipboard only in secure contexts (HTTPS or localhost).
  if (button instanceof HTMLButtonElement) button.hidden = !navigator.clipboard
}

document.addEventListener('click', async event => {
  const button = event.target instanceof Element ? event.target.closest('button[data-copy]') : null
  if (!(button instanceof HTMLButtonElement)) return
  const field = document.getElementById(button.dataset.copy ?? '')
  if (!(field instanceof HTMLInputElement)) return
  try {
    await navigator.clipboard.writeText(field.value)
    const status = document.getElementById('status')
    button.textContent = button.dataset.copied ?? ''
    if (status) status.textContent = button.dataset.copied ?? ''
  } catch {
    // Permission denied: select the text, to be copied by hand.
    field.select()
  }
})

export {}
