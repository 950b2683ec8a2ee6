/** Texts of the scanner. */
import type { Texts } from '../language/texts.ts'

const en = {
  scan: 'Scan with the camera',
  title: 'Scan the label',
  looking: 'Hold the QR code or barcode of the label in front of the camera.',
  starting: 'Starting the camera …',
  otherCode: 'That code is a different one. Try another code on the label.',
  found: 'Found {x}.',
  noCamera: 'The camera can’t be used. Allow it in the settings of your browser, or type what is on the label.',
  cancel: 'Cancel',
}

const fi: Words = {
  scan: 'Skannaa kameralla',
  title: 'Skannaa tarra',
  looking: 'Pidä tarran QR-koodia tai viivakoodia kameran edessä.',
  starting: 'Käynnistetään kameraa …',
  otherCode: 'Se on toinen koodi. Kokeile tarran toista koodia.',
  found: 'Löytyi {x}.',
  noCamera: 'Kameraa ei voi käyttää. Salli se selaimen asetuksissa tai kirjoita, mitä tarrassa on.',
  cancel: 'Peruuta',
}

const de: Words = {
  scan: 'Mit der Kamera scannen',
  title: 'Etikett scannen',
  looking: 'Halte den QR-Code oder Strichcode des Etiketts vor die Kamera.',
  starting: 'Kamera wird gestartet …',
  otherCode: 'Das ist ein anderer Code. Versuch einen anderen Code auf dem Etikett.',
  found: '{x} gefunden.',
  noCamera:
    'Die Kamera geht nicht. Erlaube sie in den Einstellungen deines Browsers, oder tippe, was auf dem Etikett steht.',
  cancel: 'Abbrechen',
}

const sv: Words = {
  scan: 'Skanna med kameran',
  title: 'Skanna etiketten',
  looking: 'Håll etikettens QR-kod eller streckkod framför kameran.',
  starting: 'Startar kameran …',
  otherCode: 'Det är en annan kod. Prova en annan kod på etiketten.',
  found: 'Hittade {x}.',
  noCamera:
    'Kameran går inte att använda. Tillåt den i webbläsarens inställningar, eller skriv det som står på etiketten.',
  cancel: 'Avbryt',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
