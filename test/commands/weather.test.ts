import t from 'tap'
import { weekOf } from '../../src/commands/weather.ts'
import { isMaskable, maskChannels } from '../../src/measurements/frame.ts'

t.test('a week: every five minutes up to now, in frames that apps can read', t => {
  const now = 1_790_000_000
  const heard = weekOf({ temperature: 20, swing: 3, humidity: 45, wander: 0.3 }, 'C6:F1:E7:D3:DA:11', now)
  t.equal(heard.length, 2017)
  t.equal(heard[1] && heard[0] && heard[1].at - heard[0].at, 300)
  t.ok(Number(heard.at(-1)?.at) > now - 300 && Number(heard.at(-1)?.at) <= now)
  const temperatures = heard.map(({ data }) => Buffer.from(data, 'hex').readInt16BE(8) * 0.005)
  t.ok(Math.min(...temperatures) > 10 && Math.max(...temperatures) < 30, 'plausible')
  t.ok(Math.max(...temperatures) - Math.min(...temperatures) > 4, 'days and nights')
  for (const { data } of heard) if (!isMaskable(data)) t.fail(data)
  t.match(maskChannels(heard[0]?.data ?? '', ['temperature']), /^0201061BFF990405....FFFFFFFF8000/)
  t.end()
})
