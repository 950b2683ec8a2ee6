import t from 'tap'
import { weekOf } from '../../src/commands/weather.ts'
import { channels, isMaskable, maskChannels } from '../../src/measurements/frame.ts'
import { corrected, decode, numberOf, quantities, written } from '../../src/measurements/values.ts'

/** As Ruuvi publishes them. */
const format5 = '0512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F'
const format6 = '06170C5668C79E007000C90501D900CD004C884F'
const formatE1 = 'E1170C5668C79E0065007004BD11CA00C90A0213E0AC000000DECDEE110000000000CBB8334C884F'
const format3 = '03291A1ECE1EFC18F94202CA0B53'

/** A frame as it is broadcast: after the flags, in a structure of the manufacturer. */
const broadcast = (frame: string) =>
  `020106${(frame.length / 2 + 3).toString(16).padStart(2, '0').toUpperCase()}FF9904${frame}`

const rounded = (values: object) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(value * 1000) / 1000]))

t.test('format 5, as the facts have it', async t => {
  t.strictSame(decode(broadcast(format5)), {
    temperature: 24.3,
    humidity: 53.49,
    pressure: 100_044,
    accelerationX: 0.004,
    accelerationY: -0.004,
    accelerationZ: 1.036,
    movement: 66,
  })
  t.strictSame(
    decode('0201061BFF9904050EA24339C9120024FFE003ECA076A44E37C207FC16453B'),
    {
      temperature: 18.73,
      humidity: 43.0225,
      pressure: 101_474,
      accelerationX: 0.036,
      accelerationY: -0.032,
      accelerationZ: 1.004,
      movement: 164,
    },
    'a whole record',
  )
  t.strictSame(
    rounded(decode(broadcast('058001000000008001800180010000000000CBB8334C884F'))),
    {
      temperature: -163.835,
      humidity: 0,
      pressure: 50_000,
      accelerationX: -32.767,
      accelerationY: -32.767,
      accelerationZ: -32.767,
      movement: 0,
    },
    'the least there is',
  )
  t.match(decode(broadcast('05FFFF000000007FFF7FFF7FFF0000000000CBB8334C884F')), { temperature: -0.005 }, 'below zero')
})

t.test('what owners correct: added in °C, % and Pa, and humidity stays between nothing and all', async t => {
  const measured = decode(broadcast(format5))
  const none = { offsetTemperature: 0, offsetHumidity: 0, offsetPressure: 0 }
  t.strictSame(corrected(measured, none), measured)
  t.strictSame(rounded(corrected(measured, { offsetTemperature: -1.25, offsetHumidity: 3.5, offsetPressure: -244 })), {
    ...measured,
    ...{ temperature: 23.05, humidity: 56.99, pressure: 99_800 },
  })
  t.equal(corrected(measured, { ...none, offsetHumidity: 46.52 }).humidity, 100)
  t.equal(corrected(measured, { ...none, offsetHumidity: -53.5 }).humidity, 0)
  const all = { offsetTemperature: 1, offsetHumidity: 1, offsetPressure: 1 }
  t.strictSame(corrected({ co2: 401 }, all), { co2: 401 }, 'what is not there stays away')
})

t.test('format 6', async t => {
  t.strictSame(rounded(decode(broadcast(format6))), {
    temperature: 29.5,
    humidity: 55.3,
    pressure: 101_102,
    pm25: 11.2,
    co2: 201,
    voc: 10,
    nox: 2,
    luminosity: 13_026.669,
  })
  const odd = format6.replace('CD004C', 'CDC04C')
  t.match(decode(broadcast(odd)), { voc: 11, nox: 3 }, 'the ninth bit is in the flags')
})

t.test('format E1', async t => {
  t.strictSame(rounded(decode(broadcast(formatE1))), {
    temperature: 29.5,
    humidity: 55.3,
    pressure: 101_102,
    pm1: 10.1,
    pm25: 11.2,
    pm4: 121.3,
    pm10: 455.4,
    co2: 201,
    voc: 20,
    nox: 4,
    luminosity: 13_027,
    soundInstant: 18,
    soundAverage: 18.2,
    soundPeak: 18,
  })
})

t.test('format E1: sound has nine bits, the lowest of which are in the flags', async t => {
  const loud = (bytes: string, flags: string) =>
    rounded(decode(broadcast(formatE1.replace('13E0AC000000DECDEE11', `13E0AC${bytes}DECDEE${flags}`))))
  t.match(loud('0A0B0C', '00'), { soundInstant: 22, soundAverage: 22.4, soundPeak: 22.8 })
  t.match(loud('0A0B0C', '08'), { soundInstant: 22.2, soundAverage: 22.4, soundPeak: 22.8 })
  t.match(loud('0A0B0C', '30'), { soundInstant: 22, soundAverage: 22.6, soundPeak: 23 })
  t.strictSame(
    Object.keys(loud('FFFFFF', '28')).filter(name => name.startsWith('sound')),
    ['soundAverage'],
  )
})

t.test('format 3, which has no codes for what is not available', async t => {
  const values = {
    temperature: 26.3,
    humidity: 20.5,
    pressure: 102_766,
    accelerationX: -1,
    accelerationY: -1.726,
    accelerationZ: 0.714,
  }
  t.strictSame(rounded(decode(broadcast(format3))), values)
  t.match(rounded(decode(broadcast(format3.replace('1A1E', '9A1E')))), { temperature: -26.3 }, 'the sign is a bit')
})

t.test('what is not available is not there', async t => {
  t.strictSame(decode(broadcast('058000FFFFFFFF800080008000FFFFFFFFFFFFFFFFFFFFFF')), {})
  t.strictSame(decode(broadcast('068000FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF')), {})
  t.strictSame(decode(broadcast(`E18000${'FF'.repeat(37)}`)), {})
})

t.test('a hidden channel is not there, and the others are as they were', async t => {
  for (const frame of [format5, format6, formatE1]) {
    const whole = decode(broadcast(frame))
    t.ok(isMaskable(broadcast(frame)))
    for (const channel of channels) {
      const rest = Object.entries(whole).filter(([name]) => quantityOf(name).channel !== channel)
      const others = [...channels].filter(one => one !== channel)
      t.strictSame(decode(maskChannels(broadcast(frame), others)), Object.fromEntries(rest), `${channel} hidden`)
    }
    t.strictSame(decode(maskChannels(broadcast(frame), [])), {})
  }
})

const quantityOf = (name: string) => quantities[name as keyof typeof quantities]

t.test('what is no frame of Ruuvi says nothing', async t => {
  const strange = {
    'nothing at all': '',
    'no hex': 'XYZ',
    'half a byte': '020',
    'another manufacturer': `0201061BFF4C00${format5}`,
    'a format that is not known': broadcast(format5.replace(/^05/, '08')),
    'cut off': broadcast(format5).slice(0, 40),
    'a length of nothing': '000000',
    'a name only': '0408414243',
    'a frame without its structure': format5,
  }
  for (const [what, data] of Object.entries(strange)) t.strictSame(decode(data), {}, what)
  t.match(decode(`0408414243${broadcast(format5).slice(6)}`), { temperature: 24.3 }, 'after a name there may be one')
  t.match(decode(broadcast(format5).toLowerCase()), { temperature: 24.3 }, 'in lower case')
})

t.test('the demo tells the weather as it was made', async t => {
  const place = { temperature: 20, swing: 5, humidity: 60, wander: 0 }
  const now = 1_790_000_000
  const heard = weekOf(place, 'C6:F1:E7:D3:DA:11', now)
  for (const { at, data } of heard) {
    // The same formula, written once more: coldest at four in the morning.
    const warmth = 20 + 5 * Math.sin(2 * Math.PI * ((at / 3600 - 10) / 24))
    const { temperature = Number.NaN, humidity = Number.NaN, pressure = Number.NaN } = decode(data)
    if (!(Math.abs(temperature - warmth) < 0.01)) t.fail(`${temperature} is not ${warmth} at ${at}`)
    if (!(Math.abs(humidity - 60 + 2 * (warmth - 20)) < 1.02)) t.fail(`${humidity} % at ${warmth} °C`)
    if (!(pressure > 100_300 && pressure < 102_300)) t.fail(`${pressure} Pa`)
  }
  t.equal(heard.length, 2017)
  const temperatures = heard.map(({ data }) => decode(data).temperature ?? 0)
  t.ok(Math.max(...temperatures) > 24.9 && Math.min(...temperatures) < 15.1, 'it swings')
})

t.test('people read values in their units', async t => {
  t.equal(written('temperature', 24.3), '24.30\u00a0°C')
  t.equal(written('temperature', -3.456), '−3.46\u00a0°C')
  t.equal(written('temperature', -0.001), '0.00\u00a0°C', 'nothing is below zero by nothing')
  t.equal(written('pressure', 100_044), '1,000.4\u00a0hPa')
  t.equal(written('voc', 20), '20')
  t.equal(numberOf('humidity', 53.49), '53.5')
  t.strictSame(
    new Set(Object.values(quantities).map(({ channel }) => channel)),
    new Set(channels),
    'every channel has quantities',
  )
})
