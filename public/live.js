/**
 * Keeps the page as things are while it is open. What changes bears `data-live` and an id; when something has happened, the
 * page is fetched again and those parts are put in place of the old ones. A part that was put in tells so by the event `shown`.
 */
import { fetchPage } from './fetch-page.js'

/** Everything that happens: see src/events/history.ts. */
const actions = [
  ...['shared', 'unshared', 'left', 'declined', 'expired', 'unclaimed', 'contested', 'accepted'],
  ...['changed', 'paused', 'resumed', 'resent', 'claimed', 'released', 'lost', 'updated'],
]
/** At most once a second; and once a minute in any case, as values come without anything having happened. */
const pauseMs = 1_000
const everyMs = 60_000
const retryMs = 10_000

/** @type {EventSource | undefined} */
let stream
let lastRefresh = 0
let isWaiting = false
let isOver = false
let wasReady = false

if (document.querySelector('[data-live]')) {
  document.addEventListener('visibilitychange', () => (document.hidden ? stopFollowing() : comeBack()))
  document.addEventListener('close', event => event.target instanceof HTMLDialogElement && refreshSoon(), true)
  setInterval(() => document.hidden || refreshSoon(), everyMs)
  if (!document.hidden) follow()
}

/** A browser has few connections: only the page that is looked at keeps one. */
function stopFollowing() {
  stream?.close()
  stream = undefined
}

function comeBack() {
  if (isOver) return
  follow()
  refreshSoon()
}

function follow() {
  if (stream || isOver) return
  const opened = new EventSource('/app/live')
  stream = opened
  for (const action of actions) opened.addEventListener(action, hear)
  // Something looks different, and nothing happened that could be told.
  opened.addEventListener('stir', refreshSoon)
  // It comes with each connection. What happened between two of them may not be told.
  for (const name of ['ready', 'reset']) {
    opened.addEventListener(name, () => {
      if (wasReady) refreshSoon()
      wasReady = true
    })
  }
  opened.addEventListener('error', () => {
    if (opened.readyState !== EventSource.CLOSED) return
    // Otherwise it comes back by itself. Refreshing tells whether the session has ended.
    if (stream === opened) stopFollowing()
    refreshSoon()
    setTimeout(() => document.hidden || follow(), retryMs)
  })
}

/** @param {MessageEvent<string>} event */
function hear({ data }) {
  announce(JSON.parse(data).words)
  refreshSoon()
}

/**
 * Tells those who do not see the page.
 * @param {string} words
 */
export function announce(words) {
  const status = document.getElementById('status')
  if (status) status.textContent = words
}

function refreshSoon() {
  if (isWaiting || isOver) return
  isWaiting = true
  setTimeout(
    async () => {
      // What lies under a dialog stays; closing it looks again.
      if (!document.querySelector('dialog[open]') && !document.hidden) await refresh()
      isWaiting = false
    },
    Math.max(50, lastRefresh + pauseMs - Date.now()),
  )
}

async function refresh() {
  lastRefresh = Date.now()
  const answer = await fetchPage(location.href).catch(() => undefined)
  // Not reached: the stream tells when it is back.
  if (!answer || answer.status >= 500 || document.querySelector('dialog[open]')) return
  if (answer.isSignedOut) return location.reload()
  if (answer.status === 404) return sayGone(answer.page)
  if (answer.status === 200) for (const part of document.querySelectorAll('[data-live][id]')) swap(part, answer.page)
}

/**
 * What the page was about is gone, or not shared any more.
 * @param {Document} page
 */
function sayGone(page) {
  isOver = true
  stopFollowing()
  const [old, main] = [document.querySelector('main'), page.querySelector('main')]
  if (!old || !main) return
  old.replaceWith(main)
  document.title = page.title
  main.querySelector('a')?.focus()
}

/**
 * @param {Element} part
 * @param {Document} page
 */
function swap(part, page) {
  const fresh = page.getElementById(part.id)
  if (!fresh) return
  // The proofs in forms are made anew each time; those that are there still count.
  const proof = part.querySelector('[name="_csrf"]')?.getAttribute('value')
  if (proof) for (const field of fresh.querySelectorAll('[name="_csrf"]')) field.setAttribute('value', proof)
  const source = fresh.outerHTML
  if ((sources.get(part) ?? part.outerHTML) === source) return
  const active = document.activeElement
  const focus = active && part.contains(active) ? placeOf(active, part) : undefined
  // Whoever is writing, or choosing from a list that is open, goes on.
  if (focus && active?.matches('textarea, select, input:not([type="checkbox"], [type="radio"])')) return
  keepState(part, fresh)
  part.replaceWith(fresh)
  sources.set(fresh, source)
  fresh.dispatchEvent(new CustomEvent('shown', { bubbles: true }))
  if (!focus) return
  const first = /** @type {HTMLElement | null} */ (fresh.querySelector('a, button, input'))
  const place = find(fresh, focus) ?? first
  place?.focus({ preventScroll: true })
}

/**
 * Parts as they came, before anybody ticked or opened anything in them.
 * @type {WeakMap<Element, string>}
 */
const sources = new WeakMap()
for (const part of document.querySelectorAll('[data-live][id]')) sources.set(part, part.outerHTML)

/**
 * Ticks what was ticked, fills in what was filled in, and opens what was open.
 * @param {Element} part
 * @param {Element} fresh
 */
function keepState(part, fresh) {
  for (const old of part.querySelectorAll('details')) {
    const same = find(fresh, placeOf(old, part))
    if (same instanceof HTMLDetailsElement) same.open = old.open
  }
  for (const old of part.querySelectorAll('input, textarea, select')) {
    const same = find(fresh, placeOf(old, part))
    if (old instanceof HTMLInputElement && same instanceof HTMLInputElement) {
      if (old.checked !== old.defaultChecked) same.checked = old.checked
      if (old.type !== 'hidden' && old.value !== old.defaultValue) same.value = old.value
    } else if (old instanceof HTMLTextAreaElement && same instanceof HTMLTextAreaElement) {
      if (old.value !== old.defaultValue) same.value = old.value
    } else if (old instanceof HTMLSelectElement && same instanceof HTMLSelectElement) {
      same.value = old.value
    }
  }
}

/** What tells an element from others of its kind, and the how manyth it is of those that are alike. */
const telling = ['id', 'name', 'value', 'href', 'formaction']

/**
 * @param {Element} element
 * @param {Element} part
 */
function placeOf(element, part) {
  const attributes = telling.flatMap(name => {
    const value = element.getAttribute(name)
    // What was typed is no attribute; what the page wrote into a field may be different now.
    return value === null || (name === 'value' && element.matches('input:not([type="checkbox"], [type="radio"])'))
      ? []
      : [`[${name}="${CSS.escape(value)}"]`]
  })
  const selector = element.localName + attributes.join('')
  return { selector, index: [...part.querySelectorAll(selector)].indexOf(element) }
}

/**
 * @param {Element} part
 * @param {{ selector: string, index: number }} place
 * @returns {HTMLElement | undefined}
 */
function find(part, { selector, index }) {
  return /** @type {HTMLElement | undefined} */ (part.querySelectorAll(selector)[index])
}
