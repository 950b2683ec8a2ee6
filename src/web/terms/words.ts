/** Texts for the terms of a share. */
import type { Texts } from '../language/texts.ts'

const en = {
  /** Names by channel, in the order of interest. */
  channels: {
    temperature: 'temperature',
    humidity: 'humidity',
    pressure: 'air pressure',
    co2: 'carbon dioxide',
    pm: 'fine dust',
    voc: 'VOC',
    nox: 'NOx',
    luminosity: 'light',
    sound: 'sound',
    acceleration: 'acceleration',
    movement: 'movement',
  } as Record<string, string>,
  everything: 'Everything',
  allNow: 'Everything it has now',
  allBut: (channels: string) => `Everything except ${channels}`,
  nothing: 'No readings',
  just: (channels: string) => `Only ${channels}`,
  /** Counts services whose names the reader may not know. */
  services: (count: number) => (count === 1 ? 'one service' : `${count} services`),
  scripting: 'programs allowed',
  from: 'from',
  until: 'until',
  states: {
    pending: 'awaiting acceptance',
    paused: 'paused',
    scheduled: 'starts later',
    live: '',
  },
  list: new Intl.ListFormat('en', { style: 'long', type: 'conjunction' }),
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
