/** Numbers in texts, with the form of the words that goes with them. */
import { type Language, pluralIn } from '../../people/language.ts'

/**
 * Returns a function that picks the form of a text for a number; `#` in it becomes the number. All of our languages have
 * two forms.
 */
function countIn(language: Language): (count: number, one: string, other: string) => string {
  const [plural, numbers] = [pluralIn(language), new Intl.NumberFormat(language)]
  return (count, one, other) => plural(count, one, other).replaceAll('#', () => numbers.format(count))
}

/** Writes a number with its words, by language. */
export const counts: Readonly<Record<Language, ReturnType<typeof countIn>>> = {
  en: countIn('en'),
  fi: countIn('fi'),
  de: countIn('de'),
  sv: countIn('sv'),
}
