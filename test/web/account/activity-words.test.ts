/** Tests the sentences about what happened to an account, in every language. */
import t from 'tap'
import { texts } from '../../../src/web/account/activity-words.ts'

t.test('it is told whether the person or the operator signed them out everywhere', async t => {
  const ended = { sessions: 2, keys: 1, passkeys: 0, phones: 0 }
  const sentence = (language: 'fi' | 'de' | 'sv', data: object) =>
    texts[language]?.signedOutEverywhere?.({ device: null, network: null, words: '', data: { ...ended, ...data } })
  for (const [language, own, operator] of [
    ['fi', 'Kirjauduit ulos kaikkialta.', 'Palvelun ylläpitäjä kirjasi sinut ulos kaikkialta.'],
    ['de', 'Du hast dich überall abgemeldet.', 'Der Betreiber des Dienstes hat dich überall abgemeldet.'],
    ['sv', 'Du loggade ut överallt.', 'Den som driver tjänsten loggade ut dig överallt.'],
  ] as const) {
    t.ok(sentence(language, {})?.startsWith(`${own} `), own)
    t.ok(sentence(language, { by: 'operator' })?.startsWith(`${operator} `), operator)
  }
})
