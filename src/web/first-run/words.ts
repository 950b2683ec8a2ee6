/** Texts of the first steps. */
import type { Texts } from '../language/texts.ts'

const en = {
  title: 'First steps',
  done: 'done',
  notYet: 'not done yet',
  hide: 'Hide these steps',
  hidden: 'The first steps are hidden.',

  add: 'Add a sensor',
  addHow: 'You become its owner: you see its readings and decide who else does.',
  added: (name: string) => `${name} is yours.`,
  others:
    'Sensors that others share with you appear by themselves. Invitations that await your answer are under Invitations.',

  gateway: 'Let a gateway bring its readings',
  gatewayNone:
    'A Ruuvi Gateway near the sensor sends the readings here. A phone with Ruuvi Station for Android can do it, too.',
  gatewayWaits: 'A gateway has called and awaits your approval. You need the Device ID on its label.',
  gatewayOpen: 'Set up a gateway or a phone',
  gatewayAllow: 'Allow the gateway',
  gatewayDone: 'Readings arrive.',
  ask: 'If the operator of this server has a gateway near your sensor, you have nothing to do. For your own gateway, copy this address into it, and ask the operator to allow it: they need the Device ID on its label. They can also forward readings with a phone, but only those of their own sensors.',
  dataUrl: 'Address for the data',

  first: 'See the first value',
  firstLater: 'It appears here by itself, as soon as the sensor is added and something brings its readings.',
  firstWaits: (name: string) => `Waiting for ${name}. The value appears by itself, usually within a minute or two.`,
  firstFar: 'Nothing yet? Check that the MAC address is right, and that the sensor is within reach of the gateway.',
  firstDone: (name: string) => `${name} has measured something.`,
  look: 'Look at its readings',

  share: 'Share it',
  shareLater: 'You can share as soon as you have a sensor.',
  shareHow: 'You need only the email address of the other person.',
  shareNow: 'Share',
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
