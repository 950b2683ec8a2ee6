import t from 'tap'
import { chosenName, nameIn, nameSetting } from '../../src/people/display-name.ts'

t.test('names of people', async t => {
  for (const name of [
    'Olivia',
    'Olivia Ojala',
    "Conor O'Brien",
    'Anne-Marie D’Angelo',
    'J. R. R. Tolkien',
    'Åsa Öberg',
    'Olivia & Gary',
    '李小龍',
    'علی‌رضا',
    'प्रिया',
    'Family 2',
    'x'.repeat(60),
  ])
    t.equal(nameIn(name), name)
  t.equal(nameIn('  Olivia   Ojala '), 'Olivia Ojala')
  t.equal(nameIn('A\u030Asa'), 'Åsa', 'in one form')
})

t.test('what is none: nothing that looks like an address, a link, a number to call, or like us', async t => {
  for (const text of [
    '',
    '   ',
    '.',
    '&',
    '12',
    'x'.repeat(61),
    'olivia@example.com',
    'Olivia <o@example.com>',
    'Olivia (o at example)',
    'https://evil.example',
    'evil.com',
    'www.evil.example',
    'Call 0800 123',
    'Call 1-2-3-4-5',
    'sensor-share',
    'Sensor Share Team',
    'sensor\u200Dshare',
    'Olivia\nBcc: all',
    'Oli\u0000via',
    'Oli\u202Evia',
    '\u2066Olivia',
    'Oli\u200Bvia',
    'a\ud800',
    `Z${'\u0301'.repeat(10)}`,
    '"Olivia"',
    '“Olivia” says',
    'Olivia\\',
    '<b>Olivia</b>',
    '🔥',
    '\u3164',
  ])
    t.equal(nameIn(text), undefined, JSON.stringify(text))
})

t.test('the name in settings that apps may have written', async t => {
  t.equal(chosenName({ [nameSetting]: 'Olivia' }), 'Olivia')
  t.equal(chosenName({ [nameSetting]: '<b>' }), undefined)
  t.equal(chosenName({ [nameSetting]: '' }), undefined)
  t.equal(chosenName({}), undefined)
  t.equal(chosenName(null), undefined)
})
