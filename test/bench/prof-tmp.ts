import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openDatabase } from '../../src/db/open.ts'
import { migrate } from '../../src/db/migrate.ts'
import { fill, worldOf } from './world.ts'
import { casesOf } from './cases.ts'
import { load } from './load.ts'
import { onDatabaseOfItsOwn } from '../support/own-database.ts'
import { Dice } from '../support/dice.ts'
const world = worldOf(10000)
const secrets = { secret: 'a'.repeat(64), internalSecret: 'b'.repeat(32) }
await onDatabaseOfItsOwn('postgres://postgres@127.0.0.1:5432/postgres', async url => {
  const db = await openDatabase({ url, isPatient: true })
  await migrate(db); await fill(db, world)
  for (const name of process.argv.slice(2)) {
    const one = casesOf(world, secrets).find(c => c.name === name)!
    const child = spawn(process.execPath, ['--cpu-prof', '--cpu-prof-dir=/tmp/prof', `--cpu-prof-name=${name}.cpuprofile`, 'dist/main.js'], { env: { PATH: process.env.PATH, PORT: '3198', JWT_SECRET: secrets.secret, INTERNAL_SECRET: secrets.internalSecret, RATE_LIMIT: 'off', MAILBOX: 'off', DATABASE_URL: url }, stdio: ['ignore', 'ignore', 'inherit'] })
    for (;;) { const a = await fetch('http://127.0.0.1:3198/health/ready').catch(() => undefined); if (a?.ok) break; await new Promise(r => setTimeout(r, 50)) }
    const dice = new Dice(1); let count = 0
    await load({ ports: [3198], connections: 32, seconds: 15 }, () => one.request(count++, dice.next(), 'ours'))
    child.kill(); await once(child, 'exit')
    console.log(name, count)
  }
  await db.destroy()
})
