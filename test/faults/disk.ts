/**
 * npm run faults -- disk: lets the disk of the embedded database run full under load, makes room, and goes on. Needs the right to mount a
 * disk in memory, which root has.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/open.ts'
import { startService } from '../support/service.ts'
import { openLedger, settings } from './ledger.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
  },
})
const rounds = Number(values.rounds)

const disk = mkdtempSync(join(tmpdir(), 'sensor-share-disk-'))
const ballast = join(disk, 'ballast')
const mounted = mount()
if (mounted) await run()
else console.log('Not run: no disk can be mounted here; root can.')
rmSync(disk, { recursive: true })

function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=192m', 'tmpfs', disk], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function run() {
  const dataDir = join(disk, 'data')
  const db = await openDatabase({ dataDir })
  await migrate(db)
  const ledger = await openLedger(db, Number(values.seed))
  await db.destroy()
  console.log(`${rounds} rounds, --seed ${values.seed}`)

  for (let round = 1; round <= rounds && ledger.isRight(); round++) {
    const service = await startService({ ...settings, DATA_DIR: dataDir })
    const load = ledger.load(() => [service.url])
    await load.recovered(Date.now())
    const before = ledger.totals.acknowledged
    const { bavail, bsize } = statfsSync(disk)
    writeFileSync(ballast, Buffer.alloc(bavail * bsize - 256 * 1024))
    await sleep(8_000)
    const full = ledger.totals.acknowledged - before
    rmSync(ballast)
    const ended = service.child.exitCode !== null
    console.log(
      `${round}/${rounds}: ${full} changes acknowledged until the disk was full and while it was${ended ? '; the service ended' : ''}`,
    )
    if (ended) console.log(service.written.out.slice(-1500), service.written.err.slice(-500))
    else console.log(`all callers were answered well again ${await load.recovered(Date.now())} ms after there was room`)
    await load.stop()
    service.kill('SIGTERM')
    await service.ended
    const checked = await openDatabase({ dataDir })
    await ledger.check(checked)
    await checked.destroy()
  }
  execFileSync('umount', [disk])
  console.log(ledger.report())
  process.exitCode = ledger.isRight() ? 0 : 1
}
