import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from 'playwright-core'
import t from 'tap'
import { browserOptions, openVisit } from './visit.ts'

/** Returns the faults that axe finds in a page: what a screen reader could not use. */
async function wrongWith(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  return page.evaluate(`axe.run().then(({ violations }) => violations.map(({ id }) => id))`)
}

/** Gives a page a device with passkeys. It says yes by itself, and keeps them while the page is open. */
async function plugIn(context: BrowserContext, page: Page) {
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    count: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    verifies: (isUserVerified: boolean) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  }
}

t.test('a passkey: added, used to sign in, removed, then refused', browserOptions, async t => {
  const visit = await openVisit(t)
  // Browsers have no passkeys for an IP address.
  const url = visit.url.replace('127.0.0.1', 'localhost')
  const context = await visit.window()
  const page = await context.newPage()
  const device = await plugIn(context, page)
  const use = page.getByRole('button', { name: 'Sign in with a passkey' })
  const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()
  const signOut = async () => {
    await page.locator('.me > summary').click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  }

  await page.goto(`${url}/app/sign-in`)
  await visit.signIn(page, 'olivia@example.com')
  await page.goto(`${url}/app/account`)
  await page.getByLabel('Name of the new passkey').fill('Laptop')
  await device.verifies(false)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('alert').getByText('No passkey was created.').waitFor()
  await device.verifies(true)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('status').getByText('Passkey added.').waitFor()
  await page.getByRole('listitem').filter({ hasText: 'Laptop' }).getByText('not used yet').waitFor()
  t.equal(await device.count(), 1)
  t.strictSame(await wrongWith(page), [])
  await page.getByLabel('Name of the new passkey').fill('Again')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('alert').getByText('This device may already have one').waitFor()

  // The browser may suggest a passkey in the address field, and this device takes what it suggests.
  await signOut()
  await heading('Sensors')
  await context.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
  await page.reload()
  await signOut()
  await heading('Sign in')
  await page.goto(`${url}/app/sign-in?next=%2Fapp%2Fhistory`)
  t.strictSame(await wrongWith(page), [])
  await use.focus()
  await page.keyboard.press('Enter')
  await heading('History')
  await page.goto(`${url}/app/account`)
  await page.getByText('You are signed in as olivia@example.com').waitFor()
  await page.getByRole('link', { name: 'Remove Laptop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('status').getByText('Passkey removed.').waitFor()
  t.equal(await device.count(), 1, 'the device has it still')

  await signOut()
  await use.click()
  await page.getByRole('alert').getByText('That passkey does not work here').waitFor()
  t.match(page.url(), '/app/sign-in/passkey')
  // The code goes on working, also from this page.
  await visit.signIn(page, 'olivia@example.com')
  const ofHost = `a request to ${url}/`
  t.strictSame(
    visit.faults.filter(fault => !fault.startsWith(ofHost)),
    [],
  )
})

t.test('without scripts there is no button for passkeys, and the account page says why', browserOptions, async t => {
  const visit = await openVisit(t)
  const url = visit.url.replace('127.0.0.1', 'localhost')
  const context = await visit.window(undefined, { javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${url}/app/sign-in`)
  t.notOk(await page.getByRole('button', { name: 'Sign in with a passkey' }).isVisible())
  await visit.signIn(page, 'olivia@example.com', { scripts: false })
  await page.goto(`${url}/app/account`)
  t.ok(await page.getByText('your browser must support passkeys').isVisible())
})
