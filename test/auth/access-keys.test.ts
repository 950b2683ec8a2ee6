import { sql } from 'kysely'
import t from 'tap'
import { deletePerson } from '../../src/accounts/delete-person.ts'
import { createAccessKey } from '../../src/auth/access-keys.ts'
import type { Database } from '../../src/db/open.ts'
import { deriveKeys } from '../../src/keys.ts'
import { logStatements, openLog } from '../../src/log.ts'
import { buildTestApp } from '../support/app.ts'
import { addressKey, type House, openAgain, openHouse, type Person } from '../support/house.ts'
import { signed } from '../support/signer.ts'

type Made = { id: string; name: string; created: string; secret: string }
type Listed = { id: string; name: string; created: string; lastUsed: string | null; expired: boolean }

async function make(house: House, { token }: Person, name = 'A program'): Promise<Made> {
  const { data } = (await house.post('/access-keys', { name }, token)) as unknown as { data: Made }
  return data
}

async function list({ inject }: House, { token }: Person): Promise<Listed[]> {
  const answer = await inject({ url: '/access-keys', headers: { authorization: token } })
  return answer.json().data.keys
}

const revoke = ({ inject }: House, { token }: Person, id: string) =>
  inject({ method: 'DELETE', url: `/access-keys/${id}`, headers: { authorization: token } })

const ask = async ({ app }: House, { token }: Person, query: string, variables = {}) => {
  const headers = { authorization: token }
  return (await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } })).json()
}

t.test('access keys', async t => {
  const house = await openHouse(t)
  const { db } = house

  t.test('200 a key, with a secret that is shown once and stands nowhere as it is', async t => {
    const anna = await house.person('anna')
    const key = await make(house, anna, 'Garage “door” \u{1F6AA}')
    t.strictSame(Object.keys(key).sort(), ['created', 'expiresAt', 'id', 'name', 'scope', 'secret', 'sensors'])
    t.match(key, { id: /^[A-Z2-7]{20}$/, name: 'Garage “door” \u{1F6AA}', created: /^\d{4}-.*Z$/ })
    t.equal(Buffer.from(key.secret, 'base64').length, 32)
    t.equal(Buffer.from(key.secret, 'base64').toString('base64'), key.secret)
    const { secret, ...listed } = key
    t.strictSame(await list(house, anna), [{ ...listed, lastUsed: null, expired: false, disabled: false }])
    const stored = JSON.stringify(await db.selectFrom('access_keys').selectAll().execute())
    t.notMatch(stored, secret)
    t.notMatch(stored, Buffer.from(secret, 'base64').toString('hex'))
    const again = await make(house, anna)
    t.not(again.secret, secret)
    t.not(again.id, key.id)
  })

  t.test('200 the list, the newest first, and only the own', async t => {
    const [bert, carl] = [await house.person('bert'), await house.person('carl')]
    const keys = [await make(house, bert, 'one'), await make(house, bert, 'two'), await make(house, bert, 'three')]
    await sql`update access_keys set created_at = now() - interval '1 day' where id = ${keys[1]?.id}`.execute(db)
    t.strictSame(
      (await list(house, bert)).map(({ name }) => name),
      ['three', 'one', 'two'],
    )
    t.strictSame(await list(house, carl), [])
  })

  t.test('200 any name in one line; 400 any other', async t => {
    const dora = await house.person('dora')
    for (const name of ['', ' ', 'x'.repeat(200), '__proto__', "'; drop table people"]) {
      t.equal((await make(house, dora, name)).name, name)
    }
    t.equal((await make(house, dora, 'a\ud800b')).name, 'a\ufffdb', 'half a character')
    t.equal((await list(house, dora))[0]?.name, 'a\ufffdb')
    const before = await db.selectFrom('access_keys').selectAll().execute()
    for (const name of ['x'.repeat(201), 'a\0b', 'a\nb', 7, null, ['x'], {}, undefined]) {
      t.match(await house.post('/access-keys', { name }, dora.token), { status: 400 }, JSON.stringify(name))
    }
    t.strictSame(await db.selectFrom('access_keys').selectAll().execute(), before)
  })

  t.test('403 the 21st key; there is room again when one is revoked', async t => {
    const emma = await house.person('emma')
    const keys: Made[] = []
    for (let n = 0; n < 20; n++) keys.push(await make(house, emma))
    const full = {
      status: 403,
      code: 'ER_FORBIDDEN',
      error: 'Access key limit reached. Revoke one first.',
    }
    t.match(await house.post('/access-keys', { name: 'x' }, emma.token), full)
    t.equal((await list(house, emma)).length, 20)
    t.equal((await revoke(house, emma, keys[7]?.id ?? '')).statusCode, 200)
    t.match(await house.post('/access-keys', { name: 'x' }, emma.token), { status: 200 })
    t.match(await house.post('/access-keys', { name: 'x' }, emma.token), full)
  })

  t.test('30 at once: 20 keys, in however many processes', async t => {
    const frida = await house.person('frida')
    const dbs: Database[] = house.url ? [db, await openAgain(t, house.url)] : [db]
    const sealing = deriveKeys(house.secret).accessKeys
    const made = await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) =>
        createAccessKey(dbs[n % dbs.length] ?? db, sealing, frida, { name: `${n}` }),
      ),
    )
    t.equal(made.filter(({ status }) => status === 'fulfilled').length, 20)
    for (const one of made) if (one.status === 'rejected') t.match(one.reason, { name: 'keysFull' })
    t.equal((await list(house, frida)).length, 20)
  })

  t.test('403 making a key with a key; all else that its person may do', async t => {
    const gary = await house.person('gary')
    const key = await make(house, gary)
    const answer = await house.inject(signed(key, { method: 'POST', url: '/access-keys', body: { name: 'x' } }))
    t.equal(answer.statusCode, 403)
    t.match(answer.json(), {
      code: 'ER_FORBIDDEN',
      error: 'An access key cannot do this. Sign in, and use your token.',
    })
    const query = 'mutation { createAccessKey(name: "x") { id secret } }'
    const asked = await house.app.inject(signed(key, { method: 'POST', url: '/graphql', body: { query } }))
    t.match(asked.json(), { data: null, errors: [{ extensions: { code: 'ER_FORBIDDEN' } }] })
    const listed = await house.inject(signed(key, { url: '/access-keys' }))
    t.strictSame(
      listed.json().data.keys.map(({ id }: Listed) => id),
      [key.id],
    )
    const gone = await house.inject(signed(key, { method: 'DELETE', url: `/access-keys/${key.id}` }))
    t.equal(gone.statusCode, 200, 'it may take back itself')
  })

  t.test("404 somebody else's key, one that is revoked, or none: the same answer", async t => {
    const [hans, ida] = [await house.person('hans'), await house.person('ida')]
    const key = await make(house, hans)
    const answers = []
    for (const id of [key.id, 'A'.repeat(20), 'x', 'X'.repeat(64)]) answers.push(await revoke(house, ida, id))
    t.equal((await list(house, hans)).length, 1)
    t.equal((await revoke(house, hans, key.id)).statusCode, 200)
    answers.push(await revoke(house, hans, key.id))
    for (const { statusCode, payload } of answers) {
      t.strictSame([statusCode, payload], [404, answers[0]?.payload])
    }
    t.match(answers[0]?.json(), { sub_code: 'ER_NOT_FOUND' })
    for (const id of ['a%00b', '%20', 'x'.repeat(65), "'", 'é']) {
      t.equal(
        (await house.app.inject({ method: 'DELETE', url: `/access-keys/${id}`, headers: { authorization: ida.token } }))
          .statusCode,
        400,
        id,
      )
    }
  })

  t.test('GraphQL makes, lists and revokes the same keys', async t => {
    const [jens, kate] = [await house.person('jens'), await house.person('kate')]
    const { data } = await ask(house, jens, 'mutation { createAccessKey(name: "Boat") { id name created secret } }')
    const key: Made = data.createAccessKey
    t.equal((await house.inject(signed(key, { url: '/user' }))).statusCode, 200)
    const listing = '{ login { accessKeys { id name created lastUsed } } }'
    t.strictSame(
      (await ask(house, jens, listing)).data.login.accessKeys,
      (await list(house, jens)).map(({ id, name, created, lastUsed }) => ({ id, name, created, lastUsed })),
    )
    t.match(await list(house, jens), [{ id: key.id, name: 'Boat', lastUsed: /Z$/ }])
    const revoking = 'mutation Revoke($id: String!) { revokeAccessKey(id: $id) }'
    for (const id of [key.id, '', '\x07', 'x'.repeat(10_000), '__proto__']) {
      t.match(await ask(house, kate, revoking, { id }), {
        data: null,
        errors: [{ extensions: { code: 'ER_INVALID_FORMAT', sub_code: 'ER_NOT_FOUND' } }],
      })
    }
    t.strictSame(await ask(house, jens, revoking, { id: key.id }), { data: { revokeAccessKey: true } })
    t.strictSame(await list(house, jens), [])
  })

  t.test('401 without a token', async t => {
    for (const [method, url] of [
      ['GET', '/access-keys'],
      ['POST', '/access-keys'],
      ['DELETE', `/access-keys/${'A'.repeat(20)}`],
    ] as const) {
      t.equal((await house.app.inject({ method, url })).statusCode, 401)
    }
  })

  t.test('who deletes their account leaves no key', async t => {
    const lars = await house.person('lars')
    const key = await make(house, lars)
    await deletePerson(db, addressKey, lars.id)
    t.strictSame(await db.selectFrom('access_keys').select('id').where('person_id', '=', lars.id).execute(), [])
    t.equal((await house.inject(signed(key, { url: '/user' }))).statusCode, 401)
    await t.rejects(
      createAccessKey(db, deriveKeys(house.secret).accessKeys, lars, { name: 'x' }),
      { name: 'badToken' },
      'deleted in this very moment',
    )
  })

  t.test('401 with the secret of the service changed: what was sealed cannot be opened', async t => {
    const mona = await house.person('mona')
    const key = await make(house, mona)
    const app = await buildTestApp({ db, secret: 'x'.repeat(32) })
    t.teardown(() => app.close())
    t.equal((await app.inject(signed(key, { url: '/user' }))).statusCode, 401)
  })
})

t.test('no secret and no signature in the log, whatever happens', async t => {
  const lines: string[] = []
  const log = await openLog('trace', { write: line => void lines.push(line) })
  const house = await openHouse(t, { log, onStatement: logStatements(log) })
  const anna = await house.person('anna')
  const key = await make(house, anna)
  const requests = [
    signed(key, { url: '/user' }),
    signed(key, { method: 'POST', url: '/access-keys', body: { name: 'x' } }),
    signed({ ...key, secret: '' }, { url: '/user' }),
    signed(key, { url: '/nowhere' }),
  ]
  for (const request of requests) await house.app.inject(request)
  await house.app.inject(requests[0] ?? {})
  await sql`alter table access_keys add constraint broken check (name = '') not valid`.execute(house.db)
  const failed = await house.app.inject({
    method: 'POST',
    url: '/access-keys',
    headers: { authorization: anna.token },
    payload: { name: 'Told' },
  })
  t.equal(failed.statusCode, 500)
  await sql`drop table used_signatures`.execute(house.db)
  const last = signed(key, { url: '/user' })
  t.equal((await house.app.inject(last)).statusCode, 500)
  const text = lines.join('')
  t.match(text, '"status":500')
  t.match(text, /"statement":"use-signatures-/)
  t.notMatch(text, key.secret)
  t.notMatch(text, key.secret.slice(0, 20))
  t.notMatch(text, Buffer.from(key.secret, 'base64').toString('hex'))
  for (const { headers } of [...requests, last]) {
    const [, signature = ''] = /signature="(.*)"/.exec(headers.authorization) ?? []
    t.ok(signature.length > 20)
    t.notOk(text.includes(signature))
    t.notOk(text.includes(Buffer.from(signature, 'base64').toString('hex')))
  }
  t.notMatch(text, /anna|Told/)
  t.notMatch(text, /Signature /)
})
