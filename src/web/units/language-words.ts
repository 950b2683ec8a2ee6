/** Texts of the part of the account page about the language. */
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'Language',
  label: 'Language of pages and emails',
  automatic: 'That of the browser',
  save: 'Save language',
  saved: 'Your language is saved.',
  wrong: 'Choose one of the languages in the list.',
}

/** The texts by language. */
export const texts: Texts<typeof en> = {
  en,
  fi: {
    title: 'Kieli',
    label: 'Sivujen ja sähköpostien kieli',
    automatic: 'Selaimen kieli',
    save: 'Tallenna kieli',
    saved: 'Kieli on tallennettu.',
    wrong: 'Valitse kieli luettelosta.',
  },
  de: {
    title: 'Sprache',
    label: 'Sprache der Seiten und E-Mails',
    automatic: 'Sprache des Browsers',
    save: 'Sprache speichern',
    saved: 'Deine Sprache ist gespeichert.',
    wrong: 'Wähle eine Sprache aus der Liste.',
  },
  sv: {
    title: 'Språk',
    label: 'Språk på sidor och i mejl',
    automatic: 'Webbläsarens språk',
    save: 'Spara språk',
    saved: 'Språket är sparat.',
    wrong: 'Välj ett språk i listan.',
  },
}
