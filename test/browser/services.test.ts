import type { Page } from 'playwright-core'
import t from 'tap'
import { claimDevice } from '../../src/sensors/claim/claim-device.ts'
import { checkBooks } from '../support/house.ts'
import { browserOptions, openVisit } from './visit.ts'

const router = '80:00:00:00:12:34:56:78'
const [ssh, web] = ['80:00:00:00:12:34:56:01', '80:00:00:00:12:34:56:02']
const gary = 'gary@example.com'

async function before(t: Parameters<typeof openVisit>[0]) {
  const visit = await openVisit(t)
  const olivia = await visit.person('olivia', { plan: 'Business' })
  const guest = await visit.person('gary')
  await claimDevice(visit.db, olivia, { sensor: router, name: 'Router', services: [] })
  const shares = () =>
    visit.db
      .selectFrom('shares')
      .innerJoin('people', 'people.id', 'guest_id')
      .select(['email', 'sensor_id', 'channels'])
      .execute()
  return { visit, olivia, guest, shares }
}

const row = (page: Page, name: string) => page.locator('#services li').filter({ hasText: name })

t.test('a service is added, and only it is shared, by clicking', browserOptions, async t => {
  const { visit, olivia, guest, shares } = await before(t)
  const { url, faults } = visit
  const page = await (await visit.window(olivia)).newPage()
  await page.goto(`${url}/app/sensors/${router}`)
  await page.getByRole('heading', { name: 'No services yet' }).waitFor()
  const dialog = page.getByRole('dialog')

  /** Fills in the dialog as it stands. */
  const fillIn = async (id: string, name: string) => {
    await dialog.getByLabel('Service ID').fill(id)
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('button', { name: 'Add a service' }).click()
  }
  /** The page was loaded anew, with its scripts. */
  const isThere = async (name: string) => {
    await row(page, name).waitFor()
    await page.waitForLoadState()
  }
  await page.getByRole('link', { name: 'Add a service' }).click()
  await fillIn('80:00', 'ssh')
  await dialog.getByRole('alert').getByText('That is not a valid service ID.').waitFor()
  t.equal(await dialog.getByLabel('Name').inputValue(), 'ssh', 'what was typed is kept')
  await fillIn(ssh.toLowerCase(), 'ssh')
  await isThere('ssh')
  await page.getByRole('link', { name: 'Add a service' }).click()
  await fillIn(web, 'page')
  await isThere('page')
  await row(page, 'page').getByRole('link', { name: 'Rename page' }).click()
  await dialog.getByLabel('Name').fill('web')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await isThere('web')

  await page.getByRole('link', { name: 'Share', exact: true }).click()
  await dialog.getByRole('combobox', { name: 'Add people' }).pressSequentially(`${gary},`)
  await dialog.locator('summary', { hasText: 'More options' }).click()
  const [all, some] = [
    dialog.getByRole('checkbox', { name: 'Everything' }),
    dialog.getByRole('checkbox', { name: 'ssh' }),
  ]
  t.ok((await all.isChecked()) && (await some.isChecked()), 'at first it is everything')
  await all.uncheck()
  t.notOk(await some.isChecked())
  await dialog.getByText('Choose what they may see.').waitFor()
  t.notOk(await dialog.getByRole('button', { name: 'Share 1 sensor with 1 person' }).isEnabled())
  await some.check()
  t.equal(await all.evaluate(box => Object(box).indeterminate), true, 'neither all nor none')
  await dialog.getByText('You share 1 sensor with 1 person.').waitFor()
  await dialog.getByRole('button', { name: 'Share 1 sensor with 1 person' }).click()
  await dialog.getByRole('heading', { name: 'Shared 1 sensor with 1 person' }).waitFor()
  t.strictSame(await shares(), [{ email: gary, sensor_id: router, channels: [ssh] }])

  const theirs = await (await visit.window(guest)).newPage()
  await theirs.goto(`${url}/app/sensors/${router}`)
  await row(theirs, 'ssh').waitFor()
  t.equal(await theirs.locator('#services li').count(), 1)
  t.equal(await theirs.locator('#services a').count(), 0, 'a guest changes nothing')

  await page.goto(`${url}/app/sensors/${router}`)
  await page.locator('#people').getByText('Only ssh').waitFor()
  await row(page, 'ssh').getByRole('link', { name: 'Remove ssh' }).click()
  await dialog.getByText(`It is all that ${gary} can use of the device`).waitFor()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await row(page, 'ssh').waitFor({ state: 'detached' })
  await theirs.getByRole('heading', { name: 'Page not found' }).waitFor()
  t.strictSame(await shares(), [])
  t.strictSame(faults, [])
  await checkBooks(t, visit.db)
})

t.test('the same without scripts', browserOptions, async t => {
  const { visit, olivia, guest, shares } = await before(t)
  const { url, faults } = visit
  const page = await (await visit.window(olivia, { javaScriptEnabled: false })).newPage()
  await page.goto(`${url}/app/sensors/${router}`)
  for (const [id, name] of [
    [ssh, 'ssh'],
    [web, 'web'],
  ] as const) {
    await page.getByRole('link', { name: 'Add a service' }).click()
    await page.getByLabel('Service ID').fill(id)
    await page.getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Add a service' }).click()
    await row(page, name).waitFor()
  }
  await page.getByRole('link', { name: 'Share', exact: true }).click()
  await page.getByLabel('Add people').fill(gary)
  await page.locator('summary', { hasText: 'More options' }).click()
  await page.getByRole('radio', { name: 'Only this:' }).check()
  await page.getByRole('checkbox', { name: 'web' }).uncheck()
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByText('You share 1 sensor with 1 person.').waitFor()
  t.notOk(await page.getByRole('checkbox', { name: 'web' }).isChecked())
  await page.getByRole('button', { name: 'Share 1 sensor with 1 person' }).click()
  await page.getByRole('heading', { name: 'Shared 1 sensor with 1 person' }).waitFor()
  t.strictSame(await shares(), [{ email: gary, sensor_id: router, channels: [ssh] }])
  const theirs = await (await visit.window(guest, { javaScriptEnabled: false })).newPage()
  await theirs.goto(`${url}/app/sensors/${router}`)
  t.equal(await theirs.locator('#services li').count(), 1)
  await page.goto(`${url}/app/sensors/${router}`)
  await row(page, 'ssh').getByRole('link', { name: 'Remove ssh' }).click()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('status').getByText('Removed ssh.').waitFor()
  t.strictSame(await shares(), [])
  t.strictSame(faults, [])
  await checkBooks(t, visit.db)
})

t.test('what is chosen is asked about, and goes in pieces with many people', browserOptions, async t => {
  const { visit, olivia, shares } = await before(t)
  const { url, faults, db } = visit
  await db.updateTable('plans').set({ max_shares: 1_000, max_shares_per_sensor: 1_000 }).execute()
  const sauna = await visit.sensor(olivia, 'Sauna')
  const services = [ssh, web].map((channel, n) => ({ channel, name: `Service ${n}` }))
  await claimDevice(db, olivia, { sensor: '80:00:00:00:12:34:56:79', name: 'Gate', services })
  const page = await (await visit.window(olivia)).newPage()
  await page.goto(`${url}/app/share`)
  await page.locator('summary', { hasText: 'More options' }).click()
  const [ofSensors, ofGate] = [
    page.getByRole('group', { name: 'What the sensors measure' }),
    page.getByRole('group', { name: 'Gate' }),
  ]
  const choose = (name: string) => page.getByRole('group', { name: 'Which of your sensors?' }).getByLabel(name)
  t.strictSame([await ofSensors.isVisible(), await ofGate.isVisible()], [true, false], 'nothing is chosen yet')
  await choose('Gate').check()
  t.strictSame([await ofSensors.isVisible(), await ofGate.isVisible()], [false, true])
  await choose('Sauna').check()
  t.strictSame([await ofSensors.isVisible(), await ofGate.isVisible()], [true, true])

  await ofGate.getByLabel('Service 0').uncheck()
  await ofSensors.getByRole('checkbox', { name: 'Everything' }).uncheck()
  await page.getByText('Choose what they may see.').waitFor({ state: 'detached' })
  const field = page.getByRole('combobox', { name: 'Add people' })
  await field.fill(`${Array.from({ length: 120 }, (_, n) => `p${n}@example.com`).join(' ')},`)
  await page.getByText('Choose what they may see.').waitFor()
  await ofSensors.getByLabel('Humidity').check()
  await page.getByRole('button', { name: 'Share 2 sensors with 120 people' }).click()
  await page.getByRole('heading', { name: 'Shared (240)' }).waitFor()
  const made = await shares()
  t.equal(made.length, 240)
  const kinds = new Set(made.map(({ sensor_id, channels }) => `${sensor_id} ${channels}`))
  t.strictSame(kinds, new Set([`${sauna} humidity`, `80:00:00:00:12:34:56:79 ${web}`]))
  t.strictSame(faults, [])
  await checkBooks(t, db)
})
