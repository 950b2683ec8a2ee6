/**
 * npm run faults -- [kill | courier | server | standby | disk | clock] [options]: does what is named to the service and what it stands on,
 * under load, and checks that nothing acknowledged is lost, nothing is done twice, and it recovers. Without a name: all, one after the other.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const faults = {
  kill: () => import('./kill.ts'),
  courier: () => import('./courier.ts'),
  server: () => import('./server.ts'),
  standby: () => import('./standby.ts'),
  disk: () => import('./disk.ts'),
  clock: () => import('./clock.ts'),
}
const names = Object.keys(faults)
const [name] = process.argv.slice(2, 3)

if (name === undefined) {
  const failed = names.filter(name => {
    console.log(`\n${name}:`)
    const words = [...process.execArgv, fileURLToPath(import.meta.url), name]
    return spawnSync(process.execPath, words, { stdio: 'inherit' }).status !== 0
  })
  console.log(failed.length > 0 ? `\nNot right: ${failed.join(', ')}` : '\nAll is right.')
  process.exitCode = failed.length > 0 ? 1 : 0
} else if (name in faults) {
  process.argv.splice(2, 1)
  await faults[name as keyof typeof faults]()
} else {
  console.error(`There are the faults ${names.join(', ')}.`)
  process.exitCode = 1
}
