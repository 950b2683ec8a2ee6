/** Sentences of ours in which stands what people chose, like the name of a sensor: it turns nothing round, whatever is in it. */
import { html } from 'ghtml'

/** Plain, or in three parts: what stands before something that people chose, that itself, and what stands after it. */
export type Sentence = string | [before: string, chosen: string, after: string]

/** Puts into a sentence what somebody chose. */
export function naming(words: (chosen: string) => string, chosen: string): Sentence {
  const [before = '', after = ''] = words('\0').split('\0')
  return [before, chosen, after]
}

/** Reads what was kept as JSON. */
export const sentenceIn = (kept: unknown): Sentence =>
  Array.isArray(kept) ? [String(kept[0]), String(kept[1]), String(kept[2])] : String(kept)

export const asText = (sentence: Sentence): string => [sentence].flat().join('')

export function asHtml(sentence: Sentence): string {
  if (typeof sentence === 'string') return html`${sentence}`
  const [before, chosen, after] = sentence
  return html`${before}<bdi>${chosen}</bdi>${after}`
}
