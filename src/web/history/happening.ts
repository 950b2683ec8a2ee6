/** Says what happened to a share or a sensor, in the reader's language. */
import { kindOf, type SharingEvent } from '../../events/history.ts'
import { quoted } from '../../events/history-words.ts'
import type { Reader } from '../time/view.ts'
import { texts } from './event-words.ts'

/** Returns the sentence of an event around the sensor's name, or its id if it has none; `me` is the reader's address. */
export function happeningOf(
  event: SharingEvent,
  me: string,
  { language }: Reader,
): [before: string, sensor: string, after: string] {
  const { sensor, name, owner, guest } = event
  const { sentences, somebody, quote } = texts[language]
  const side = owner === me ? 'owner' : 'guest'
  const sentence = sentences[kindOf(event)][side]({ sensor: '\0', owner: owner ?? somebody, guest: guest ?? somebody })
  const begun = sentence.startsWith(somebody)
    ? `${somebody.charAt(0).toLocaleUpperCase(language)}${sentence.slice(1)}`
    : sentence
  const [before = '', after = ''] = begun.split('\0')
  return [before, quoted(name, quote) ?? sensor, after]
}
