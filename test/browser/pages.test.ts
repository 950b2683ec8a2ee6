import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import t from 'tap'
import { sign } from '../support/house.ts'
import { addresses, furnish, pagesOf, type Who } from './furnish.ts'
import { browserOptions, openVisit, type Visit } from './visit.ts'

type Violation = { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }

const sessionOf = ({ secret }: Visit, who: Who) =>
  who === 'nobody' ? undefined : { token: sign(secret, { email: addresses[who] }) }

t.test(
  'every page is fit for everybody, in the light and in the dark, on a phone and on a desk',
  browserOptions,
  async t => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    const visit = await openVisit(t)
    const { nina } = await furnish(visit.db)
    await visit.sent()
    const pages = await pagesOf(visit.db, visit.links, nina)

    /** What is seriously wrong with a page as it stands. */
    async function wrongWith(page: Page): Promise<string[]> {
      await page.evaluate(axe)
      const { violations } = (await page.evaluate(`axe.run({ resultTypes: ['violations'] })`)) as {
        violations: Violation[]
      }
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`,
        )
    }

    /** What takes several lines where one has to do: the header, a field with its button, and ids, which nobody can compare otherwise. */
    const broken = (page: Page) =>
      page.evaluate(`[
        ...[...document.querySelectorAll('.top')].filter(header => header.offsetHeight > 68),
        ...[...document.querySelectorAll('.find input + button')].filter(
          button => button.offsetTop > button.previousElementSibling.offsetTop + 1,
        ),
        ...[...document.querySelectorAll('.id')].filter(id => id.getClientRects().length > 1),
      ].map(one => one.outerHTML)`)

    const ofRefusals = new Set(['not-found', 'sign-in-link-ended', 'sign-in-stop-ended'])
    const whole: string[] = []
    for (const width of [360, 1280]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const who of ['olivia', 'gary', 'peter', 'nobody'] as const) {
          const context = await visit.window(sessionOf(visit, who), { viewport: { width, height: 800 }, colorScheme })
          const page = await context.newPage()
          for (const [name, , path] of pages.filter(([, reader]) => reader === who)) {
            const answer = await page.goto(`${visit.url}${path}`)
            t.equal(answer?.ok() || ofRefusals.has(name), true, `${name} is there`)
            const about = `${name}, ${width}, ${colorScheme}`
            t.strictSame(await wrongWith(page), [], about)
            const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
            t.equal(wide, 0, `${about}: nothing to scroll sideways`)
            t.strictSame(await broken(page), [], `${about}: nothing takes more lines than it should`)
            whole.push(about)
          }
          await context.close()
        }
      }
    }
    t.equal(whole.length, pages.length * 4)

    // What opens over a page, too.
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await visit.window(sessionOf(visit, 'olivia'), {
        viewport: { width: 360, height: 800 },
        colorScheme,
      })
      const page = await context.newPage()
      await page.goto(`${visit.url}/app`)
      await page.getByRole('checkbox', { name: 'Select Greenhouse' }).check()
      await page.locator('summary', { hasText: 'Actions' }).click()
      t.strictSame(await wrongWith(page), [], `menu, ${colorScheme}`)
      await page.getByRole('button', { name: 'Share …' }).click()
      const field = page.getByRole('dialog').getByRole('combobox', { name: 'Add people' })
      await field.fill('someone@example.com, nobody,')
      await field.pressSequentially('gar')
      await page.getByRole('option', { name: 'gary@example.com' }).waitFor()
      t.strictSame(await wrongWith(page), [], `dialog, ${colorScheme}`)
      await context.close()
    }
    t.strictSame(visit.faults, [], 'no error, no breach of the policy, nothing from elsewhere')
  },
)

t.test('what people write does nothing but stand there', browserOptions, async t => {
  const visit = await openVisit(t)
  const ending = `"><img src=x onerror=alert(1)>'</bdi></title></textarea><script>alert(2)</script>{{7*7}}\${8*8}`
  const { nina } = await furnish(visit.db, { ending, beginning: "o'n&`{{7*7}}|" })
  await visit.sent()
  const pages = await pagesOf(visit.db, visit.links, nina)
  const scripts = { img: 0, script: 1 }
  let shown = 0
  for (const who of ['olivia', 'gary', 'peter', 'nobody'] as const) {
    const context = await visit.window(sessionOf(visit, who))
    const page = await context.newPage()
    for (const [name, , path] of pages.filter(([, reader]) => reader === who)) {
      await page.goto(`${visit.url}${path}`)
      const found = { img: await page.locator('img').count(), script: await page.locator('script').count() }
      t.strictSame(found, scripts, name)
      if ((await page.locator('body').innerText()).includes('<img src=x onerror=alert(1)>')) shown++
    }
    await context.close()
  }
  t.ok(shown > 20, `it stands in ${shown} pages`)

  // What scripts put in place: the dialog, chips, what is told, charts.
  const context = await visit.window(sessionOf(visit, 'olivia'))
  const page = await context.newPage()
  await page.goto(`${visit.url}/app`)
  for (const box of await page.locator('input[name=sensor]').all()) await box.check()
  await page.locator('summary', { hasText: 'Actions' }).click()
  await page.getByRole('button', { name: 'Share …' }).click()
  const dialog = page.getByRole('dialog')
  const field = dialog.getByRole('combobox', { name: 'Add people' })
  await field.fill(`gary@example.com, "><img/src=x/onerror=alert(3)>,`)
  await dialog.getByText('not a valid email address').first().waitFor()
  t.equal(await page.locator('img').count(), 0)
  await page.goto(`${visit.url}/app?q=${encodeURIComponent(ending)}`)
  t.equal(await page.getByLabel('Search').inputValue(), ending)
  t.equal(await page.locator('img').count(), 0)
  t.strictSame(visit.faults, [])
})
