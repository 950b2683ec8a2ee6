/** Takes a picture of every letter, on a phone and on a desk, in the light and in the dark: `npm run screenshots -- letters`. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { html } from 'ghtml'
import { write } from '../../src/mail/letters/write.ts'
import { findChromium, noChromium } from '../browser/chromium.ts'
import { each, hard, inEnglish, links } from '../support/samples.ts'

const run = promisify(execFile)
const folder = fileURLToPath(new URL('pictures/', import.meta.url))

/** A letter four times beside each other; a frame passes its colour scheme on to what it shows. */
function sheet(letter: string): string {
  const frames = [
    ['light', 375],
    ['dark', 375],
    ['light', 900],
    ['dark', 900],
  ].map(
    ([scheme, width]) => html`<iframe width="${width}" style="color-scheme: ${scheme}" srcdoc="${letter}"></iframe>`,
  )
  return html`<!doctype html>
<meta charset="utf-8">
<style>body { margin: 8px; display: flex; gap: 8px; align-items: start; background: #888; } iframe { border: 0; height: 1100px; }</style>
!${frames.join('\n')}`
}

/** Takes those with the names; without names all. */
export async function take(names: string[]) {
  const browser = await findChromium()
  if (!browser) throw new Error(noChromium)
  const drafts = await mkdtemp(join(tmpdir(), 'letters-'))
  await mkdir(folder, { recursive: true })
  for (const [title, letter] of Object.entries({ ...each, ...hard })) {
    if (names.length > 0 && !names.includes(title)) continue
    const page = join(drafts, 'letter.html')
    const picture = join(folder, `${title.replaceAll(/\W+/g, '-')}.png`)
    await writeFile(page, sheet(write(letter, links, inEnglish).html))
    await run(browser, [
      '--headless',
      '--no-sandbox',
      '--hide-scrollbars',
      `--user-data-dir=${join(drafts, 'profile')}`,
      '--window-size=2590,1116',
      `--screenshot=${picture}`,
      pathToFileURL(page).href,
    ])
    console.log(picture)
  }
  await rm(drafts, { recursive: true })
}
