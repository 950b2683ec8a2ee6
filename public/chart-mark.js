/** Draws the marked time, its values, and the marked range over all charts of a page. */
import { linesOf, nearest, scaleOf, timeText, valueText } from './chart-points.js'

const svg = 'http://www.w3.org/2000/svg'

/**
 * @typedef {{ at?: number | undefined, range?: [number, number] | undefined, isPinned: boolean }} Mark Times are in
 * seconds since 1970.
 */

/**
 * Draws a mark over a chart; returns what it says.
 * @param {HTMLElement} plot
 * @param {Mark} mark
 */
export function draw(plot, { at, range, isPinned }) {
  clear(plot)
  const graph = plot.querySelector('.graph')
  const frame = plot.querySelector('.graph > svg')
  if (!graph || !frame) return ''
  const [top, height] = [Number(frame.getAttribute('y')), Number(frame.getAttribute('height'))]
  const group = document.createElementNS(svg, 'g')
  group.setAttribute('class', 'mark')
  const { since, until } = scaleOf(plot)
  const across = (/** @type {number} */ time) => Math.max(0, Math.min(1, (time - since) / (until - since)))
  if (range) {
    const [from, to] = [across(Math.min(...range)), across(Math.max(...range))]
    add(group, 'rect', { x: `${from * 100}%`, width: `${(to - from) * 100}%`, y: top, height })
  }
  const points = at === undefined ? [] : linesOf(plot).flatMap(line => nearest(line, at) ?? [])
  const [first] = points
  if (first) {
    const x = `${first.x * 100}%`
    add(group, 'line', { x1: x, x2: x, y1: top, y2: top + height })
    for (const point of points) {
      const circle = { cx: `${point.x * 100}%`, cy: top + point.y * height, r: 4 }
      add(group, 'circle', { ...circle, class: point.isOther ? 'other' : 'own' })
    }
  }
  graph.append(group)
  plot.classList.toggle('pinned', isPinned)
  if (!first) return ''
  const lines = points.map(point => valueText(plot, point))
  readout(plot, graph, first.x, timeText(plot, first.at), lines)
  return `${lines.join(', ')}, ${timeText(plot, first.at)}`
}

/**
 * Shows values beside the marked time, within the chart.
 * @param {HTMLElement} plot
 * @param {Element} graph
 * @param {number} x
 * @param {string} time
 * @param {string[]} lines
 */
function readout(plot, graph, x, time, lines) {
  const box = document.createElement('div')
  box.className = 'readout'
  box.setAttribute('aria-hidden', 'true')
  for (const line of lines) box.append(Object.assign(document.createElement('b'), { textContent: line }))
  box.append(time)
  plot.append(box)
  const [outer, inner] = [plot.getBoundingClientRect(), graph.getBoundingClientRect()]
  const middle = inner.left - outer.left + x * inner.width - box.offsetWidth / 2
  box.style.left = `${Math.max(0, Math.min(outer.width - box.offsetWidth, middle))}px`
  box.style.top = `${8 - box.offsetHeight}px`
}

/**
 * Removes the mark of a chart.
 * @param {Element} plot
 */
export function clear(plot) {
  for (const part of plot.querySelectorAll('.mark, .readout')) part.remove()
  plot.classList.remove('pinned')
}

/**
 * @param {Element} into
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function add(into, name, attributes) {
  const element = document.createElementNS(svg, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  into.append(element)
}
