import t from 'tap'
import { ago, readerOf, time } from '../../../src/web/time/view.ts'

const at = new Date('2026-11-21T12:05:09.123Z')
const clock = (tz?: string, now = at) => readerOf({ cookies: { tz }, headers: {} }, now)

t.test('an instant is told by the clock of the browser', async t => {
  t.equal(time(at, clock('Europe/Helsinki')), '<time datetime="2026-11-21T12:05:09.123Z">21 Nov 2026, 14:05</time>')
  t.match(time('2026-11-21T23:30:00Z', clock('Asia/Tokyo')), />22 Nov 2026, 08:30</)
  t.match(time('2026-11-21T00:00:00Z', clock('Europe/London')), />21 Nov 2026, 00:00</)
})

t.test('without one, or with none that there is, by UTC, and it says so', async t => {
  for (const zone of [undefined, '', 'Nowhere/Land', '<b>', 'x'.repeat(5000), '__proto__', '\0']) {
    t.match(time(at, clock(zone)), />21 Nov 2026, 12:05 UTC</)
  }
  t.equal(clock('utc').zone, 'UTC')
})

t.test('how long ago something was', async t => {
  const words = (seconds: number) => />(.*)</.exec(ago(at, clock('UTC', new Date(at.getTime() + seconds * 1_000))))?.[1]
  t.strictSame([0, 59, 60, 119, 5 * 60, 3_599, 3_600, 86_399, 86_400, 3 * 86_400].map(words), [
    ...['just now', 'just now', '1 minute ago', '1 minute ago', '5 minutes ago', '59 minutes ago'],
    ...['1 hour ago', '23 hours ago', '1 day ago', '3 days ago'],
  ])
  t.equal(words(-120), 'in 2 minutes', 'a clock that is set wrong is no error')
  t.match(ago(at, clock('Europe/Helsinki')), 'title="21 Nov 2026, 14:05"')
})
