/** Removes a notice with Undo when its time is over: it would cover the page for nothing. It stays while it has the focus. */

const offeredMs = 15_000

for (const toast of document.querySelectorAll('.toast')) setTimeout(() => removeSoon(toast), offeredMs)

/** @param {Element} toast */
function removeSoon(toast) {
  if (toast.matches(':focus-within')) toast.addEventListener('focusout', () => toast.remove(), { once: true })
  else toast.remove()
}
