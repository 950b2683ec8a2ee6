/** Texts of the part of the account page about a person's name. */
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'Your name',
  intro: 'The people you share with see it beside your email address: in emails and invitations.',
  name: 'Name (optional)',
  hint: 'Up to 60 letters. Leave it empty to show only your address.',
  save: 'Save name',
  saved: 'Your name is saved.',
  removed: 'Your name is removed.',
  wrong: 'A name has up to 60 letters, and no links, addresses or phone numbers.',
}

/** What every language has. */
export type Words = typeof en

const fi: Words = {
  title: 'Nimesi',
  intro: 'Ne, joiden kanssa jaat, näkevät sen sähköpostiosoitteesi vieressä: viesteissä ja kutsuissa.',
  name: 'Nimi (valinnainen)',
  hint: 'Enintään 60 merkkiä. Jätä tyhjäksi, jos haluat näyttää vain osoitteesi.',
  save: 'Tallenna nimi',
  saved: 'Nimesi on tallennettu.',
  removed: 'Nimesi on poistettu.',
  wrong: 'Nimessä on enintään 60 kirjainta, eikä siinä ole linkkejä, osoitteita tai puhelinnumeroita.',
}

const de: Words = {
  title: 'Dein Name',
  intro: 'Personen, mit denen du teilst, sehen ihn neben deiner E-Mail-Adresse: in E-Mails und Einladungen.',
  name: 'Name (optional)',
  hint: 'Bis zu 60 Buchstaben. Lass ihn leer, um nur deine Adresse zu zeigen.',
  save: 'Namen speichern',
  saved: 'Dein Name ist gespeichert.',
  removed: 'Dein Name ist entfernt.',
  wrong: 'Ein Name hat bis zu 60 Buchstaben und keine Links, Adressen oder Telefonnummern.',
}

const sv: Words = {
  title: 'Ditt namn',
  intro: 'De du delar med ser det bredvid din e-postadress: i mejl och inbjudningar.',
  name: 'Namn (valfritt)',
  hint: 'Högst 60 bokstäver. Lämna tomt för att bara visa din adress.',
  save: 'Spara namn',
  saved: 'Ditt namn är sparat.',
  removed: 'Ditt namn är borttaget.',
  wrong: 'Ett namn har högst 60 bokstäver, och inga länkar, adresser eller telefonnummer.',
}

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
