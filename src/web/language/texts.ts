/** The type of the texts of a page. */
import type { Language } from '../../people/language.ts'

/** Texts in every language: a missing one is a compile error. */
export type Texts<Words> = Readonly<Record<Language, Words>>
