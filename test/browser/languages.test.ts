/** The pages in a browser in every language: fit for everybody, and wide enough for long texts in both directions. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import t from 'tap'
import { sign } from '../support/house.ts'
import { pseudoLanguage, speakPseudo } from '../support/pseudo.ts'
import { addresses, furnish, pagesOf, type Who } from './furnish.ts'
import { browserOptions, openVisit, type Visit } from './visit.ts'

const readers = ['olivia', 'gary', 'peter', 'nobody'] as const
const phone = { width: 360, height: 800 }

const sessionOf = ({ secret }: Visit, who: Who) =>
  who === 'nobody' ? undefined : { token: sign(secret, { email: addresses[who] }) }

async function openFurnished(t: Parameters<typeof openVisit>[0]) {
  const visit = await openVisit(t)
  const { nina } = await furnish(visit.db)
  await visit.sent()
  return { visit, pages: await pagesOf(visit.db, visit.links, nina) }
}

t.test('in Finnish, German and Swedish every page is fit for everybody on a phone', browserOptions, async t => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const { visit, pages } = await openFurnished(t)
  for (const locale of ['fi', 'de', 'sv']) {
    for (const who of readers) {
      const context = await visit.window(sessionOf(visit, who), { viewport: phone, locale })
      const page = await context.newPage()
      for (const [name, , path] of pages.filter(([, reader]) => reader === who)) {
        await page.goto(`${visit.url}${path}`)
        await page.evaluate(axe)
        const serious =
          await page.evaluate(`axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html).join(' ')))`)
        t.strictSame(serious, [], `${name}, ${locale}`)
        t.equal(await page.evaluate('document.documentElement.lang'), locale, `${name}, ${locale}: its language`)
        const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        t.equal(wide, 0, `${name}, ${locale}: nothing to scroll sideways`)
        const picture = process.env.PICTURES && ['list', 'sensor', 'share', 'account'].includes(name)
        if (picture) await page.screenshot({ path: `${process.env.PICTURES}/${name}-${locale}.png`, fullPage: true })
      }
      await context.close()
    }
  }
  t.strictSame(visit.faults, [])
})

t.test('no word of the navigation breaks, however wide the window is', browserOptions, async t => {
  const { visit } = await openFurnished(t)
  for (const locale of ['en', 'fi', 'de', 'sv']) {
    const context = await visit.window(sessionOf(visit, 'olivia'), { locale })
    const page = await context.newPage()
    for (const width of [360, 780, 1000, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(`${visit.url}/app`)
      const lines =
        await page.evaluate(`[...document.querySelectorAll('.top nav span:not(.badge, .visually-hidden)')].map(word => {
        const range = document.createRange()
        range.selectNodeContents(word)
        return new Set([...range.getClientRects()].map(({ top }) => top)).size
      }).filter(lines => lines > 1)`)
      t.strictSame(lines, [], `${locale}, ${width} pixels`)
    }
    await context.close()
  }
})

t.test('texts that are 40 % longer fit on a phone, from the left and from the right', browserOptions, async t => {
  await speakPseudo()
  const { visit, pages } = await openFurnished(t)
  for (const direction of ['ltr', 'rtl']) {
    for (const who of readers) {
      const context = await visit.window(sessionOf(visit, who), { viewport: phone, locale: pseudoLanguage })
      await context.addInitScript(
        `addEventListener('DOMContentLoaded', () => { document.documentElement.dir = '${direction}' })`,
      )
      const page = await context.newPage()
      for (const [name, , path] of pages.filter(([, reader]) => reader === who)) {
        await page.goto(`${visit.url}${path}`)
        t.strictSame(await tooWide(page), [], `${name}, ${direction}`)
      }
      if (who === 'olivia') {
        // The menu and the dialog of sharing, too.
        await page.goto(`${visit.url}/app`)
        await page.locator('input[name=sensor]').first().check()
        await page.locator('summary', { hasText: '⟦Åçtïöñš' }).or(page.locator('.bar summary')).first().click()
        t.strictSame(await tooWide(page), [], `menu, ${direction}`)
        await page.locator('[formaction="/app/share"]').click()
        await page.locator('dialog share-form').waitFor()
        t.strictSame(await tooWide(page), [], `dialog, ${direction}`)
      }
      await context.close()
    }
  }
})

/** What reaches out of the window sideways: the page as a whole, and dialogs. */
const tooWide = (page: { evaluate: (script: string) => Promise<unknown> }) =>
  page.evaluate(`(() => {
    const root = document.documentElement
    const out = [...document.querySelectorAll('main *, header *, dialog[open] *')].filter(element => {
      const { left, right, width } = element.getBoundingClientRect()
      const scrolls = element.closest('.tabs, pre, table, .visually-hidden, .skip, svg, nav, [hidden]')
      return width > 0 && !scrolls && (left < -1 || right > innerWidth + 1)
    })
    const isWide = root.scrollWidth > innerWidth || [...document.querySelectorAll('dialog[open]')].some(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    return isWide ? ['wide', ...out.slice(0, 3).map(element => element.outerHTML.slice(0, 200))] : []
  })()`)
