import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { openDatabase } from '../src/db/open.ts'
import { openTestDatabase, sign, testDatabaseUrl } from './support/house.ts'
import { eventually, run, type Service, startService } from './support/service.ts'

// The programs start one after another, on machines that may be busy.
t.setTimeout(600_000)

const secret = 'a secret of 32 characters or more'
const olivia = { email: 'olivia@example.com' }
const sauna = 'C6:F1:E7:D3:DA:11'
const begun = 'sensor-share cannot start.\n\n'

/** Starts the service for a test; it does not outlive it. */
async function start(t: Test, settings: Record<string, string>): Promise<Service> {
  const service = await startService(settings)
  t.teardown(() => {
    service.kill('SIGKILL')
    return service.ended
  })
  return service
}

async function post(url: string, token: string, body: object) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  return { status: answer.status, ...((await answer.json()) as object) }
}

/** A request whose body is still arriving: the service has read its head and has said so. */
async function beginPost(service: Service, path: string, token: string, body: object) {
  const json = JSON.stringify(body)
  const socket = connect({ port: Number(new URL(service.url).port), host: '127.0.0.1' }).setEncoding('utf8')
  let heard = ''
  socket.on('data', more => {
    heard += more
  })
  const over = once(socket, 'end')
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\n` +
      `content-length: ${json.length}\r\nexpect: 100-continue\r\n\r\n`,
  )
  while (!heard.includes('100 Continue')) await once(socket, 'data')
  socket.write(json.slice(0, 10))
  return async function finish() {
    socket.write(json.slice(10))
    await over
    return heard
  }
}

/** Tells the service to stop, and returns when it does not listen any more. */
async function stopListening(t: Test, service: Service) {
  service.kill('SIGTERM')
  await eventually('new connections are refused', async () => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
    try {
      await once(socket, 'connect')
      return false
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED'
    } finally {
      socket.destroy()
    }
  })
  t.equal(service.child.exitCode, null, 'new connections are refused while a request is under way')
}

/** A service that had not closed by itself after 10 s would end with another exit code. */
async function endedWell(t: Test, service: Service) {
  t.match(await service.ended, { code: 0, err: '' }, 'exit code 0, and nothing on standard error')
}

t.test('the life of an embedded database', async t => {
  const dataDir = t.testdir()
  const settings = { DATA_DIR: dataDir }
  let token = ''

  await t.test('on an empty folder: ready, and its log is JSON', async t => {
    const service = await start(t, settings)
    await service.shows(out => out.includes('ready: open') || undefined)
    const answer = await fetch(`${service.url}/health/ready`)
    t.equal(answer.status, 200)
    t.strictSame(await answer.json(), { result: 'success', data: {} })
    await service.shows(out => out.includes('/health/ready') || undefined)
    const lines = service.written.out.trimEnd().split('\n')
    t.match(
      lines.map(line => JSON.parse(line)),
      [
        { level: 30, msg: /^preparing the database in .*: this takes some seconds, the first time only$/ },
        { level: 30, time: Number, msg: `listening at ${service.url}` },
        {
          level: 30,
          msg: 'tokens without a session are accepted from whoever has the secret; TRUSTED_TOKENS=off refuses them',
        },
        { level: 30, msg: /^no mail is set up: open http:.*\/mailbox\?key=[0-9a-f]{32} to read the emails\. / },
        { level: 30, msg: `ready: open ${service.url}/app in a browser` },
        { level: 30, msg: 'answered', route: '/health/ready', status: 200, reqId: String },
      ],
    )

    await t.test('npm run token: a token that the service accepts', async t => {
      const { code, out, err } = await run('commands/token.ts', settings, 'Olivia@Example.com').ended
      t.match({ code, err }, { code: 0, err: '' })
      t.match(out, /^[\w-]+\.[\w-]+\.[\w-]+\n$/, 'the token and nothing else')
      token = out.trim()
      t.match(await post(`${service.url}/share`, token, { sensor: sauna, user: 'gary@example.com' }), { status: 403 })
      t.match(await post(`${service.url}/share`, `${token}x`, { sensor: sauna, user: 'gary@example.com' }), {
        status: 401,
      })
    })

    await t.test('a second process on the same folder stops with a sentence', async t => {
      const second = await run('main.ts', { PORT: '0', ...settings }).ended
      t.match(second, {
        code: 1,
        out: '',
        err: `${begun}Another process is using ${dataDir}. Stop it, or set DATA_DIR to another folder.\n`,
      })
      t.equal((await fetch(`${service.url}/health/ready`)).status, 200)
    })

    const stream = await fetch(`${service.url}/events`, { headers: { authorization: `Bearer ${token}` } })
    t.equal(stream.status, 200)
    service.kill('SIGTERM')
    await endedWell(t, service)
    t.match(await stream.text(), /event: ready/, 'an open stream ends well')
    t.match(service.written.out, '"signal":"SIGTERM"')
  })

  await t.test('after SIGKILL it starts again, and what it answered is there', async t => {
    const db = await openDatabase({ dataDir })
    const { id } = await db
      .selectFrom('people')
      .select('id')
      .where('email', '=', olivia.email)
      .executeTakeFirstOrThrow()
    await db.insertInto('sensors').values({ id: sauna, owner_id: id, name: 'Sauna' }).execute()
    await db.destroy()

    const killed = await start(t, { ...settings, MAILBOX: 'off' })
    t.match(await post(`${killed.url}/share`, token, { sensor: sauna, user: 'gary@example.com' }), { status: 200 })
    await t.test('MAILBOX=off: nobody can sign in by code, and the log says what to set', async t => {
      const warning = await killed.shows(out => /"level":40,.*"msg":"(no mail is set up: [^"]*)"/.exec(out)?.[1])
      t.match(warning, /nobody can sign in by code\. Set POSTMARK_TOKEN or SMTP_URL, .*MAIL_FROM and PUBLIC_URL/)
      t.match(warning, /MAILBOX=on for a trial/)
      t.match(await post(`${killed.url}/register`, '', olivia), { status: 503, code: 'ER_UNABLE_TO_SEND_EMAIL' })
    })
    killed.kill('SIGKILL')
    t.match(await killed.ended, { code: null, signal: 'SIGKILL' })

    const service = await start(t, {
      ...settings,
      HOST: '0.0.0.0',
      MAILBOX: 'on',
      DATABSE_URL: 'postgres://me:hunter2@host/name',
    })
    t.match(await post(`${service.url}/share`, token, { sensor: sauna, user: 'gary@example.com' }), { status: 409 })
    const [first = ''] = service.written.out.split('\n')
    t.match(JSON.parse(first), {
      level: 40,
      msg: 'DATABSE_URL is not a setting, so it is ignored. Did you mean DATABASE_URL?',
    })
    t.notMatch(service.written.out, 'hunter2')

    await t.test('MAILBOX=on: the code is in the mailbox, which is open to everybody', async t => {
      const warning = await service.shows(out => /"level":40,.*"msg":"(no mail is set up: [^"]*)"/.exec(out)?.[1])
      t.match(warning, /everybody who can reach this server can read all emails at/)
      t.match(await post(`${service.url}/register`, '', { email: 'nina@example.com' }), { status: 200 })
      let code: string | undefined
      await eventually('the code is in the mailbox', async () => {
        const answer = await fetch(`${service.url}/mailbox`, { headers: { accept: 'application/json' } })
        code = /\n +([A-Z0-9]{4})\n/.exec(Object(await answer.json()).data.letters[0]?.text)?.[1]
        if (!code) await setTimeout(2_000)
        return code !== undefined
      })
      t.equal((await fetch(`${service.url}/verify?token=${code}`)).status, 200)
    })

    await t.test('SIGTERM while a body is arriving: 200, then exit code 0', async t => {
      const finish = await beginPost(service, '/share', token, { sensor: sauna, user: 'nina@example.com' })
      await stopListening(t, service)
      t.match(await finish(), /HTTP\/1.1 200 OK\r\n.*"result":"success"/s)
      await endedWell(t, service)
    })
  })

  await t.test('an error that nobody caught: logged, then exit code 1', async t => {
    const breaking = `process.once('SIGUSR2', () => { throw new Error('lost olivia@example.com') })`
    const service = await start(t, {
      ...settings,
      NODE_OPTIONS: `--import=data:text/javascript;base64,${Buffer.from(breaking).toString('base64')}`,
    })
    await service.shows(out => out.includes('ready: open') || undefined)
    service.kill('SIGUSR2')
    const { code, out } = await service.ended
    t.equal(code, 1)
    const [, , , , last, ...more] = out.trimEnd().split('\n')
    t.match(JSON.parse(last ?? ''), { level: 60, err: { type: 'Error', message: 'lost o***@example.com' } })
    t.strictSame(more, [])
    t.notMatch(out, 'olivia')
  })

  await t.test('a migration that was changed after it ran: stops with a sentence', async t => {
    const db = await openDatabase({ dataDir })
    t.equal((await db.selectFrom('shares').selectAll().execute()).length, 2, 'both shares are there')
    await db.updateTable('migrations').set({ checksum: 'other' }).where('name', '=', '0002-sensors.sql').execute()
    await db.destroy()
    t.match(await run('main.ts', { PORT: '0', ...settings }).ended, {
      code: 1,
      out: '',
      err: `${begun}The migration 0002-sensors.sql was changed after it ran on this database. Put the file back as it was, and write what is new as a new migration.\n`,
    })
  })
})

if (testDatabaseUrl) {
  t.test('on Postgres', async t => {
    const { db, url } = await openTestDatabase(t)
    const settings = { DATABASE_URL: String(url), JWT_SECRET: secret }
    const token = sign(secret, olivia)
    const { id } = await db
      .insertInto('people')
      .values({ ...olivia, joined_at: new Date() })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db.insertInto('sensors').values({ id: sauna, owner_id: id }).execute()

    await t.test('after SIGKILL it starts again, and what it answered is there', async t => {
      const killed = await start(t, settings)
      t.match(await post(`${killed.url}/share`, token, { sensor: sauna, user: 'gary@example.com' }), { status: 200 })
      killed.kill('SIGKILL')
      await killed.ended
      const service = await start(t, settings)
      t.match(await post(`${service.url}/share`, token, { sensor: sauna, user: 'gary@example.com' }), { status: 409 })

      await t.test('SIGTERM while a share waits for its sensor: 200, then exit code 0', async t => {
        const other = await db.startTransaction().execute()
        await sql`select from sensors where id = ${sauna} for update`.execute(other)
        const answer = post(`${service.url}/share`, token, { sensor: sauna, user: 'nina@example.com' })
        await eventually('the share waits', async () => {
          const { rows } = await sql`
            select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
          return rows.length > 0
        })
        await stopListening(t, service)
        await other.rollback().execute()
        t.match(await answer, { status: 200, result: 'success' })
        await endedWell(t, service)
        t.equal((await db.selectFrom('shares').selectAll().execute()).length, 2)
      })
    })

    await t.test('a migration that was changed after it ran: stops with a sentence', async t => {
      await db.updateTable('migrations').set({ checksum: 'other' }).where('name', '=', '0003-shares.sql').execute()
      const { code, err } = await run('main.ts', { PORT: '0', ...settings }).ended
      t.equal(code, 1)
      t.ok(err.startsWith(`${begun}The migration 0003-shares.sql was changed after it ran on this database.`))
      t.notMatch(err, /\n\s+at /)
    })
  })
}

// Every sentence is tested in config.test.ts, machine.test.ts and database.test.ts.
t.test('what stops the start: exit code 1 and sentences, no stack', async t => {
  const stops = async (settings: Record<string, string>, sentences: string) => {
    const { code, out, err } = await run('main.ts', { PORT: '0', ...settings }).ended
    t.strictSame({ code, out, err }, { code: 1, out: '', err: `${begun}${sentences}\n` })
  }

  await t.test('wrong values, whatever else is wrong', () =>
    stops(
      { PORT: 'x', DATABASE_URL: 'postgres://me:hunter2@host', JWT_SECERT: 'hunter2' },
      `PORT is invalid. Expected: a whole number from 0 to 65535.
DATABASE_URL names no database. Add its name at the end, as in postgres://user:password@host:5432/name.
JWT_SECRET is missing. With DATABASE_URL every process needs the same one. Make it with: openssl rand -base64 48
JWT_SECERT is not a setting, so it is ignored. Did you mean JWT_SECRET?`,
    ),
  )

  await t.test('what this machine does not have', async t => {
    const port = await listen(t, createServer())
    const file = join(t.testdir({ file: '' }), 'file')
    await stops(
      { PORT: String(port), DATA_DIR: file },
      `Port ${port} is in use. Stop the other program, or set PORT to another port.
DATA_DIR is ${file}, but there is a file in the place of that folder. Set DATA_DIR to another folder.`,
    )
  })

  await t.test('a database that cannot be reached', () =>
    stops(
      { DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/name', JWT_SECRET: secret },
      'The database name at 127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1. Start Postgres there, or correct DATABASE_URL.',
    ),
  )
})

t.test('TRUSTED_TOKENS=off: said at the start', async t => {
  const dataDir = join(t.testdir(), 'data')
  const settings = { DATA_DIR: dataDir, TRUSTED_TOKENS: 'off' }
  t.match(await run('commands/token.ts', settings, olivia.email).ended, {
    code: 1,
    out: '',
    err: 'With TRUSTED_TOKENS=off the service refuses such tokens. Sign in by email instead.\n',
  })
  const service = await start(t, settings)
  await service.shows(out => out.includes('"tokens without a session are refused"') || undefined)
  service.kill('SIGTERM')
  t.match(await service.ended, { code: 0 })
})

t.test('npm run token: a bad address is refused with exit code 1, and no folder is made', async t => {
  const dataDir = join(t.testdir(), 'data')
  for (const words of [[], ['olivia@']]) {
    t.match(await run('commands/token.ts', { DATA_DIR: dataDir }, ...words).ended, {
      code: 1,
      out: '',
      err: 'Name an email address: npm run token -- someone@example.com\n',
    })
  }
  t.match(await run('commands/token.ts', { DATABASE_URL: 'postgres://localhost/name' }, olivia.email).ended, {
    code: 1,
    out: '',
    err: /^JWT_SECRET is missing\. .*\n$/,
  })
  await t.rejects(stat(dataDir), { code: 'ENOENT' })
})

/** Takes a free port until the test is over. */
async function listen(t: Test, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
