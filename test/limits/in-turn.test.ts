import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { InTurn } from '../../src/limits/in-turn.ts'

t.test('so much at a time, in order, however it ends', async t => {
  const inTurn = new InTurn(2)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const work = (n: number) => () =>
    new Promise<number>((resolve, reject) => {
      begun.push(n)
      ends.push(() => (n === 1 ? reject(new Error('it failed')) : resolve(n)))
    })
  const all = Promise.allSettled([0, 1, 2, 3, 4].map(n => inTurn.run(work(n))))
  await setImmediate()
  t.strictSame(begun, [0, 1])
  ends[1]?.()
  await setImmediate()
  t.strictSame(begun, [0, 1, 2], 'what failed makes room')
  ends[0]?.()
  ends[2]?.()
  const late = inTurn.run(work(5))
  await setImmediate()
  t.strictSame(begun, [0, 1, 2, 3, 4], 'who comes later waits behind the others')
  ends[3]?.()
  ends[4]?.()
  await setImmediate()
  ends[5]?.()
  t.equal(await late, 5)
  t.match(await all, [{ value: 0 }, { status: 'rejected' }, { value: 2 }, { value: 3 }, { value: 4 }])
  const again = inTurn.run(async () => 'at once')
  t.equal(await again, 'at once')
})
