import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { ConfigError, readConfig } from '../src/config.ts'
import { openConfigured, reach } from '../src/database.ts'
import { openDatabase } from '../src/db/open.ts'
import { openTestDatabase, poolerUrl, testDatabaseUrl } from './support/house.ts'

/** Tries to reach a database, and returns the sentence that says why not. */
async function whyNot(url: string, setting?: string): Promise<string> {
  const db = await openDatabase({ url })
  try {
    await reach(db, url, setting)
    return 'reached'
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  } finally {
    await db.destroy()
  }
}

async function listen(t: Test, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Listens like a Postgres server that turns down everybody. */
function refusing(t: Test, code: string, message: string): Promise<number> {
  const fields = `SFATAL\0C${code}\0M${message}\0\0`
  const refusal = Buffer.from(`E\0\0\0${String.fromCharCode(fields.length + 4)}${fields}`, 'latin1')
  return listen(
    t,
    createServer(socket => socket.once('data', () => socket.end(refusal))),
  )
}

t.test('a database that cannot be used: a sentence with its place, and without the password', async t => {
  const wrong = await refusing(t, '28P01', 'password authentication failed for user "me"')
  const closed = await refusing(t, '28000', 'no pg_hba.conf entry for host "127.0.0.1", no encryption')
  const missing = await refusing(t, '3D000', 'database "name" does not exist')
  const full = await refusing(t, '53300', 'sorry, too many clients already')
  const web = await listen(
    t,
    createServer(socket => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
  )
  for (const [url, sentence] of [
    [
      'postgres://me:hunter2@127.0.0.1:1/name',
      'The database name at 127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1. Start Postgres there, or correct DATABASE_URL.',
    ],
    [
      'postgres://me:hunter2@no-such-host.invalid/name',
      'The database name at no-such-host.invalid cannot be reached: getaddrinfo ENOTFOUND no-such-host.invalid. Start Postgres there, or correct DATABASE_URL.',
    ],
    [
      'postgres:///name?host=/no/such/folder&password=hunter2',
      'The database name at /no/such/folder cannot be reached: connect ENOENT /no/such/folder/.s.PGSQL.5432. Start Postgres there, or correct DATABASE_URL.',
    ],
    [
      `postgres://me:hunter2@127.0.0.1:${wrong}/name`,
      `The Postgres server at 127.0.0.1:${wrong} turned down the user or the password: password authentication failed for user "me". Correct them in DATABASE_URL.`,
    ],
    [
      `postgres://me:hunter2@127.0.0.1:${closed}/name`,
      `The Postgres server at 127.0.0.1:${closed} turned down the user or the password: no pg_hba.conf entry for host "127.0.0.1", no encryption. Correct them in DATABASE_URL.`,
    ],
    [
      `postgres://me:hunter2@127.0.0.1:${missing}/name`,
      `There is no database name at 127.0.0.1:${missing}. Create it with: createdb name; or correct the name in DATABASE_URL.`,
    ],
    [
      `postgres://me:hunter2@127.0.0.1:${full}/name`,
      `The database name at 127.0.0.1:${full} cannot be reached: sorry, too many clients already. Start Postgres there, or correct DATABASE_URL.`,
    ],
    [
      `postgres://me:hunter2@127.0.0.1:${web}/name`,
      `The database name at 127.0.0.1:${web} cannot be reached: Connection terminated unexpectedly. Start Postgres there, or correct DATABASE_URL.`,
    ],
  ] as const) {
    // Without a network, names are looked for in vain in another way.
    t.equal((await whyNot(url)).replace('EAI_AGAIN', 'ENOTFOUND'), sentence)
  }
  t.match(
    await whyNot('postgres://127.0.0.1:1/name', 'the address that you gave'),
    /, or correct the address that you gave\.$/,
  )
})

t.test('on Postgres: what the user may not do', { skip: !testDatabaseUrl || poolerUrl !== undefined }, async t => {
  const { db, url = '' } = await openTestDatabase(t)
  const { host, pathname } = new URL(url)
  const name = pathname.slice(1)
  await sql.raw('drop schema public cascade; create schema public').execute(db)

  await t.test('there is no such database', async t => {
    const nowhere = new URL(url)
    nowhere.pathname = '/no_such_database'
    t.equal(
      await whyNot(nowhere.href),
      `There is no database no_such_database at ${host}. Create it with: createdb no_such_database; or correct the name in DATABASE_URL.`,
    )
  })

  await t.test('it may only read: a standby', async t => {
    await sql.raw(`alter database ${name} set default_transaction_read_only = on`).execute(db)
    await t.rejects(openConfigured(readConfig({ DATABASE_URL: url, JWT_SECRET: 'x'.repeat(32) })), {
      message: `The database ${name} at ${host} can only be read; it may be a standby. Set DATABASE_URL to the server that can be written.`,
    })
    await sql.raw('set default_transaction_read_only = off').execute(db)
    await sql.raw(`alter database ${name} reset default_transaction_read_only`).execute(db)
  })

  await t.test('it may not make tables', async t => {
    const user = `${name}_guest`
    await sql.raw(`create user ${user} password 'word'`).execute(db)
    t.teardown(() => sql.raw(`drop user ${user}`).execute(db))
    const guest = new URL(url)
    guest.username = user
    guest.password = 'word'
    const settings = readConfig({ DATABASE_URL: guest.href, JWT_SECRET: 'x'.repeat(32) })
    const message = `The user of DATABASE_URL may not make tables in the database ${name} at ${host}. Make that user its owner: alter database ${name} owner to …`
    await t.rejects(openConfigured(settings), { message }, 'no rights at all')
    await sql.raw('grant usage on schema public to public').execute(db)
    await t.rejects(openConfigured(settings), { message }, 'as Postgres 15 sets up its databases')
  })
})
