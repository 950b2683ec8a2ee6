/** Sentences of ours in which stands what people chose, like the name of a sensor: it turns nothing round, whatever is in it. */
import { html } from 'ghtml'

/** Plain, or in three parts: what stands before something that people chose, that itself, and what stands after it. */
export type Sentence = string | [before: string, chosen: string, after: string]

/** Puts into a sentence what somebody chose. */
export function naming(words: (chosen: string) => string, chosen: string): Sentence {
  const [before = '', after = ''] = words('\0').split('\0')
  return [before, chosen, after]
}

/** Reads what was kept as JSON; undefined when that is no sentence. */
export function sentenceIn(kept: unknown): Sentence | undefined {
  if (typeof kept === 'string') return kept
  if (!Array.isArray(kept) || kept.length !== 3 || kept.some(part => typeof part !== 'string')) return undefined
  return kept as unknown as Sentence
}

export const asText = (sentence: Sentence): string => [sentence].flat().join('')

export function asHtml(sentence: Sentence): string {
  if (typeof sentence === 'string') return html`${sentence}`
  const [before, chosen, after] = sentence
  return html`${before}<bdi>${chosen}</bdi>${after}`
}
