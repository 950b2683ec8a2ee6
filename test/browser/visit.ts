/** A house with a browser before it: the service listens, letters come into its mailbox, and people sit before windows of their own. */
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { Test } from 'tap'
import { type MailboxLetter, readMailbox } from '../../src/mail/transports/mailbox.ts'
import { cookieName } from '../../src/web/frame/cookies.ts'
import { openHouse, type Person } from '../support/house.ts'
import { eventually } from '../support/service.ts'
import { findChromium, noChromium, openChromium } from './chromium.ts'
import { serve } from './serve.ts'

export type Visit = Awaited<ReturnType<typeof openVisit>>

const program = await findChromium()

/** What the tests of the browser are given: why they are left out, where there is no browser. */
export const browserOptions = { skip: program ? false : noChromium, timeout: 600_000 }

export async function openVisit(t: Test, { mailbox = 'open' }: { mailbox?: 'open' | 'locked' } = {}) {
  const house = await openHouse(t, { mailbox })
  const { db } = house
  const { url, links, courier, sent } = await serve(house)
  t.teardown(() => courier.close())
  const browser = await openChromium(program ?? '')
  t.teardown(() => browser.close())

  /** What went wrong in any window. */
  const faults: string[] = []

  /** Opens a window for somebody, who may have signed in, and watches what goes wrong in it. */
  async function window(person?: Pick<Person, 'token'>, options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    context.setDefaultTimeout(120_000)
    if (person) await context.addCookies([{ name: cookieName, value: person.token, domain: '127.0.0.1', path: '/app' }])
    watch(context)
    return context
  }

  function watch(context: BrowserContext) {
    context.on('request', request => {
      const { protocol, origin } = new URL(request.url())
      if (protocol !== 'data:' && origin !== url) faults.push(`a request to ${request.url()}`)
    })
    context.on('weberror', error => faults.push(`an error in a page: ${error.error().message}`))
    context.on('dialog', dialog => {
      faults.push(`a page said: ${dialog.message()}`)
      void dialog.dismiss()
    })
    context.on('response', response => {
      if (response.status() >= 500) faults.push(`${response.status()} for ${response.url()}`)
    })
    context.on('console', message => {
      // That a page is an answer of 404 or so is told there, too.
      const isStatus = message.text().startsWith('Failed to load resource: the server responded with a status of 4')
      if (['error', 'warning'].includes(message.type()) && !isStatus) faults.push(`the console: ${message.text()}`)
    })
  }

  /** The newest letter to somebody with these words in its subject, as soon as it is there. */
  async function letterTo(email: string, subject: string): Promise<MailboxLetter> {
    let found: MailboxLetter | undefined
    await eventually(`a letter to ${email} about ${subject}`, async () => {
      found = (await readMailbox(db)).find(mail => mail.to === email && mail.subject.includes(subject))
      return found !== undefined
    })
    return found as MailboxLetter
  }

  /** Signs somebody in: an address, and the code of the letter. */
  async function signIn(page: Page, email: string, { scripts = true } = {}) {
    await page.getByLabel('Email address').fill(email)
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor()
    const code = /^\s*([0-9A-Z]{4})\s*$/m.exec((await letterTo(email, 'code')).text)?.[1]
    if (!code) throw new Error('there is no code in the letter')
    const field = page.getByLabel('Code', { exact: true })
    // A code that is whole is sent by itself.
    if (scripts) await field.pressSequentially(code)
    else {
      await field.fill(code)
      await page.getByRole('button', { name: 'Sign in' }).click()
    }
    await page.getByRole('heading', { name: 'Sensors', level: 1 }).waitFor()
  }

  return { ...house, url, links, sent, browser, faults, window, letterTo, signIn }
}
