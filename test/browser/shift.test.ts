/** Nothing moves under the reader's finger: the layout shift of every page, on a phone and on a desk, is next to nothing. */
import t from 'tap'
import { sign } from '../support/house.ts'
import { addresses, furnish, pagesOf } from './furnish.ts'
import { browserOptions, openVisit } from './visit.ts'

/** The greatest shift that is allowed: the browser's own measure, of which 0.1 counts as good. */
const most = 0.02

/** Counts from before the page is drawn. What follows a tap within half a second is no shift by the measure. */
const observe = `
  window.shift = { sum: 0, nodes: [] }
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue
      window.shift.sum += entry.value
      for (const { node } of entry.sources) window.shift.nodes.push(node?.outerHTML?.slice(0, 80) ?? String(node?.nodeName))
    }
  }).observe({ type: 'layout-shift', buffered: true })`

/** Waits until two more frames are drawn after everything has arrived, then reads the sum. */
const read = `document.fonts.ready
  .then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)))))
  .then(() => window.shift)`

type Shift = { sum: number; nodes: string[] }

t.test('the layout of no page and no dialog shifts', browserOptions, async t => {
  const visit = await openVisit(t)
  const { nina } = await furnish(visit.db)
  await visit.sent()
  const pages = await pagesOf(visit.db, visit.links, nina)
  let count = 0
  for (const width of [360, 1280]) {
    for (const who of ['olivia', 'gary', 'peter', 'nobody'] as const) {
      const person = who === 'nobody' ? undefined : { token: sign(visit.secret, { email: addresses[who] }) }
      const context = await visit.window(person, { viewport: { width, height: 800 } })
      await context.addInitScript(observe)
      const page = await context.newPage()
      const check = async (about: string) => {
        const { sum, nodes } = (await page.evaluate(read)) as Shift
        t.ok(sum < most, `${about}, ${width}: ${sum.toFixed(3)} ${sum < most ? '' : nodes.join(' ')}`)
        count++
      }
      for (const [name, , path] of pages.filter(([, reader]) => reader === who)) {
        await page.goto(`${visit.url}${path}`, { waitUntil: 'load' })
        await check(name)
      }
      if (who === 'olivia') {
        await page.goto(`${visit.url}/app`)
        await page.getByRole('checkbox', { name: 'Select Greenhouse' }).check()
        await page.locator('summary', { hasText: 'Actions' }).click()
        await page.getByRole('button', { name: 'Share …' }).click()
        await page.getByRole('dialog').getByRole('combobox', { name: 'Add people' }).waitFor()
        await check('the dialog to share')
      }
      await context.close()
    }
  }
  t.equal(count, pages.length * 2 + 2)
})
