/** The history, as clients ask for it. */

import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { deletePerson } from '../../src/accounts/delete-person.ts'
import type { House, Person } from '../support/house.ts'
import { addressKey } from '../support/house.ts'
import { type Answer, openReader } from '../support/reader.ts'

const history = `
  query ($after: ID, $size: Int, $minDate: DateTime, $maxDate: DateTime, $types: [EventType!]) {
    login { account {
      events(after: $after, size: $size, minDate: $minDate, maxDate: $maxDate, types: $types) {
        total hasMore last
        items {
          id type timestamp action actor { email } users { email } devices { id name }
          ... on DeviceShareEvent { scripting }
        }
      }
    } }
  }`

type Event = { id: string; type: string; timestamp: string; action: string; scripting?: boolean | null }
type Page = { total: number; hasMore: boolean; last: string | null; items: Event[] }

const eventsIn = ({ data }: Answer) => (data as { login: { account: { events: Page } } }).login.account.events

/** A house, and how to read its history. */
async function open(t: Test) {
  let statements = 0
  const house = await openReader(t, { onStatement: () => statements++ })
  let count = 0
  /** Makes people whom no test before has met. */
  async function people() {
    count++
    const person = (name: string) => house.person(`${name}${count}`)
    return { olivia: await person('olivia'), gary: await person('gary'), stranger: await person('stranger') }
  }
  async function read(who: Person, variables = {}, query = history): Promise<Page> {
    const answer = await house.ask(who, query, variables)
    if (answer.status !== 200 || answer.errors) throw new Error(JSON.stringify(answer))
    return eventsIn(answer)
  }
  return { house, people, read, statements: () => statements }
}

const happen = ({ db }: House, rows: object[]) =>
  sql`
    insert into events (at, action, sensor_id, owner_id, guest_id, actor_id, data)
    select coalesce(at, now()), action, 'C6:F1:E7:D3:DA:11', owner, guest, actor, coalesce(data, '{}')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as happened (
      at timestamptz, action text, owner bigint, guest bigint, actor bigint, data jsonb
    )`.execute(db)

t.test('the history, as clients ask for it', async t => {
  const { house, people, read, statements } = await open(t)

  await t.test('what happened to shares and sensors, to the owner and to the guest', async t => {
    const { post, share, unshare, inject } = house
    const { olivia, gary, stranger } = await people()
    const sensor = 'C6:F1:E7:D3:DA:11'
    await post('/claim', { sensor, name: 'Sauna' }, olivia.token)
    await share(olivia, sensor, gary.email)
    const change = (body: object) =>
      inject({
        method: 'PATCH',
        url: `/shares/${sensor}/${gary.email}`,
        headers: { authorization: `Bearer ${olivia.token}`, 'content-type': 'application/json' },
        payload: JSON.stringify(body),
      })
    t.equal((await change({ scripting: true })).statusCode, 200)
    t.equal((await change({ channels: ['co2'] })).statusCode, 200)
    await post('/update', { sensor, name: 'Steam' }, olivia.token)
    await unshare(gary, sensor)

    const event = (type: string, action: string, actor: Person, users: Person[], name: string) => ({
      id: /^\d+$/,
      type,
      timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
      action,
      actor: { email: actor.email },
      users: users.map(({ email }) => ({ email })),
      devices: [{ id: sensor, name }],
    })
    const left = { ...event('DEVICE_SHARE', 'remove', gary, [gary], 'Steam'), scripting: null }
    const changes = [
      { ...event('DEVICE_SHARE', 'update', olivia, [gary], 'Sauna'), scripting: null },
      { ...event('DEVICE_SHARE', 'update', olivia, [gary], 'Sauna'), scripting: true },
    ]
    const shared = event('DEVICE_SHARE', 'add', olivia, [gary], 'Sauna')
    const owners = await read(olivia)
    t.match(owners, {
      total: 6,
      hasMore: false,
      items: [
        left,
        event('DEVICE', 'update', olivia, [], 'Steam'),
        ...changes,
        shared,
        event('DEVICE', 'add', olivia, [], 'Sauna'),
      ],
    })
    t.equal(owners.items.length, 6)
    t.equal(owners.last, owners.items.at(-1)?.id)
    t.notOk('scripting' in (owners.items[5] ?? {}), 'which is for shares')
    const garys = await read(gary)
    t.match(garys, { total: 4, hasMore: false, items: [left, ...changes, shared] })
    t.equal(garys.items.length, 4, 'a guest reads of shares, and of the own ones')
    t.strictSame(await read(stranger), { total: 0, hasMore: false, last: null, items: [] })
    const { items } = await read(olivia, {}, '{ login { account { events(size: 1) { items { what words } } } } }')
    t.strictSame(items, [{ what: 'left', words: `${gary.email} left “Steam”.` }])
  })

  await t.test('every action has its word', async t => {
    const { olivia, gary } = await people()
    const words = {
      DEVICE_SHARE: {
        add: ['shared'],
        update: ['accepted', 'changed', 'paused', 'resumed', 'resent'],
        remove: ['unshared', 'left', 'declined', 'expired', 'unclaimed', 'contested'],
      },
      DEVICE: { add: ['claimed'], update: ['updated'], remove: ['released', 'lost'] },
    }
    const expected = Object.entries(words).flatMap(([type, actions]) =>
      Object.entries(actions).flatMap(([action, all]) => all.map(what => ({ type, action, what }))),
    )
    const guest = (type: string) => (type === 'DEVICE_SHARE' ? gary.id : null)
    await happen(
      house,
      expected.map(({ what: action, type }) => ({ action, owner: olivia.id, guest: guest(type) })),
    )
    const query = '{ login { account { events { items { type action what } } } } }'
    t.strictSame((await read(olivia, {}, query)).items.reverse(), expected)
  })

  await t.test('who is not known, or not to be named, is null or left out', async t => {
    const { olivia, gary, stranger } = await people()
    await happen(house, [
      { action: 'shared', owner: olivia.id, guest: gary.id, actor: olivia.id, data: { scripting: 'yes' } },
      { action: 'expired', owner: olivia.id, guest: gary.id },
      { action: 'contested', owner: olivia.id, guest: gary.id, actor: stranger.id },
      { action: 'lost', owner: olivia.id, actor: stranger.id },
    ])
    const seen = ({ items }: Page) => items.map(({ id, timestamp, ...item }) => ({ ...item, devices: undefined }))
    const common = {
      type: 'DEVICE_SHARE',
      users: [{ email: gary.email }],
      scripting: null,
      actor: null,
      devices: undefined,
    }
    t.strictSame(seen(await read(olivia)), [
      { type: 'DEVICE', action: 'remove', actor: null, users: [], devices: undefined },
      { ...common, action: 'remove' },
      { ...common, action: 'remove' },
      { ...common, action: 'add', actor: { email: olivia.email } },
    ])
    await deletePerson(house.db, addressKey, gary.id)
    t.strictSame(
      (await read(olivia)).items.map(item => (item as { users?: object[] }).users),
      [[], [], [], []],
    )
  })

  await t.test('pages fit together, and count all whichever they are', async t => {
    const { olivia, gary } = await people()
    const row = (owner: Person, guest: Person) => ({ action: 'shared', owner: owner.id, guest: guest.id })
    await happen(
      house,
      Array.from({ length: 25 }, (_, n) => (n % 3 ? row(olivia, gary) : row(gary, olivia))),
    )
    const all = (await read(olivia)).items.map(({ id }) => id)
    t.equal(all.length, 25)
    t.strictSame(
      all,
      all.toSorted((a, b) => Number(b) - Number(a)),
      'the newest first',
    )
    const paged: string[] = []
    for (let after: string | null = null, pages = 1; ; pages++) {
      const page: Page = await read(olivia, { after, size: 10 })
      t.equal(page.total, 25)
      paged.push(...page.items.map(({ id }) => id))
      after = page.last
      t.equal(page.hasMore, pages < 3)
      if (!page.hasMore) break
    }
    t.strictSame(paged, all)
    t.strictSame(await read(olivia, { after: all.at(-1) }), { total: 25, hasMore: false, last: null, items: [] })
    t.strictSame((await read(olivia, { size: 25 })).hasMore, false, 'a page that is just full')
  })

  await t.test('from one instant to another, both included, as they are shown; and of some types', async t => {
    const { olivia, gary } = await people()
    const at = (second: number) => `2026-03-01T12:00:0${second}.123456Z`
    await happen(house, [
      { at: at(1), action: 'claimed', owner: olivia.id },
      { at: at(2), action: 'shared', owner: olivia.id, guest: gary.id },
      { at: at(3), action: 'updated', owner: olivia.id },
      { at: at(4), action: 'unshared', owner: olivia.id, guest: gary.id },
    ])
    const seconds = async (variables: object) => {
      const { total, items } = await read(olivia, variables)
      t.equal(total, items.length)
      return items.map(({ timestamp }) => timestamp.slice(18))
    }
    const shown = (second: number) => `2026-03-01T12:00:0${second}.123Z`
    t.strictSame(await seconds({}), ['4.123Z', '3.123Z', '2.123Z', '1.123Z'])
    t.strictSame(await seconds({ minDate: shown(2), maxDate: shown(3) }), ['3.123Z', '2.123Z'])
    t.strictSame(await seconds({ minDate: '2026-03-01T12:00:02.124Z' }), ['4.123Z', '3.123Z'])
    t.strictSame(await seconds({ maxDate: '2026-03-01T12:00:02.122Z' }), ['1.123Z'])
    t.strictSame(await seconds({ minDate: '2026-03-01T14:00:04+02:00' }), ['4.123Z'])
    t.strictSame(await seconds({ minDate: '2026-03-02' }), [])
    t.strictSame(await seconds({ minDate: '0001-01-01', maxDate: '9999-12-31T23:59:59Z' }), await seconds({}))
    t.strictSame(await seconds({ types: ['DEVICE_SHARE'] }), ['4.123Z', '2.123Z'])
    t.strictSame(await seconds({ types: ['DEVICE'], maxDate: shown(2) }), ['1.123Z'])
    t.strictSame(await seconds({ types: ['DEVICE', 'DEVICE_SHARE', 'DEVICE'] }), await seconds({}))
    t.strictSame(await seconds({ types: 'DEVICE' }), ['3.123Z', '1.123Z'])
    t.strictSame(await seconds({ types: [] }), [])
    const strange = ['DEVICE_STATE', 'DEVICE_CONNECT', 'DEVICE_TRANSFER', 'DEVICE_JOB', 'LICENSE_UPDATED']
    const skipping = async (from: number, size = 100) =>
      await read(
        olivia,
        { from, size },
        history.replace('$after: ID', '$from: Int').replace('after: $after', 'from: $from'),
      )
    t.match(await skipping(1, 2), { total: 4, hasMore: true, items: [{ action: 'update' }, { type: 'DEVICE_SHARE' }] })
    t.match(await skipping(3), { hasMore: false, items: { length: 1 } })
    t.match(await skipping(9), { total: 4, hasMore: false, last: null, items: [] })
    t.strictSame(await read(olivia, { types: strange }), { total: 0, hasMore: false, last: null, items: [] })
    t.strictSame(await seconds({ types: [...strange, 'DEVICE'] }), await seconds({ types: 'DEVICE' }))
    t.strictSame((await read(gary, { types: ['DEVICE'] })).total, 0)
    t.strictSame((await read(gary, { minDate: shown(3) })).total, 1)
  })

  await t.test('what is no place, size or type is refused', async t => {
    const { olivia } = await people()
    const refused = async (variables: object) => {
      const { status, data, errors } = await house.ask(olivia, history, variables)
      return { status, data, code: errors?.map(({ extensions }) => (extensions as { code: string }).code) }
    }
    const refusal = { status: 200, data: null, code: ['ER_INVALID_FORMAT'] }
    for (const after of ['', 'x', '-1', '1.5', '1e3', ' 1', '1\u0007', '9'.repeat(16), '__proto__']) {
      t.strictSame(await refused({ after }), refusal, JSON.stringify(after))
    }
    for (const size of [0, -1, 1_001]) t.strictSame(await refused({ size }), refusal, String(size))
    for (const variables of [{ types: ['DEVICE_STATES'] }, { minDate: 'yesterday' }, { maxDate: 5 }, { size: 'ten' }]) {
      t.match(await refused(variables), { data: null, code: ['ER_INVALID_FORMAT'] }, JSON.stringify(variables))
    }
    t.match(await refused({ after: null, size: null, minDate: null, maxDate: null, types: null }), { code: undefined })
  })

  await t.test('what is not asked for is not counted', async t => {
    const { olivia } = await people()
    const cost = async (query: string) => {
      const before = statements()
      await read(olivia, {}, query)
      return statements() - before
    }
    t.equal(await cost('{ login { account { events { items { id } } } } }'), 2, 'who is calling, and the page')
    t.equal(await cost('{ login { account { events { total items { id } } } } }'), 3)
  })
})
