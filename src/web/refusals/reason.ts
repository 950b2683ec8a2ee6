/** Says in the reader's language why a request was refused. */
import { Refusal } from '../../refusal.ts'
import type { Reader } from '../time/view.ts'
import { texts } from './words.ts'

/** A refusal by a page: its sentence is in the reader's language already. */
export class PageRefusal extends Refusal {}

/** Returns the sentence of a refusal. What only programs can meet is in English. */
export function reasonOf(refusal: Refusal, { language }: Reader): string {
  if (refusal instanceof PageRefusal) return refusal.message
  const sentences: Readonly<Record<string, string | ((refusal: Refusal) => string)>> = texts[language]
  const sentence = Object.hasOwn(sentences, refusal.name) ? sentences[refusal.name] : undefined
  return typeof sentence === 'function' ? sentence(refusal) : (sentence ?? refusal.message)
}
