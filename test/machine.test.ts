import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ConfigError } from '../src/config.ts'
import { checkFolder, checkMachine, explainFolder, explainListen } from '../src/machine.ts'

const instead = 'Set it to 127.0.0.1 for this machine alone, or to 0.0.0.0 for all of its networks.'

/** Checks settings on a free port, with a database elsewhere unless there is a folder; returns the sentences. */
async function mistakesOf(settings: Partial<Parameters<typeof checkMachine>[0]>): Promise<string[]> {
  const defaults = { host: '127.0.0.1', port: 0, internalPort: undefined, metricsPort: undefined, dataDir: './data' }
  const databaseUrl = settings.dataDir === undefined ? 'postgres://host/name' : undefined
  try {
    await checkMachine({ ...defaults, databaseUrl, ...settings })
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n')
    throw error
  }
}

async function takePort(t: Test): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

t.test('the address to listen on', async t => {
  for (const host of ['127.0.0.1', '0.0.0.0', 'localhost']) t.strictSame(await mistakesOf({ host }), [], host)
  t.strictSame(await mistakesOf({ host: '192.0.2.1' }), [
    `HOST is 192.0.2.1, which is not an address of this machine (EADDRNOTAVAIL). ${instead}`,
  ])
  t.strictSame(await mistakesOf({ host: 'no-such-host.invalid', metricsPort: 0 }), [
    `HOST is no-such-host.invalid, a name for which no address is found. ${instead}`,
  ])
})

t.test('ports that are in use: each is named with its setting', async t => {
  const [port, internalPort, metricsPort] = [await takePort(t), await takePort(t), await takePort(t)]
  t.strictSame(await mistakesOf({ port, internalPort, metricsPort }), [
    `Port ${port} is in use. Stop the other program, or set PORT to another port.`,
    `Port ${internalPort} is in use. Stop the other program, or set INTERNAL_PORT to another port.`,
    `Port ${metricsPort} is in use. Stop the other program, or set METRICS_PORT to another port.`,
  ])
})

t.test('a port below 1024 without the rights', async t => {
  t.equal(
    explainListen({ code: 'EACCES', syscall: 'listen', address: '0.0.0.0', port: 80 }, 'PORT'),
    'Port 80 needs rights that this program does not have. Set PORT to 1024 or more.',
  )
  t.equal(explainListen({ code: 'EACCES', syscall: 'listen', address: '/data/lock', port: -1 }), undefined, 'a socket')
  t.equal(explainListen(new Error('other')), undefined)
})

t.test('the folder of the embedded database', async t => {
  const dir = t.testdir({ file: '', used: { postgres: '' } })
  const inTheWay = (path: string) =>
    `DATA_DIR is ${path}, but there is a file in the place of that folder. Set DATA_DIR to another folder.`
  for (const path of [join(dir, 'file'), join(dir, 'file', 'data')]) {
    t.strictSame(await mistakesOf({ dataDir: path }), [inTheWay(path)])
    await t.rejects(checkFolder(path), { message: inTheWay(path) })
  }
  t.strictSame(await mistakesOf({ dataDir: join(dir, 'new', 'data') }), [])
  t.equal((await stat(join(dir, 'new', 'data'))).mode & 0o777, 0o700, 'made, for its owner alone')
  t.strictSame(await mistakesOf({ dataDir: join(dir, 'file'), databaseUrl: 'postgres://host/name' }), [], 'not needed')
})

// Whoever runs the tests may be allowed everything.
t.test('a folder that cannot be written', async t => {
  for (const code of ['EACCES', 'EROFS']) {
    t.equal(
      explainFolder(Object.assign(new Error(code), { code }), '/data'),
      `DATA_DIR is /data, and this program may not write there (${code}). Let its user write there, or set DATA_DIR to another folder.`,
    )
  }
  t.equal(
    explainFolder(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }), '/data'),
    'DATA_DIR is /data, and that folder cannot be made: ENOSPC: no space left on device.',
  )
})

t.test('several at once', async t => {
  const port = await takePort(t)
  const dataDir = join(t.testdir({ file: '' }), 'file')
  const mistakes = await mistakesOf({ port, dataDir })
  t.match(mistakes, [/^Port \d+ is in use\. /, /^DATA_DIR is /])
  t.equal(mistakes.length, 2)
})
