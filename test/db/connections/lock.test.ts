import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, realpath, rename, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import t, { type Test } from 'tap'
import { FolderInUse, FolderTooDeep, lockFolder } from '../../../src/db/connections/lock.ts'

/** A folder with a short path: the system cuts off the path of a socket. */
async function openFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'lock-'))
  t.teardown(() => rm(folder, { recursive: true }))
  return folder
}

/** Another process, which locks and unlocks on command. */
function openProcess(t: Test) {
  const program = `
    import { lockFolder, FolderInUse } from ${JSON.stringify(new URL('../../../src/db/connections/lock.ts', import.meta.url))}
    let unlock
    process.on('message', async ({ folder, at }) => {
      // All begin at about the same moment, so that they race.
      while (Date.now() < at);
      try {
        await unlock?.()
        unlock = folder && await lockFolder(folder)
        process.send(folder ? 'holds' : 'idle')
      } catch (error) {
        unlock = undefined
        process.send(error instanceof FolderInUse ? 'refused' : String(error))
      }
    })
    process.send('ready')`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}

async function ask(child: ChildProcess, order: { folder?: string; at?: number }): Promise<string> {
  child.send(order)
  return (await once(child, 'message'))[0]
}

t.test('a second holder in the same process is refused, and does the first no harm', async t => {
  const folder = await openFolder(t)
  const unlock = await lockFolder(folder)
  const refused = new FolderInUse(`Another process is using ${folder}. Stop it, or set DATA_DIR to another folder.`)
  await t.rejects(lockFolder(folder), refused)
  await t.rejects(lockFolder(folder), refused)
  await unlock()
  t.strictSame(await readdir(folder), [], 'nothing is left')
  await (await lockFolder(folder))()
})

t.test('a second holder in another process is refused until the first lets go', async t => {
  const folder = await openFolder(t)
  const child = openProcess(t)
  await once(child, 'message')
  const unlock = await lockFolder(folder)
  t.equal(await ask(child, { folder }), 'refused')
  await unlock()
  t.equal(await ask(child, { folder }), 'holds')
  await t.rejects(lockFolder(folder), { message: /Another process is using/ })
  t.equal(await ask(child, {}), 'idle')
  await (await lockFolder(folder))()
})

t.test('what a killed process left behind is taken over', async t => {
  const folder = await openFolder(t)
  const child = openProcess(t)
  await once(child, 'message')
  t.equal(await ask(child, { folder }), 'holds')
  child.kill('SIGKILL')
  await once(child, 'exit')
  t.equal((await readdir(folder)).length, 1, 'its socket is still there')
  const unlock = await lockFolder(folder)
  t.equal((await readdir(folder)).length, 1, 'and makes room')
  await unlock()
  t.strictSame(await readdir(folder), [])
})

t.test('many processes at once, after one was killed: never two hold', async t => {
  const folder = await openFolder(t)
  const children = [1, 2, 3, 4].map(() => openProcess(t))
  await Promise.all(children.map(child => once(child, 'message')))
  for (let round = 0; round < 20; round++) {
    await leaveSocket(folder)
    const at = Date.now() + 20
    const answers = await Promise.all(children.map(child => ask(child, { folder, at })))
    t.ok(answers.every(answer => answer === 'holds' || answer === 'refused'))
    t.ok(answers.filter(answer => answer === 'holds').length <= 1, `round ${round}: ${answers}`)
    await Promise.all(children.map(child => ask(child, {})))
  }
  await (await lockFolder(folder))()
})

/** Leaves a socket that nobody listens on, as a killed process does. */
async function leaveSocket(folder: string) {
  const server = createServer().listen(join(folder, 'alive'))
  await once(server, 'listening')
  await rename(join(folder, 'alive'), join(folder, 'lock-00000000'))
  server.close()
  await once(server, 'close')
}

t.test('a long path works as long as there is a short way to it', async t => {
  const home = process.cwd()
  t.teardown(() => process.chdir(home))
  const deep = join(await openFolder(t), 'd'.repeat(100), 'data')
  await mkdir(deep, { recursive: true })
  process.chdir(join(deep, '..'))
  const unlock = await lockFolder(deep)
  await t.rejects(lockFolder(relative(process.cwd(), deep)), { message: /Another process is using/ })
  await unlock()
  t.strictSame(await readdir(deep), [])
})

t.test('a path that is too long is refused, not cut off', async t => {
  const root = await openFolder(t)
  const deep = join(root, 'd'.repeat(120))
  await mkdir(deep)
  await t.rejects(
    lockFolder(deep),
    new FolderTooDeep(`The path ${deep} is too long. Set DATA_DIR to one of at most 90 characters.`),
  )
  t.strictSame(await readdir(root), ['d'.repeat(120)], 'no socket beside it')
  t.strictSame(await readdir(deep), [])
})

t.test('a folder that is not there is an error, not a lock', async t => {
  await t.rejects(lockFolder(join(await openFolder(t), 'absent')), { message: /listen E/ })
})
