/** Frames of data format 5, against the test vectors that Ruuvi publishes. */
import fc from 'fast-check'
import t from 'tap'
import { encodeFormat5 } from '../../src/measurements/encode.ts'
import { isMaskable } from '../../src/measurements/frame.ts'
import { decode } from '../../src/measurements/values.ts'

const sensor = 'CB:B8:33:4C:88:4F'
const head = '0201061BFF9904'
const valid = {
  temperature: 24.3,
  humidity: 53.49,
  pressure: 100044,
  accelX: 0.004,
  accelY: -0.004,
  accelZ: 1.036,
  voltage: 2.977,
  txPower: 4,
  movementCounter: 66,
  measurementSequenceNumber: 205,
}
const most = {
  temperature: 163.835,
  humidity: 163.835,
  pressure: 115534,
  accelX: 32.767,
  accelY: 32.767,
  accelZ: 32.767,
  voltage: 3.646,
  txPower: 20,
  movementCounter: 254,
  measurementSequenceNumber: 65534,
}
const least = {
  temperature: -163.835,
  humidity: 0,
  pressure: 50000,
  accelX: -32.767,
  accelY: -32.767,
  accelZ: -32.767,
  voltage: 1.6,
  txPower: -40,
  movementCounter: 0,
  measurementSequenceNumber: 0,
}

t.test('the vectors of the specification', async t => {
  t.equal(encodeFormat5(sensor, valid), `${head}0512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F`)
  t.equal(encodeFormat5(sensor, most), `${head}057FFFFFFEFFFE7FFF7FFF7FFFFFDEFEFFFECBB8334C884F`)
  t.equal(encodeFormat5(sensor, least), `${head}058001000000008001800180010000000000CBB8334C884F`)
  const none = `${head}058000FFFFFFFF800080008000FFFFFFFFFFCBB8334C884F`
  t.equal(encodeFormat5(sensor, {}), none)
  t.equal(
    encodeFormat5(sensor, Object.fromEntries(Object.entries(most).map(([name, value]) => [name, value * 3 + 1]))),
    none,
    'what the format cannot hold',
  )
  t.ok(isMaskable(none))
})

t.test('any values: read back as they were, to the step of the format', async () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true })
  fc.assert(
    fc.property(fc.double({ min: -163, max: 163, noNaN: true }), number, number, (temperature, pressure, any) => {
      const data = encodeFormat5(sensor, { temperature, pressure, humidity: any, voltage: any, movementCounter: any })
      const read = decode(data)
      const isClose = Math.abs((read.temperature ?? Number.NaN) - temperature) <= 0.0026
      const isThere = pressure >= 49_999.5 && pressure < 115_534.5
      return data.length === 62 && isClose && (read.pressure !== undefined) === isThere
    }),
  )
})
