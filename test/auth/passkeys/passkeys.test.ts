import t, { type Test } from 'tap'
import { deletePerson } from '../../../src/accounts/delete-person.ts'
import { identify } from '../../../src/auth/identify.ts'
import {
  addPasskey,
  listPasskeys,
  mostPasskeys,
  offerPasskey,
  removePasskey,
} from '../../../src/auth/passkeys/passkeys.ts'
import { siteOf } from '../../../src/auth/passkeys/site.ts'
import { askForPasskey, usePasskey } from '../../../src/auth/passkeys/use-passkey.ts'
import { signOutEverywhere } from '../../../src/auth/sessions/sign-out.ts'
import { challengeMs, makeChallenge } from '../../../src/auth/sign-in/challenge.ts'
import type { Database } from '../../../src/db/open.ts'
import { forgetChallenges } from '../../../src/jobs/forget-old.ts'
import { deriveKeys } from '../../../src/keys.ts'
import { listAccountEvents } from '../../../src/people/account-events.ts'
import type { Caller } from '../../../src/people/caller.ts'
import { authenticator } from '../../support/authenticator.ts'
import { addressKey, checkBooks, openAgain, openHouse } from '../../support/house.ts'

const site = { id: 'localhost', origin: 'http://localhost' }
const network = '192.0.2.0/24'
const key = deriveKeys('x'.repeat(32)).signIns

async function signedIn(db: Database, { id, email }: Caller): Promise<Caller> {
  const { id: session } = await db
    .insertInto('sessions')
    .values({ person_id: id })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, email, session }
}

async function add(db: Database, caller: Caller, device = authenticator()) {
  const { options, challenge } = await offerPasskey(key, site, caller, await listPasskeys(db, caller))
  await addPasskey(db, key, site, caller, { name: 'Phone', challenge, response: device.create(options) })
  return device
}

/** Signs in with a device; what is refused is refused in one way. */
function use(db: Database, device: ReturnType<typeof authenticator>, twist: Parameters<typeof device.get>[1] = {}) {
  const { options, challenge } = askForPasskey(key, site)
  return usePasskey(db, key, site, { challenge, response: device.get(options, twist) }, network)
}

const refused = { name: 'badPasskey' }

async function house(t: Test) {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  return { ...house, olivia: await signedIn(house.db, olivia), gary: await signedIn(house.db, gary) }
}

t.test('a passkey signs in, with a session as a code makes it, until it is removed', async t => {
  const { db, olivia, gary } = await house(t)
  const device = await add(db, olivia)
  t.match(await listPasskeys(db, olivia), [{ id: device.id, name: 'Phone', createdAt: Date, lastUsedAt: null }])
  t.strictSame(await listPasskeys(db, gary), [])
  const { email, session, newUser } = await use(db, device)
  t.match({ email, newUser }, { email: olivia.email, newUser: false })
  t.match(await identify(db, { email, sid: session }), { id: olivia.id, session })
  t.match(await db.selectFrom('known_networks').select(['person_id', 'network']).execute(), [
    { person_id: olivia.id, network },
  ])
  t.match(await listPasskeys(db, olivia), [{ lastUsedAt: Date }])
  await t.rejects(removePasskey(db, gary, device.id), { name: 'noSuchPasskey' }, 'not by somebody else')
  await removePasskey(db, olivia, device.id)
  await t.rejects(removePasskey(db, olivia, device.id), { name: 'noSuchPasskey' })
  await t.rejects(use(db, device), refused)
  await checkBooks(t, db)
})

t.test('a challenge counts once, for its purpose, its person and five minutes', async t => {
  const { db, olivia, gary } = await house(t)
  const device = await add(db, olivia)
  const { options, challenge } = askForPasskey(key, site)
  const answer = { challenge, response: device.get(options) }
  await usePasskey(db, key, site, answer, network)
  await t.rejects(usePasskey(db, key, site, answer, network), refused, 'used')
  const ask = (made: ReturnType<typeof makeChallenge>) =>
    usePasskey(db, key, site, { challenge: made.sealed, response: device.get({ challenge: made.text }) }, network)
  await t.rejects(ask(makeChallenge(key, 'use passkey', null, Date.now() - 1)), refused, 'too old')
  await t.rejects(ask(makeChallenge(key, 'add passkey', olivia.id)), refused, 'for something else')
  await t.rejects(ask(makeChallenge(deriveKeys('y'.repeat(32)).signIns, 'use passkey', null)), refused, 'not ours')
  await ask(makeChallenge(key, 'use passkey', null, Date.now() + challengeMs))

  const offer = await offerPasskey(key, site, olivia, [])
  const made = { name: 'x', challenge: offer.challenge, response: authenticator().create(offer.options) }
  await t.rejects(addPasskey(db, key, site, gary, made), refused, 'of another person')
  await addPasskey(db, key, site, olivia, made)
  await t.rejects(addPasskey(db, key, site, olivia, made), refused, 'used')
})

t.test('an email and an event tell of a new passkey; signing out everywhere removes it', async t => {
  const { db, olivia } = await house(t)
  const device = await add(db, olivia)
  await removePasskey(db, olivia, (await add(db, olivia)).id)
  const letters = db.selectFrom('letters').select(['kind', 'recipient', 'content']).orderBy('id')
  t.match(
    await letters.execute(),
    Array(2).fill({ kind: 'newPasskey', recipient: olivia.email, content: { person: olivia.id, name: 'Phone' } }),
  )
  await use(db, device)
  t.equal((await letters.execute()).length, 2, 'the first network and device')
  const { id: session } = await db.selectFrom('sessions').select('id').limit(1).executeTakeFirstOrThrow()
  const elsewhere = askForPasskey(key, site)
  const answer = { challenge: elsewhere.challenge, response: device.get(elsewhere.options) }
  await usePasskey(db, key, site, answer, '198.51.100.0/24', 'Firefox on Windows')
  t.match((await letters.execute()).slice(2), [{ kind: 'newSignIn', content: { network: '198.51.100.0/24' } }])
  t.match(await signOutEverywhere(db, { ...olivia, session }), { sessions: 3, keys: 0, passkeys: 1 })
  await t.rejects(use(db, device), refused)
  const { events } = await listAccountEvents(db, olivia, { before: undefined, limit: 100 })
  t.strictSame(
    events.map(({ words }) => words).filter(words => !/signed in/.test(words)),
    [
      'You signed out everywhere: 3 sessions, 0 access keys and 1 passkey ended.',
      'A passkey was removed: Phone',
      'A passkey was added: Phone',
      'A passkey was added: Phone',
    ],
  )
  await checkBooks(t, db)
})

t.test('of using a passkey and signing out everywhere at once, no session is left', async t => {
  const { db, olivia, url } = await house(t)
  const other = url ? await openAgain(t, url) : db
  for (let round = 0; round < 8; round++) {
    const caller = await signedIn(db, olivia)
    const device = await add(db, caller)
    const [used] = await Promise.allSettled([use(other, device), signOutEverywhere(db, caller)])
    const left = await db.selectFrom('sessions').select('id').where('person_id', '=', olivia.id).execute()
    // Whoever signed in before is signed out; whoever came after finds no passkey.
    t.strictSame(left, [])
    if (used.status === 'rejected') t.match(used.reason, refused)
    t.strictSame(await listPasskeys(db, olivia), [])
  }
})

t.test('a session that was signed out leaves no passkey afterwards', async t => {
  const { db, olivia } = await house(t)
  const { options, challenge } = await offerPasskey(key, site, olivia, [])
  const made = { name: 'x', challenge, response: authenticator().create(options) }
  await signOutEverywhere(db, olivia)
  await t.rejects(addPasskey(db, key, site, olivia, made), { name: 'badToken' })
  t.strictSame(await listPasskeys(db, olivia), [])
})

t.test('what an authenticator says must be right', async t => {
  const { db, olivia } = await house(t)
  const device = await add(db, olivia)
  for (const [what, twist] of Object.entries({
    'another origin': { origin: 'http://localhost:8080' },
    'nobody was verified': { isVerified: false },
    'another kind of answer': { type: 'webauthn.create' },
    'another person': { handle: '99' },
  })) {
    await t.rejects(use(db, device, twist), refused, what)
  }
  const offer = () => offerPasskey(key, site, olivia, [])
  for (const twist of [{ origin: 'http://localhost.example.com' }, { isVerified: false }, { type: 'webauthn.get' }]) {
    const { options, challenge } = await offer()
    const response = authenticator().create(options, twist)
    await t.rejects(addPasskey(db, key, site, olivia, { name: 'x', challenge, response }), refused)
  }
  const { options, challenge } = askForPasskey(key, site)
  const right = device.get(options)
  const others = ['', 'null', '{}', '[]', '{"id":1}', '{"id":"\\u0000"}', right.replace(device.id, 'AAAA'), `${right}x`]
  for (const response of others) await t.rejects(usePasskey(db, key, site, { challenge, response }, network), refused)
  t.equal((await usePasskey(db, key, site, { challenge, response: right }, network)).email, olivia.email)
})

t.test('a passkey of somebody else signs in nobody, and cannot be taken over', async t => {
  const { db, olivia, gary } = await house(t)
  const [hers, his] = [await add(db, olivia), await add(db, gary)]
  const { options, challenge } = askForPasskey(key, site)
  // Gary signs, and names the passkey of Olivia.
  const response = his.get(options).replaceAll(his.id, hers.id)
  await t.rejects(usePasskey(db, key, site, { challenge, response }, network), refused)
  // Gary registers a passkey under the id of hers.
  const offer = await offerPasskey(key, site, gary, [])
  await t.rejects(
    addPasskey(db, key, site, gary, { name: 'x', challenge: offer.challenge, response: hers.create(offer.options) }),
    refused,
  )
  t.equal((await listPasskeys(db, olivia)).length, 1)
})

t.test('a count that does not grow is refused: the passkey may have been copied', async t => {
  const { db, olivia } = await house(t)
  const device = await add(db, olivia)
  await use(db, device, { count: 0 })
  await use(db, device, { count: 7 })
  await t.rejects(use(db, device, { count: 7 }), refused)
  await t.rejects(use(db, device, { count: 6 }), refused)
  await t.rejects(use(db, device, { count: 0 }), refused)
  await use(db, device, { count: 8 })
})

t.test('only a session adds passkeys, ten at most, also when many are added at once', async t => {
  const { db, olivia } = await house(t)
  const offers = await Promise.all(Array.from({ length: mostPasskeys + 3 }, () => offerPasskey(key, site, olivia, [])))
  const results = await Promise.allSettled(
    offers.map(({ options, challenge }) =>
      addPasskey(db, key, site, olivia, { name: 'x', challenge, response: authenticator().create(options) }),
    ),
  )
  const reasons = results.flatMap(result => (result.status === 'rejected' ? [result.reason.name] : []))
  t.strictSame(reasons, ['passkeysFull', 'passkeysFull', 'passkeysFull'])
  const { id, email } = olivia
  for (const caller of [
    { id, email },
    { id, email, accessKey: 'k' },
  ])
    await t.rejects(add(db, caller), { name: 'needsSignIn' })
})

t.test('of two uses of a challenge at once one signs in, in whichever process', async t => {
  const { db, url, olivia } = await house(t)
  const device = await add(db, olivia)
  const other = url ? await openAgain(t, url) : db
  for (let round = 0; round < 5; round++) {
    const { options, challenge } = askForPasskey(key, site)
    const answer = { challenge, response: device.get(options) }
    const results = await Promise.allSettled(
      [db, other, db, other].map(db => usePasskey(db, key, site, answer, network)),
    )
    t.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const result of results) if (result.status === 'rejected') t.match(result.reason, refused)
  }
  t.equal((await db.selectFrom('sessions').select('id').where('person_id', '=', olivia.id).execute()).length, 6)
})

t.test('a deleted account leaves no passkey, also when one signs in meanwhile', async t => {
  const { db, url, olivia, gary } = await house(t)
  const [hers, his] = [await add(db, olivia), await add(db, gary)]
  await deletePerson(db, addressKey, olivia.id)
  await t.rejects(use(db, hers), refused)
  t.strictSame(await db.selectFrom('passkeys').select('id').execute(), [{ id: his.id }])
  const other = url ? await openAgain(t, url) : db
  const [, entering] = await Promise.allSettled([deletePerson(db, addressKey, gary.id), use(other, his)])
  if (entering.status === 'rejected') t.match(entering.reason, refused)
  t.strictSame(await db.selectFrom('passkeys').select('id').execute(), [])
  t.strictSame(await db.selectFrom('people').select('id').execute(), [], 'signing in brings nobody back')
})

t.test('used challenges are forgotten when they are too old anyway', async t => {
  const { db } = await house(t)
  const row = (byte: number, ms: number) => ({ hash: Buffer.from([byte]), expires_at: new Date(Date.now() + ms) })
  await db
    .insertInto('used_challenges')
    .values([row(1, -60_000), row(2, 60_000)])
    .execute()
  t.strictSame(await forgetChallenges(db), { done: 1, more: true })
  t.equal((await db.selectFrom('used_challenges').select('hash').execute()).length, 1)
})

t.test('passkeys belong to the host of PUBLIC_URL; without it, only to this machine', async t => {
  const cases: [string | undefined, string, object | undefined][] = [
    ['https://s.example.com', 'evil.example.com', { id: 's.example.com', origin: 'https://s.example.com' }],
    ['https://s.example.com:8443', '', { id: 's.example.com', origin: 'https://s.example.com:8443' }],
    ['http://s.example.com', 's.example.com', undefined],
    ['https://192.0.2.7', '', undefined],
    ['https://[2001:db8::7]', '', undefined],
    ['http://localhost:3000', '', { id: 'localhost', origin: 'http://localhost:3000' }],
    [undefined, 'localhost:3000', { id: 'localhost', origin: 'http://localhost:3000' }],
    [undefined, '127.0.0.1:3000', undefined],
    [undefined, 's.example.com', undefined],
    [undefined, 'localhost.example.com', undefined],
    [undefined, '', undefined],
    [undefined, 'a b', undefined],
  ]
  for (const [publicUrl, host, site] of cases) t.strictSame(siteOf(publicUrl, host), site, `${publicUrl} ${host}`)
})
