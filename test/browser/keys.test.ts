import t from 'tap'
import { eventually } from '../support/service.ts'
import { browserOptions, openVisit } from './visit.ts'

t.test('sharing from the list by keys alone', browserOptions, async t => {
  const visit = await openVisit(t)
  const { db, faults, share, unshare, url } = visit
  const [olivia, gary] = [await visit.person('olivia'), await visit.person('gary')]
  const [sauna, boat] = [await visit.sensor(olivia, 'Sauna'), await visit.sensor(olivia, 'Boat')]
  for (const sensor of [sauna, boat]) await share(olivia, sensor, gary.email)
  for (const sensor of [sauna, boat]) await unshare(olivia, sensor, gary.email)
  const context = await visit.window(olivia)
  const page = await context.newPage()
  const { keyboard } = page
  await page.goto(`${url}/app`)

  /** What has the focus, in words. */
  const focused = async () => {
    const words = `(e => (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || e.tagName).trim())(document.activeElement)`
    return String(await page.evaluate(words)).replaceAll(/\s+/g, ' ')
  }
  /** The same once it is this, or after a while: a dialog gives the focus back when it has closed. */
  async function focusedOn(words: string) {
    await eventually(`the focus on ${words}`, async () => (await focused()) === words)
    return focused()
  }
  /** Goes on until something has the focus; fails when it never does. */
  async function tabTo(words: string) {
    const passed: string[] = []
    for (let n = 0; n < 40; n++) {
      await keyboard.press('Tab')
      if ((await focused()) === words) return
      passed.push(await focused())
    }
    throw new Error(`${words} never has the focus: ${passed.join(' | ')}`)
  }
  const isIn = (selector: string) => page.evaluate(`document.activeElement.closest('${selector}') !== null`)

  await tabTo('Skip to the content')
  await keyboard.press('Enter')
  await tabTo('Select all')
  await keyboard.press('Space')
  t.equal(await page.locator('input[name=sensor]:checked').count(), 2)
  await tabTo('Actions (2)')
  await keyboard.press('Enter')
  await tabTo('Share …')
  await keyboard.press('Escape')
  t.equal(await focusedOn('Actions (2)'), 'Actions (2)', 'Escape closes the menu')
  t.equal(await page.locator('details.menu[open]').count(), 0)
  await keyboard.press('Enter')
  await tabTo('Share …')
  await keyboard.press('Enter')

  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  t.equal(await focusedOn('Add people'), 'Add people', 'the focus is in the dialog, where people are added')
  await dialog.getByRole('option', { name: gary.email }).waitFor()
  await keyboard.press('Escape')
  await keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  t.equal(await focusedOn('Actions (2)'), 'Actions (2)', 'and comes back')
  await keyboard.press('Enter')
  await tabTo('Share …')
  await keyboard.press('Enter')
  await dialog.waitFor()

  await focusedOn('Add people')
  const field = dialog.getByRole('combobox', { name: 'Add people' })
  await dialog.getByRole('option', { name: gary.email }).waitFor()
  await keyboard.press('Escape')
  t.equal(await dialog.getByRole('option', { name: gary.email }).count(), 0, 'Escape closes the list')
  t.ok(await dialog.isVisible(), 'and not the dialog')
  await keyboard.press('ArrowDown')
  await keyboard.press('ArrowDown')
  t.equal(await field.getAttribute('aria-activedescendant'), 'people-option-0')
  await keyboard.press('Enter')
  await keyboard.type('nina@example.com,')
  t.equal(await dialog.locator('.chips li').count(), 2)
  await keyboard.press('Backspace')
  t.equal(await dialog.locator('.chips li').count(), 1)
  t.equal(await focused(), 'Add people')
  await keyboard.press('Backspace')
  await keyboard.type('gar')
  await keyboard.press('Enter')
  t.equal(
    await dialog.locator('.chips li span:not(.avatar)').innerText(),
    gary.email,
    'Enter takes the first suggestion',
  )

  // Escape keeps what was typed, until it is discarded.
  await keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await focusedOn('Actions (2)')
  for (const kept of [1, 0]) {
    await keyboard.press('Enter')
    await tabTo('Share …')
    await keyboard.press('Enter')
    await dialog.waitFor()
    t.equal(await dialog.locator('.chips li').count(), kept)
    if (kept === 0) break
    await dialog.getByText('This is what you typed before.').waitFor()
    await tabTo('Discard')
    await keyboard.press('Enter')
    await dialog.getByText('This is what you typed before.').waitFor({ state: 'hidden' })
    t.equal(await dialog.locator('.chips li').count(), 0)
    await focusedOn('Add people')
    await keyboard.press('Escape')
    await keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await focusedOn('Actions (2)')
  }
  await focusedOn('Add people')
  await keyboard.type('gar')
  await keyboard.press('Enter')
  // However long one goes on, the page below the dialog is not reached: only the browser's own bar between two rounds.
  const outside: string[] = []
  for (let n = 0; n < 40; n++) {
    await keyboard.press('Tab')
    if (await isIn('main, header')) outside.push(await focused())
  }
  t.strictSame(outside, [])
  await dialog.getByText('You share 2 sensors with 1 person.').waitFor()
  await tabTo('Share 2 sensors with 1 person')
  await keyboard.press('Enter')
  await dialog.getByRole('heading', { name: 'Shared 2 sensors with 1 person' }).waitFor()
  t.equal(await focusedOn('Shared 2 sensors with 1 person'), 'Shared 2 sensors with 1 person')
  t.equal((await db.selectFrom('shares').selectAll().execute()).length, 2)
  await keyboard.press('Escape')
  t.equal(await focusedOn('Actions (2)'), 'Actions (2)', 'what was ticked is ticked still')

  // Who has it comes with the focus, and goes by Escape.
  await page.reload()
  await tabTo('Shared with 1 person')
  const bubble = page.getByRole('tooltip')
  t.match(await bubble.innerText(), gary.email)
  await keyboard.press('Escape')
  t.equal(await bubble.count(), 0)
  t.strictSame(faults, [])
})

t.test('the focus comes back to a menu that was replaced meanwhile', browserOptions, async t => {
  const visit = await openVisit(t)
  const { faults, share, url } = visit
  const [olivia, gary] = [await visit.person('olivia'), await visit.person('gary')]
  const sauna = await visit.sensor(olivia, 'Sauna')
  const page = await (await visit.window(olivia)).newPage()
  await page.goto(`${url}/app`)
  await page.getByRole('checkbox', { name: 'Sauna' }).check()
  const menu = page.locator('summary', { hasText: 'Actions' })
  await page.evaluate(`window.sensors = document.getElementById('sensors')`)
  // The dialog's page arrives only after the list has been replaced.
  await page.route('**/app/share*', async route => {
    await share(olivia, sauna, gary.email)
    await page.getByRole('button', { name: 'Shared with 1 person' }).waitFor()
    await route.continue()
  })
  await menu.press('Enter')
  await page.getByRole('button', { name: 'Share …' }).press('Enter')
  await page.getByRole('dialog').waitFor()
  t.equal(await page.evaluate('window.sensors.isConnected'), false, 'the list is another element now')
  // The first one closes the suggestions.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  const isFocused = () => page.evaluate<boolean>(`document.activeElement.matches('summary')`)
  await eventually('the focus on the menu', isFocused)
  t.match(await menu.innerText(), /Actions\s+\(1\)/, 'what was ticked is still ticked')
  t.strictSame(faults, [])
})
