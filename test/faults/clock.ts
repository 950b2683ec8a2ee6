/**
 * npm run faults -- clock: lets the clock of a service with the embedded database jump a day ahead, back, and two days back, under load.
 * Needs libfaketime (on Debian: apt-get install faketime).
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { eventually, startService } from '../support/service.ts'
import { openLedger, settings } from './ledger.ts'

const day = 86_400_000

const { values } = parseArgs({
  options: { seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) } },
})

const library = readdirSync('/usr/lib')
  .map(folder => join('/usr/lib', folder, 'faketime/libfaketimeMT.so.1'))
  .find(path => existsSync(path))
if (library) await run(library)
else console.log('Not run: there is no libfaketime here; on Debian: apt-get install faketime')

async function run(library: string) {
  const folder = mkdtempSync(join(tmpdir(), 'sensor-share-clock-'))
  const file = join(folder, 'clock')
  const dataDir = join(folder, 'data')
  const jump = (days: number) => writeFileSync(file, `${days < 0 ? '' : '+'}${days}d\n`)
  const db = await openDatabase({ dataDir })
  await migrate(db)
  const ledger = await openLedger(db, Number(values.seed))
  await db.destroy()
  console.log(`--seed ${values.seed}`)

  jump(0)
  const service = await startService({
    ...settings,
    DATA_DIR: dataDir,
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  })
  const load = ledger.load(() => [service.url])
  await load.recovered(Date.now())
  for (const days of [1, 0, -2, 0]) {
    jump(days)
    const took = await load.recovered(Date.now())
    // Node tells a date that is up to a second old.
    await eventually('its clock has jumped', async () => Math.round((await shown(service.url)) / day) === days)
    await sleep(2_000)
    console.log(`its clock is ${days} days ahead: all callers were answered well again ${took} ms after`)
  }
  await load.stop()
  service.kill('SIGTERM')
  const { code } = await service.ended
  const checked = await openDatabase({ dataDir })
  await ledger.check(checked)
  await checked.destroy()
  rmSync(folder, { recursive: true })
  console.log(ledger.report())
  process.exitCode = ledger.isRight() && code === 0 ? 0 : 1
}

/** How many milliseconds the clock of a service is ahead. */
async function shown(url: string): Promise<number> {
  const { headers } = await fetch(url)
  return Date.parse(headers.get('date') ?? '') - Date.now()
}
