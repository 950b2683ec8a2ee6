import t from 'tap'
import { weekOf } from '../../src/commands/weather.ts'
import { now } from '../support/gateway.ts'
import { browserOptions, openVisit } from './visit.ts'

t.test('charts: values stay after a tap, and a drag, two fingers or the keyboard zoom in', browserOptions, async t => {
  const visit = await openVisit(t)
  const olivia = await visit.person('olivia')
  const sensor = await visit.sensor(olivia, 'Sauna')
  const place = { temperature: 20, swing: 5, humidity: 60, wander: 0 }
  const kept = { sensor_id: sensor, rssi: -60, gateway_id: '', coordinates: '', is_maskable: true }
  const rows = weekOf(place, sensor, now()).map(row => ({ ...kept, ...row }))
  await visit.db.insertInto('measurements').values(rows).execute()
  const context = await visit.window(olivia, { hasTouch: true })
  const page = await context.newPage()
  await page.goto(`${visit.url}/app/sensors/${sensor}`)
  const plot = page.locator('#plot-temperature')
  await plot.scrollIntoViewIfNeeded()
  const length = () => {
    const { searchParams } = new URL(page.url())
    return Number(searchParams.get('to')) - Number(searchParams.get('from'))
  }
  const middle = async (part: number) => {
    const { x = 0, y = 0, width = 0 } = (await plot.locator('.graph').boundingBox()) ?? {}
    return [x + width * part, y + 100] as const
  }

  await page.mouse.click(...(await middle(0.5)))
  await page.mouse.move(5, 5)
  const readout = plot.locator('.readout')
  t.match(await readout.textContent(), /^\d\d\.\d\d °C/, 'it stays when the pointer leaves')
  t.equal(await page.locator('.readout').count(), await page.locator('.plot').count(), 'in all charts')
  await plot.focus()
  await page.keyboard.press('Escape')
  t.equal(await page.locator('.readout').count(), 0)

  await page.mouse.move(...(await middle(0.25)))
  await page.mouse.down()
  await page.mouse.move(...(await middle(0.5)), { steps: 4 })
  await page.mouse.up()
  await page.waitForURL(/from=\d+&to=\d+/)
  const hours = length() / 3_600
  t.ok(hours > 5.5 && hours < 6.5, `a quarter of the day: ${hours}`)
  await page.goBack()
  await page.locator('.segments [aria-current]', { hasText: 'Day' }).waitFor()

  await plot.focus()
  await page.keyboard.press('End')
  const before = await page.locator('#status').textContent()
  await page.keyboard.press('ArrowLeft')
  t.not(await page.locator('#status').textContent(), before, 'the values are announced')
  for (let n = 0; n < 5; n++) await page.keyboard.press('Shift+PageUp')
  await page.keyboard.press('Enter')
  await page.waitForURL(/from=\d+&to=\d+/)
  await page.locator('#plot-temperature:focus').waitFor()
  t.ok(length() < 12 * 3_600 && length() > 6 * 3_600, `100 points of five minutes: ${length()} s`)
  const marked = length()
  await page.keyboard.press('-')
  await page.waitForFunction(
    `new URL(location.href).searchParams.get('to') - new URL(location.href).searchParams.get('from') > ${marked}`,
  )

  // Two fingers, as the browser tells of them.
  const [[left, y], [right]] = [await middle(0.2), await middle(0.7)]
  const wide = length()
  const fingers = [
    ['pointerdown', 11, left],
    ['pointerdown', 12, right],
    ['pointerup', 11, left],
    ['pointerup', 12, right],
  ]
  await page.evaluate(`for (const [type, pointerId, clientX] of ${JSON.stringify(fingers)})
    document.getElementById('plot-temperature').dispatchEvent(
      new PointerEvent(type, { bubbles: true, pointerType: 'touch', pointerId, clientX, clientY: ${y} }))`)
  await page.waitForFunction(
    `new URL(location.href).searchParams.get('to') - new URL(location.href).searchParams.get('from') < ${wide}`,
  )
  t.ok(Math.abs(length() / wide - 0.5) < 0.05, `half of it: ${length()} of ${wide}`)
  t.equal(
    await page.evaluate(`getComputedStyle(document.getElementById('plot-temperature')).touchAction`),
    'pan-y',
    'one finger scrolls',
  )
  t.strictSame(visit.faults, [])
})
