/** The export of a person's data, compared with every column of every table. */
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { exportPerson } from '../../src/accounts/export.ts'
import type { Database } from '../../src/db/open.ts'
import type { Tables } from '../../src/db/tables.ts'
import { openHouse } from '../support/house.ts'

/**
 * Where the export has what a column keeps, like `sessions.createdAt`; or, in parentheses, why it has not. A new column
 * does not compile until it is named here. A sentence in place of the columns counts for the whole table.
 */
type Inventory = { [T in keyof Tables]: `(${string})` | { [C in keyof Tables[T]]: string } }

const owner = '(it is the person themselves)'
const internal = '(it tells nothing of the person: it only makes the service work)'
const secret = '(a secret, or a hash of one)'

const inventory: Inventory = {
  plans: '(the same for everybody)',
  signing_secrets: '(about the service)',
  guess_budgets: '(by network, of everybody in it)',
  used_challenges: '(hashes that identify nobody)',
  used_signatures: '(hashes that identify nobody)',
  gateways: '(they have no owner here)',
  migrations: '(about the service)',
  removed_shares: '(kept for some minutes, so that a removal can be undone; the history tells of it)',
  departures: '(a keyed hash, of an account that is gone)',
  suppressed_hashes: '(keyed hashes of addresses that have no account)',
  people: {
    id: 'account.id',
    email: 'account.email',
    joined_at: 'account.joinedAt',
    plan: 'account.plan',
    plan_started_at: 'account.planStartedAt',
    plan_changed_at: 'account.planChangedAt',
    plan_ends_at: 'account.planEndsAt',
    share_count: 'account.shares',
    claim_count: 'account.sensors',
    asks_first: 'account.askFirst',
    emails_off: 'account.emailsOff',
    endings_read: 'account.endingsRead',
    created_at: 'account.createdAt',
    tokens_from: 'account.tokensFrom',
    operates_since: 'account.operatesSince',
    steps_hidden_at: 'account.stepsHiddenAt',
    display: '(a copy of some of the settings)',
  },
  plan_codes: {
    hash: secret,
    is_keyed: '(how the code was hashed)',
    plan: 'planCodes.plan',
    days: 'planCodes.days',
    created_at: '(when the operator made it)',
    used_at: 'planCodes.usedAt',
    used_by: owner,
  },
  sessions: {
    id: 'sessions.id',
    person_id: owner,
    created_at: 'sessions.createdAt',
    last_accessed_at: 'sessions.lastAccessed',
    device: 'sessions.device',
    network: 'sessions.network',
    token_digest: secret,
    token_secret: internal,
  },
  sign_in_codes: {
    hash: secret,
    link_id: secret,
    email: owner,
    network: 'signInCodes.network',
    wrong_tries: 'signInCodes.wrongTries',
    created_at: 'signInCodes.createdAt',
    expires_at: 'signInCodes.expiresAt',
  },
  known_networks: { person_id: owner, network: 'networks.network', signed_in_at: 'networks.signedInAt' },
  known_devices: { person_id: owner, device: 'devices.device', signed_in_at: 'devices.signedInAt' },
  account_events: {
    id: 'accountEvents.id',
    person_id: owner,
    at: 'accountEvents.at',
    action: 'accountEvents.action',
    network: 'accountEvents.network',
    device: 'accountEvents.device',
    data: 'accountEvents.data',
  },
  throttles: { key: 'limits.what', tries: 'limits.tries', ends_at: 'limits.endsAt' },
  sensors: {
    id: 'sensors.id',
    owner_id: owner,
    name: 'sensors.name',
    picture: 'sensors.picture',
    is_public: 'sensors.public',
    offset_temperature: 'sensors.offsetTemperature',
    offset_humidity: 'sensors.offsetHumidity',
    offset_pressure: 'sensors.offsetPressure',
    share_count: 'sensors.shares',
    claimed_at: 'sensors.claimedAt',
    updated_at: 'sensors.updatedAt',
  },
  services: {
    sensor_id: 'sensors.id',
    id: 'sensors.services',
    name: 'sensors.services',
    created_at: 'sensors.services',
  },
  access_keys: {
    id: 'accessKeys.id',
    person_id: owner,
    name: 'accessKeys.name',
    sealed_secret: secret,
    created_at: 'accessKeys.created',
    last_used_at: 'accessKeys.lastUsed',
    scope: 'accessKeys.scope',
    sensors: 'accessKeys.sensors',
    expires_at: 'accessKeys.expiresAt',
    disabled_at: 'accessKeys.disabledAt',
  },
  forward_tokens: {
    id: 'forwardTokens.id',
    hash: secret,
    person_id: owner,
    name: 'forwardTokens.name',
    created_at: 'forwardTokens.createdAt',
    last_used_at: 'forwardTokens.lastUsed',
  },
  passkeys: {
    id: 'passkeys.id',
    person_id: owner,
    name: 'passkeys.name',
    public_key: '(it verifies signatures, and says nothing about the person)',
    counter: 'passkeys.uses',
    created_at: 'passkeys.createdAt',
    last_used_at: 'passkeys.lastUsed',
  },
  sensor_secrets: { sensor_id: 'sensors.id', hash: secret, registered_at: 'sensors.secretRegisteredAt' },
  person_settings: {
    person_id: owner,
    name: 'settings.name',
    value: 'settings.value',
    updated_at: 'settings.updatedAt',
  },
  sensor_settings: {
    sensor_id: 'sensorSettings.sensor',
    name: 'sensorSettings.name',
    value: 'sensorSettings.value',
    updated_at: 'sensorSettings.updatedAt',
  },
  pictures: {
    id: 'pictures.id',
    sensor_id: 'pictures.sensor',
    guest_id: 'pictures.isOwners',
    type: 'pictures.type',
    content: 'pictures.readAt',
    created_at: 'pictures.createdAt',
  },
  histories: {
    sensor_id: 'measurements.sensor',
    owner_id: owner,
    begins_at: 'measurements.keptSince',
    thinned_until: 'measurements.thinnedUntil',
  },
  measurements: {
    sensor_id: 'measurements.sensor',
    at: 'measurements.last',
    rssi: '(read with /get)',
    gateway_id: '(read with /get)',
    coordinates: '(read with /get)',
    is_maskable: internal,
    data: '(read with /get)',
  },
  shares: {
    sensor_id: 'sharesGiven.sensor',
    guest_id: 'sharesGiven.guest',
    asked: 'sharesGiven.asked',
    accepted_at: 'sharesGiven.acceptedAt',
    expires_at: 'sharesGiven.expiresAt',
    created_at: 'sharesGiven.createdAt',
    name: 'sharesReceived.name',
    picture: 'sharesReceived.picture',
    updated_at: 'sharesReceived.updatedAt',
    channels: 'sharesGiven.channels',
    letter_id: '(the email is among emailsCaused)',
    scripting: 'sharesGiven.scripting',
    note: 'sharesGiven.note',
    starts_at: 'sharesGiven.startsAt',
    paused_at: 'sharesGiven.pausedAt',
    warned_at: 'sharesGiven.warnedAt',
    resent_at: 'sharesGiven.resentAt',
  },
  declines: { owner_id: 'declines.owner', guest: 'declines.guest', at: 'declines.at' },
  events: {
    id: 'history.id',
    at: 'history.at',
    action: 'history.action',
    sensor_id: 'history.sensor',
    owner_id: 'history.owner',
    guest_id: 'history.guest',
    actor_id: 'history.actor',
    data: 'history.data',
    tx: internal,
  },
  kept_answers: {
    person_id: owner,
    key: 'keptAnswers.key',
    request: secret,
    status: 'keptAnswers.status',
    answer: 'keptAnswers.answer',
    created_at: 'keptAnswers.createdAt',
  },
  letters: {
    id: internal,
    kind: 'emails.kind',
    recipient: 'emailsCaused.recipient',
    sender: 'emails.sender',
    content: 'emails.about',
    created_at: 'emails.createdAt',
    state: 'emails.state',
    due_at: internal,
    claim: internal,
    attempts: 'emails.attempts',
    is_unsure: internal,
    counted_at: internal,
    message_id: '(the mail provider’s number)',
    reason: 'emails.reason',
    is_farewell: '(only of letters about people who have left)',
  },
  letter_attempts: {
    letter_id: internal,
    number: 'emails.attempts',
    at: 'emails.attempts',
    outcome: 'emails.attempts',
    detail: 'emails.attempts',
  },
  suppressed_addresses: {
    email: owner,
    reason: 'suppression.reason',
    at: 'suppression.at',
    is_lifted: 'suppression.isLifted',
  },
  previewed_addresses: { owner_id: owner, hash: secret, at: 'previews.at' },
  mutes: { recipient: owner, sender: 'mutes.sender', created_at: 'mutes.since' },
  mailbox_messages: {
    id: internal,
    letter: internal,
    kind: 'emails.kind',
    recipient: owner,
    subject: 'emails.subject',
    body: '(the email itself, which the person has; it may hold links that are secret)',
    html: '(the email itself, as body)',
    links: secret,
    sent_at: 'emails.createdAt',
  },
}

/** Makes a house in which something of everything is about anna. */
async function furnish(t: Test) {
  const house = await openHouse(t)
  const { db, post, inject } = house
  const [anna, bert] = [await house.person('anna'), await house.person('bert')]
  const [sauna, boat] = [await house.sensor(anna), await house.sensor(bert, 'Boat')]
  await post('/shares', { sensors: [sauna], users: [bert.email, 'ida@example.com'], dryRun: true }, anna.token)
  const headers = { authorization: anna.token, 'idempotency-key': 'once' }
  await inject({ method: 'POST', url: '/shares', headers, payload: { sensors: [sauna], users: [bert.email] } })
  await house.share(bert, boat, anna.email)
  await post('/register', { email: anna.email })
  await post('/settings', { name: 'unit', value: 'C' }, anna.token)
  await post('/sensor-settings', { sensor: sauna, type: 'a', value: 'b' }, anna.token)
  await post('/access-keys', { name: 'program' }, anna.token)
  for (const insert of [
    sql`insert into sessions (person_id) values (${anna.id})`,
    sql`insert into forward_tokens (person_id, name, hash) values (${anna.id}, 'Phone', '\\x07')`,
    sql`insert into passkeys (id, person_id, name, public_key, counter) values ('x', ${anna.id}, 'Phone', '', 0)`,
    sql`insert into known_networks (person_id, network) values (${anna.id}, '192.0.2.0/24')`,
    sql`insert into known_devices (person_id, device) values (${anna.id}, 'Firefox on Windows')`,
    sql`insert into plan_codes (hash, plan, used_at, used_by) values ('\\x01', 'Pro', now(), ${anna.id})`,
    sql`insert into pictures (id, sensor_id, type, content) values (gen_random_uuid(), ${sauna}, 'image/png', '')`,
    sql`insert into declines (owner_id, guest) values (${bert.id}, ${anna.email})`,
    sql`insert into mutes (recipient, sender) values (${anna.email}, ${bert.email})`,
    sql`insert into suppressed_addresses (email, reason, at) values (${anna.email}, 'complained', now())`,
    sql`insert into histories (sensor_id, owner_id) values (${sauna}, ${anna.id})`,
    sql`insert into measurements (sensor_id, at, rssi, gateway_id, is_maskable, data) values (${sauna}, 7, 0, 'x', true, '')`,
  ])
    await insert.execute(db)
  return { ...house, anna, bert, sauna }
}

async function columnsOf(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name || '.' || column_name as name
    from information_schema.columns where table_schema = 'public' order by 1`.execute(db)
  return rows.map(({ name }) => name)
}

t.test('every column is in the export, or it is said why not', async t => {
  const { db, anna } = await furnish(t)
  const document = await exportPerson(db, anna)
  for (const column of await columnsOf(db)) {
    const [table = '', name = ''] = column.split('.')
    const entry: unknown = (inventory as Record<string, unknown>)[table]
    const place = typeof entry === 'string' ? entry : (entry as Record<string, string> | undefined)?.[name]
    if (place === undefined) t.fail(`${column} is not in the inventory`)
    else if (!/^\(.{10,}\)$/.test(place)) t.ok(has(document, place), `${column}: ${place}`)
  }
})

function has(document: Record<string, unknown>, place: string): boolean {
  const [section = '', field = ''] = place.split('.')
  const found = document[section]
  const rows = Array.isArray(found) ? found : [found]
  return rows.length > 0 && rows.every(row => Object.hasOwn(Object(row), field))
}

t.test('it tells of the person only, and no secret', async t => {
  const { db, anna, bert, sauna, post, inject } = await furnish(t)
  await post('/settings', { name: 'bert’s', value: 'private' }, bert.token)
  await sql`insert into mutes (recipient, sender) values (${bert.email}, ${anna.email})`.execute(db)
  const get = async (who = anna) => inject({ url: '/export', headers: { authorization: `Bearer ${who.token}` } })
  const answer = await get()
  t.equal(answer.statusCode, 200)
  t.match(answer.headers['cache-control'], 'no-store')
  const { data } = answer.json()
  t.match(data, {
    account: { email: anna.email },
    sharesGiven: [{ sensor: sauna, guest: bert.email }],
    sharesReceived: [{ owner: bert.email }],
    mutes: [{ sender: bert.email }],
    measurements: [{ sensor: sauna, last: 7, readAt: `/get?sensor=${sauna}` }],
  })
  t.equal(data.mutes.length, 1, 'who muted her is theirs')
  t.notMatch(answer.payload, /private|sealed|token_digest|hash/)
  const code = await db.selectFrom('letters').select('content').where('kind', '=', 'code').executeTakeFirstOrThrow()
  t.notOk(answer.payload.includes(String(Object(code.content).code)))
  t.match((await get(bert)).json(), { data: { account: { email: bert.email } } })
})

t.test('429 the sixth in a day, 401 without a token', async t => {
  const { anna, inject } = await furnish(t)
  const headers = { authorization: `Bearer ${anna.token}` }
  const statuses = await Promise.all(Array.from({ length: 8 }, () => inject({ url: '/export', headers })))
  t.strictSame(statuses.map(({ statusCode }) => statusCode).sort(), [200, 200, 200, 200, 200, 429, 429, 429])
  t.equal((await inject({ url: '/export' })).statusCode, 401)
})
