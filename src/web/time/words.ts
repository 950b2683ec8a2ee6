/** Texts of relative times. */
import type { Texts } from '../language/texts.ts'

const relativeIn = (language: string) => new Intl.RelativeTimeFormat(language, { numeric: 'always' })

const en = { now: 'just now', relative: relativeIn('en') }

/** The texts by language. */
export const texts: Texts<typeof en> = {
  en,
  fi: { now: 'juuri nyt', relative: relativeIn('fi') },
  de: { now: 'gerade eben', relative: relativeIn('de') },
  sv: { now: 'just nu', relative: relativeIn('sv') },
}
