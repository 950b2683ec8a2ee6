import { sql } from 'kysely'
import t from 'tap'
import { deletePerson } from '../../src/accounts/delete-person.ts'
import { sentenceOf } from '../../src/events/history-words.ts'
import { contract } from '../../src/rest/contract/document.ts'
import { contest } from '../../src/sensors/claim/contest.ts'
import { registerSensor } from '../../src/sensors/claim/register.ts'
import { addressKey, type House, openHouse, type Person } from '../support/house.ts'

type Event = { id: number; action: string; words: string; [field: string]: unknown }

async function history({ inject }: House, who: Person, query: Record<string, string> = {}) {
  const answer = await inject({ url: '/history', query, headers: { authorization: who.token } })
  const { data, ...rest } = answer.json()
  return { status: answer.statusCode, ...rest, ...data } as { status: number; events: Event[]; next: number | null }
}

const actions = ({ events }: { events: Event[] }) => events.map(({ action }) => action)

t.test('200 who did what, to owner and guest, the newest first', async t => {
  const house = await openHouse(t)
  const { person, post, share, unshare } = house
  const [olivia, gary, sam] = [await person('olivia'), await person('gary'), await person('sam')]
  const sensor = 'C6:F1:E7:D3:DA:11'
  await post('/claim', { sensor, name: 'Sauna' }, olivia.token)
  await share(olivia, sensor, gary.email)
  await post('/update', { sensor, name: 'Steam' }, olivia.token)
  await post('/update', { sensor, name: 'Mine' }, gary.token)
  await unshare(gary, sensor)
  await share(olivia, sensor, 'nobody@example.com')
  await post('/unclaim', { sensor }, olivia.token)

  const owners = await history(house, olivia)
  t.match(owners, { status: 200, next: null })
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
  const of = (action: string, guest: string | null, actor: string, name: string, words: string) => {
    return { id: Number, at, action, sensor, name, owner: olivia.email, guest, actor, words, data: Object }
  }
  const nobody = 'nobody@example.com'
  t.match(owners.events, [
    of('released', null, olivia.email, 'Steam', 'You removed “Steam” from your account.'),
    of(
      'unclaimed',
      nobody,
      olivia.email,
      'Steam',
      `The access of ${nobody} to “Steam” ended because you removed the sensor from your account.`,
    ),
    of('shared', nobody, olivia.email, 'Steam', `You shared “Steam” with ${nobody}.`),
    of('left', gary.email, gary.email, 'Steam', `${gary.email} left “Steam”.`),
    of('updated', null, olivia.email, 'Steam', 'You changed “Steam”.'),
    of('shared', gary.email, olivia.email, 'Sauna', `You shared “Sauna” with ${gary.email}.`),
    of('claimed', null, olivia.email, 'Sauna', 'You added “Sauna”.'),
  ])
  for (const { data } of owners.events) t.notOk('name' in (data as object), 'the name stands beside the data')
  const guests = await history(house, gary)
  t.match(guests.events, [
    of('left', gary.email, gary.email, 'Steam', `You left “Steam”, which ${olivia.email} shared with you.`),
    of('shared', gary.email, olivia.email, 'Sauna', `${olivia.email} shared “Sauna” with you.`),
  ])
  t.equal(guests.events.length, 2)
  t.strictSame((await history(house, sam)).events, [], 'and to nobody else')
})

t.test('200 filters and pages', async t => {
  const house = await openHouse(t)
  const { person, sensor, share, unshare } = house
  const [olivia, gary, gus] = [await person('olivia'), await person('gary'), await person('gus')]
  const [sauna, boat, theirs] = [await sensor(olivia), await sensor(olivia, 'Boat'), await sensor(gary, 'Theirs')]
  for (const guest of [gary, gus]) {
    await share(olivia, sauna, guest.email)
    await share(olivia, boat, guest.email)
  }
  await share(gary, theirs, olivia.email)
  await unshare(olivia, theirs)
  const all = (await history(house, olivia)).events
  t.equal(all.length, 6)
  const where = (filter: (event: Event) => boolean) => all.filter(filter)
  t.strictSame(
    (await history(house, olivia, { sensor: sauna.toLowerCase() })).events,
    where(event => event.sensor === sauna),
  )
  const withGary = where(({ owner, guest }) => owner === gary.email || guest === gary.email)
  t.equal(withGary.length, 4)
  t.strictSame((await history(house, olivia, { person: 'Gary@Example.com' })).events, withGary)
  t.strictSame(
    (await history(house, olivia, { person: gary.email, sensor: boat })).events,
    withGary.filter(event => event.sensor === boat),
  )
  t.strictSame((await history(house, olivia, { person: gary.email, sensor: theirs })).events.length, 2)
  for (const query of [{ person: 'unknown@example.com' }, { sensor: 'FF:FF:FF:FF:FF:FF' }, { person: olivia.email }]) {
    t.match(await history(house, olivia, query as Record<string, string>), { status: 200, events: [], next: null })
  }
  for (const query of [{}, { person: gary.email }, { sensor: sauna }, { sensor: boat, person: gus.email }]) {
    const whole = (await history(house, olivia, query as Record<string, string>)).events
    const paged: Event[] = []
    for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; ) {
      const page = await history(house, olivia, { ...query, limit: '1', before: String(before) })
      t.ok(page.events.length <= 1)
      paged.push(...page.events)
      before = page.next
    }
    t.strictSame(paged, whole, JSON.stringify(query))
  }
})

t.test('400, 401', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  for (const [query, code] of [
    [{ sensor: 'sauna' }, 'ER_INVALID_MAC_ADDRESS'],
    [{ person: 'gary' }, 'ER_INVALID_EMAIL_ADDRESS'],
    [{ before: '0' }, 'ER_INVALID_FORMAT'],
    [{ before: 'x' }, 'ER_INVALID_FORMAT'],
    [{ before: '9007199254740992' }, 'ER_INVALID_FORMAT'],
    [{ limit: '0' }, 'ER_INVALID_FORMAT'],
    [{ limit: '1001' }, 'ER_INVALID_FORMAT'],
  ] as const) {
    t.match(await history(house, olivia, query as Record<string, string>), { status: 400, code }, JSON.stringify(query))
  }
  t.equal((await house.inject({ url: '/history' })).statusCode, 401)
})

t.test('who has left the service is not named any more', async t => {
  const house = await openHouse(t)
  const [olivia, gary] = [await house.person('olivia'), await house.person('gary')]
  const sauna = await house.sensor(olivia)
  await house.share(olivia, sauna, gary.email)
  await deletePerson(house.db, addressKey, olivia.id)
  const { events } = await history(house, gary)
  t.match(events, [
    { action: 'unshared', owner: null, actor: null, guest: gary.email },
    { action: 'shared', owner: null, actor: null, guest: gary.email },
  ])
  t.match(
    events[1]?.words,
    /^Somebody who has left shared [0-9A-F:]{17} with you\.$/,
    'nor is their name of the sensor',
  )
})

t.test('who took a sensor over is told to nobody; they see what is theirs since', async t => {
  const house = await openHouse(t)
  const [olivia, gary, nick] = [await house.person('olivia'), await house.person('gary'), await house.person('nick')]
  const sensor = 'C6:F1:E7:D3:DA:11'
  const key = [Buffer.alloc(32, 1)] as const
  await house.post('/claim', { sensor, name: 'Sauna' }, olivia.token)
  await house.share(olivia, sensor, gary.email)
  await registerSensor(house.db, key, sensor, 'engraved-on-the-back')
  await contest(house.db, key, nick, { sensor, secret: 'engraved-on-the-back', name: 'Mine' })
  const seen = await Promise.all([olivia, gary, nick].map(who => history(house, who)))
  t.strictSame(seen.map(actions), [['lost', 'contested', 'shared', 'claimed'], ['contested', 'shared'], ['claimed']])
  for (const { events } of seen.slice(0, 2)) t.notMatch(JSON.stringify(events), nick.email)
  t.match(seen[0]?.events[0], {
    actor: null,
    words: 'Somebody else proved that they have “Sauna” and owns it now.',
  })
  t.match(seen[2]?.events[0], { owner: nick.email, actor: nick.email, name: 'Mine' })
})

t.test('updated: only when something is different, also when many say the same at once', async t => {
  const house = await openHouse(t)
  const olivia = await house.person('olivia')
  const sensor = await house.sensor(olivia)
  const update = (body: object) => house.post('/update', { sensor, ...body }, olivia.token)
  const count = async () => actions(await history(house, olivia)).filter(action => action === 'updated').length
  t.match(await update({ name: 'Sauna' }), { status: 200 })
  t.equal(await count(), 0)
  let told = 0
  for (const change of [
    { name: 'Steam' },
    { picture: 'a.jpg' },
    { public: 1 },
    { offsetTemperature: 1.5 },
    { offsetHumidity: 2 },
    { offsetPressure: -3 },
  ]) {
    t.match(await update(change), { status: 200 })
    t.equal(await count(), ++told, JSON.stringify(change))
    t.match(await update(change), { status: 200 })
    t.equal(await count(), told, 'again')
  }
  const statuses = await Promise.all(Array.from({ length: 20 }, () => update({ name: 'Hot' })))
  t.ok(statuses.every(({ status }) => status === 200))
  t.equal(await count(), told + 1)
})

t.test('a sentence for every action and reader', async t => {
  const known = contract.paths['/history']?.get?.responses['200']?.content?.['application/json']?.schema
  const [, actionNames = ''] = /"action":\{"type":"string","enum":\[([^\]]+)\]/.exec(JSON.stringify(known)) ?? []
  const all = JSON.parse(`[${actionNames}]`)
  t.equal(all.length, 16)
  const event = { sensor: 'C6:F1:E7:D3:DA:11', name: 'Sauna', owner: 'olivia@example.com', guest: 'bob@example.com' }
  const seen = new Set<string>()
  for (const action of all) {
    for (const reader of ['owner', 'guest'] as const) {
      const sentence = sentenceOf(reader, { ...event, action })
      t.match(sentence, /^[^“]*“Sauna”[^“]*\.$/, `${action}, ${reader}: ${sentence}`)
      t.notMatch(sentence, reader === 'owner' ? 'olivia@' : 'bob@', 'who reads is “you”')
      seen.add(sentence)
      const gone = sentenceOf(reader, { ...event, action, owner: null, guest: null })
      t.notMatch(gone, /null|undefined|^[a-z]/)
      t.match(sentenceOf(reader, { ...event, action, name: ' ' }), 'C6:F1:E7:D3:DA:11', 'without a name its id')
    }
  }
  t.equal(seen.size, 32, 'each is its own')
  for (const [who, action, sentence] of [
    ['owner', 'shared', 'You shared “Sauna” with bob@example.com.'],
    ['guest', 'paused', 'olivia@example.com paused your access to “Sauna”.'],
    ['owner', 'declined', 'bob@example.com declined your invitation to “Sauna”.'],
    ['owner', 'expired', 'The access of bob@example.com to “Sauna” ended on its end date.'],
    ['owner', 'lost', 'Somebody else proved that they have “Sauna” and owns it now.'],
  ] as const) {
    t.equal(sentenceOf(who, { ...event, action }), sentence)
  }
  t.equal(
    sentenceOf('guest', { ...event, action: 'shared', name: 'a”. Call me\n\u202e“b' }),
    'olivia@example.com shared “a". Call me "b” with you.',
    'a name cannot end its quotation',
  )
})

t.test('what happened cannot be changed', async t => {
  const { db, person, sensor, share } = await openHouse(t)
  const olivia = await person('olivia')
  await share({ ...olivia }, await sensor(olivia), 'gary@example.com')
  const rows = () => db.selectFrom('events').selectAll().execute()
  const before = await rows()
  t.equal(before.length, 1)
  for (const change of [
    `update events set action = 'left'`,
    `update events set at = now() - interval '1 day'`,
    `update events set owner_id = 7`,
    `update events set guest_id = 7`,
    `update events set actor_id = null`,
    `update events set sensor_id = ''`,
    `update events set data = '{"name": "x"}'`,
    `update events set id = default`,
    `update events set tx = '0', data = '{"name": "x"}'`,
    'delete from events',
    'delete from events where false',
    'truncate events',
    'truncate events, people cascade',
  ]) {
    await t.rejects(sql.raw(change).execute(db), /what happened cannot be changed/, change)
  }
  t.strictSame(await rows(), before)
  await sql`update events set tx = '0'`.execute(db)
  t.match(await rows(), [{ ...before[0], tx: '0' }], 'but for what says of its order')
})
