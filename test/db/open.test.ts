import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import pg from 'pg'
import t, { type Test } from 'tap'
import { embeddedPool } from '../../src/db/embedded.ts'
import { Database, isAway, openDatabase } from '../../src/db/open.ts'
import { ping } from '../../src/db/ping.ts'
import { openTestDatabase, pastPooler, poolerUrl, prepare, testDatabaseUrl } from '../support/house.ts'
import { eventually } from '../support/service.ts'
import { readSnapshot } from '../support/snapshot.ts'
import { holdTimers } from '../support/timers.ts'

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

/** Opens a server on loopback that treats connections as the test likes; `open` holds those that are still there. */
async function openServer(t: Test, onConnection: (socket: Socket) => void) {
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    // Else it would not see that the other side hung up.
    socket.resume()
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
    onConnection(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    for (const socket of open) socket.destroy()
  })
  return { port: (server.address() as AddressInfo).port, open, server }
}

async function openPool(t: Test, url: string, pool = 10) {
  const lost: Error[] = []
  const db = await openDatabase({ url, pool, prepare, onLostConnection: error => lost.push(error) })
  t.teardown(() => db.destroy())
  return { db, lost }
}

t.test('away: nobody listens there', async t => {
  const { port, server } = await openServer(t, () => {})
  server.close()
  const { db } = await openPool(t, `postgres://nobody@127.0.0.1:${port}/none`)
  const error = await failure(ping(db))
  t.match(error, { code: 'ECONNREFUSED' })
  t.equal(isAway(error), true)
})

t.test('away: the socket of the server is not there', async t => {
  const { db } = await openPool(t, `postgres:///none?host=${encodeURIComponent(t.testdir())}`)
  const error = await failure(ping(db))
  t.match(error, { code: 'ENOENT' })
  t.equal(isAway(error), true)
})

t.test('away: it hangs up before it has said a word', async t => {
  const { port } = await openServer(t, socket => socket.destroy())
  const { db } = await openPool(t, `postgres://nobody@127.0.0.1:${port}/none`)
  t.equal(isAway(await failure(ping(db))), true)
})

t.test('away: it accepts and never answers for 5 s; the connection is thrown away', async t => {
  const { port, open } = await openServer(t, () => {})
  const { db } = await openPool(t, `postgres://nobody@127.0.0.1:${port}/none`, 3)
  const timers = holdTimers(t, 5_000)
  let known = 0
  const failures = [1, 2, 3].map(() => failure(ping(db)).finally(() => known++))
  await eventually('all are connected', async () => open.size === 3)
  t.equal(known, 0, 'not before the 5 s are over')
  timers.runOut()
  t.strictSame((await Promise.all(failures)).map(isAway), [true, true, true])
  while (open.size > 0) await Promise.all([...open].map(socket => once(socket, 'close')))
  t.equal(open.size, 0)
})

t.test('not away: mistakes of our own', async t => {
  const { db } = await openTestDatabase(t)
  t.equal(isAway(await failure(sql`select 1 / 0`.execute(db))), false)
  t.equal(isAway(await failure(sql`selekt`.execute(db))), false)
  t.equal(isAway(await failure(sql`insert into plans select * from plans`.execute(db))), false)
  t.equal(isAway(await failure(sql`select ${'\0'}::text`.execute(db))), false)
  for (const thing of [new Error('any'), new TypeError('fetch failed'), 'ECONNREFUSED', { code: '57P01' }, null]) {
    t.equal(isAway(thing), false)
  }
})

t.test('away: the embedded database was closed', async t => {
  const pglite = await PGlite.create({ loadDataDir: await readSnapshot() })
  const db = new Database(embeddedPool(pglite), { lanes: 1, most: 64 })
  t.strictSame(await ping(db), [{ answer: 1 }])
  await pglite.close()
  t.equal(isAway(await failure(ping(db))), true)
})

if (testDatabaseUrl) {
  /** A second pair of hands on the same server. */
  async function openAdmin(t: Test, url: string) {
    const admin = new pg.Client(pastPooler(url))
    await admin.connect()
    t.teardown(() => admin.end())
    return admin
  }

  const others = `select pid from pg_stat_activity
    where datname = current_database() and application_name = 'sensor-share' and backend_type = 'client backend'`

  t.test('int8 is a number', async t => {
    const { db } = await openTestDatabase(t)
    const { rows } = await sql`select count(*) as count, ${2 ** 53 - 1}::bigint as most`.execute(db)
    t.strictSame(rows, [{ count: 1, most: 2 ** 53 - 1 }])
  })

  t.test('away: the server ends a connection in the middle of a query; the next query finds another', async t => {
    const { url = '' } = await openTestDatabase(t)
    const { db } = await openPool(t, url, 1)
    const admin = await openAdmin(t, url)
    const query = failure(sql`select pg_sleep(60)`.execute(db))
    let ended = 0
    while (ended === 0) {
      const { rowCount } = await admin.query(
        `select pg_terminate_backend(pid) from (${others} and state = 'active' and wait_event = 'PgSleep') as sleeping`,
      )
      ended = rowCount ?? 0
    }
    const error = await query
    t.match(error, { code: '57P01' })
    t.equal(isAway(error), true)
    t.strictSame(await ping(db), [{ answer: 1 }])
  })

  t.test('away: the server is gone in the middle of a transaction; the next one finds another connection', async t => {
    const { url = '' } = await openTestDatabase(t)
    const { db } = await openPool(t, url, 1)
    const admin = await openAdmin(t, url)
    const error = await failure(
      db.transaction().execute(async trx => {
        await ping(trx)
        await admin.query(`select pg_terminate_backend(pid, 10000) from (${others}) as other`)
        await ping(trx)
      }),
    )
    t.equal(isAway(error), true)
    t.equal(await db.transaction().execute(async trx => (await ping(trx)).length), 1)
  })

  t.test('a pool outlives idle connections that the server ended', async t => {
    const { url = '' } = await openTestDatabase(t)
    const { db, lost } = await openPool(t, url, 3)
    const admin = await openAdmin(t, url)
    await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.05)`.execute(db)))
    const { rowCount } = await admin.query(`select pg_terminate_backend(pid, 10000) from (${others}) as other`)
    t.equal(rowCount, 3)
    // Those of a pooler are none of the pool's.
    while (!poolerUrl && lost.length < 3) await new Promise(setImmediate)
    t.ok(lost.every(isAway))
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => ping(db)))
    t.strictSame(answers.flat(), Array(6).fill({ answer: 1 }))
  })

  t.test('away: no connection came free for 5 s', async t => {
    const { url = '' } = await openTestDatabase(t)
    const { db } = await openPool(t, url, 1)
    await db.connection().execute(async connection => {
      const timers = holdTimers(t, 5_000)
      const waiting = failure(ping(db))
      await eventually('it waits', async () => db.countConnections().waiting === 1)
      timers.runOut()
      t.equal(isAway(await waiting), true)
      t.strictSame(await ping(connection), [{ answer: 1 }])
    })
    t.strictSame(await ping(db), [{ answer: 1 }])
  })

  t.test('away: it turned read-only, as a standby is; then writable again', async t => {
    const { db, url = '' } = await openTestDatabase(t)
    const admin = await openAdmin(t, url)
    // A pooler would keep its connections, and with them how they began.
    const { db: standby } = await openPool(t, pastPooler(url), 1)
    const name = new URL(url).pathname.slice(1)
    await admin.query(`alter database ${name} set default_transaction_read_only = on`)
    const write = () => sql`update plans set max_shares = max_shares`.execute(standby)
    const error = await failure(write())
    t.match(error, { code: '25006' })
    t.equal(isAway(error), true)
    await admin.query('set default_transaction_read_only = off')
    await admin.query(`alter database ${name} reset default_transaction_read_only`)
    await write()
    t.strictSame(await ping(db), [{ answer: 1 }])
  })

  t.test('away: it falls silent in the middle for 10 s; the connection is thrown away', async t => {
    const { url = '' } = await openTestDatabase(t)
    const server = new URL(url)
    let silent = false
    let connections = 0
    let unheard = 0
    const { port, open } = await openServer(t, socket => {
      connections++
      const behind = connect(Number(server.port || 5432), server.hostname)
      behind.on('error', () => {})
      socket.on('data', bytes => (silent ? unheard++ : behind.write(bytes)))
      behind.on('data', bytes => silent || socket.write(bytes))
      socket.on('close', () => behind.destroy())
    })
    const through = new URL(url)
    through.host = `127.0.0.1:${port}`
    const { db } = await openPool(t, through.href, 1)
    t.strictSame(await ping(db), [{ answer: 1 }])
    silent = true
    const timers = holdTimers(t, 10_000)
    let isKnown = false
    const failing = failure(ping(db)).finally(() => {
      isKnown = true
    })
    await eventually('it has been asked', async () => timers.count() === 1 && unheard > 0)
    t.notOk(isKnown, 'not before the 10 s are over')
    timers.runOut()
    const error = await failing
    t.match(error, { message: 'Query read timeout' })
    t.equal(isAway(error), true)
    while (open.size > 0) await Promise.all([...open].map(socket => once(socket, 'close')))
    silent = false
    t.strictSame(await ping(db), [{ answer: 1 }])
    t.equal(connections, 2, 'by a new connection')
  })
}
