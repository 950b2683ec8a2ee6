import type { BrowserContext, Page } from 'playwright-core'
import t from 'tap'
import { checkBooks } from '../support/house.ts'
import { remember } from './furnish.ts'
import { browserOptions, openVisit, type Visit } from './visit.ts'

const olivia = 'olivia@example.com'
const gary = 'gary@example.com'
const nina = 'nina@example.com'

async function before(t: Parameters<typeof openVisit>[0]) {
  const visit = await openVisit(t)
  const owner = await visit.person('olivia')
  await visit.person('gary')
  const sauna = await visit.sensor(owner, 'Sauna')
  const boat = await visit.sensor(owner, 'Boat')
  await remember(visit.db, sauna, 60)
  await remember(visit.db, boat, 11)
  // Gary has had one before, so he is known.
  await visit.share(owner, sauna, gary)
  await visit.unshare(owner, sauna, gary)
  return { visit, sauna, boat }
}

const row = (page: Page, name: string) => page.getByRole('listitem').filter({ has: page.getByRole('link', { name }) })

/** Olivia ticks both sensors, and opens what Actions offers. */
async function choose(page: Page, action: string) {
  for (const name of ['Sauna', 'Boat']) await page.getByRole('checkbox', { name: `Select ${name}` }).check()
  await page.locator('summary', { hasText: 'Actions' }).click()
  await page.getByRole('button', { name: action }).click()
}

/** Who was invited opens the letter, follows its link and accepts: that makes the account. */
async function accept({ url, letterTo }: Visit, context: BrowserContext): Promise<Page> {
  const { id } = await letterTo(nina, 'shares 2 sensors with you')
  const mail = await context.newPage()
  await mail.goto(`${url}/mailbox/${id}`)
  const opened = context.waitForEvent('page')
  await mail.frameLocator('iframe').locator('a[href*="/invitation?"]').first().click()
  const page = await opened
  await page.getByRole('heading', { name: `${olivia} shares 2 sensors with you` }).waitFor()
  await page.getByRole('button', { name: 'Accept and open' }).click()
  await page.getByRole('heading', { name: 'Sensors', level: 1 }).waitFor()
  await page.getByText('You accepted 2 sensors.').waitFor()
  return page
}

t.test('two people share, use and take back sensors by clicking', browserOptions, async t => {
  const { visit, sauna } = await before(t)
  const { url, faults, letterTo, signIn } = visit

  const [home, away] = [await visit.window(), await visit.window()]
  const page = await home.newPage()
  await page.goto(`${url}/app`)
  await signIn(page, olivia)

  // Olivia shares.
  await choose(page, 'Share …')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('heading', { name: 'Share 2 sensors' }).waitFor()
  const field = dialog.getByRole('combobox', { name: 'Add people' })
  await field.click()
  await dialog.getByRole('option', { name: gary }).click()
  await field.pressSequentially(`${nina},`)
  const preview = dialog.getByText('You share 2 sensors with 2 people.')
  t.match(
    await preview.textContent(),
    /You share 2 sensors with 2 people\. 1 person has no account yet and gets an invitation\. After this, 36 of your 40 shares/,
  )
  await dialog.getByRole('button', { name: 'Share 2 sensors with 2 people' }).click()
  await dialog.getByRole('heading', { name: 'Shared 2 sensors with 2 people' }).waitFor()
  t.match(await dialog.innerText(), /Shared\n[\s\S]*gary@example\.com[\s\S]*Invited\n[\s\S]*nina@example\.com/)
  await dialog.getByRole('link', { name: 'Done' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await letterTo(gary, 'shares 2 sensors with you')

  // Nina accepts, and sees what from whom.
  const guest = await accept(visit, away)
  t.equal(await guest.locator('.sensors > li').count(), 2)
  const isIn = row(guest, 'Sauna').getByRole('button', { name: `Shared with you by ${olivia}` })
  const bubble = guest.locator('#who-0, #who-1').and(guest.locator(':visible'))
  t.equal(await bubble.count(), 0)
  await isIn.hover()
  t.equal(await bubble.innerText(), `Shared with you by ${olivia}`)
  t.match(await isIn.locator('use').getAttribute('href'), '#i-in')
  await guest.mouse.move(0, 0)
  t.equal(await bubble.count(), 0)
  await isIn.focus()
  t.equal(await bubble.count(), 1)

  // Olivia's arrow goes out, and tells the names. Nina was pending until she joined; the open page has looked again by itself.
  const isOut = row(page, 'Sauna').getByRole('button', { name: 'Shared with 2 people' })
  await isOut.hover()
  const names = row(page, 'Sauna').getByRole('tooltip')
  await names.filter({ hasNotText: 'invited' }).waitFor()
  t.equal(await names.innerText(), `Shared with 2 people\n${gary}\n${nina}`)
  t.equal(await isOut.locator('use').getAttribute('href'), '#i-out')
  t.match(await isOut.innerText(), '2')

  // Nina connects to the data.
  await guest.getByRole('link', { name: 'Sauna' }).click()
  await guest.getByRole('heading', { name: 'Sauna', level: 1 }).waitFor()
  t.match(await guest.locator('#now').innerText(), /Temperature\n[\d.,]+ °C[\s\S]*Humidity\n[\d.,]+ %/)
  await guest.locator('.graph path').first().waitFor({ state: 'attached' })
  t.notMatch(await guest.locator('main').innerText(), gary, 'guests do not see each other')

  // What she calls it changes nothing for others.
  await guest.getByRole('link', { name: 'Rename' }).click()
  await guest.getByRole('dialog').getByLabel('Name').fill('Hot')
  await guest.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
  await guest.getByRole('heading', { name: 'Hot', level: 1 }).waitFor()
  await page.reload()
  await row(page, 'Sauna').waitFor()
  t.equal(await page.getByRole('link', { name: 'Hot' }).count(), 0)

  // Olivia takes back; it vanishes from the pages that Nina has open.
  const other = await away.newPage()
  await other.goto(`${url}/app`)
  await row(other, 'Hot').waitFor()
  const removeFromNina = async () => {
    await page.getByRole('checkbox', { name: 'Select Sauna' }).check()
    await page.locator('summary', { hasText: 'Actions' }).click()
    await page.getByRole('button', { name: 'Remove access …' }).click()
    await dialog.getByRole('checkbox', { name: gary }).uncheck()
    await dialog.getByRole('button', { name: 'Remove access' }).click()
    await page.getByText(`Removed the access of ${nina} to 1 sensor.`, { exact: true }).waitFor()
  }
  await removeFromNina()
  t.equal(await page.locator('.toast .time-left').count(), 1, 'the time is shown')
  await page.getByRole('status').filter({ hasText: 'You can undo this for 15 seconds' }).waitFor({ state: 'attached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText(`${nina} has access again, as before.`).waitFor()
  await row(other, 'Hot').waitFor()
  await removeFromNina()
  await page.keyboard.press('Control+z')
  await page.getByText(`${nina} has access again, as before.`).waitFor()
  await removeFromNina()
  await row(other, 'Hot').waitFor({ state: 'detached' })
  t.equal(await row(other, 'Boat').count(), 1)
  await guest.getByRole('heading', { name: 'Page not found' }).waitFor()
  t.match(guest.url(), sauna, 'nothing was loaded anew')
  await row(page, 'Sauna').getByRole('button', { name: 'Shared with 1 person' }).waitFor()
  const waiting = visit.db
    .selectFrom('letters')
    .select('state')
    .where('kind', '=', 'unshared')
    .where('recipient', '=', nina)
  t.match(await waiting.orderBy('id').execute(), [{ state: 'obsolete' }, { state: 'obsolete' }, { state: 'queued' }])
  await visit.db.updateTable('letters').set({ due_at: new Date() }).where('state', '=', 'queued').execute()
  await letterTo(nina, 'removed your access')

  t.strictSame(faults, [])
  await checkBooks(t, visit.db)
})

t.test('the same without scripts', browserOptions, async t => {
  const { visit, sauna } = await before(t)
  const { url, faults, letterTo, signIn } = visit
  const plain = { javaScriptEnabled: false }
  const [home, away] = [await visit.window(undefined, plain), await visit.window(undefined, plain)]
  const page = await home.newPage()
  await page.goto(`${url}/app`)
  await signIn(page, olivia, { scripts: false })

  await choose(page, 'Share …')
  await page.getByRole('heading', { name: 'Share 2 sensors' }).waitFor()
  await page.getByRole('checkbox', { name: gary }).check()
  await page.getByLabel('Add people').fill(nina)
  await page.getByRole('button', { name: 'Preview' }).click()
  t.match(
    await page.getByRole('region', { name: 'What will happen' }).innerText(),
    /You share 2 sensors with 2 people\. 1 person has no account yet and gets an invitation\./,
  )
  await page.getByRole('button', { name: 'Share 2 sensors with 2 people' }).click()
  await page.getByRole('heading', { name: 'Shared 2 sensors with 2 people' }).waitFor()
  await page.getByRole('link', { name: 'Done' }).click()
  await letterTo(gary, 'shares 2 sensors with you')

  const guest = await accept(visit, away)
  const isIn = row(guest, 'Sauna').getByRole('button', { name: `Shared with you by ${olivia}` })
  await isIn.hover()
  t.equal(await row(guest, 'Sauna').getByRole('tooltip').innerText(), `Shared with you by ${olivia}`)
  await page.reload()
  await row(page, 'Sauna').getByRole('button', { name: 'Shared with 2 people' }).hover()
  t.equal(await row(page, 'Sauna').getByRole('tooltip').innerText(), `Shared with 2 people\n${gary}\n${nina}`)

  await guest.getByRole('link', { name: 'Sauna' }).click()
  t.match(await guest.locator('#now').innerText(), /Temperature\n[\d.,]+ °C/)
  await guest.getByRole('link', { name: 'Rename' }).click()
  await guest.getByLabel('Name').fill('Hot')
  await guest.getByRole('button', { name: 'Rename' }).click()
  await guest.getByRole('status').getByText('Renamed to Hot.').waitFor()
  await page.reload()
  t.equal(await row(page, 'Sauna').count(), 1)

  await page.getByRole('checkbox', { name: 'Select Sauna' }).check()
  await page.locator('summary', { hasText: 'Actions' }).click()
  await page.getByRole('button', { name: 'Remove access …' }).click()
  await page.getByRole('checkbox', { name: gary }).uncheck()
  await page.getByRole('button', { name: 'Remove access' }).click()
  await page.getByText(`Removed the access of ${nina} to 1 sensor.`, { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText(`${nina} has access again, as before.`).waitFor()
  await page.getByRole('checkbox', { name: 'Select Sauna' }).check()
  await page.locator('summary', { hasText: 'Actions' }).click()
  await page.getByRole('button', { name: 'Remove access …' }).click()
  await page.getByRole('checkbox', { name: gary }).uncheck()
  await page.getByRole('button', { name: 'Remove access' }).click()
  await page.getByText(`Removed the access of ${nina} to 1 sensor.`, { exact: true }).waitFor()
  await guest.goto(`${url}/app/sensors/${sauna}`)
  await guest.getByRole('heading', { name: 'Page not found' }).waitFor()
  await guest.goto(`${url}/app`)
  t.equal(await guest.locator('.sensors > li').count(), 1)

  t.strictSame(faults, [])
  await checkBooks(t, visit.db)
})
