/** Filters and sorts a list while somebody types: fetches the page of the form and replaces the list. */
import { fetchPage } from './fetch-page.js'
import { announce, swap } from './live.js'

const pauseMs = 200

/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause
let running = new AbortController()

document.addEventListener('input', ({ target }) => {
  const form = target instanceof HTMLInputElement ? target.closest('form[data-find]') : null
  if (form instanceof HTMLFormElement) findSoon(form, pauseMs)
})
document.addEventListener('change', ({ target }) => {
  const form = target instanceof HTMLSelectElement ? target.closest('form[data-find]') : null
  if (form instanceof HTMLFormElement) findSoon(form, 0)
})

/**
 * @param {HTMLFormElement} form
 * @param {number} ms
 */
function findSoon(form, ms) {
  clearTimeout(pause)
  // The answer to what was typed before is no longer wanted.
  running.abort()
  running = new AbortController()
  const { signal } = running
  pause = setTimeout(() => void find(form, signal), ms)
}

/**
 * @param {HTMLFormElement} form
 * @param {AbortSignal} signal
 */
async function find(form, signal) {
  const fields = [...new FormData(form)].filter(([, value]) => value !== '')
  const query = new URLSearchParams(/** @type {[string, string][]} */ (fields))
  const url = `${form.getAttribute('action')}?${query}`
  const list = document.getElementById(form.dataset.find ?? '')
  const answer = await fetchPage(url, undefined, signal).catch(() => undefined)
  if (signal.aborted || !list?.isConnected) return
  // A whole page says what is wrong, or asks to sign in.
  if (answer?.status !== 200 || answer.isSignedOut) return form.submit()
  history.replaceState(history.state, '', url)
  swap(list, answer.page)
  announce(document.getElementById(list.id)?.dataset.found ?? '')
}
