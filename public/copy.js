/** Copies a text that is shown, for buttons with `data-copy`, the id of its field. They appear where that works. */

for (const button of document.querySelectorAll('button[data-copy]')) {
  // Browsers offer no clipboard where the connection is not safe.
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
    // Not allowed: then it can be copied by hand.
    field.select()
  }
})

export {}
