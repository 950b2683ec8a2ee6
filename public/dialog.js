/**
 * Opens questions and forms over the page that leads to them: links, buttons and forms with `data-dialog`, whose pages are
 * fetched and shown in the dialog of the frame. Inside of it forms are sent by fetch: what they answer is shown there; where
 * they lead elsewhere, the browser goes. A link with `data-close` closes it. What is shown tells so by the event `shown`.
 */

import { fetchPage } from './fetch-page.js'
import { words } from './words.js'

const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById('dialog'))

/**
 * What had the focus when it was opened.
 * @type {HTMLElement | null}
 */
let opener = null
/** Counts what was asked for: only the last is shown. */
let asked = 0

document.addEventListener('click', event => {
  const target = event.target instanceof Element ? event.target : null
  const link = target?.closest('a')
  if (!dialog || !link || event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  if (link.hasAttribute('data-close') && dialog.contains(link)) {
    event.preventDefault()
    dialog.close()
  } else if (link.hasAttribute('data-dialog')) {
    event.preventDefault()
    void show(link.href, undefined, link)
  }
})

document.addEventListener('submit', event => {
  const form = /** @type {HTMLFormElement} */ (event.target)
  const button = event.submitter instanceof HTMLElement ? event.submitter : null
  if (event.defaultPrevented) return
  // Sent already: whoever presses twice means it once.
  if (form.getAttribute('aria-busy') === 'true') return event.preventDefault()
  const isInside = dialog?.contains(form) ?? false
  const isMeant = isInside || form.hasAttribute('data-dialog') || (button?.hasAttribute('data-dialog') ?? false)
  const fields = new URLSearchParams([...new FormData(form, button)].map(([name, value]) => [name, String(value)]))
  const isPost = (button?.getAttribute('formmethod') ?? form.getAttribute('method'))?.toLowerCase() === 'post'
  if (!dialog || !isMeant) {
    if (isPost) markBusy(form, button)
    return
  }
  event.preventDefault()
  const action = button?.getAttribute('formaction') ?? form.getAttribute('action') ?? location.href
  const url = new URL(action, location.href)
  if (!isPost) url.search = String(fields)
  void show(url.href, isPost ? fields : undefined, button ?? form, form)
})

// The browser may bring a page back as it was left.
addEventListener('pageshow', event => {
  if (event.persisted) for (const form of document.querySelectorAll('form[aria-busy]')) markFree(form)
})

/**
 * Fetches a page, or sends a form, and shows what comes.
 * @param {string} url
 * @param {URLSearchParams | undefined} fields
 * @param {HTMLElement} from
 * @param {HTMLFormElement} [form]
 */
async function show(url, fields, from, form) {
  if (!dialog) return
  const turn = ++asked
  if (!dialog.open) opener = from
  if (form) markBusy(form, from)
  else from.setAttribute('aria-busy', 'true')
  try {
    const { page, to, isRedirected } = await fetchPage(url, fields)
    if (turn !== asked) return
    const main = page.querySelector('main')
    if (isRedirected || !main) return go(to)
    fill(main)
  } catch {
    if (turn === asked) tellFailure(form)
  } finally {
    if (form) markFree(form)
    from.removeAttribute('aria-busy')
  }
}

/**
 * Goes to a page, also to the one that is open.
 * @param {string} to
 */
function go(to) {
  const isHere = to.split('#')[0] === location.href.split('#')[0]
  if (isHere) location.reload()
  else location.assign(to)
}

/** @param {HTMLElement} main */
function fill(main) {
  if (!dialog) return
  const title = main.querySelector('h1')
  const content = document.createElement('div')
  content.append(...main.childNodes)
  if (title) {
    title.id = 'dialog-title'
    title.tabIndex = -1
  }
  dialog.replaceChildren(closeButton(), content)
  if (!dialog.open) dialog.showModal()
  dialog.scrollTop = 0
  const first = content.querySelector('[autofocus], [role="alert"] a')
  if (first instanceof HTMLElement) first.focus()
  else title?.focus()
  content.dispatchEvent(new CustomEvent('shown', { bubbles: true }))
}

function closeButton() {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'quiet small close'
  button.textContent = words.close
  button.addEventListener('click', () => dialog?.close())
  return button
}

/**
 * The service was not reached. What was filled in stays.
 * @param {HTMLFormElement} [form]
 */
function tellFailure(form) {
  if (!dialog) return
  const told = document.createElement('p')
  told.className = 'wrong'
  told.setAttribute('role', 'alert')
  told.textContent = words.notReached
  dialog.querySelector(':scope > .wrong')?.remove()
  if (!dialog.open || !form) {
    const title = document.createElement('h1')
    title.id = 'dialog-title'
    title.textContent = words.failed
    dialog.replaceChildren(closeButton(), title)
    if (!dialog.open) dialog.showModal()
  }
  dialog.append(told)
}

// Where one presses and lets go: who marks text and lets go outside of it does not mean to close it.
let isPressedOutside = false
dialog?.addEventListener('pointerdown', event => {
  isPressedOutside = isOutside(event)
})
dialog?.addEventListener('click', event => {
  if (isPressedOutside && isOutside(event)) dialog.close()
})
dialog?.addEventListener('close', () => {
  asked++
  dialog.replaceChildren()
  // It may have been put in anew meanwhile, or be in a menu that is closed.
  if (opener?.isConnected) (opener.closest('details:not([open])')?.querySelector('summary') ?? opener).focus()
})

/** @param {MouseEvent} event */
function isOutside({ target, clientX, clientY }) {
  if (!dialog || target !== dialog) return false
  const { left, right, top, bottom } = dialog.getBoundingClientRect()
  return clientX < left || clientX > right || clientY < top || clientY > bottom
}

/**
 * Shows that a form is on its way.
 * @param {Element} form
 * @param {HTMLElement | null} button
 */
function markBusy(form, button) {
  form.setAttribute('aria-busy', 'true')
  button?.setAttribute('aria-busy', 'true')
  // Not `disabled`: the focus would be lost, and what is disabled is not sent.
  button?.setAttribute('aria-disabled', 'true')
}

/** @param {Element} form */
function markFree(form) {
  form.removeAttribute('aria-busy')
  for (const button of document.querySelectorAll('[aria-disabled]')) {
    button.removeAttribute('aria-disabled')
    button.removeAttribute('aria-busy')
  }
}
