import t from 'tap'
import { bestLanguage, chosenLanguage, languageOf, languageSetting } from '../../src/people/language.ts'

t.test('a header gets the language that it likes best, whatever its region', async t => {
  for (const [header, language] of [
    [undefined, 'en'],
    ['', 'en'],
    ['fi', 'fi'],
    ['fi-FI,fi;q=0.9,en;q=0.8', 'fi'],
    ['sv-FI', 'sv'],
    ['DE-at', 'de'],
    ['de-Latn-DE-1996', 'de'],
    ['en;q=0.5, de;q=0.7 , fi ; q=0.6', 'de'],
    ['et, ru;q=0.9, fi;q=0.8', 'fi'],
    ['fr', 'en'],
    ['fr, en;q=0.9, de;q=0.8', 'en'],
    ['sv, fi', 'sv'],
    ['*', 'en'],
    ['fi;q=0.9, *;q=0.1', 'fi'],
    ['fi;q=0', 'en'],
    ['fi;q=0.0, de;q=0.001', 'de'],
  ] as const)
    t.equal(bestLanguage(header), language, header ?? 'no header')
})

t.test('a hostile header is harmless', async t => {
  for (const header of [
    'fi;q=2',
    'fi;q=-1',
    'fi;q=NaN',
    'fi;q=1e9',
    'fi;q=',
    'fi;x=1',
    'fil',
    'finnish',
    '__proto__',
    'constructor, toString',
    '<script>',
    '\0fi',
    ',;,;q=1,-,_,;;',
    `${' '.repeat(16_000)}fi`,
    `${'a-'.repeat(8_000)}fi`,
    `${'xx;q=0.1,'.repeat(2_000)}fi`,
  ])
    t.equal(bestLanguage(header), 'en', header.slice(0, 30))
  t.equal(bestLanguage(`fi,${';'.repeat(16_000)}`), 'fi')
})

t.test('the setting of the apps counts before the header, if it names a language that we have', async t => {
  t.equal(chosenLanguage({ [languageSetting]: 'sv' }), 'sv')
  t.equal(chosenLanguage({ [languageSetting]: 'de_CH' }), 'de')
  for (const odd of ['', 'fr', 'C', '__proto__', '<b>'])
    t.equal(chosenLanguage({ [languageSetting]: odd }), undefined, odd)
  t.equal(chosenLanguage({}), undefined)
  t.equal(chosenLanguage(null), undefined)
  t.equal(languageOf({ [languageSetting]: 'sv' }, 'fi'), 'sv')
  t.equal(languageOf({ [languageSetting]: 'fr' }, 'fi'), 'fi')
  t.equal(languageOf(undefined, undefined), 'en')
})
