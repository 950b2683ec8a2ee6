/** The story of a guest who has no account: from the email to the first chart, and until the access ends. */
import type { Page } from 'playwright-core'
import t from 'tap'
import { checkBooks } from '../support/house.ts'
import { remember } from './furnish.ts'
import { browserOptions, openVisit } from './visit.ts'

const olivia = 'olivia@example.com'
const nina = 'nina@example.com'

/** Follows the button of an email in the mailbox; the page opens in a tab of its own. */
async function fromEmail(mail: Page): Promise<Page> {
  const opened = mail.context().waitForEvent('page')
  await mail.frameLocator('iframe').locator('a.button').click()
  return opened
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts, on a phone' : 'without scripts'
  t.test(`from the email to the first chart in two clicks, nothing typed: ${how}`, browserOptions, async t => {
    const visit = await openVisit(t)
    const { url, faults, letterTo } = visit
    const owner = await visit.person('olivia')
    const sauna = await visit.sensor(owner, 'Sauna')
    await remember(visit.db, sauna, 60)
    const home = await visit.window(owner)
    const history = await home.newPage()
    await history.goto(`${url}/app/history`)
    await visit.post('/shares', { sensors: [sauna], users: [nina], note: 'The sauna is warm' }, owner.token)

    const options = { javaScriptEnabled, ...(javaScriptEnabled && { viewport: { width: 360, height: 740 } }) }
    const away = await visit.window(undefined, options)
    const mail = await away.newPage()
    await mail.goto(`${url}/mailbox/${(await letterTo(nina, 'Sauna')).id}`)
    let clicks = 1
    const page = await fromEmail(mail)
    await page.getByRole('heading', { name: `${olivia} shares a sensor with you` }).waitFor()
    t.match(await page.locator('main').innerText(), /Sauna[\s\S]*The sauna is warm[\s\S]*creates an account for nina@/)
    clicks++
    await page.getByRole('button', { name: 'Accept and open' }).click()
    await page.getByRole('heading', { name: 'Sauna', level: 1 }).waitFor()
    await page.locator('.graph path').first().waitFor({ state: 'attached' })
    t.equal(clicks, 2)

    await history.locator('#history').getByText(`${nina} accepted your invitation to “Sauna”.`).waitFor()
    await letterTo(olivia, 'accepted “Sauna”')

    await visit.unshare(owner, sauna, nina)
    await page.goto(`${url}/app`)
    await page.getByText(`${olivia} removed your access to “Sauna” on`).first().waitFor()
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await page.getByText('removed your access').waitFor({ state: 'detached' })
    t.strictSame(faults, [])
    await checkBooks(t, visit.db)
  })
}
