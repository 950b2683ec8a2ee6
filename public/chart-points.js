/** Reads the values of a chart from its SVG paths: see src/web/sensor/chart/draw.ts. */

/**
 * @typedef {{ at: number, value: number, low: number, high: number, label: string, isOther: boolean, x: number, y: number }} Point
 * `at` is in seconds since 1970; `x` and `y` are fractions of width and height.
 */

/**
 * Returns the lines of a chart, each in the order of time.
 * @param {Element} plot
 * @returns {Point[][]}
 */
export function linesOf(plot) {
  const frame = plot.querySelector('.graph > svg')
  const [, , width = 1, height = 1] = (frame?.getAttribute('viewBox') ?? '').split(' ').map(Number)
  const top = Number(frame?.getAttribute('data-high'))
  const { since, step, decimals } = scaleOf(plot)
  const per = 10 ** decimals
  const band = bandOf(frame?.querySelector('.band')?.getAttribute('d') ?? '')
  return [...(frame?.querySelectorAll('.line') ?? [])].map((path, index) =>
    placesIn(path.getAttribute('d') ?? '')
      .flat()
      .map(([x, y], n) => {
        const [low, high] = (index === 0 && band[n]) || [y, y]
        return {
          at: since + x * step,
          value: (top - y) / per,
          low: (top - low) / per,
          high: (top - high) / per,
          label: path.getAttribute('data-label') ?? '',
          isOther: path.classList.contains('other'),
          x: x / width,
          y: y / height,
        }
      }),
  )
}

/**
 * Returns the range, the unit and the time zone of a chart.
 * @param {Element} plot
 */
export function scaleOf(plot) {
  const { since, until, step, decimals, unit = '', zone } = /** @type {HTMLElement} */ (plot).dataset
  return { since: Number(since), until: Number(until), step: Number(step), decimals: Number(decimals), unit, zone }
}

/**
 * Returns the places of a path, by segment. A step of zero length only draws the dot of a single point.
 * @param {string} path
 * @returns {[number, number][][]}
 */
function placesIn(path) {
  return path
    .split('M')
    .slice(1)
    .map(segment => {
      const [start = '', steps = ''] = segment.split('l')
      let [x = 0, y = 0] = start.split(' ').map(Number)
      /** @type {[number, number][]} */
      const places = [[x, y]]
      const numbers = steps.trim().split(' ').map(Number)
      for (let n = 0; n + 1 < numbers.length; n += 2) {
        x += numbers[n] ?? 0
        y += numbers[n + 1] ?? 0
        if (numbers[n] || numbers[n + 1]) places.push([x, y])
      }
      return places
    })
}

/**
 * Returns the lowest and the highest value at each place of a line. The band goes forth along the highest values, and
 * back along the lowest.
 * @param {string} path
 */
function bandOf(path) {
  return path
    .split('z')
    .filter(Boolean)
    .flatMap(segment => {
      const [forth = '', back = ''] = segment.split('L')
      const highs = placesIn(forth).flat()
      const lows = placesIn(`M${back}`).flat().reverse()
      return highs.map(([, high], n) => [lows[n]?.[1] ?? high, high])
    })
}

/**
 * Returns the point that is nearest to a time.
 * @param {Point[]} points
 * @param {number} at
 */
export function nearest(points, at) {
  return points.reduce(
    (best, point) => (!best || Math.abs(point.at - at) < Math.abs(best.at - at) ? point : best),
    /** @type {Point | undefined} */ (undefined),
  )
}

/**
 * Writes a value of a chart, and between which values it was.
 * @param {Element} plot
 * @param {Point} point
 */
export function valueText(plot, { value, low, high, label }) {
  const { decimals, unit } = scaleOf(plot)
  const written = (/** @type {number} */ number) =>
    number
      .toLocaleString(document.documentElement.lang, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      })
      .replace('-', '−')
  const range = low === high ? '' : `(${written(low)} – ${written(high)})`
  return [label, written(value), unit, range].filter(Boolean).join(' ')
}

/**
 * Writes a time in the zone of a chart.
 * @param {Element} plot
 * @param {number} at
 */
export function timeText(plot, at) {
  const { zone } = scaleOf(plot)
  const { lang } = document.documentElement
  return new Date(at * 1000).toLocaleString(lang === 'en' ? 'en-GB' : lang, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(zone && { timeZone: zone }),
  })
}
