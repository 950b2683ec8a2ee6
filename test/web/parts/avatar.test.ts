import t from 'tap'
import { avatar, avatars, initialsOf } from '../../../src/web/parts/avatar.ts'

t.test('a person has the initials of their name, or of their address', async t => {
  for (const [text, initials] of [
    ['gary.smith@example.com', 'GS'],
    ['gary@example.com', 'G'],
    ['g.b.s@example.com', 'GS'],
    ['Åsa Öberg', 'ÅÖ'],
    ['nina+boat_2@example.com', 'N2'],
    ['o’n&`{{7*7}}|@example.com', 'O7'],
    ['𝒳@example.com', '𝒳'],
    ['...@example.com', '?'],
    ['', '?'],
  ] as const) {
    t.equal(initialsOf(text), initials, text)
  }
})

t.test('the colour of an address is always the same, and screen readers skip the circle', async t => {
  t.equal(avatar('gary@example.com'), avatar('GARY@example.com'))
  t.match(avatar('gary@example.com', 'Gary Smith'), />GS<\/span>$/)
  t.match(avatar('gary@example.com'), 'aria-hidden="true"')
  const hues = new Set(Array.from({ length: 100 }, (_, n) => /hue-\d/.exec(avatar(`p${n}@example.com`))?.[0]))
  t.equal(hues.size, 8, 'all hues are used')
  t.match(avatars(['a@b.co', 'c@d.ef'], 3), /^<span class="avatars" aria-hidden="true">.*>A<.*>C<.*>\+3</)
})
