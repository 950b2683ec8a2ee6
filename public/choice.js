/** Keeps a tick box for everything and the tick boxes of its parts in step. */

document.addEventListener('change', event => {
  const box = event.target
  const choice = box instanceof HTMLInputElement ? box.closest('.choice') : null
  if (!(box instanceof HTMLInputElement) || !choice) return
  if ('all' in box.dataset) for (const part of partsOf(choice)) part.checked = box.checked
  follow(choice)
})

/** @param {ParentNode} choice */
const partsOf = choice =>
  /** @type {HTMLInputElement[]} */ ([...choice.querySelectorAll('input[type=checkbox]:not([data-all])')])

/** @param {ParentNode} choice */
function follow(choice) {
  const all = choice.querySelector('input[data-all]')
  if (!(all instanceof HTMLInputElement)) return
  const parts = partsOf(choice)
  const count = parts.filter(({ checked }) => checked).length
  all.checked = count === parts.length
  all.indeterminate = count > 0 && count < parts.length
}

function start() {
  for (const choice of document.querySelectorAll('.choice:not(.followed)')) {
    choice.classList.add('followed')
    // Without parts (a device that has no services yet) "everything" keeps its state.
    if (partsOf(choice).length > 0) follow(choice)
  }
}

start()
document.addEventListener('shown', start)

export {}
