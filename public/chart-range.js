/** Changes the range of the charts without leaving the page: its links, and zooming in. */
import { fetchPage } from './fetch-page.js'
import { announce } from './live.js'

/** The shortest range, in seconds: see src/web/sensor/chart/ranges.ts. */
const least = 60

document.addEventListener('click', event => {
  const link = event.target instanceof Element ? event.target.closest('#charts a[data-range]') : null
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  void go(link.href)
})

addEventListener('popstate', () => {
  if (document.getElementById('charts')) void load(location.href)
})

/**
 * Zooms in to a range, in seconds since 1970.
 * @param {number} from
 * @param {number} to
 */
export function zoomTo(from, to) {
  const [since, until] = [Math.floor(Math.min(from, to)), Math.ceil(Math.max(from, to))]
  const url = new URL(location.href)
  url.searchParams.delete('span')
  url.searchParams.set('from', String(since))
  url.searchParams.set('to', String(Math.max(until, since + least)))
  return go(url.href)
}

/** @param {string} url */
async function go(url) {
  if (await load(url)) history.pushState(null, '', url)
  else location.assign(url)
}

/**
 * Replaces the charts by those of another page; false if there are none.
 * @param {string} url
 */
async function load(url) {
  const answer = await fetchPage(url).catch(() => undefined)
  const [old, fresh] = [document.getElementById('charts'), answer?.page.getElementById('charts')]
  if (answer?.status !== 200 || !old || !fresh) return false
  const focus = old.contains(document.activeElement) ? document.activeElement : null
  for (const [index, details] of old.querySelectorAll('details').entries()) {
    const same = fresh.querySelectorAll('details')[index]
    if (same) same.open = details.open
  }
  old.replaceWith(fresh)
  fresh.dispatchEvent(new CustomEvent('shown', { bubbles: true }))
  placeOfFocus(fresh, focus)?.focus({ preventScroll: true })
  announce(document.getElementById('range')?.textContent ?? '')
  return true
}

/**
 * Returns what had the focus: the same chart, the same move, or else the range that was chosen.
 * @param {Element} fresh
 * @param {Element | null} focus
 * @returns {HTMLElement | null}
 */
function placeOfFocus(fresh, focus) {
  if (!focus) return null
  const move = focus.getAttribute('data-move')
  const same = focus.id ? document.getElementById(focus.id) : move && fresh.querySelector(`[data-move="${move}"]`)
  return /** @type {HTMLElement | null} */ (same || fresh.querySelector('.segments [aria-current], .segments a'))
}
