/** What each line about remote.it's `share` means, for devices and for sensors of Ruuvi. */
import { sql } from 'kysely'
import t from 'tap'
import { removeService } from '../../../src/sensors/remove-service.ts'
import { happened } from '../../support/calls.ts'
import { checkBooks, type House, openHouse, type Person } from '../../support/house.ts'
import { type Arguments, device, graph, lend, type Named, outcomeOf, serviceOf } from '../../support/lending.ts'

/** A share as it stands: its services by their letters or names (null: all of them), and whether it allows scripting. */
type Held = { channels: string | null; scripting?: boolean }

type Line = {
  /** The letters of the device's services; a sensor of Ruuvi has none of them. */
  has?: string
  isRuuvis?: boolean
  /** What Gary has before. */
  before?: Held
  /** Services: with + to add, with - to remove. */
  call: Omit<Arguments, 'services'> & { services?: string[] }
  by?: 'olivia' | 'gary' | 'stranger'
  /** True, or the code of the refusal and what its sentence says. */
  gives: true | [code: string, sentence: RegExp]
  /** What Gary has then; undefined: no share. A refusal and whatever changes nothing leave what was there. */
  leaves?: Held
  /** What happened, and what was changed by it. */
  happens?: [action: string, changes?: object][]
  letters?: string[]
}

const all: Held = { channels: null }
const forbidden = 'ER_FORBIDDEN'
const malformed = 'ER_INVALID_FORMAT'

const lines: Record<string, Line> = {
  'ADD, new: the whole device, no scripting, a letter': {
    call: {},
    gives: true,
    leaves: all,
    happens: [['shared']],
    letters: ['shared'],
  },
  'ADD, new, notify false: no letter': { call: { notify: false }, gives: true, leaves: all, happens: [['shared']] },
  'ADD, new, scripting': {
    call: { scripting: true },
    gives: true,
    leaves: { channels: null, scripting: true },
    happens: [['shared', { scripting: true }]],
    letters: ['shared'],
  },
  'ADD, new, with services: just those': {
    call: { services: ['+A', '-B'] },
    gives: true,
    leaves: { channels: 'A' },
    happens: [['shared', { channels: 'A' }]],
    letters: ['shared'],
  },
  'ADD, new, all services named: the list is kept': {
    call: { services: ['+A', '+B', '+C'] },
    gives: true,
    leaves: { channels: 'ABC' },
    happens: [['shared', { channels: 'ABC' }]],
    letters: ['shared'],
  },
  'ADD, new, nothing but services to remove': {
    call: { services: ['-A', '-B', '-C'] },
    gives: [malformed, /^Nothing of the sensor would be shared/],
  },
  'ADD, new, nothing but services to remove, and scripting': {
    call: { services: ['-A', '-B', '-C'], scripting: true },
    gives: true,
    leaves: { channels: '', scripting: true },
    happens: [['shared', { channels: '', scripting: true }]],
    letters: ['shared'],
  },
  'ADD again: true, and nothing is written': { before: all, call: {}, gives: true, leaves: all },
  'ADD again of the whole to somebody with less': {
    before: { channels: 'A', scripting: true },
    call: {},
    gives: true,
    leaves: { channels: null, scripting: true },
    happens: [['changed', { channels: null }]],
  },
  'unnamed services stay as they are': {
    before: { channels: 'AB' },
    call: { services: ['-A', '+C'] },
    gives: true,
    leaves: { channels: 'BC' },
    happens: [['changed', { channels: 'BC' }]],
  },
  'the same services in another order: nothing is written': {
    before: { channels: 'AB' },
    call: { services: ['+B', '+A', '-C'] },
    gives: true,
    leaves: { channels: 'AB' },
  },
  'adding to everything stays everything': { before: all, call: { services: ['+A'] }, gives: true, leaves: all },
  'everything minus some: all that there are now minus those': {
    before: all,
    call: { services: ['+A', '-B'] },
    gives: true,
    leaves: { channels: 'AC' },
    happens: [['changed', { channels: 'AC' }]],
  },
  'scripting left out keeps its value': {
    before: { channels: 'A', scripting: true },
    call: { services: ['+B'] },
    gives: true,
    leaves: { channels: 'AB', scripting: true },
    happens: [['changed', { channels: 'AB' }]],
  },
  'scripting null is left out': {
    before: { channels: null, scripting: true },
    call: { scripting: null },
    gives: true,
    leaves: { channels: null, scripting: true },
  },
  'scripting named alone changes nothing else of a whole share': {
    before: { channels: null, scripting: true },
    call: { scripting: false },
    gives: true,
    leaves: all,
    happens: [['changed', { scripting: false }]],
  },
  'no service left, but scripting: it stays': {
    before: { channels: 'A', scripting: true },
    call: { services: ['-A', '-B', '-C'] },
    gives: true,
    leaves: { channels: '', scripting: true },
    happens: [['changed', { channels: '' }]],
  },
  'no service and no scripting left: it ends, with its letter': {
    before: { channels: 'A' },
    call: { services: ['-A', '-B', '-C'] },
    gives: true,
    happens: [['unshared']],
    letters: ['unshared'],
  },
  'everything minus everything ends': {
    before: { channels: null, scripting: true },
    call: { services: ['-A', '-B', '-C'], scripting: false },
    gives: true,
    happens: [['unshared']],
    letters: ['unshared'],
  },
  'the same service under both actions': {
    before: all,
    call: { services: ['+A', '-A'] },
    gives: [malformed, /80:00:00:00:00:..:..:A0 is named both/],
  },
  'the same service twice under the same action is once': {
    before: { channels: 'B' },
    call: { services: ['+A', '+A'] },
    gives: true,
    leaves: { channels: 'BA' },
    happens: [['changed', { channels: 'BA' }]],
  },
  'a service that the device does not have': {
    call: { services: ['+A', '+F'] },
    gives: [malformed, /no such service: 80:00:00:00:00:..:..:F0\./],
  },
  'a service to remove that the device does not have, new': {
    call: { services: ['+A', '-F'] },
    gives: [malformed, /no such service: 80:00:00:00:00:..:..:F0\./],
  },
  'a service to remove that the device does not have': {
    before: all,
    call: { services: ['+A', '-F'] },
    gives: [malformed, /no such service: 80:00:00:00:00:..:..:F0\./],
  },
  'a service of a sensor that is not named': {
    call: { services: ['+C6:F1:E7:D3:DA:11.humidity'] },
    gives: [malformed, /no such service: C6:F1:E7:D3:DA:11\.humidity\./],
  },
  'a service whose own action is LEAVE': {
    before: all,
    call: { services: ['=A'] },
    gives: [malformed, /added or removed/],
  },
  'services [] to somebody who has it: only scripting changes': {
    before: { channels: 'A' },
    call: { services: [], scripting: true },
    gives: true,
    leaves: { channels: 'A', scripting: true },
    happens: [['changed', { scripting: true }]],
  },
  'services [] to somebody new': { call: { services: [] }, gives: [malformed, /^Nothing of the sensor/] },
  'services [] to somebody new, and scripting': {
    call: { services: [], scripting: true },
    gives: true,
    leaves: { channels: '', scripting: true },
    happens: [['shared', { channels: '', scripting: true }]],
    letters: ['shared'],
  },
  'services [] that takes the last permission ends it': {
    before: { channels: '', scripting: true },
    call: { services: [], scripting: false },
    gives: true,
    happens: [['unshared']],
    letters: ['unshared'],
  },
  'services [] of a device that has none is as if left out': {
    has: '',
    call: { services: [] },
    gives: true,
    leaves: all,
    happens: [['shared']],
    letters: ['shared'],
  },
  'services [] of a device that has none, again': {
    has: '',
    before: all,
    call: { services: [] },
    gives: true,
    leaves: all,
  },
  'services null is as if left out': {
    before: { channels: 'A' },
    call: { services: null as never },
    gives: true,
    leaves: all,
    happens: [['changed', { channels: null }]],
  },
  'REMOVE ends the share': {
    before: { channels: 'A', scripting: true },
    call: { action: 'REMOVE' },
    gives: true,
    happens: [['unshared']],
    letters: ['unshared'],
  },
  'REMOVE of what is not shared: there is nothing left to do': { call: { action: 'REMOVE' }, gives: true },
  'REMOVE with services of what is not shared': {
    call: { action: 'REMOVE', services: ['+A'] },
    gives: true,
  },
  'REMOVE with services takes away all that are named, whatever their own action': {
    before: { channels: 'ABC' },
    call: { action: 'REMOVE', services: ['+A', '-B'] },
    gives: true,
    leaves: { channels: 'C' },
    happens: [['changed', { channels: 'C' }]],
  },
  'REMOVE with contradictory services': {
    before: all,
    call: { action: 'REMOVE', services: ['+A', '-A'] },
    gives: [malformed, /named both/],
  },
  'REMOVE with the last service ends it': {
    before: { channels: 'A' },
    call: { action: 'REMOVE', services: ['+A'] },
    gives: true,
    happens: [['unshared']],
    letters: ['unshared'],
  },
  'REMOVE with services []: names nothing': {
    before: { channels: 'A' },
    call: { action: 'REMOVE', services: [] },
    gives: true,
    leaves: { channels: 'A' },
  },
  'REMOVE with services [] of a device that has none ends it': {
    has: '',
    before: all,
    call: { action: 'REMOVE', services: [] },
    gives: true,
    happens: [['unshared']],
    letters: ['unshared'],
  },
  'REMOVE with the own address leaves': {
    before: all,
    by: 'gary',
    call: { action: 'REMOVE' },
    gives: true,
    happens: [['left']],
    letters: ['left'],
  },
  'REMOVE with the own address of what one does not have': {
    by: 'gary',
    call: { action: 'REMOVE' },
    gives: ['ER_SENSOR_NOT_FOUND', /not shared with you/],
  },
  'REMOVE with the own address and services': {
    before: all,
    by: 'gary',
    call: { action: 'REMOVE', services: ['-A'] },
    gives: [malformed, /as a whole/],
  },
  'LEAVE with the own address': {
    before: all,
    by: 'gary',
    call: { action: 'LEAVE', email: 'GARY@example.com' },
    gives: true,
    happens: [['left']],
    letters: ['left'],
  },
  'LEAVE of what one does not have': {
    by: 'gary',
    call: { action: 'LEAVE' },
    gives: ['ER_SENSOR_NOT_FOUND', /not shared with you/],
  },
  'LEAVE with another address': {
    before: all,
    call: { action: 'LEAVE' },
    gives: [forbidden, /To leave a device/],
  },
  'LEAVE with services': {
    before: all,
    by: 'gary',
    call: { action: 'LEAVE', services: ['-A'] },
    gives: [malformed, /as a whole/],
  },
  'ADD to oneself': {
    before: all,
    call: { email: 'olivia@example.com' },
    gives: ['ER_INVALID_EMAIL_ADDRESS', /your own address/],
  },
  'by somebody else': {
    before: all,
    by: 'stranger',
    call: {},
    gives: [forbidden, /Only the owner of this sensor can do this/],
  },
  'by somebody else, with services that are there or not': {
    before: all,
    by: 'stranger',
    call: { services: ['+A', '-F'] },
    gives: [forbidden, /Only the owner of this sensor can do this/],
  },
  'Ruuvi, new: some channels': {
    isRuuvis: true,
    call: { services: ['+temperature', '-co2'] },
    gives: true,
    leaves: { channels: 'temperature' },
    happens: [['shared', { channels: 'temperature' }]],
    letters: ['shared'],
  },
  'Ruuvi: all channels named are everything': {
    isRuuvis: true,
    before: { channels: 'temperature humidity' },
    call: {
      services: ['+pressure', '+acceleration', '+movement', '+pm', '+co2', '+voc', '+nox', '+luminosity', '+sound'],
    },
    gives: true,
    leaves: all,
    happens: [['changed', { channels: null }]],
  },
  'Ruuvi, new: all channels named are everything': {
    isRuuvis: true,
    call: {
      services: '+temperature +humidity +pressure +acceleration +movement +pm +co2 +voc +nox +luminosity +sound'.split(
        ' ',
      ),
    },
    gives: true,
    leaves: all,
    happens: [['shared']],
    letters: ['shared'],
  },
  'Ruuvi: everything minus some': {
    isRuuvis: true,
    before: all,
    call: { services: ['-luminosity', '-nox', '-voc'] },
    gives: true,
    leaves: { channels: 'temperature humidity pressure acceleration movement pm co2 sound' },
    happens: [['changed', { channels: 'temperature humidity pressure acceleration movement pm co2 sound' }]],
  },
  'Ruuvi: services [] names nothing': { isRuuvis: true, call: { services: [] }, gives: [malformed, /^Nothing of/] },
  'Ruuvi: the last channel': {
    isRuuvis: true,
    before: { channels: 'co2' },
    call: { services: ['-co2'] },
    gives: true,
    happens: [['unshared']],
    letters: ['unshared'],
  },
  'Ruuvi: what it does not measure': {
    isRuuvis: true,
    before: all,
    call: { services: ['+gold'] },
    gives: [malformed, /no such service: C6:.*\.gold\./],
  },
  'Ruuvi: what only hides in a prototype': {
    isRuuvis: true,
    call: { services: ['+constructor'] },
    gives: [malformed, /no such service: C6:.*\.constructor\./],
  },
  'Ruuvi: a service of a device': {
    isRuuvis: true,
    call: { services: ['+80:00:00:00:00:00:00:A0'] },
    gives: [malformed, /no such service: 80:00:00:00:00:00:00:A0\./],
  },
}

/** Reads a service of a line: a letter of the device, a channel of the sensor, or an id as it stands. */
const serviceIn = (text: string, sensor: string, n: number): Named => {
  const action = { '+': 'ADD', '-': 'REMOVE' }[text[0] ?? ''] ?? 'LEAVE'
  const name = text.slice(1)
  if (name.length === 1) return { serviceId: serviceOf(n, name), action }
  return { serviceId: /[:.]/.test(name) ? name : `${sensor}.${name}`, action }
}
const channelsIn = (text: string | null, n: number, isRuuvis: boolean) =>
  text === null ? null : isRuuvis ? text.split(' ') : [...text].map(letter => serviceOf(n, letter))

t.test('each line', async t => {
  const house = await openHouse(t)
  const people = await furnish(house)
  const { olivia, gary } = people
  let n = 0
  for (const [title, line] of Object.entries(lines)) {
    await t.test(title, async t => {
      n++
      const { has = 'ABC', isRuuvis = false, before, call, by = 'olivia', gives, happens = [], letters = [] } = line
      const sensor = isRuuvis ? await house.sensor(olivia) : await device(house, olivia, n, has)
      const held = ({ channels, scripting = false }: Held) => ({
        channels: channelsIn(channels, n, isRuuvis),
        scripting,
      })
      if (before) await begin(house, sensor, olivia, gary, held(before))
      const count = await counts(house)
      const { services, ...wanted } = call
      const answer = await lend(house, people[by], {
        deviceId: sensor.toLowerCase(),
        email: gary.email,
        ...wanted,
        ...(services && { services: services.map(service => serviceIn(service, sensor, n)) }),
        ...(services === null && { services }),
      })
      if (gives === true) t.equal(outcomeOf(answer), true)
      else {
        t.equal(outcomeOf(answer), gives[0])
        t.match(answer.errors?.[0]?.message, gives[1])
      }
      const then = gives === true ? line.leaves : before
      t.strictSame(await shareOf(house, sensor, gary), then && held(then), 'what he has then')
      const { events, letters: written } = await counts(house)
      t.strictSame(
        events.slice(count.events.length).map(({ action, data }) => [action, data]),
        happens.map(([action, changes = {}]) => {
          const { channels, ...others } = changes as { channels?: string | null }
          const told = channels === undefined ? {} : { channels: channelsIn(channels, n, isRuuvis) }
          return [action, { name: isRuuvis ? 'Sauna' : 'Router', ...told, ...others }]
        }),
        'what happened',
      )
      t.strictSame(written.slice(count.letters.length), letters, 'letters')
    })
  }
  await checkBooks(t, house.db)
})

async function furnish(house: House) {
  await sql`update plans set max_claims = 1000, max_shares = 100000, max_shares_per_sensor = 1000`.execute(house.db)
  const { person } = house
  return { olivia: await person('olivia'), gary: await person('gary'), stranger: await person('stranger') }
}

/** Shares, without a letter, and sets what the guest has. */
async function begin(
  house: House,
  sensor: string,
  owner: Person,
  guest: Person,
  { channels, scripting }: { channels: string[] | null; scripting: boolean },
) {
  const answer = await lend(house, owner, { deviceId: sensor, email: guest.email, notify: false })
  if (outcomeOf(answer) !== true) throw new Error(`not shared: ${JSON.stringify(answer)}`)
  const shares = house.db.updateTable('shares').where('sensor_id', '=', sensor).where('guest_id', '=', guest.id)
  await shares.set({ channels, scripting }).execute()
}

const shareOf = ({ db }: House, sensor: string, { id }: Person) =>
  db
    .selectFrom('shares')
    .select(['channels', 'scripting'])
    .where('sensor_id', '=', sensor)
    .where('guest_id', '=', id)
    .executeTakeFirst()

async function counts({ db }: House) {
  const events = await db.selectFrom('events').select(['action', 'data']).orderBy('id').execute()
  const letters = await db.selectFrom('letters').select('kind').orderBy('id').execute()
  return { events, letters: letters.map(({ kind }) => kind) }
}

t.test('several pairs', async t => {
  const house = await openHouse(t)
  const { olivia, gary, stranger } = await furnish(house)
  const ida = await house.person('ida', { joined: false })
  const [one, two] = [await device(house, olivia, 1, 'AB'), await device(house, olivia, 2, 'AB')]
  const [sauna, foreign] = [await house.sensor(olivia), await house.sensor(stranger)]
  const email = [gary.email, ida.email]
  const all = async () =>
    (
      await house.db
        .selectFrom('shares')
        .innerJoin('people', 'people.id', 'guest_id')
        .select(['sensor_id', 'email', 'channels', 'scripting'])
        .orderBy('sensor_id')
        .orderBy('email')
        .execute()
    ).map(({ sensor_id, email, channels, scripting }) => [sensor_id, email, channels, scripting])

  await t.test('devices and people, named twice: once each, and one letter for each person', async t => {
    const services = ['A', 'B'].map(letter => ({ serviceId: serviceOf(1, letter) }))
    const answer = await lend(house, olivia, {
      deviceId: one,
      deviceIds: [sauna, one, sauna.toLowerCase()],
      email: [...email, 'GARY@example.com'],
      services: [...services, { serviceId: `${sauna}.co2` }, { serviceId: `${sauna}.pm`, action: 'REMOVE' }],
    })
    t.strictSame(answer, { status: 200, data: { share: true } })
    t.strictSame(
      await all(),
      [one, sauna].flatMap(sensor =>
        email.map(guest => [sensor, guest, sensor === one ? [serviceOf(1, 'A'), serviceOf(1, 'B')] : ['co2'], false]),
      ),
    )
    t.strictSame((await counts(house)).letters, ['shared', 'invitation'])
  })

  await t.test('some new, some changed, some ended by one call', async t => {
    await begin(house, two, olivia, gary, { channels: [serviceOf(2, 'A')], scripting: false })
    const before = await counts(house)
    const answer = await lend(house, olivia, {
      deviceIds: [one, two],
      email,
      services: [
        { serviceId: serviceOf(1, 'A'), action: 'REMOVE' },
        { serviceId: serviceOf(2, 'A'), action: 'REMOVE' },
        { serviceId: serviceOf(2, 'B') },
      ],
    })
    t.strictSame(answer, { status: 200, data: { share: true } })
    t.strictSame(
      (await all()).filter(([sensor]) => sensor !== sauna),
      [one, two].flatMap((sensor, index) => email.map(guest => [sensor, guest, [serviceOf(index + 1, 'B')], false])),
    )
    const ending = await lend(house, olivia, {
      deviceIds: [one, two],
      email: gary.email,
      services: [
        { serviceId: serviceOf(1, 'B'), action: 'REMOVE' },
        { serviceId: serviceOf(2, 'A'), action: 'ADD' },
      ],
    })
    t.equal(outcomeOf(ending), true)
    const { events, letters } = await counts(house)
    t.strictSame(
      events.slice(before.events.length).map(({ action }) => action),
      ['changed', 'changed', 'changed', 'shared', 'changed', 'unshared'],
    )
    t.strictSame(letters.slice(before.letters.length), ['invitation', 'unshared'])
  })

  await t.test('all or nothing: the first refusal names its pair', async t => {
    const before = [await all(), await counts(house)]
    const refused = async (wanted: Arguments, message: RegExp, code = forbidden) => {
      const answer = await lend(house, olivia, wanted)
      t.equal(outcomeOf(answer), code)
      t.match(answer.errors?.[0]?.message, message)
      t.strictSame([await all(), await counts(house)], before, 'nothing is changed')
    }
    await refused(
      { deviceIds: [sauna, foreign], email: 'new@example.com' },
      RegExp(
        `^Nothing was changed, because of ${foreign} for new@example.com: Only the owner of this sensor can do this`,
      ),
    )
    await refused(
      { deviceId: sauna, email: ['new@example.com', olivia.email] },
      RegExp(`^Nothing was changed, because of ${sauna} for olivia@example.com: That is your own`),
      'ER_INVALID_EMAIL_ADDRESS',
    )
    await refused(
      { deviceId: two, email, action: 'REMOVE', services: [{ serviceId: serviceOf(1, 'A') }] },
      /^A device has no such service: 80:00:00:00:00:00:01:A0\./,
      malformed,
    )
    await refused(
      { deviceIds: [one, two], email, services: [{ serviceId: serviceOf(1, 'A') }] },
      RegExp(`because of ${two} for gary@example.com: No service of ${two} is named`),
      malformed,
    )
    await refused(
      { deviceIds: [sauna, foreign], email: ['gary@example.com', 'nobody@example.com'], action: 'REMOVE' },
      RegExp(`because of ${foreign} for gary@example.com: Only the owner`),
    )
    await refused(
      { deviceId: two, email: [gary.email, olivia.email], action: 'REMOVE', services: [] },
      /as a whole/,
      malformed,
    )
    await house.db.updateTable('plans').set({ max_shares_per_sensor: 2 }).execute()
    await refused(
      { deviceIds: [one, sauna], email: ['gary@example.com', 'new@example.com'] },
      RegExp(`because of ${one} for new@example.com: This sensor is shared with as many`),
      'ER_SENSOR_SHARE_COUNT_REACHED',
    )
    await house.db.updateTable('plans').set({ max_shares_per_sensor: 1000 }).execute()
  })

  await t.test('1,000 pairs, and no more', async t => {
    const guests = Array.from({ length: 1_001 }, (_, n) => `guest${n}@example.com`)
    const tooMany = await lend(house, olivia, { deviceId: sauna, email: guests })
    t.match(tooMany, { status: 200, data: null, errors: [{ message: /more than 1,000 pairs/ }] })
    const most = guests.slice(0, 998)
    t.equal(outcomeOf(await lend(house, olivia, { deviceId: two, email: most, notify: false })), true)
    t.equal(outcomeOf(await lend(house, olivia, { deviceId: two, email: most, scripting: true })), true)
    t.equal(outcomeOf(await lend(house, olivia, { deviceId: two, email: most, action: 'REMOVE' })), true)
  })
  await checkBooks(t, house.db)
})

t.test('how many statements a call takes', async t => {
  let statements = 0
  const house = await openHouse(t, { onStatement: () => statements++ })
  const { olivia, gary } = await furnish(house)
  const [one, two] = [await device(house, olivia, 1, 'AB'), await device(house, olivia, 2, 'AB')]
  const counted = async (wanted: Arguments) => {
    statements = 0
    t.equal(outcomeOf(await lend(house, olivia, wanted)), true)
    // Who is calling.
    return statements - 1
  }
  const some = [{ serviceId: serviceOf(1, 'A') }, { serviceId: serviceOf(1, 'B'), action: 'REMOVE' }]
  t.equal(await counted({ deviceId: one, email: gary.email, services: some }), 1, 'a new share')
  t.equal(await counted({ deviceId: one, email: gary.email, scripting: true }), 2, 'a change')
  const guests = (count: number) => Array.from({ length: count }, (_, n) => `guest${n}@example.com`)
  const few = await counted({ deviceIds: [one, two], email: guests(2) })
  const many = await counted({ deviceIds: [one, two], email: guests(100) })
  t.equal(few, many, 'as many for 200 as for 4')
  t.ok(many <= 6, `${many} with the transaction's own`)
})

t.test('besides', async t => {
  const house = await openHouse(t)
  const { olivia, gary } = await furnish(house)

  await t.test('terms that it does not know of stay as they are', async t => {
    const one = await device(house, olivia, 10, 'AB')
    await begin(house, one, olivia, gary, { channels: [serviceOf(10, 'A')], scripting: false })
    const kept = { note: 'Hi', starts_at: new Date(0), expires_at: new Date(4e12), paused_at: new Date(0), asked: true }
    await house.db.updateTable('shares').set(kept).execute()
    t.equal(outcomeOf(await lend(house, olivia, { deviceId: one, email: gary.email, scripting: true })), true)
    t.match(await house.db.selectFrom('shares').selectAll().execute(), [{ ...kept, channels: null, scripting: true }])
    t.match(await happened(house.db), [
      { action: 'claimed' },
      { action: 'changed', owner_id: olivia.id, guest_id: gary.id, actor_id: olivia.id },
    ])
  })

  await t.test('a share that is over is a new one', async t => {
    const one = await device(house, olivia, 12, 'AB')
    const expire = () =>
      house.db.updateTable('shares').set({ expires_at: new Date() }).where('sensor_id', '=', one).execute()
    await begin(house, one, olivia, gary, { channels: null, scripting: true })
    await expire()
    const some = { deviceId: one, email: gary.email, services: [{ serviceId: serviceOf(12, 'B') }] }
    t.equal(outcomeOf(await lend(house, olivia, { ...some, action: 'REMOVE' })), true)
    t.equal(outcomeOf(await lend(house, olivia, some)), true)
    t.strictSame(await shareOf(house, one, gary), { channels: [serviceOf(12, 'B')], scripting: false })
    await expire()
    t.equal(outcomeOf(await lend(house, olivia, { ...some, email: [gary.email, 'new@example.com'] })), true)
    t.strictSame(await shareOf(house, one, gary), { channels: [serviceOf(12, 'B')], scripting: false })
  })

  await t.test('two devices with a service of the same id: it is of both', async t => {
    const [one, two] = [await device(house, olivia, 14, 'AB'), await device(house, olivia, 15, 'A')]
    await house.db
      .insertInto('services')
      .values({ sensor_id: two, id: serviceOf(14, 'A'), name: '' })
      .execute()
    const services = [{ serviceId: serviceOf(14, 'A') }]
    t.equal(outcomeOf(await lend(house, olivia, { deviceIds: [one, two], email: gary.email, services })), true)
    for (const sensor of [one, two]) t.match(await shareOf(house, sensor, gary), { channels: [serviceOf(14, 'A')] })
  })

  await t.test(
    'what the device has now counts: a service that was removed is not there, one that was added is',
    async t => {
      const one = await device(house, olivia, 16, 'ABC')
      await removeService(house.db, olivia, { sensor: one, channel: serviceOf(16, 'B') })
      const services = [{ serviceId: serviceOf(16, 'C'), action: 'REMOVE' }]
      await begin(house, one, olivia, gary, { channels: null, scripting: false })
      t.equal(outcomeOf(await lend(house, olivia, { deviceId: one, email: gary.email, services })), true)
      t.match(await shareOf(house, one, gary), { channels: [serviceOf(16, 'A')] })
      const added = await graph(
        house,
        olivia,
        'mutation ($deviceId: String!, $id: String!) { addService(deviceId: $deviceId, id: $id, name: "ssh") { id name } }',
        { deviceId: one, id: serviceOf(16, 'D').toLowerCase() },
      )
      t.strictSame(added, { status: 200, data: { addService: { id: serviceOf(16, 'D'), name: 'ssh' } } })
      const wider = [{ serviceId: serviceOf(16, 'D') }]
      t.equal(outcomeOf(await lend(house, olivia, { deviceId: one, email: gary.email, services: wider })), true)
      t.match(await shareOf(house, one, gary), { channels: [serviceOf(16, 'A'), serviceOf(16, 'D')] })
    },
  )

  await t.test('bad input is refused, and nothing is changed', async t => {
    const one = await device(house, olivia, 18, 'A')
    const bad: [Arguments, string][] = [
      [{ deviceId: 'x', email: gary.email }, 'ER_INVALID_MAC_ADDRESS'],
      [{ deviceId: '80:00:00:00:00:00:01', email: gary.email }, 'ER_INVALID_MAC_ADDRESS'],
      [{ deviceId: one, email: 'x' }, 'ER_INVALID_EMAIL_ADDRESS'],
      [{ deviceId: one, email: 'a\x07b@example.com' }, 'ER_INVALID_EMAIL_ADDRESS'],
      [{ deviceId: one, email: [] }, 'ER_MISSING_ARGUMENT'],
      [{ email: gary.email }, 'ER_MISSING_ARGUMENT'],
      [{ deviceIds: [], email: gary.email }, 'ER_MISSING_ARGUMENT'],
      [{ deviceId: one, email: gary.email, services: [{ serviceId: '' }] }, 'ER_INVALID_FORMAT'],
      [{ deviceId: one, email: gary.email, services: [{ serviceId: '__proto__' }] }, 'ER_INVALID_FORMAT'],
      [{ deviceId: one, email: gary.email, services: [{ serviceId: `${one}.co2` }] }, 'ER_INVALID_FORMAT'],
      [{ deviceId: one, email: gary.email, services: [{ serviceId: '80:00:00:00:00:00:01:é0' }] }, 'ER_INVALID_FORMAT'],
    ]
    const hexOf = (n: number) =>
      n
        .toString(16)
        .padStart(4, '0')
        .replace(/..(?!$)/, '$&:')
    const services = Array.from({ length: 1_001 }, (_, n) => ({ serviceId: `80:00:00:00:00:00:${hexOf(n)}` }))
    bad.push([{ deviceId: one, email: gary.email, services }, 'ER_INVALID_FORMAT'])
    for (const [wanted, code] of bad) {
      t.equal(outcomeOf(await lend(house, olivia, wanted)), code, JSON.stringify(wanted).slice(0, 100))
    }
    t.strictSame(await house.db.selectFrom('shares').selectAll().where('sensor_id', '=', one).execute(), [])
  })

  await t.test('a share of which scripting alone is left shows no channel', async t => {
    const sauna = await house.sensor(olivia)
    await begin(house, sauna, olivia, gary, { channels: ['co2'], scripting: true })
    const services = [{ serviceId: `${sauna}.co2`, action: 'REMOVE' }]
    t.equal(outcomeOf(await lend(house, olivia, { deviceId: sauna, email: gary.email, services })), true)
    const url = `/access?sensor=${sauna}&channel=co2`
    const answer = await house.inject({ url, headers: { authorization: `Bearer ${gary.token}` } })
    t.match(answer.json().data, { role: null })
  })
  await checkBooks(t, house.db)
})
