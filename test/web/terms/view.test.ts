import t from 'tap'
import { termsOf } from '../../../src/web/terms/view.ts'
import { readerOf } from '../../../src/web/time/view.ts'

const now = new Date('2026-11-21T14:05:00Z')
const clock = readerOf({ cookies: {}, headers: {} }, now)
const sensor = 'C6:F1:E7:D3:DA:11'
const device = '80:00:00:00:12:34:56:78'
const idOf = (n: number) => `80:00:00:00:12:34:56:0${n}`
const services = [
  { sensor: device, channel: idOf(1), name: 'ssh' },
  { sensor: device, channel: idOf(2), name: '<b>web' },
  { sensor: device, channel: idOf(3), name: 'vnc' },
  { sensor: '80:00:00:00:12:34:56:99', channel: idOf(4), name: 'of another' },
]
const plain = { sensor, direction: 'given', channels: null, scripting: false, startsAt: null, expiresAt: null } as const
const words = (share: Partial<Parameters<typeof termsOf>[0]>) =>
  termsOf({ ...plain, ...share }, clock, services).replaceAll(/<\/?(time|bdi)[^>]*>/g, '')
const ruuvis = [
  'temperature',
  'humidity',
  'pressure',
  'co2',
  'pm',
  'voc',
  'nox',
  'luminosity',
  'sound',
  'acceleration',
  'movement',
]

t.test('what of a sensor', async t => {
  t.equal(words({}), 'Everything')
  t.equal(words({ channels: [] }), 'No readings')
  t.equal(words({ channels: ['co2'] }), 'Only carbon dioxide')
  t.equal(words({ channels: ['voc', 'humidity', 'temperature'] }), 'Only temperature, humidity, and VOC')
  t.equal(words({ channels: ruuvis }), 'Everything it has now')
  t.equal(words({ channels: ruuvis.slice(2) }), 'Everything except temperature and humidity')
  t.equal(words({ channels: ruuvis.slice(2), direction: 'got' }), 'Everything except temperature and humidity')
})

t.test('what of a device: by their names where they are known', async t => {
  t.match(
    termsOf({ ...plain, sensor: device, channels: [idOf(1)] }, clock, services),
    '<bdi>ssh</bdi>',
    'it turns nothing round',
  )
  t.equal(words({ sensor: device }), 'Everything')
  t.equal(words({ sensor: device, channels: [idOf(1)] }), 'Only ssh')
  t.equal(words({ sensor: device, channels: [idOf(1), idOf(3)] }), 'Everything except &#60;b&#62;web')
  t.equal(words({ sensor: device, channels: [idOf(1), idOf(2), idOf(3)] }), 'Everything it has now')
  t.equal(words({ sensor: device, channels: [idOf(4), idOf(3)] }), 'Only vnc and one service')
  t.equal(words({ sensor: device, channels: [idOf(8), idOf(9)] }), 'Only 2 services')
  const all = [idOf(1), idOf(2), idOf(3)]
  t.equal(
    words({ sensor: device, direction: 'got', channels: all }),
    'Only ssh, &#60;b&#62;web, and vnc',
    'a guest does not learn whether there are others',
  )
})

t.test('for what else, and when', async t => {
  const times = { startsAt: '2026-12-01T10:00:00Z', expiresAt: '2026-12-24T18:00:00Z' }
  t.match(
    words({ ...times, scripting: true, channels: ['co2'] }),
    /^Only carbon dioxide · programs allowed · from 1 Dec 2026, 10:00 UTC · until 24 Dec 2026, 18:00 UTC$/,
  )
  t.notMatch(words({ startsAt: '2026-11-20T10:00:00Z' }), 'from', 'what has begun')
})
