/** Numbers in texts, with the form of the words that goes with them. */
import type { Language } from '../../people/language.ts'

/**
 * Returns a function that picks the form of a text for a number; `#` in it becomes the number. All of our languages have
 * two forms.
 */
export function countIn(language: Language): (count: number, one: string, other: string) => string {
  const [rules, numbers] = [new Intl.PluralRules(language), new Intl.NumberFormat(language)]
  return (count, one, other) =>
    (rules.select(count) === 'one' ? one : other).replaceAll('#', () => numbers.format(count))
}
