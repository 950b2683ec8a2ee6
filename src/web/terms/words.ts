/** Texts for the terms of a share. */
import { counts } from '../language/counts.ts'
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
  services: (count: number) => counts.en(count, 'one service', '# services'),
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

const fi: Words = {
  channels: {
    temperature: 'lämpötila',
    humidity: 'ilmankosteus',
    pressure: 'ilmanpaine',
    co2: 'hiilidioksidi',
    pm: 'pienhiukkaset',
    voc: 'VOC',
    nox: 'NOx',
    luminosity: 'valoisuus',
    sound: 'ääni',
    acceleration: 'kiihtyvyys',
    movement: 'liike',
  },
  everything: 'Kaikki',
  allNow: 'Kaikki nykyinen',
  allBut: channels => `Kaikki paitsi ${channels}`,
  nothing: 'Ei mittauksia',
  just: channels => `Vain ${channels}`,
  services: count => counts.fi(count, 'yksi palvelu', '# palvelua'),
  scripting: 'ohjelmat sallittu',
  from: 'alkaen',
  until: 'saakka',
  states: {
    pending: 'odottaa hyväksyntää',
    paused: 'tauolla',
    scheduled: 'alkaa myöhemmin',
    live: '',
  },
  list: new Intl.ListFormat('fi', { style: 'long', type: 'conjunction' }),
}

const de: Words = {
  channels: {
    temperature: 'Temperatur',
    humidity: 'Luftfeuchtigkeit',
    pressure: 'Luftdruck',
    co2: 'Kohlendioxid',
    pm: 'Feinstaub',
    voc: 'VOC',
    nox: 'NOx',
    luminosity: 'Licht',
    sound: 'Lautstärke',
    acceleration: 'Beschleunigung',
    movement: 'Bewegung',
  },
  everything: 'Alles',
  allNow: 'Alles, was es jetzt gibt',
  allBut: channels => `Alles außer ${channels}`,
  nothing: 'Keine Messwerte',
  just: channels => `Nur ${channels}`,
  services: count => counts.de(count, 'ein Dienst', '# Dienste'),
  scripting: 'Programme erlaubt',
  from: 'ab',
  until: 'bis',
  states: {
    pending: 'noch nicht angenommen',
    paused: 'pausiert',
    scheduled: 'beginnt später',
    live: '',
  },
  list: new Intl.ListFormat('de', { style: 'long', type: 'conjunction' }),
}

const sv: Words = {
  channels: {
    temperature: 'temperatur',
    humidity: 'luftfuktighet',
    pressure: 'lufttryck',
    co2: 'koldioxid',
    pm: 'fina partiklar',
    voc: 'VOC',
    nox: 'NOx',
    luminosity: 'ljus',
    sound: 'ljud',
    acceleration: 'acceleration',
    movement: 'rörelse',
  },
  everything: 'Allt',
  allNow: 'Allt som finns nu',
  allBut: channels => `Allt utom ${channels}`,
  nothing: 'Inga mätvärden',
  just: channels => `Bara ${channels}`,
  services: count => counts.sv(count, 'en tjänst', '# tjänster'),
  scripting: 'program tillåtna',
  from: 'från',
  until: 'till',
  states: {
    pending: 'väntar på svar',
    paused: 'pausad',
    scheduled: 'börjar senare',
    live: '',
  },
  list: new Intl.ListFormat('sv', { style: 'long', type: 'conjunction' }),
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
