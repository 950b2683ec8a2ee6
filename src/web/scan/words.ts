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

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
