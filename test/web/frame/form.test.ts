/** What is made of the fields of forms. */
import t from 'tap'
import { addressesIn } from '../../../src/web/frame/form.ts'
import { instantOf } from '../../../src/web/time/wall-clock.ts'

t.test('addresses are found between whatever people put there', async t => {
  const found = (text: string) => addressesIn(text)
  t.strictSame(found('a@b.co, C@D.ef;g@h.ij k@l.mn\r\na@B.co\tx@y.zz'), {
    addresses: ['a@b.co', 'c@d.ef', 'g@h.ij', 'k@l.mn', 'x@y.zz'],
    others: [],
  })
  t.strictSame(found(' \n ,;'), { addresses: [], others: [] })
})

t.test('names before addresses are left out, as mail programs copy them', async t => {
  const text = '"Smith, Gary" <gary@x.com>, Nina N. <nina@x.com>; olaf@x.com <OLAF@x.com>\nIna <ina@x.com> uwe@x.com'
  t.strictSame(addressesIn(text), {
    addresses: ['gary@x.com', 'nina@x.com', 'olaf@x.com', 'ina@x.com', 'uwe@x.com'],
    others: [],
  })
})

t.test('words that are no address are kept to be shown', async t => {
  t.strictSame(addressesIn('gary, nina@, nina@x.com, Gary <gary@>, gary').others, ['gary', 'nina@', 'gary@'])
})

t.test('a time that was typed is an instant by the clock of who typed it', async t => {
  const instant = (shown: string, zone: string) => instantOf(shown, zone)?.toISOString()
  t.equal(instant('2026-11-21T14:05', 'UTC'), '2026-11-21T14:05:00.000Z')
  t.equal(instant('2026-11-21T14:05', 'Europe/Helsinki'), '2026-11-21T12:05:00.000Z')
  t.equal(instant('2026-07-21T14:05', 'Europe/Helsinki'), '2026-07-21T11:05:00.000Z')
  t.equal(instant('2026-11-21T14:05', 'America/St_Johns'), '2026-11-21T17:35:00.000Z')
  t.equal(instant('2026-03-29T02:59', 'Europe/Helsinki'), '2026-03-29T00:59:00.000Z', 'before the clock is put forward')
  t.equal(instant('2026-03-29T04:00', 'Europe/Helsinki'), '2026-03-29T01:00:00.000Z', 'and after')
  t.equal(instant('2026-10-25T02:30', 'Europe/Berlin'), '2026-10-25T00:30:00.000Z', 'the first of two')
  t.equal(instant('2026-10-25T01:59', 'Europe/Berlin'), '2026-10-24T23:59:00.000Z')
  t.equal(instant('2026-10-25T03:00', 'Europe/Berlin'), '2026-10-25T02:00:00.000Z')
  t.equal(instant('2026-11-01T01:30', 'America/New_York'), '2026-11-01T05:30:00.000Z', 'the first of two')
  t.equal(instant('2026-11-01T00:59', 'America/New_York'), '2026-11-01T04:59:00.000Z')
  t.equal(instant('2026-11-01T02:00', 'America/New_York'), '2026-11-01T07:00:00.000Z')
  t.equal(instant('2026-03-29T02:30', 'Europe/Berlin'), '2026-03-29T01:30:00.000Z', 'skipped: 3:30 there')
  t.equal(instant('2026-03-08T02:30', 'America/New_York'), '2026-03-08T07:30:00.000Z', 'skipped: 3:30 there')
  for (const text of ['', 'tomorrow', '2026-13-01T00:00', '2026-11-21', '2026-11-21T25:00', '2026-11-21T14:05Z']) {
    t.equal(instantOf(text, 'UTC'), undefined, text)
  }
})
