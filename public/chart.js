/**
 * Shows the values of charts at the pointer and with the keyboard, keeps them after a tap, and zooms in to a range that is
 * dragged with the mouse, held between two fingers, or marked with Shift and the arrow keys.
 */
import { clear, draw } from './chart-mark.js'
import { linesOf, scaleOf } from './chart-points.js'
import { zoomTo } from './chart-range.js'
import { announce } from './live.js'

/** A pointer that moved less was meant as a tap, in pixels. */
const tapReach = 8

/** What is marked in all charts. @type {import('./chart-mark.js').Mark} */
let mark = { isPinned: false }

/** Pointers that are down, by id, with where they began. @type {Map<number, { plot: HTMLElement, x: number, begin: number }>} */
const down = new Map()

document.addEventListener('pointermove', event => {
  const finger = down.get(event.pointerId)
  const plot = finger?.plot ?? plotOf(event.target)
  if (!plot) return mark.isPinned || mark.range || hide()
  if (finger) finger.x = event.clientX
  if (finger && isDragging(event)) return show({ at: timeAt(plot, event.clientX), range: rangeOf(), isPinned: false })
  if (!mark.isPinned || finger) show({ at: timeAt(plot, event.clientX), isPinned: mark.isPinned })
})

document.addEventListener('pointerdown', event => {
  const plot = plotOf(event.target)
  if (!plot || event.button !== 0) return
  down.set(event.pointerId, { plot, x: event.clientX, begin: event.clientX })
  if (down.size === 2) show({ range: rangeOf(), isPinned: false })
})

document.addEventListener('pointerup', event => {
  const finger = down.get(event.pointerId)
  if (!finger) return
  finger.x = event.clientX
  const range = isDragging(event) ? rangeOf() : undefined
  down.clear()
  if (range) return zoom(range)
  const isTap = Math.abs(finger.x - finger.begin) < tapReach
  const isSame = mark.isPinned && isTap && event.pointerType === 'mouse'
  if (isSame) hide()
  else show({ at: timeAt(finger.plot, finger.x), isPinned: true })
})

// The browser scrolls instead.
document.addEventListener('pointercancel', () => {
  down.clear()
  if (!mark.isPinned) hide()
})

/** The mouse marks a range by itself; on a screen that is touched it takes two fingers, because one reads values. @param {PointerEvent} event */
function isDragging({ pointerType }) {
  const [first] = down.values()
  return down.size === 2 || (pointerType === 'mouse' && first && Math.abs(first.x - first.begin) >= tapReach)
}

/** @returns {[number, number] | undefined} */
function rangeOf() {
  const [first, second] = [...down.values()]
  if (!first) return undefined
  return [timeAt(first.plot, second ? first.x : first.begin), timeAt(first.plot, second ? second.x : first.x)]
}

document.addEventListener('keydown', event => {
  const plot = plotOf(event.target)
  if (!plot || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'Escape') return hide()
  const moves = { '+': 'closer', '-': 'wider' }
  const move = moves[/** @type {keyof typeof moves} */ (event.key)]
  if (move) {
    event.preventDefault()
    return document
      .querySelector(`#charts a[data-move="${move}"]`)
      ?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
  }
  if (event.key === 'Enter') {
    event.preventDefault()
    if (mark.range) zoom(mark.range)
    else if (mark.at !== undefined) show({ ...mark, isPinned: !mark.isPinned })
    return
  }
  stepWith(event, plot)
})

/**
 * Moves to another point; with Shift it marks the range up to there.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} plot
 */
function stepWith(event, plot) {
  const points = linesOf(plot)[0] ?? []
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20, Home: -points.length, End: points.length }
  const step = steps[/** @type {keyof typeof steps} */ (event.key)]
  if (step === undefined || points.length === 0) return
  event.preventDefault()
  const at = mark.at ?? Number.POSITIVE_INFINITY
  const found = points.findIndex(point => point.at >= at)
  const place = mark.at === undefined ? points.length - (step < 0 ? 0 : 1) : found < 0 ? points.length - 1 : found
  const next = points[Math.max(0, Math.min(points.length - 1, place + step))]
  if (!next) return
  const begin = mark.range?.[0] ?? mark.at ?? next.at
  show({ at: next.at, range: event.shiftKey ? [begin, next.at] : undefined, isPinned: mark.isPinned }, plot)
}

document.addEventListener('focusout', event => {
  if (plotOf(event.target) && !mark.isPinned && down.size === 0) hide()
})

/** @param {[number, number]} range */
function zoom(range) {
  hide()
  if (range[0] !== range[1]) void zoomTo(...range)
}

/**
 * Marks a time or a range in all charts; announces what a chart says of it.
 * @param {import('./chart-mark.js').Mark} wanted
 * @param {HTMLElement} [said]
 */
function show(wanted, said) {
  mark = wanted
  for (const plot of plots()) {
    const words = draw(plot, mark)
    if (plot === said) announce(words)
  }
}

function hide() {
  if (mark.at === undefined && !mark.range) return
  mark = { isPinned: false }
  for (const plot of plots()) clear(plot)
}

/**
 * Returns the time at a place of the window, in seconds since 1970.
 * @param {HTMLElement} plot
 * @param {number} x
 */
function timeAt(plot, x) {
  const { since, until } = scaleOf(plot)
  const { left = 0, width = 1 } = plot.querySelector('.graph')?.getBoundingClientRect() ?? {}
  return since + Math.max(0, Math.min(1, (x - left) / width)) * (until - since)
}

/** @param {EventTarget | null} target */
function plotOf(target) {
  return target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest('.plot')) : null
}

const plots = () => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.plot'))

// A chart takes the focus only if this script runs, because it offers nothing to the keyboard otherwise.
prepare()
document.addEventListener('shown', prepare)

/** Prepares charts that have just come, and marks in them what stays: see live.js. */
function prepare() {
  for (const plot of plots()) {
    plot.setAttribute('tabindex', '0')
    plot.setAttribute('aria-describedby', 'chart-help')
  }
  if (mark.isPinned) show(mark)
}
