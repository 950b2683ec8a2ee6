/** Texts of the page to add a sensor. */
import type { Texts } from '../language/texts.ts'

const en = {
  claim: 'Add a sensor',
  name: 'Name',
  nothing: 'Add your first sensor',
  nothingYet:
    'Add it here or in the Ruuvi app. Sensors that others share with you appear by themselves; invitations that await your answer are under Invitations.',
  claimIntro: 'You become its owner: you see its readings and decide who else does.',
  id: 'MAC address',
  idHint: 'Printed on the back of the sensor, like C6:F1:E7:D3:DA:11. You can paste what you scanned.',
  nameHint: 'For example Sauna. Leave it empty to decide later.',
  nameOf: (end: string) => `Sensor ${end}`,
  noMac: 'There is no MAC address in it. It is six pairs of digits and letters, like C6:F1:E7:D3:DA:11.',
  isId: 'That is the ID of the sensor. Its MAC address is shorter: six pairs of digits and letters, on the same label.',
  claimed: (name: string) => `Added ${name}.`,
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
