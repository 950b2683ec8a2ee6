/** Takes a picture of every page, on a phone and on a desk, in the light and in the dark: `npm run screenshots -- pages`. */
import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { issueToken } from '../../src/auth/entrance/tokens.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { cookieName } from '../../src/web/frame/cookies.ts'
import { findChromium, noChromium, openChromium } from '../browser/chromium.ts'
import { addresses, furnish, pagesOf } from '../browser/furnish.ts'
import { serve } from '../browser/serve.ts'
import { buildTestApp } from '../support/app.ts'

const folder = fileURLToPath(new URL('pictures/', import.meta.url))

/** Takes those of the pages with the names; without names all. */
export async function take(names: string[]) {
  const program = await findChromium()
  if (!program) throw new Error(noChromium)
  const secret = randomBytes(48).toString('base64')
  const db = await openDatabase({ snapshot: undefined })
  await migrate(db)
  const app = await buildTestApp({ db, secret, mailbox: 'open', rateLimit: false })
  const { url, links, courier, sent } = await serve({ app, db, secret })
  const { nina } = await furnish(db)
  await sent()
  const pages = await pagesOf(db, links, nina)
  const browser = await openChromium(program)
  await mkdir(folder, { recursive: true })
  for (const [name, who, path] of pages) {
    if (names.length > 0 && !names.includes(name)) continue
    for (const width of [360, 1280]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({
          viewport: { width, height: 800 },
          colorScheme,
          timezoneId: 'Europe/Helsinki',
        })
        if (who !== 'nobody') {
          const value = await issueToken(secret, addresses[who])
          await context.addCookies([{ name: cookieName, value, domain: '127.0.0.1', path: '/app' }])
        }
        const page = await context.newPage()
        await page.goto(url + path)
        const picture = join(folder, `page-${name}-${width}-${colorScheme}.png`)
        await page.screenshot({ path: picture, fullPage: true })
        console.log(picture)
        await context.close()
      }
    }
  }
  await browser.close()
  await app.close()
  await courier.close()
  await db.destroy()
}
