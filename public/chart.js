/**
 * Shows the values of a chart at the pointer and with the arrow keys. It reads them from the SVG paths: see
 * views/chart.ts.
 */

const svg = 'http://www.w3.org/2000/svg'

/**
 * @typedef {{ at: number, value: number, label: string, x: number, y: number }} Point `at` is a minute of the chart,
 * `value` counts the last decimal shown; `x` and `y` are fractions of width and height.
 */

/** Index of the point last marked in each chart. @type {WeakMap<Element, number>} */
const places = new WeakMap()

document.addEventListener('pointermove', event => {
  const plot = plotOf(event.target)
  for (const other of document.querySelectorAll('.plot.pointed')) if (other !== plot) clear(other)
  if (!plot) return
  const box = plot.querySelector('.graph')?.getBoundingClientRect()
  const points = pointsOf(plot)
  if (!box || points.length === 0) return
  const { top, height } = frameOf(plot)
  show(plot, points, nearest(points, event.clientX - box.left, event.clientY - box.top - top, box.width, height))
})

document.addEventListener('pointerout', event => {
  const plot = plotOf(event.target)
  if (plot && plotOf(event.relatedTarget) !== plot && plot !== document.activeElement) clear(plot)
})

document.addEventListener('keydown', event => {
  const plot = plotOf(event.target)
  if (!plot) return
  const points = pointsOf(plot)
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -20, PageDown: 20, Home: -points.length, End: points.length }
  const step = steps[/** @type {keyof typeof steps} */ (event.key)]
  if (event.key === 'Escape') clear(plot)
  if (step === undefined || points.length === 0) return
  event.preventDefault()
  const place = places.get(plot) ?? points.length - (step < 0 ? 0 : 1)
  const words = show(plot, points, Math.max(0, Math.min(points.length - 1, place + step)))
  const status = document.getElementById('status')
  if (status) status.textContent = words
})

document.addEventListener('focusout', event => {
  const plot = plotOf(event.target)
  if (plot) clear(plot)
})

// A chart is focusable only if this script runs, because it offers nothing to the keyboard otherwise.
makeFocusable()
document.addEventListener('shown', makeFocusable)

function makeFocusable() {
  for (const plot of document.querySelectorAll('.plot:not([tabindex])')) plot.setAttribute('tabindex', '0')
}

/** @param {EventTarget | null} target */
function plotOf(target) {
  return target instanceof Element ? target.closest('.plot') : null
}

/**
 * Returns all points of a chart by time; points of several lines at the same time are neighbours.
 * @param {Element} plot
 * @returns {Point[]}
 */
function pointsOf(plot) {
  const frame = plot.querySelector('.graph > svg')
  const [, , width = 1, height = 1] = (frame?.getAttribute('viewBox') ?? '').split(' ').map(Number)
  const high = Number(frame?.getAttribute('data-high'))
  return [...(frame?.querySelectorAll('path') ?? [])]
    .flatMap(path => {
      let [x, y] = [0, 0]
      return (path.getAttribute('d') ?? '')
        .split('M')
        .slice(1)
        .flatMap(segment => {
          const [start = '', steps = ''] = segment.split('l')
          ;[x = 0, y = 0] = start.split(' ').map(Number)
          const points = [[x, y]]
          const numbers = steps.trim().split(' ').map(Number)
          for (let n = 0; n + 1 < numbers.length; n += 2) {
            x += numbers[n] ?? 0
            y += numbers[n + 1] ?? 0
            // A step of zero length only draws the dot of a single point.
            if (numbers[n] || numbers[n + 1]) points.push([x, y])
          }
          return points
        })
        .map(([x = 0, y = 0]) => ({
          at: x,
          value: high - y,
          label: path.getAttribute('data-label') ?? '',
          x: x / width,
          y: y / height,
        }))
    })
    .sort((a, b) => a.at - b.at)
}

/**
 * Returns the index of the point nearest to the pointer: the horizontal distance counts double, the vertical one only
 * with several lines.
 * @param {Point[]} points
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
function nearest(points, x, y, width, height) {
  const isOne = points.every(({ label }) => label === points[0]?.label)
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (const [index, point] of points.entries()) {
    const distance = Math.abs(point.x * width - x) * 2 + (isOne ? 0 : Math.abs(point.y * height - y))
    if (distance < least) [best, least] = [index, distance]
  }
  return best
}

/**
 * Returns the area of the lines in a chart, in pixels.
 * @param {Element} plot
 */
function frameOf(plot) {
  const frame = plot.querySelector('.graph > svg')
  return { top: Number(frame?.getAttribute('y')), height: Number(frame?.getAttribute('height')) }
}

/**
 * Marks a point and shows its value; returns the text.
 * @param {Element} plot
 * @param {Point[]} points
 * @param {number} index
 */
function show(plot, points, index) {
  clear(plot)
  const point = points[index]
  const graph = plot.querySelector('.graph')
  if (!point || !graph || !(plot instanceof HTMLElement)) return ''
  places.set(plot, index)
  const { decimals = '0', unit = '', from = '0' } = plot.dataset
  const value = (point.value / 10 ** Number(decimals)).toLocaleString('en', {
    minimumFractionDigits: Number(decimals),
    maximumFractionDigits: Number(decimals),
  })
  const time = new Date((Number(from) + point.at * 60) * 1000).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(plot.dataset.zone && { timeZone: plot.dataset.zone }),
  })
  const words = [point.label, value.replace('-', '−'), unit, '·', time].filter(Boolean).join(' ')
  const { top, height } = frameOf(plot)
  const x = `${point.x * 100}%`
  const mark = document.createElementNS(svg, 'g')
  mark.setAttribute('class', 'mark')
  draw(mark, 'line', { x1: x, x2: x, y1: top - 4, y2: top + height })
  draw(mark, 'circle', { cx: x, cy: top + point.y * height, r: 4 })
  const side = point.x < 0.3 ? 'start' : point.x > 0.7 ? 'end' : 'middle'
  draw(mark, 'text', { x, y: top - 8, 'text-anchor': side }).textContent = words
  graph.append(mark)
  plot.classList.add('pointed')
  return words
}

/**
 * @param {Element} into
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function draw(into, name, attributes) {
  const element = document.createElementNS(svg, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  into.append(element)
  return element
}

/** @param {Element} plot */
function clear(plot) {
  plot.querySelector('.mark')?.remove()
  plot.classList.remove('pointed')
}
