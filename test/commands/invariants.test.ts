import { type RawBuilder, sql } from 'kysely'
import t from 'tap'
import { checkAll, type Finding } from '../../src/commands/invariants/check-all.ts'
import { rehearse } from '../../src/db/atomic.ts'
import type { Database, Handle } from '../../src/db/open.ts'
import { makeForwardToken } from '../../src/gateways/forward-tokens.ts'
import { warnOfEnds } from '../../src/jobs/warn-of-ends.ts'
import { deriveKeys } from '../../src/keys.ts'
import { openCourier } from '../../src/mail/courier/courier.ts'
import { mailbox } from '../../src/mail/transports/mailbox.ts'
import { registerPlanCode } from '../../src/plans/register-plan-code.ts'
import { heard, internalSecret, listedGateway, send } from '../support/gateway.ts'
import { type House, openHouse } from '../support/house.ts'
import { png } from '../support/pictures.ts'
import { links } from '../support/samples.ts'
import { eventually } from '../support/service.ts'

t.setTimeout(300_000)

const [sauna, boat, attic, cellar] = [1, 2, 3, 4].map(octet => `C6:F1:E7:D3:DA:0${octet}`) as [
  string,
  string,
  string,
  string,
]
const device = '80:00:00:00:12:34:56:78'
const service = '80:00:00:00:12:34:56:01'
const gateway = 'F0:E1:D2:C3:B4:A5'

/** A house in which something of everything is: every table has a row, and every reference leads somewhere. */
async function furnish(house: House) {
  const { db, person, share, unshare, post, inject } = house
  const [olivia, gary, peter] = [await person('olivia'), await person('gary'), await person('peter')]
  const done = async (answer: Promise<{ status: number }>) => t.equal((await answer).status, 200)
  for (const sensor of [sauna, boat, attic]) await done(post('/claim', { sensor }, olivia.token))
  await done(post('/claim', { sensor: cellar }, gary.token))
  await done(post('/unclaim', { sensor: cellar }, gary.token))
  const services = `[{id: "${service}", name: "Shell"}]`
  const { payload } = await inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${olivia.token}` },
    payload: {
      query: `mutation { claimDevice(deviceId: "${device}", name: "Raspberry", services: ${services}) { id } }`,
    },
  })
  t.notMatch(payload, 'errors')

  for (const guest of [gary.email, peter.email])
    for (const sensor of [sauna, boat]) await done(share(olivia, sensor, guest))
  await done(share(olivia, sauna, 'nina@example.com'))
  await done(share(olivia, attic, gary.email))
  await done(unshare(olivia, attic, gary.email))
  await done(share(olivia, attic, gary.email))
  await done(unshare(gary, attic))
  const soon = new Date(Date.now() + 3_600_000 * 20).toISOString()
  const terms = { channels: [service], expiresAt: soon, users: [gary.email], sensors: [device] }
  const headers = { authorization: olivia.token, 'idempotency-key': 'once' }
  t.equal((await inject({ method: 'POST', url: '/shares', headers, payload: terms })).statusCode, 200)
  await sql`update shares set created_at = now() - interval '2 days' where expires_at is not null`.execute(db)
  t.match(await warnOfEnds()(db), { done: 1 })
  await done(post(`/shares/${boat}/answer`, { accept: false }, peter.token))

  await done(post('/register', { email: 'nina@example.com' }))
  await done(post('/request-delete', { email: peter.email }, peter.token))
  await done(post('/settings', { name: 'unit', value: 'C' }, olivia.token))
  await done(post('/sensor-settings', { sensor: sauna, type: 'a', value: 'b' }, olivia.token))
  const offered = (await post('/upload', { sensor: sauna }, olivia.token)).data as { uploadURL: string }
  const sent = { method: 'PUT', url: new URL(offered.uploadURL).pathname, payload: png() } as const
  t.equal((await house.inject(sent)).statusCode, 200)
  await done(post('/access-keys', { name: 'A program' }, olivia.token))
  await done(
    post(
      '/subscription',
      { code: await registerPlanCode(db, deriveKeys(house.secret).planCodes, { plan: 'Pro', days: 30 }) },
      olivia.token,
    ),
  )
  await listedGateway(house, gateway, 'its secret')
  await done(send(house, '/record', heard(gateway, { [sauna]: {}, 'C6:F1:E7:D3:DA:0F': {} }), { secret: 'its secret' }))
  await sql`insert into sessions (person_id) values (${gary.id})`.execute(db)
  await sql`insert into known_networks (person_id, network) values (${gary.id}, '192.0.2.0/24')`.execute(db)
  await sql`insert into known_devices (person_id, device) values (${gary.id}, 'Firefox on Windows')`.execute(db)
  await sql`insert into mutes (recipient, sender) values ('nina@example.com', 'gary@example.com')`.execute(db)
  await sql`insert into suppressed_addresses (email, reason, at) values ('ida@example.com', 'bounced', now())`.execute(
    db,
  )
  await sql`insert into previewed_addresses (owner_id, hash) values (${gary.id}, '\\x02')`.execute(db)
  await sql`
    insert into removed_shares (removal_id, sensor_id, guest_id, owner_id, letter_id, was)
    values (gen_random_uuid(), ${sauna}, ${gary.id}, ${olivia.id}, 1, '{}')`.execute(db)
  await sql`insert into departures (hash, at) values ('\\x03', now())`.execute(db)
  await sql`insert into used_signatures (hash, expires_at) values ('\\x01', now())`.execute(db)
  await sql`insert into used_challenges (hash, expires_at) values ('\\x02', now())`.execute(db)
  await makeForwardToken(db, olivia, 'Phone', { mayStill: async () => true, tell: async () => {} })
  await sql`insert into passkeys (id, person_id, name, public_key, counter) values ('x', ${gary.id}, '', '', 0)`.execute(
    db,
  )
  await deliver(db)
}

async function deliver(db: Database) {
  const log = { info() {}, warn() {}, error() {} }
  const courier = openCourier({ db, mailer: mailbox(db), links, openCode: () => 'K7QM', log })
  await eventually('all letters have left', async () => {
    const left = await db.selectFrom('letters').select('id').where('state', 'in', ['queued', 'sending']).execute()
    return left.length === 0
  })
  await courier.close()
}

async function findings(db: Handle): Promise<Finding[]> {
  const found: Finding[] = []
  await checkAll(db, { found: finding => found.push(finding) })
  return found
}

/** What is broken after a change, which is undone again; as an operator who puts a dump together by hand may break it. */
async function brokenBy(db: Database, ...changes: RawBuilder<unknown>[]): Promise<Finding[]> {
  return rehearse(db, async trx => {
    await sql`set local session_replication_role = replica`.execute(trx)
    for (const change of changes) await change.execute(trx)
    return (await findings(trx)).filter(({ wrong }) => wrong > 0)
  })
}

const shareOf = (sensor: string) =>
  sql`where sensor_id = ${sensor} and guest_id = (select id from people where email = 'gary@example.com')`

/** For each rule ways to break it, and how they are told. */
const breaks: Record<string, [told: RegExp, ...changes: RawBuilder<unknown>[]][]> = {
  'indexes are valid, triggers are on, constraints have been checked': [
    [/^trigger events_are_kept$/, sql`alter table events disable trigger events_are_kept`],
    [
      /^constraint plans_max_claims_check$/,
      sql`alter table plans drop constraint plans_max_claims_check`,
      sql`alter table plans add constraint plans_max_claims_check check (max_claims >= 0) not valid`,
    ],
    [/^index shares_letter$/, sql`update pg_index set indisvalid = false where indexrelid = 'shares_letter'::regclass`],
  ],
  'sensors.share_count is the number of its shares': [
    [/^sensor C6:F1:E7:D3:DA:03 says 1, there are 0$/, sql`update sensors set share_count = 1 where id = ${attic}`],
    [/^sensor C6:F1:E7:D3:DA:01 says 0, there are 3$/, sql`update sensors set share_count = 0 where id = ${sauna}`],
  ],
  'people.share_count is the number of shares that they gave': [
    [/^person 1 says 6, there are 5$/, sql`update people set share_count = share_count + 1 where id = 1`],
  ],
  'people.claim_count is the number of their sensors': [
    [/^person 2 says 7, there are 0$/, sql`update people set claim_count = 7 where id = 2`],
  ],
  'the history of each existing share has no end, that of every other share has one': [
    [/^sensor C6:F1:E7:D3:DA:01, guest 2: never ended, and is not there$/, sql`delete from shares ${shareOf(sauna)}`],
    [
      /^sensor C6:F1:E7:D3:DA:02, guest 2: is there, and never began$/,
      sql`delete from events ${shareOf(boat)} and action = 'shared'`,
    ],
  ],
  'beginnings and ends of a share alternate in the history': [
    [
      /^event \d+: unshared, first of all$/,
      sql`update events set action = case action when 'shared' then 'unshared' else 'shared' end ${shareOf(attic)}`,
    ],
    [/^event \d+: shared, after shared$/, sql`delete from events ${shareOf(attic)} and action = 'unshared'`],
  ],
  'nobody is guest of their own sensor': [
    [/^sensor C6:F1:E7:D3:DA:01, guest 1$/, sql`update shares set guest_id = 1 ${shareOf(sauna)}`],
  ],
  'shared channels and services exist': [
    [/^sensor 80:00:.*, guest 2: no 80:00:00:00:12:34:56:01$/, sql`delete from services`],
    [/^sensor C6:.*:01, guest 2: no smell$/, sql`update shares set channels = '{co2,smell}' ${shareOf(sauna)}`],
  ],
  'shares end after they begin': [
    [/^sensor 80:/, sql`update shares set starts_at = expires_at where expires_at is not null`],
  ],
  'only devices of 8 octets have services': [[/^sensor C6:/, sql`update services set sensor_id = ${sauna}`]],
  'the letter of a share goes from its owner to its guest, and names its sensor': [
    [
      /^sensor C6:F1:E7:D3:DA:01, guest 2: letter \d+$/,
      sql`update shares set letter_id = (select letter_id from shares ${shareOf(boat)}) ${shareOf(sauna)}`,
    ],
    [
      /^sensor C6:F1:E7:D3:DA:01, guest 2: letter \d+$/,
      sql`update letters set recipient = 'peter@example.com' where id = (select letter_id from shares ${shareOf(sauna)})`,
    ],
  ],
  'letters of shares are kept for 30 days': [
    [
      /^sensor C6:F1:E7:D3:DA:02, guest 2: no letter \d+$/,
      sql`delete from letters where id = (select letter_id from shares ${shareOf(boat)})`,
    ],
  ],
  'each letter about a share has its event': [
    [
      /^letter \d+: unshared of sensor C6:F1:E7:D3:DA:03$/,
      sql`update letters set created_at = created_at - interval '1 microsecond' where kind = 'unshared'`,
    ],
  ],
  'no letter repeats the beginning or end of a share': [
    [
      /^letters \d+, \d+ of sensor C6:F1:E7:D3:DA:03$/,
      sql`
        insert into letters (kind, recipient, sender, content, created_at)
        select kind, recipient, sender, content, created_at from letters where kind = 'unshared'`,
    ],
  ],
  'owners got a letter about each guest who left or declined': [
    [/^event \d+: left by person 2$/, sql`delete from letters where kind = 'left'`],
    [/^event \d+: declined by person 3$/, sql`delete from letters where kind = 'declined'`],
  ],
  'letters have a known state, and no more attempts than counted': [
    [
      /^letter 1: lost$/,
      sql`alter table letters drop constraint letters_state_check`,
      sql`update letters set state = 'lost' where id = 1`,
    ],
    [/^letter 1: attempt 3 of 1$/, sql`update letter_attempts set number = 3 where letter_id = 1`],
    [/^letter 1: sending$/, sql`update letters set state = 'sending', claim = null where id = 1`],
  ],
  'finished letters contain no codes, and waiting letters are not empty': [
    [/^letter \d+: code, sent$/, sql`update letters set content = '{"code":"K7QM"}' where kind = 'code'`],
    [/^letter 1: shared, queued$/, sql`update letters set content = '{}', state = 'queued' where id = 1`],
  ],
  'addresses of people are in lower case and valid': [
    [/^person 4: n\*\*\*@example$/, sql`update people set email = 'nina@example' where id = 4`],
  ],
  'the settings in a person’s row are a copy of those that are stored': [
    [/^person 4$/, sql`update people set display = '{"PROFILE_LANGUAGE_CODE": "fi"}' where id = 4`],
    [
      /^person 4$/,
      sql`
        with stored as (insert into person_settings (person_id, name, value) values (4, 'PROFILE_LANGUAGE_CODE', 'fi'))
        update people set display = null where id = 4`,
    ],
  ],
  'all other addresses are in lower case': [
    [/^suppressed: I\*\*\*@example\.com$/, sql`update suppressed_addresses set email = 'Ida@example.com'`],
    [/^mute: G\*\*\*@example\.com$/, sql`update mutes set sender = 'Gary@example.com'`],
  ],
  'a kept picture is what its sensor or share shows': [
    [
      /^picture 00000000-0000-4000-8000-000000000000 of C6:F1:E7:D3:DA:01$/,
      sql`insert into pictures (id, sensor_id, type, content) values ('00000000-0000-4000-8000-000000000000', ${sauna}, 'image/png', '')`,
    ],
    [/^picture [\w-]+ of C6:F1:E7:D3:DA:01$/, sql`update pictures set guest_id = -7`],
  ],
  'plan codes with a user are marked as used': [
    [/^code [0-9a-f]{8}, person 1$/, sql`update plan_codes set used_at = null`],
  ],
  'no id is issued twice: the next one is greater than all in use': [
    [/^the next of letters is after \d+, but there is 999$/, sql`update shares set letter_id = 999`],
    [/^the next of people is after 4, but there is 77$/, sql`update events set guest_id = 77 where action = 'left'`],
  ],
  'letters and mutes name nobody who has left, beyond letters that still tell of it': [
    [/^letter 1$/, sql`update letters set sender = 'zoe@example.com' where id = 1`],
    [/^mute of z\*\*\*@example\.com$/, sql`update mutes set sender = 'zoe@example.com'`],
  ],
  'the history of owners who have left holds no names': [[/^event \d+$/, sql`delete from people where id = 1`]],
  'the history of a claimed sensor is its owner’s': [
    [/^sensor C6:F1:E7:D3:DA:01: person 2, not 1$/, sql`update histories set owner_id = 2 where sensor_id = ${sauna}`],
  ],
  'measurements belong to a history': [
    [/^sensor C6:F1:E7:D3:DA:0F$/, sql`delete from histories where sensor_id = 'C6:F1:E7:D3:DA:0F'`],
  ],
  'expired shares have ended': [
    [/^sensor 80:/, sql`update shares set expires_at = now() - interval '26 hours' where expires_at is not null`],
  ],
  'access keys that expired 30 days ago have been deleted': [
    [/^access key \w+$/, sql`update access_keys set expires_at = now() - interval '32 days'`],
  ],
  'letters that were finished 30 days ago have been deleted or emptied': [
    [/^letter 1: sent$/, sql`update letters set due_at = now() - interval '26 hours' where id = 1`],
  ],
  'whoever operates the server has joined': [
    [/^person \d+$/, sql`insert into people (email, operates_since) values ('ida@example.com', now())`],
  ],
  'people who were only invited, and are no guests, have been deleted': [
    [/^person \d+$/, sql`insert into people (email, created_at) values ('ida@example.com', now() - interval '3 days')`],
  ],
  'outdated declines, kept answers, used signatures and challenges, and lifts have been deleted': [
    [/^decline of owner 1$/, sql`update declines set at = now() - interval '32 days'`],
    [/^answer to person 1$/, sql`update kept_answers set created_at = now() - interval '3 days'`],
    [/^signature 01$/, sql`update used_signatures set expires_at = now() - interval '2 days'`],
    [/^challenge 02$/, sql`update used_challenges set expires_at = now() - interval '2 days'`],
    [
      /^suppressed i\*\*\*@example\.com$/,
      sql`update suppressed_addresses set is_lifted = true, at = now() - interval '32 days'`,
    ],
  ],
  'letters about accounts that were deleted have been emptied a day after they were sent': [
    [/^letter 1$/, sql`update letters set is_farewell = true, due_at = now() + interval '27 days' where id = 1`],
  ],
  'suppressions of addresses that nobody has are kept as hashes': [
    [/^suppressed i\*\*\*@example\.com$/, sql`update suppressed_addresses set at = now() - interval '2 days'`],
  ],
  'outdated codes, counters of tries, departures, previews and removed shares have been deleted': [
    [/^code [0-9a-f-]{36}$/, sql`update sign_in_codes set expires_at = now() - interval '3 days'`],
    [/^counter that ended at /, sql`update throttles set ends_at = now() - interval '2 days'`],
    [/^departure 03$/, sql`update departures set at = now() - interval '368 days'`],
    [/^preview of owner \d+$/, sql`update previewed_addresses set at = now() - interval '3 days'`],
    [/^removal [0-9a-f-]{36}$/, sql`update removed_shares set at = now() - interval '2 days'`],
  ],
  'gateways that are not listed and silent for 30 days have been deleted': [
    [/^gateway F0:/, sql`update gateways set sealed_secret = null, last_seen_at = now() - interval '32 days'`],
  ],
  'no measurement is older than every plan allows, or than its owner’s history': [
    [
      /^sensor C6:F1:E7:D3:DA:01: of 2001-09-09 01:46:40 UTC$/,
      sql`update measurements set at = 1e9 where sensor_id = ${sauna}`,
    ],
    [
      /^sensor C6:F1:E7:D3:DA:0F: of 20/,
      sql`update measurements set at = at - 86400 * 5`,
      sql`update histories set begins_at = extract(epoch from now())::bigint - 86400 * 4 where sensor_id = 'C6:F1:E7:D3:DA:0F'`,
    ],
  ],
}

t.test('the rules', async t => {
  const house = await openHouse(t, { internalSecret })
  const { db } = house
  await furnish(house)
  const whole = await findings(db)

  t.test('hold in a house that was furnished as people do', async t => {
    t.strictSame(
      whole.filter(({ wrong }) => wrong > 0),
      [],
    )
    t.ok(whole.find(({ rule }) => rule.startsWith('sensors.share_count'))?.rows === 4, 'rows are counted')
  })

  t.test('each finds what it is for, and is tried', async t => {
    for (const [rule, ways] of Object.entries(breaks)) {
      for (const [told, ...changes] of ways) {
        const broken = await brokenBy(db, ...changes)
        const finding = broken.find(found => found.rule === rule)
        t.ok(
          finding?.examples.some(example => told.test(example)),
          `${rule}: ${told}`,
          { broken },
        )
        t.notMatch(JSON.stringify(broken), /(olivia|gary|peter|nina|ida)@/i, 'no address is told')
      }
    }
  })

  t.test('every reference is looked at', async t => {
    const references = whole
      .map(({ rule }) => /^(\w+)\.(\w+) leads to a row of (\w+)$/.exec(rule) ?? [])
      .filter(found => found[0])
    const { rows } = await sql<{ keys: number }>`
      select count(*)::int as keys from pg_constraint where contype = 'f' and cardinality(conkey) = 1 and connamespace = 'public'::regnamespace`.execute(
      db,
    )
    t.equal(references.length, rows[0]?.keys)
    t.ok(references.length > 15)
    for (const [rule, table = '', column = ''] of references) {
      const nowhere = sql.lit(column === 'sensor_id' || column === 'plan' ? 'FF:FF:FF:FF:FF:FF' : -7)
      const broken = await brokenBy(
        db,
        sql`update ${sql.table(table)} set ${sql.ref(column)} = ${nowhere}
          where ctid = (select max(ctid) from ${sql.table(table)} where ${sql.ref(column)} is not null)`,
      )
      const finding = broken.find(found => found.rule === rule)
      t.match(finding, { wrong: 1, examples: [/^\w+ .+: no \w+ (FF:FF:FF:FF:FF:FF|-7)$/] }, rule)
    }
  })

  t.test('there is a way to break each', async t => {
    const tried = Object.keys(breaks)
    const rules = whole.map(({ rule }) => rule).filter(rule => !/ leads to a row of /.test(rule))
    t.strictSame(rules.slice(1).sort(), tried.sort())
  })

  t.test('tables of another version: told, and nothing else is looked at', async t => {
    for (const [told, change] of [
      [/^0012-devices-and-keys\.sql has not run/, sql`delete from migrations where name like '0012%'`],
      [
        /^0002-sensors\.sql was another one when it ran$/,
        sql`update migrations set checksum = 'x' where name like '0002%'`,
      ],
      [/^9999-new\.sql is not known here/, sql`insert into migrations values ('9999-new.sql', 'x')`],
      [/^0001-people\.sql has not run/, sql`alter table migrations rename to former_migrations`],
    ] as const) {
      const found = await rehearse(db, async trx => {
        await change.execute(trx)
        return findings(trx)
      })
      t.match(found, [{ rule: 'the tables are those of this version', examples: [told] }])
      t.equal(found.length, 1)
    }
  })

  t.test('a copy that was taken long ago is not blamed for its age', async t => {
    const broken = await brokenBy(
      db,
      sql`update events set at = at - interval '1 year'`,
      sql`update letters set created_at = created_at - interval '1 year', due_at = due_at - interval '1 year', counted_at = null`,
      sql`update sessions set last_accessed_at = last_accessed_at - interval '1 year'`,
      sql`update gateways set last_seen_at = last_seen_at - interval '1 year'`,
      sql`update shares set expires_at = expires_at - interval '1 year', resent_at = null, created_at = created_at - interval '1 year'`,
      sql`update declines set at = at - interval '1 year'`,
      sql`update kept_answers set created_at = created_at - interval '1 year'`,
      sql`update used_signatures set expires_at = expires_at - interval '1 year'`,
      sql`update used_challenges set expires_at = expires_at - interval '1 year'`,
    )
    t.strictSame(broken, [])
  })

  t.test('it looks at one instant, and others write meanwhile', async t => {
    const [finding] = await Promise.all([
      findings(db),
      house.person('hugo').then(hugo => house.post('/claim', { sensor: 'C6:F1:E7:D3:DA:77' }, hugo.token)),
    ])
    t.strictSame(
      finding.filter(({ wrong }) => wrong > 0),
      [],
    )
  })
})
