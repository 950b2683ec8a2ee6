import t from 'tap'
import { Dice } from '../support/dice.ts'
import { differenceOf, verdictOn } from './commits.ts'

const judge = (...ratios: number[]) => verdictOn(differenceOf(ratios, new Dice(1)), ratios.length)

t.test('a case that is always faster is faster, and one that is always slower is slower', async t => {
  t.equal(judge(1.2, 1.3, 1.25, 1.22), 'faster')
  t.equal(judge(0.8, 0.9, 0.85, 0.88), 'slower')
})

t.test('what goes up and down is noise', async t => {
  t.equal(judge(1.2, 0.85, 1.1, 0.9, 0.97), 'no difference')
  t.equal(judge(1, 1, 1, 1), 'no difference')
})

t.test('three turns judge nothing', async t => {
  t.equal(judge(1.2, 1.3, 1.25), 'too few turns')
})

t.test('the ratio is the geometric mean, so that twice and half cancel out', async t => {
  const { ratio, low, high } = differenceOf([2, 0.5], new Dice(1))
  t.equal(ratio, 1)
  t.equal(low, 0.5)
  t.equal(high, 2)
})
