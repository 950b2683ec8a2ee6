/** A gateway comes in at home, with nothing but a browser and the label of the gateway. */
import { createHmac } from 'node:crypto'
import t from 'tap'
import { frame, now } from '../support/gateway.ts'
import { browserOptions, openVisit } from './visit.ts'

const olivia = 'olivia@example.com'
const gateway = 'C8:25:2D:8E:9C:2C'
const deviceId = '01:23:45:67:89:AB:CD:EF'
const sauna = 'C6:F1:E7:AA:00:01'

/** A Ruuvi Gateway: it posts to what was copied into it, and keeps the key that an answer gives. */
function switchOn() {
  let key = deviceId
  return async (url: string) => {
    const tags = { [sauna]: { rssi: -60, timestamp: now(), data: frame } }
    const body = JSON.stringify({ data: { timestamp: now(), gw_mac: gateway, coordinates: '', tags } })
    const signature = createHmac('sha256', key).update(body).digest('hex')
    const headers = { 'content-type': 'application/json', 'ruuvi-hmac-sha256': signature }
    const answer = await fetch(url, { method: 'POST', headers, body })
    key = answer.headers.get('ruuvi-hmac-key') ?? key
    return { status: answer.status, isOwn: key !== deviceId }
  }
}

for (const width of [360, 1280]) {
  for (const scripts of [true, false]) {
    t.test(`${width} px wide, ${scripts ? 'with' : 'without'} scripts`, browserOptions, async t => {
      const visit = await openVisit(t, { mailbox: 'locked' })
      const { url, app, faults, sent } = visit
      const context = await visit.window(undefined, { viewport: { width, height: 800 }, javaScriptEnabled: scripts })
      const page = await context.newPage()

      // The link that the start printed, and an address: the code is in the mailbox that the link has opened.
      await page.goto(`${url}${app.mailboxLink}`)
      await page.getByRole('heading', { name: 'Mailbox' }).waitFor()
      await page.getByRole('link', { name: 'Go to the sensors' }).click()
      await page.getByLabel('Email address').fill(olivia)
      await page.getByRole('button', { name: 'Send me a code' }).click()
      await page.getByRole('heading', { name: 'Enter your code' }).waitFor()
      await sent()
      const mailbox = await context.newPage()
      await mailbox.goto(`${url}/mailbox`)
      await mailbox.getByRole('link', { name: /code/ }).first().click()
      await mailbox.locator('summary', { hasText: 'As text' }).click()
      const code = /^\s*([0-9A-Z]{4})\s*$/m.exec(await mailbox.locator('pre').innerText())?.[1] ?? ''
      await mailbox.close()
      const field = page.getByLabel('Code', { exact: true })
      if (scripts) await field.pressSequentially(code)
      else {
        await field.fill(code)
        await page.getByRole('button', { name: 'Sign in' }).click()
      }
      await page.getByRole('heading', { name: 'Sensors', level: 1 }).waitFor()

      // The address to copy into the gateway, and the gateway calls.
      if (width < 640) {
        await page.getByRole('link', { name: 'Account' }).click()
        await page.getByRole('link', { name: 'See its gateways' }).click()
      } else await page.getByRole('link', { name: 'Gateways' }).click()
      await page.getByText('No gateway has called yet.').waitFor()
      const address = await page.getByLabel('Address for the data', { exact: true }).inputValue()
      t.equal(address, `${url}/record`)
      const post = switchOn()
      t.strictSame(await post(address), { status: 401, isOwn: false })
      await page.getByRole('link', { name: 'Refresh' }).click()

      // Its label.
      const row = page.getByRole('listitem').filter({ has: page.getByText(gateway, { exact: true }) })
      await row.getByText('Awaiting approval').waitFor()
      await row.getByLabel('Device ID').fill(gateway)
      await row.getByRole('button', { name: 'Allow' }).click()
      await page.getByText('That is the MAC address.').waitFor()
      const label = row.getByLabel('Device ID')
      t.equal(await label.inputValue(), gateway, 'what was typed is kept')
      t.ok(await label.evaluate(input => Object(input).matches(':focus')))
      await label.fill(`ID ${deviceId.toLowerCase()}`)
      await label.press('Enter')
      await page.getByRole('status').getByText(`${gateway} is allowed.`).waitFor()
      t.strictSame(await post(address), { status: 200, isOwn: true })
      t.strictSame(await post(address), { status: 200, isOwn: true }, 'signed with its own key')
      await page.getByRole('link', { name: 'Refresh' }).click()
      await row.getByText('Allowed', { exact: true }).waitFor()
      t.match(await row.innerText(), /Receives\s+1 sensor/)

      // Away with it, and back.
      await row.getByRole('link', { name: `Remove ${gateway}` }).click()
      await page.getByRole('button', { name: 'Remove', exact: true }).click()
      await page.getByRole('status').getByText(`${gateway} is removed`).waitFor()
      t.match(await post(address), { status: 401 })
      await row.getByLabel('Device ID').fill(deviceId)
      await row.getByRole('button', { name: 'Allow' }).click()
      await page.getByRole('status').getByText(`${gateway} is allowed.`).waitFor()
      t.match(await post(address), { status: 200 })
      t.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0)
      t.strictSame(faults, [])
    })
  }
}
