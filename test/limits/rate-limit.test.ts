import fc from 'fast-check'
import t from 'tap'
import { MinuteCounts } from '../../src/limits/rate-limit.ts'

t.test('counts as an endless memory would, whatever comes when', async t => {
  const step = fc.record({
    wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40_000 }), fc.constantFrom(59_999, 60_000, 120_000)),
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    look: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      let now = 0
      const counts = new MinuteCounts(() => now)
      const minutes = new Map<string, { endsAt: number; count: number }>()
      for (const { wait, key, look } of steps) {
        now += wait
        let minute = minutes.get(key)
        if (minute && minute.endsAt <= now) minute = undefined
        if (!look) {
          minute ??= { endsAt: now + 60_000, count: 0 }
          minute.count++
          minutes.set(key, minute)
        }
        const standing = look ? counts.look(key) : counts.count(key, 3)
        const expected = minute && {
          limit: 3,
          remaining: Math.max(0, 3 - minute.count),
          seconds: Math.ceil((minute.endsAt - now) / 1000),
          isOver: minute.count > 3,
        }
        if (JSON.stringify(standing) !== JSON.stringify(expected)) return false
      }
      return true
    }),
    { numRuns: 1000 },
  )
  t.pass('1,000 runs')
})

t.test('what is over is forgotten', async t => {
  let now = 0
  const counts = new MinuteCounts(() => now, 1000)
  for (let i = 0; i < 500; i++) counts.count(`early ${i}`, 1)
  now += 60_000
  counts.count('later', 1)
  now += 60_000
  counts.count('last', 1)
  t.equal(counts.size, 2)
  now += 600_000
  counts.count('much later', 1)
  t.equal(counts.size, 1)
})

t.test('a flood of keys takes no more than its room, and makes nobody wait', async t => {
  const counts = new MinuteCounts(() => 0, 1000)
  counts.count('early', 1)
  let most = 0
  for (let i = 0; i < 50_000; i++) {
    if (counts.count(`flood ${i}`, 1).isOver) t.fail(`${i} was refused because of others`)
    most = Math.max(most, counts.size)
  }
  t.equal(most, 2000)
  t.notOk(counts.count('early', 1).isOver, 'forgotten, so it begins anew')
})
