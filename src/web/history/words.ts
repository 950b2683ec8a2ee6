/** Texts of the history page. */

import type { Texts } from '../language/texts.ts'

const en = {
  title: 'History',
  sensor: 'Sensor',
  allSensors: 'All sensors',
  person: 'Person',
  personHelp: 'Email address',
  show: 'Show',
  all: 'Show all',
  notAddress: 'That is not a valid email address. Write all of it, like gary@example.com.',
  none: 'No events yet. What you share and what others share with you appears here.',
  noneFits: 'No events found. Try another sensor or person.',
  noneOlder: 'No older events.',
  today: 'Today',
  yesterday: 'Yesterday',
  utc: 'Times are in UTC.',
  pages: 'Pages',
  newer: 'Newer',
  older: 'Older',
}

const fi: Words = {
  title: 'Historia',
  sensor: 'Anturi',
  allSensors: 'Kaikki anturit',
  person: 'Henkilö',
  personHelp: 'Sähköpostiosoite',
  show: 'Näytä',
  all: 'Näytä kaikki',
  notAddress: 'Sähköpostiosoite ei kelpaa. Kirjoita se kokonaan, kuten gary@example.com.',
  none: 'Ei vielä tapahtumia. Se, mitä jaat ja mitä kanssasi jaetaan, näkyy täällä.',
  noneFits: 'Tapahtumia ei löytynyt. Kokeile toista anturia tai henkilöä.',
  noneOlder: 'Ei vanhempia tapahtumia.',
  today: 'Tänään',
  yesterday: 'Eilen',
  utc: 'Ajat ovat UTC-aikaa.',
  pages: 'Sivut',
  newer: 'Uudemmat',
  older: 'Vanhemmat',
}

const de: Words = {
  title: 'Verlauf',
  sensor: 'Sensor',
  allSensors: 'Alle Sensoren',
  person: 'Person',
  personHelp: 'E-Mail-Adresse',
  show: 'Anzeigen',
  all: 'Alles anzeigen',
  notAddress: 'Das ist keine gültige E-Mail-Adresse. Schreib sie ganz, wie gary@example.com.',
  none: 'Noch keine Ereignisse. Was du teilst und was andere mit dir teilen, erscheint hier.',
  noneFits: 'Keine Ereignisse gefunden. Versuch einen anderen Sensor oder eine andere Person.',
  noneOlder: 'Keine älteren Ereignisse.',
  today: 'Heute',
  yesterday: 'Gestern',
  utc: 'Zeiten sind in UTC.',
  pages: 'Seiten',
  newer: 'Neuere',
  older: 'Ältere',
}

const sv: Words = {
  title: 'Historik',
  sensor: 'Sensor',
  allSensors: 'Alla sensorer',
  person: 'Person',
  personHelp: 'E-postadress',
  show: 'Visa',
  all: 'Visa alla',
  notAddress: 'Det är ingen giltig e-postadress. Skriv hela, som gary@example.com.',
  none: 'Inga händelser än. Det du delar och det andra delar med dig visas här.',
  noneFits: 'Inga händelser hittades. Prova en annan sensor eller person.',
  noneOlder: 'Inga äldre händelser.',
  today: 'Idag',
  yesterday: 'Igår',
  utc: 'Tider är i UTC.',
  pages: 'Sidor',
  newer: 'Nyare',
  older: 'Äldre',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
