import { readFile } from 'node:fs/promises'
import t from 'tap'
import { frame, now } from '../support/gateway.ts'
import { browserOptions, openVisit } from './visit.ts'

t.test('a download by keys alone, with and without scripts, on a phone', browserOptions, async t => {
  const visit = await openVisit(t)
  const olivia = await visit.person('olivia')
  const sensor = await visit.sensor(olivia, 'Sauna')
  const row = { sensor_id: sensor, rssi: -60, gateway_id: '', coordinates: '', is_maskable: true, data: frame }
  const times = [now() - 60, now() - 3 * 86_400]
  await visit.db
    .insertInto('measurements')
    .values(times.map(at => ({ ...row, at })))
    .execute()
  for (const javaScriptEnabled of [true, false]) {
    const context = await visit.window(olivia, { javaScriptEnabled, viewport: { width: 360, height: 800 } })
    const page = await context.newPage()
    await page.goto(`${visit.url}/app/sensors/${sensor}`)
    const link = page.getByRole('link', { name: 'Download' })
    await page.getByRole('link', { name: 'Week', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/span=week/)
    await link.focus()
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    t.equal(download.suggestedFilename(), `${sensor.replaceAll(':', '-')}.csv`)
    const text = await readFile(await download.path(), 'utf8')
    t.equal(text.split('\r\n').length, 2 + times.length, `scripts: ${javaScriptEnabled}`)
    const { width = 0, x = 0 } = (await link.boundingBox()) ?? {}
    t.ok(x >= 0 && x + width <= 360, 'it fits on a phone')
    t.ok(page.url().endsWith('span=week'), 'the page stays')
    await context.close()
  }
})
