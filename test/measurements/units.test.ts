import t from 'tap'
import { inUnits, possibleUnits, scalesIn, standardUnits, type Units, unitsIn } from '../../src/measurements/units.ts'
import { type Quantity, type Values, written } from '../../src/measurements/values.ts'

const texts = (values: Values, chosen: Partial<Units>) => {
  const units = { ...standardUnits, ...chosen }
  const scales = scalesIn(units)
  const converted = Object.entries(inUnits(values, units)) as [Quantity, number][]
  return Object.fromEntries(
    converted.map(([name, value]) => [name, written(name, value, scales).replace('\u00a0', ' ')]),
  )
}

const room = { temperature: 24.3, humidity: 53.49, pressure: 100_044, co2: 640 }

t.test('values in the units of the apps', async t => {
  t.strictSame(texts(room, {}), {
    co2: '640 ppm',
    pressure: '1,000.4 hPa',
    temperature: '24.30 °C',
    humidity: '53.5 %',
  })
  t.match(texts(room, { temperature: 'F' }), { temperature: '75.74 °F', humidity: '53.5 %' })
  t.match(texts(room, { temperature: 'K' }), { temperature: '297.45 K' })
  t.match(texts({ temperature: -40 }, { temperature: 'F' }), { temperature: '−40.00 °F' })
  t.match(texts(room, { pressure: '0' }), { pressure: '100,044 Pa' })
  t.match(texts(room, { pressure: '2' }), { pressure: '750.4 mmHg' })
  t.match(texts(room, { pressure: '3' }), { pressure: '29.54 inHg' })
})

t.test('humidity: absolute, and as a dew point in the unit of temperatures', async t => {
  t.match(texts({ temperature: 20, humidity: 50 }, { humidity: '1' }), { humidity: '8.6 g/m³' })
  t.match(texts({ temperature: 20, humidity: 50 }, { humidity: '2' }), { humidity: '9.3 °C' })
  t.match(texts({ temperature: 20, humidity: 50 }, { humidity: '2', temperature: 'F' }), { humidity: '48.7 °F' })
  t.strictSame(
    texts({ temperature: 20, humidity: 0 }, { humidity: '2' }),
    { temperature: '20.00 °C' },
    'none without moisture',
  )
  t.equal(scalesIn({ ...standardUnits, humidity: '2' }).humidity.name, 'Dew point')
})

t.test('humidity without a temperature stays relative', async t => {
  const units = { ...standardUnits, humidity: '1' } as const
  t.strictSame(inUnits({ humidity: 50 }, units), {}, 'it cannot be converted')
  t.equal(possibleUnits(units, { humidity: 50 }).humidity, '0')
  t.equal(possibleUnits(units, { humidity: 50, temperature: 20 }).humidity, '1')
  t.equal(possibleUnits(units, {}).humidity, '1')
})

t.test('settings that apps stored; what is unknown counts as not set', async t => {
  t.strictSame(unitsIn(undefined), standardUnits)
  t.strictSame(unitsIn({ UNIT_TEMPERATURE: 'F', UNIT_HUMIDITY: '2', UNIT_PRESSURE: '3' }), {
    temperature: 'F',
    humidity: '2',
    pressure: '3',
  })
  for (const odd of ['', 'f', '__proto__', '9', ' C']) {
    t.strictSame(unitsIn({ UNIT_TEMPERATURE: odd, UNIT_HUMIDITY: odd, UNIT_PRESSURE: odd }), standardUnits, odd)
  }
})
