/**
 * Sentences with a text that people chose, e.g. the name of a sensor: <bdi> keeps it from changing the text direction.
 */
import { html } from 'ghtml'

/** A plain sentence, or one in three parts, of which the middle one was chosen by a person. */
export type Sentence = string | [before: string, chosen: string, after: string]

/** Builds a sentence around a text that a person chose. */
export function naming(words: (chosen: string) => string, chosen: string): Sentence {
  const [before = '', after = ''] = words('\0').split('\0')
  return [before, chosen, after]
}

/** Parses a sentence that was stored as JSON; undefined if the value is not a sentence. */
export function sentenceIn(kept: unknown): Sentence | undefined {
  if (typeof kept === 'string') return kept
  if (!Array.isArray(kept) || kept.length !== 3 || kept.some(part => typeof part !== 'string')) return undefined
  return kept as unknown as Sentence
}

/** Returns a sentence as plain text. */
export const asText = (sentence: Sentence): string => [sentence].flat().join('')

/** Renders a sentence as HTML. */
export function asHtml(sentence: Sentence): string {
  if (typeof sentence === 'string') return html`${sentence}`
  const [before, chosen, after] = sentence
  return html`${before}<bdi>${chosen}</bdi>${after}`
}
