/** Texts of the list of sensors, and of the pages to rename one, by language. */
import type { Texts } from '../../language/texts.ts'
import { de } from './de.ts'
import { en, type Words } from './en.ts'
import { fi } from './fi.ts'
import { sv } from './sv.ts'

export type { Words } from './en.ts'

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
