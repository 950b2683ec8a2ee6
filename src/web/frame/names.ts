/** Names of sensors, services and keys. People choose them, so they may be empty, and <bdi> isolates their direction. */
import { html } from 'ghtml'
import { isolate } from '../../mail/letters/chosen.ts'
import type { Language } from '../../people/language.ts'
import type { Reader } from '../time/view.ts'

/** Returns a name, or what stands for it if it is empty: an id, mostly. */
export const nameOr = (name: string, other: string): string => name.trim() || other

/** Renders a sensor's name, or its id if it has none. */
export const nameOf = ({ sensor, name }: { sensor: string; name: string }): string =>
  name.trim() ? html`<bdi>${name}</bdi>` : html`<span class="id">${sensor}</span>`

/** Renders a sensor's name, if it has one, and its id. */
export const nameAndId = (sensor: { sensor: string; name: string }): string =>
  html`!${nameOf(sensor)}!${sensor.name.trim() ? html` <span class="id faint">${sensor.sensor}</span>` : ''}`

/** Returns an address, with the name of its person before it, if they have one: quoted, because people choose it. */
export const personOf = (email: string, name: string | undefined, { language }: Reader): string =>
  name ? `${quotes[language][0]}${isolate(name)}${quotes[language][1]} (${email})` : email

const quotes: Record<Language, string> = { en: '“”', fi: '””', de: '„“', sv: '””' }
