import t from 'tap'
import { channels } from '../../../src/measurements/frame.ts'
import { languages } from '../../../src/people/language.ts'
import { texts as termTexts } from '../../../src/web/terms/words.ts'
import { texts } from '../../../src/web/units/words.ts'

t.test('every channel has a name in every language, as a title and in a sentence', async t => {
  for (const language of languages) {
    t.strictSame(new Set(Object.keys(texts[language].channels)), new Set(channels), language)
    t.strictSame(new Set(Object.keys(termTexts[language].channels)), new Set(channels), language)
  }
})
