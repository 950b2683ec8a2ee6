/** Takes every term of a share through sharing, changing and undoing. A new term must be added here, or the file does not compile. */
import t from 'tap'
import { changeShare } from '../../src/sharing/change/change.ts'
import { takeBack } from '../../src/sharing/end/take-back.ts'
import { restore } from '../../src/sharing/grant/restore.ts'
import { share } from '../../src/sharing/grant/share.ts'
import { listAllShares } from '../../src/sharing/read/list.ts'
import { checkTerms, type Terms } from '../../src/sharing/terms.ts'
import { openHouse } from '../support/house.ts'

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

/** None of them is the default, and none is the same in both. */
const some: Required<Terms> = {
  channels: ['temperature'],
  scripting: true,
  note: 'Water the plants',
  startsAt: inDays(1),
  expiresAt: inDays(3),
}
const others: Required<Terms> = {
  channels: ['humidity', 'pressure'],
  scripting: false,
  note: 'Thank you',
  startsAt: inDays(2),
  expiresAt: inDays(4),
}

t.test('every term is stored by a new share, by a change and by undoing a removal', async t => {
  const { db, person, sensor } = await openHouse(t)
  const olivia = await person('olivia')
  const pair = { sensor: await sensor(olivia), guest: 'gary@example.com' }
  const stored = async () => {
    const any = { sensor: undefined, person: undefined, direction: undefined, state: undefined }
    const [found] = await listAllShares(db, olivia, any)
    return Object.fromEntries(Object.keys(some).map(name => [name, Object(found)[name]]))
  }

  await share(db, olivia, [{ ...pair, ...checkTerms(some) }])
  t.strictSame(await stored(), some, 'as it was shared')

  const { changed } = await changeShare(db, olivia, pair, others)
  t.strictSame(changed.toSorted(), Object.keys(some).toSorted(), 'every term has changed')
  t.strictSame(await stored(), others, 'as it was changed')

  const { id = '' } = await takeBack(db, olivia, [pair])
  await restore(db, olivia, id, undefined)
  t.strictSame(await stored(), others, 'as it was before it was removed')
})

t.test('only given terms are kept, and nothing that is no term', async t => {
  t.strictSame(checkTerms({}), {})
  t.strictSame(checkTerms({ note: '', channels: null, expiresAt: null }), { channels: null, note: '', expiresAt: null })
  t.strictSame(checkTerms({ scripting: false, mode: 'all' } as object), { scripting: false })
})
