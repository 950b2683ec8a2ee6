import t from 'tap'
import { deviceIn, emailIn, nameIn, noteIn, serviceId, serviceIn, user } from '../../src/graphql/resolvers/values.ts'
import { dateTime } from '../../src/graphql/schema/date-time.ts'

const hostile = ['', ' ', '\0', '\ud800', '__proto__', 'constructor', '*'.repeat(100_000), "' or 1=1 --", '../..']

t.test('a device has six or eight octets, and is written in upper case', async t => {
  t.equal(deviceIn('c6:f1:e7:d3:da:11'), 'C6:F1:E7:D3:DA:11')
  t.equal(deviceIn('80:00:00:00:12:34:56:ab'), '80:00:00:00:12:34:56:AB')
  for (const wrong of [
    ...hostile,
    'C6:F1:E7:D3:DA',
    'C6:F1:E7:D3:DA:11:22',
    '80:00:00:00:12:34:56:78:9A',
    'C6-F1-E7-D3-DA-11',
    'C6:F1:E7:D3:DA:11\n',
    ' C6:F1:E7:D3:DA:11',
    'C6:F1:E7:D3:DA:1G',
    'C6:F1:E7:D3:DA:11.temperature',
  ]) {
    t.throws(() => deviceIn(wrong), { name: 'notMac', message: /^.{1,200}$/s }, JSON.stringify(wrong.slice(0, 30)))
  }
})

t.test('an address is written in lower case', async t => {
  t.equal(emailIn('Someone@Example.com'), 'someone@example.com')
  for (const wrong of [...hostile, 'someone', 'a@b\0.com', 'ü@example.com', `${'x'.repeat(250)}@example.com`]) {
    t.throws(() => emailIn(wrong), { name: 'notEmail', message: /^.{1,200}$/s }, JSON.stringify(wrong.slice(0, 30)))
  }
})

t.test('a service names its sensor and what is measured, or itself; written, it reads as it was', async t => {
  const sensor = 'C6:F1:E7:D3:DA:11'
  t.strictSame(serviceIn('c6:f1:e7:d3:da:11.temperature'), { sensor, channel: 'temperature' })
  t.strictSame(serviceIn('80:00:00:00:12:34:56:ab'), { sensor: undefined, channel: '80:00:00:00:12:34:56:AB' })
  t.equal(serviceId(sensor, 'temperature'), 'C6:F1:E7:D3:DA:11.temperature')
  t.equal(serviceId('80:00:00:00:12:34:56:78', '80:00:00:00:12:34:56:79'), '80:00:00:00:12:34:56:79')
  for (const wrong of [
    ...hostile,
    sensor,
    'temperature',
    `${sensor}.`,
    `${sensor}.a/b`,
    `${sensor}.${'x'.repeat(33)}`,
    `${sensor}.temperature\n`,
    '80:00:00:00:12:34:56:78.temperature',
  ]) {
    t.throws(() => serviceIn(wrong), { name: 'malformed', message: /^.{1,250}$/s }, JSON.stringify(wrong.slice(0, 30)))
  }
})

t.test('a person has the same id always, and another than anybody else', async t => {
  t.match(user('a@example.com').id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  t.strictSame(user('a@example.com'), user('a@example.com'))
  t.not(user('a@example.com').id, user('b@example.com').id)
})

t.test('a name is one line of up to 200 characters, a note has up to 500', async t => {
  t.equal(nameIn('Sauna ♨'), 'Sauna ♨')
  t.equal(nameIn(''), '')
  for (const wrong of ['x'.repeat(201), 'two\nlines', 'a\0b', 'a\x7f']) {
    t.throws(() => nameIn(wrong), { name: 'malformed' }, JSON.stringify(wrong.slice(0, 20)))
  }
  t.equal(noteIn('two\nlines'), 'two\nlines')
  t.throws(() => noteIn('x'.repeat(501)), { name: 'malformed' })
})

t.test('an instant is read whatever its zone, and written in UTC', async t => {
  const read = dateTime.parseValue
  t.equal(read('2026-11-21T12:00:00Z'), '2026-11-21T12:00:00.000Z')
  t.equal(read('2026-11-21t12:00:00.1234z'), '2026-11-21T12:00:00.123Z')
  t.equal(read('2026-11-21T12:00+02:00'), '2026-11-21T10:00:00.000Z')
  t.equal(read('2026-11-21'), '2026-11-21T00:00:00.000Z')
  t.equal(read('0001-01-01T00:00:00Z'), '0001-01-01T00:00:00.000Z', 'what some programs mean by always')
  for (const wrong of [
    ...hostile,
    1_700_000_000,
    null,
    true,
    ['2026-11-21'],
    '2026-02-30',
    '2026-11-21T25:00:00Z',
    '2026-11-21T12:00:00',
    '2026-11-21 12:00:00Z',
    '2026-11-21T12:00:00Z junk',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '+012026-11-21T12:00:00Z',
    'yesterday',
  ]) {
    t.throws(() => read(wrong), /no instant/, JSON.stringify(wrong)?.slice(0, 30))
  }
})
