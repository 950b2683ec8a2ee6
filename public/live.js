/**
 * Keeps an open page up to date. After an event it fetches the page again and replaces the parts that have `data-live`
 * and an id. Each replaced part dispatches `shown`.
 */
import { fetchPage } from './fetch-page.js'
import { find, placeOf } from './place.js'

/** All actions of events: see src/events/history.ts. */
const actions = [
  ...['shared', 'unshared', 'left', 'declined', 'expired', 'unclaimed', 'contested', 'accepted'],
  ...['changed', 'paused', 'resumed', 'resent', 'claimed', 'released', 'lost', 'updated'],
]
/**
 * Refresh at most once a second, and at least once a minute, for ages and for measurements that were missed. The page of a
 * sensor, with its charts, refreshes after new measurements at most once in five seconds.
 */
const pauseMs = 1_000
const chartMs = 5_000
const everyMs = 60_000
const retryMs = 10_000
/** While somebody waits for the first value of a sensor. */
const waitingMs = 5_000

/** Nobody else has events; their pages are only refreshed. */
const isSignedIn = document.querySelector('header.top') !== null

/** @type {EventSource | undefined} */
let stream
let lastRefresh = 0
let isWaiting = false
let isOver = false
let wasReady = false

// The header has live parts on every page, also on answers to forms, which can't be fetched again.
if (document.querySelector('main [data-live]')) {
  document.addEventListener('visibilitychange', () => (document.hidden ? stopFollowing() : comeBack()))
  document.addEventListener('close', event => event.target instanceof HTMLDialogElement && refreshSoon(), true)
  setInterval(() => document.hidden || refreshSoon(), everyMs)
  setInterval(() => document.hidden || (document.querySelector('[data-awaits]') && refreshSoon()), waitingMs)
  if (!document.hidden) follow()
}

/** Browsers allow six connections per host, so only a visible page keeps one. */
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
  if (stream || isOver || !isSignedIn) return
  const opened = new EventSource('/app/live')
  stream = opened
  for (const action of actions) opened.addEventListener(action, hear)
  // `stir`: the page may look different, but no event was recorded.
  opened.addEventListener('stir', refreshSoon)
  opened.addEventListener('measured', ({ data }) => showMeasured(JSON.parse(data)))
  // Sent with each connection. Events between two connections may be missing, so refresh on every one but the first.
  for (const name of ['ready', 'reset']) {
    opened.addEventListener(name, () => {
      if (wasReady) refreshSoon()
      wasReady = true
    })
  }
  opened.addEventListener('error', () => {
    if (opened.readyState !== EventSource.CLOSED) return
    // In any other state EventSource reconnects by itself. The refresh detects whether the session has ended.
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
 * Shows what sensors have just measured. Nothing is fetched for that, except on the page of one of them.
 * @param {{ sensor: string, html: string }[]} sensors
 */
function showMeasured(sensors) {
  for (const { sensor, html } of sensors) {
    const id = CSS.escape(sensor)
    for (const part of document.querySelectorAll(`[data-values="${id}"]`)) part.innerHTML = html
    if (document.querySelector(`[data-measures="${id}"]`) && Date.now() - lastRefresh > chartMs) refreshSoon()
  }
}

/**
 * Announces a text to screen readers.
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
      // Nothing is replaced under an open dialog; closing it refreshes.
      if (!document.querySelector('dialog[open]') && !document.hidden) await refresh()
      isWaiting = false
    },
    Math.max(50, lastRefresh + pauseMs - Date.now()),
  )
}

async function refresh() {
  lastRefresh = Date.now()
  const answer = await fetchPage(location.href).catch(() => undefined)
  // Service unreachable: the stream triggers a refresh when it reconnects.
  if (!answer || answer.status >= 500 || document.querySelector('dialog[open]')) return
  if (answer.isSignedOut) return location.reload()
  if (answer.status === 404) return sayGone(answer.page)
  if (answer.status === 200) for (const part of document.querySelectorAll('[data-live][id]')) swap(part, answer.page)
}

/**
 * Shows the 404 page: the page's subject is gone, or no longer shared.
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
 * Replaces a part of the page by that of another page; ticks, typed text and the focus stay.
 * @param {Element} part
 * @param {Document} page
 */
export function swap(part, page) {
  const fresh = page.getElementById(part.id)
  if (!fresh) return
  // CSRF tokens differ in every answer, but the old ones remain valid. Keep them, so that equal parts compare equal.
  const proof = part.querySelector('[name="_csrf"]')?.getAttribute('value')
  if (proof) for (const field of fresh.querySelectorAll('[name="_csrf"]')) field.setAttribute('value', proof)
  const source = fresh.outerHTML
  if ((sources.get(part) ?? part.outerHTML) === source) return
  const active = document.activeElement
  const focus = active && part.contains(active) ? placeOf(active, part) : undefined
  // Do not interrupt typing, or a choice from an open list.
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
 * HTML of the parts as received, before any ticks or open menus.
 * @type {WeakMap<Element, string>}
 */
const sources = new WeakMap()
for (const part of document.querySelectorAll('[data-live][id]')) sources.set(part, part.outerHTML)

/**
 * Copies ticks, typed text and open details to the new part.
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
