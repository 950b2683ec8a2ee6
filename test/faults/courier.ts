/**
 * npm run faults -- courier: kills the courier at random under load, again and again, and checks that every letter that was owed
 * went out, and none twice. On the embedded database, and on a real Postgres too when TEST_DATABASE_URL is set; there it also
 * cuts a courier off from the database for a while.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { onDatabaseOfItsOwn } from '../support/own-database.ts'
import { startPostmark } from '../support/postmark-server.ts'
import { openProxy } from '../support/proxy.ts'
import { eventually } from '../support/service.ts'
import type { Order, Report } from './courier-process.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    away: { type: 'string', default: '30' },
    on: { type: 'string', default: 'embedded,postgres' },
  },
})
const rounds = Number(values.rounds)
const away = Number(values.away)
const places = values.on.split(',')
// Longer than a claim lasts: the courier that comes next takes over at once what the killed one had.
const step = 60_000

let isRight = true
if (places.includes('embedded')) {
  const dataDir = await mkdtemp(join(tmpdir(), 'sensor-share-faults-'))
  isRight = (await hurt('embedded', { dataDir })) && isRight
  await rm(dataDir, { recursive: true })
}
if (places.includes('postgres') && process.env.TEST_DATABASE_URL) {
  isRight = (await onDatabaseOfItsOwn(process.env.TEST_DATABASE_URL, url => hurt('postgres', { url }))) && isRight
  isRight = (await onDatabaseOfItsOwn(process.env.TEST_DATABASE_URL, url => cutOff(url))) && isRight
}
process.exitCode = isRight ? 0 : 1

/** What a run learns of the letters: from the courier which there are, from Postmark which went out. */
async function openBooks() {
  const ends: (() => unknown)[] = []
  const teardown = (end: () => unknown) => void ends.push(end)
  const server = await startPostmark({ teardown } as Parameters<typeof startPostmark>[0])
  const owed = new Set<number>()

  function start(order: Omit<Order, 'postmark'>) {
    const child = fork(
      new URL('courier-process.ts', import.meta.url),
      [JSON.stringify({ ...order, postmark: { url: server.url, token: server.token } } satisfies Order)],
      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    )
    child.on('message', (report: Report) => {
      if (report.what === 'owed') for (const id of report.ids) owed.add(id)
    })
    return child
  }

  /** Delivers all that is left, with a clock that goes on, and tells what is not right then. */
  async function settle(database: Order['database'], aheadOf: number) {
    for (let ahead = aheadOf; ; ahead += 10 * step) {
      const child = start({ database, ahead, does: 'finish' })
      const { states } = await told(child, 'finished')
      await once(child, 'exit')
      if (states.some(({ state }) => state === 'queued' || state === 'sending') && ahead < aheadOf + 100 * step)
        continue
      const known = new Set(states.flatMap(({ ids }) => ids))
      const sent = new Set(states.filter(({ state }) => state === 'sent').flatMap(({ ids }) => ids))
      return {
        letters: known.size,
        lost:
          [...owed].filter(id => !known.has(id)).length +
          [...known].filter(id => !sent.has(id) || server.of(id).length === 0).length,
        twice: [...known].filter(id => server.of(id).length > 1).length,
      }
    }
  }

  function close() {
    for (const end of ends) end()
  }

  return { server, owed, start, settle, teardown, close }
}

/** Waits for a report of a courier. */
async function told<What extends Report['what']>(child: ChildProcess, what: What) {
  const ended = new AbortController()
  child.once('exit', () => ended.abort())
  for (;;) {
    const [report] = (await once(child, 'message', { signal: ended.signal })) as [Report]
    if (report.what === what) return report as Extract<Report, { what: What }>
  }
}

/** Kills, again and again; tells whether all was right. */
async function hurt(name: string, database: Order['database']): Promise<boolean> {
  const { server, owed, start, settle, close } = await openBooks()
  const cuts = { beforeSending: 0, beforeNoting: 0, idle: 0 }
  const stir = setInterval(() => misbehave(server), 20)
  for (let round = 1; round <= rounds; round++) {
    const child = start({ database, ahead: round * step, does: 'owe' })
    const { sending } = await told(child, 'started')
    if (round > 1) count(sending)
    await sleep(50 + Math.random() * 500)
    child.kill('SIGKILL')
    await once(child, 'exit')
    if (round % 20 === 0) console.log(`${name}: ${round} kills, ${owed.size} letters, ${server.messages.length} sent`)
  }
  clearInterval(stir)
  server.behave()

  /** What the killed courier had in its hands, at the moment when the next one starts. */
  function count(sending: number[]) {
    const noted = sending.filter(id => server.of(id).length > 0).length
    if (noted > 0) cuts.beforeNoting++
    if (noted < sending.length) cuts.beforeSending++
    if (sending.length === 0) cuts.idle++
  }
  const { letters, lost, twice } = await settle(database, (rounds + 1) * step)
  console.log(
    `${name}: ${rounds} kills (with letters not sent yet ${cuts.beforeSending}, with letters sent and not noted ${cuts.beforeNoting}, ` +
      `with none in hand ${cuts.idle}), ${letters} letters, lost ${lost}, sent twice ${twice}`,
  )
  close()
  return lost + twice === 0
}

/** Mostly it answers a little late, so that a kill finds batches under way; now and then it fails in one of its ways. */
function misbehave(server: Awaited<ReturnType<typeof startPostmark>>) {
  const dice = Math.random()
  const after = Math.random() * 60
  if (dice < 0.85) server.behave({ after })
  else if (dice < 0.9) server.behave({ accept: true, cut: true, after })
  else if (dice < 0.95) server.behave({ cut: true, after })
  else server.behave({ status: 429, after })
}

/** Cuts the courier off from the database under load. */
async function cutOff(url: string): Promise<boolean> {
  const { owed, start, settle, server, teardown, close } = await openBooks()
  const { through, cut, mend } = await openProxy({ teardown } as Parameters<typeof openProxy>[0], url)
  // One owes letters all the time and is not cut off; the other must not do any harm, and come back by itself.
  const near = start({ database: { url }, ahead: 0, does: 'owe' })
  await told(near, 'started')
  const far = start({ database: { url: through }, ahead: 0, does: 'deliver' })
  await told(far, 'started')
  const stir = setInterval(() => server.behave({ after: Math.random() * 300 }), 20)
  await sleep(2_000)
  cut()
  await sleep(away * 1_000)
  near.kill('SIGKILL')
  await once(near, 'exit')
  mend()
  // What the killed one left is in its hands still, or nothing: a fast machine leaves no letter waiting.
  const before = server.messages.length
  await once(start({ database: { url }, ahead: 0, does: 'only owe' }), 'exit')
  await eventually('the other one goes on', async () => server.messages.length > before)
  far.kill('SIGKILL')
  await once(far, 'exit')
  clearInterval(stir)
  server.behave()
  const { letters, lost, twice } = await settle({ url }, step)
  console.log(
    `postgres: away for ${away} s, ${owed.size} of ${letters} letters told, lost ${lost}, sent twice ${twice}`,
  )
  close()
  return lost + twice === 0
}
