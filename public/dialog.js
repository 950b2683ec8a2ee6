/**
 * Opens the page of a link, button or form with `data-dialog` in the dialog of the frame. Forms in the dialog are sent
 * by fetch; a redirect leaves the dialog. `data-close` on a link closes it. New content dispatches `shown`.
 */

import { fillDraft, keepDraft, keyOf } from './draft.js'
import { fetchPage } from './fetch-page.js'
import { find, placeOf } from './place.js'

const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById('dialog'))
/** @type {{ close?: string, failed?: string, notReached?: string }} */
const words = JSON.parse(dialog?.dataset.words ?? '{}')

/**
 * Finds the element that opened the dialog.
 * @type {(() => HTMLElement | undefined) | undefined}
 */
let findOpener
/** What the dialog is about, to keep what is typed in it, and where its first page came from. */
let subject = ''
let opened = ''
/** Number of the latest request; answers to earlier ones are ignored. */
let asked = 0

document.addEventListener('click', event => {
  const target = event.target instanceof Element ? event.target : null
  const link = target?.closest('a')
  if (!dialog || !link || event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  if (link.hasAttribute('data-close') && dialog.contains(link)) {
    event.preventDefault()
    dialog.querySelector('form[data-keep]')?.removeAttribute('data-keep')
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
  // Ignore a second click while the form is being sent.
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

// The back/forward cache may restore a page with busy forms.
addEventListener('pageshow', event => {
  if (event.persisted) for (const form of document.querySelectorAll('form[aria-busy]')) markFree(form)
})

/**
 * Fetches a page or sends a form, and shows the answer in the dialog.
 * @param {string} url
 * @param {URLSearchParams | undefined} fields
 * @param {HTMLElement} from
 * @param {HTMLFormElement} [form]
 */
async function show(url, fields, from, form) {
  if (!dialog) return
  const turn = ++asked
  if (!dialog.open) {
    findOpener = finderOf(from)
    subject = keyOf(url)
    opened = url
  }
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
 * Opens a page; reloads if it is the current one.
 * @param {string} to
 */
function go(to) {
  const { pathname, search } = new URL(to)
  // The same page with a filter is this page, too.
  const isHere = pathname === location.pathname && (search === '' || search === location.search)
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
  const form = content.querySelector('form[data-keep]')
  if (form instanceof HTMLFormElement && !dialog.querySelector('form[data-keep]')) fillDraft(form, subject)
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
  button.textContent = words.close ?? ''
  button.addEventListener('click', () => dialog?.close())
  return button
}

/**
 * Says that the service could not be reached. What was typed stays.
 * @param {HTMLFormElement} [form]
 */
function tellFailure(form) {
  if (!dialog) return
  const told = document.createElement('p')
  told.className = 'wrong'
  told.setAttribute('role', 'alert')
  told.textContent = words.notReached ?? ''
  dialog.querySelector(':scope > .wrong')?.remove()
  if (!dialog.open || !form) {
    const title = document.createElement('h1')
    title.id = 'dialog-title'
    title.textContent = words.failed ?? ''
    dialog.replaceChildren(closeButton(), title)
    if (!dialog.open) dialog.showModal()
  }
  dialog.append(told)
}

// A click closes the dialog only if it also began outside: selecting text may end there.
let isPressedOutside = false
dialog?.addEventListener('pointerdown', event => {
  isPressedOutside = isOutside(event)
})
dialog?.addEventListener('click', event => {
  if (isPressedOutside && isOutside(event)) dialog.close()
})
/** Keeps what was typed: Escape and a click beside the dialog close it too easily. */
function keep() {
  const form = dialog?.querySelector('form[data-keep]')
  if (form instanceof HTMLFormElement) keepDraft(form, subject)
}
addEventListener('pagehide', keep)
dialog?.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('[data-discard]') : null
  if (!(button instanceof HTMLElement)) return
  button.closest('form')?.removeAttribute('data-keep')
  void show(opened, undefined, button)
})

// Where the keyboard on the screen covers the page, the dialog takes the part that is left.
visualViewport?.addEventListener('resize', fit)
visualViewport?.addEventListener('scroll', fit)
function fit() {
  if (!dialog || !visualViewport) return
  const { height, offsetTop, scale } = visualViewport
  const isCovered = scale === 1 && innerHeight - height > 100
  dialog.style.maxHeight = isCovered ? `${height - 8}px` : ''
  dialog.style.top = isCovered ? `${offsetTop + 4}px` : ''
  dialog.style.marginTop = isCovered ? '0' : ''
}

dialog?.addEventListener('close', () => {
  asked++
  keep()
  dialog.replaceChildren()
  const opener = findOpener?.()
  // The opener may be inside a closed menu.
  if (opener) (opener.closest('details:not([open])')?.querySelector('summary') ?? opener).focus()
})

/**
 * Remembers an element by its place, because a live refresh may replace it while the dialog is being fetched.
 * @param {HTMLElement} element
 */
function finderOf(element) {
  const part = element.closest('[data-live][id]')
  const place = part && placeOf(element, part)
  return () => {
    if (element.isConnected) return element
    const fresh = part && document.getElementById(part.id)
    return fresh && place ? find(fresh, place) : undefined
  }
}

/** @param {MouseEvent} event */
function isOutside({ target, clientX, clientY }) {
  if (!dialog || target !== dialog) return false
  const { left, right, top, bottom } = dialog.getBoundingClientRect()
  return clientX < left || clientX > right || clientY < top || clientY > bottom
}

/**
 * Marks a form as being sent.
 * @param {Element} form
 * @param {HTMLElement | null} button
 */
function markBusy(form, button) {
  form.setAttribute('aria-busy', 'true')
  button?.setAttribute('aria-busy', 'true')
  // Not `disabled`: the button would lose the focus, and its value would not be sent.
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
