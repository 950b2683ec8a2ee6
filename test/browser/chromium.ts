/** The browser that pages and letters are shown in: Chromium, as the system has it. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const run = promisify(execFile)
const names = process.env.CHROMIUM ? [process.env.CHROMIUM] : ['chromium', 'chromium-browser', 'google-chrome']

export const noChromium = 'there is no Chromium: put it on the PATH, or set CHROMIUM to its program'

/** Returns the program of a browser; nothing where there is none. */
export async function findChromium(): Promise<string | undefined> {
  for (const name of names) {
    const found = await run('sh', ['-c', 'command -v "$1"', 'sh', name]).catch(() => undefined)
    const program = found?.stdout.trim()
    if (program && (await run(program, ['--version']).catch(() => undefined))) return program
  }
}

/** Starts a browser, which speaks with nobody by itself. */
export const openChromium = (program: string): Promise<Browser> =>
  chromium.launch({
    executablePath: program,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
