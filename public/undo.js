/**
 * Counts down a notice with Undo, and removes it when its time is over: it would cover the page for nothing. The time
 * stands still while somebody points at it or has the focus in it; the server takes it for a minute.
 */
import { announce } from './live.js'

const offeredMs = 15_000
const tickMs = 250

for (const toast of document.querySelectorAll('.toast')) {
  if (toast instanceof HTMLElement) countDown(toast)
}

/** @param {HTMLElement} toast */
function countDown(toast) {
  const form = toast.querySelector('form')
  if (!form) return
  // Screen readers don't read a status that is there when the page is loaded.
  setTimeout(() => announce(`${toast.querySelector('p')?.textContent} ${form.dataset.say}`), 500)
  const bar = toast.querySelector('.time-left')
  let left = offeredMs
  const timer = setInterval(() => {
    const isHeld = toast.matches(':hover, :focus-within') || document.hidden
    bar?.classList.toggle('held', isHeld)
    if (!isHeld) left -= tickMs
    if (left > 0) return
    clearInterval(timer)
    toast.remove()
  }, tickMs)
}

document.addEventListener('keydown', event => {
  const isUndo = event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
  const form = document.querySelector('.toast form')
  if (!isUndo || !(form instanceof HTMLFormElement) || document.querySelector('dialog[open]')) return
  if (event.target instanceof Element && event.target.matches('input:not([type=checkbox]), textarea, select')) return
  event.preventDefault()
  form.requestSubmit()
})
