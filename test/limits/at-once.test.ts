import t from 'tap'
import { AtOnce } from '../../src/limits/at-once.ts'

t.test('as many at once as allowed, for each person; what has ended makes room, however it ended', async t => {
  const atOnce = new AtOnce(2)
  const pending: { resolve: (answer: string) => void; reject: (error: Error) => void }[] = []
  const work = () => new Promise<string>((resolve, reject) => pending.push({ resolve, reject }))
  const [first, second] = [atOnce.run('olivia', work), atOnce.run('olivia', work)]
  await t.rejects(atOnce.run('olivia', work), {
    name: 'tooMany',
    kind: { status: 429, headers: { 'retry-after': '1' } },
  })
  const other = atOnce.run('gary', work)
  t.equal(pending.length, 3, 'refused work does not begin')
  pending[0]?.reject(new Error('it failed'))
  await t.rejects(first, /it failed/)
  const third = atOnce.run('olivia', work)
  for (const { resolve } of pending) resolve('done')
  t.strictSame(await Promise.all([second, third, other]), ['done', 'done', 'done'])
})
