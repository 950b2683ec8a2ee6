/** Texts about waiting invitations and access that has ended. */

import type { AccessEnd } from '../../sharing/read/waiting.ts'
import { counts } from '../language/counts.ts'
import type { Texts } from '../language/texts.ts'

type Facts = { owner: string; sensor: string; date: string }

const en = {
  waiting: (count: number) =>
    counts.en(count, '# invitation waits for your answer.', '# invitations wait for your answer.'),
  see: 'See invitations',
  ended: 'Access that has ended',
  dismiss: 'Dismiss',
  somebody: 'Somebody who has left',
  quote: (name: string) => `“${name}”`,
  ends: {
    unshared: ({ owner, sensor, date }) => `${owner} removed your access to ${sensor} on ${date}.`,
    withdrawn: ({ owner, sensor, date }) => `${owner} withdrew your invitation to ${sensor} on ${date}.`,
    unclaimed: ({ owner, sensor, date }) =>
      `Your access to ${sensor} ended on ${date} because its owner ${owner} removed it from their account.`,
    contested: ({ sensor, date }) => `Your access to ${sensor} ended on ${date} because the sensor has a new owner.`,
    expired: ({ owner, sensor, date }) =>
      `Your access to ${sensor}, shared by ${owner}, ended on its end date, ${date}.`,
  } satisfies Record<AccessEnd['action'], (facts: Facts) => string>,
}

const fi: Words = {
  waiting: count => counts.fi(count, '# kutsu odottaa vastaustasi.', '# kutsua odottaa vastaustasi.'),
  see: 'Katso kutsut',
  ended: 'Päättyneet käyttöoikeudet',
  dismiss: 'Ohita',
  somebody: 'Joku, joka on poistunut palvelusta',
  quote: name => `”${name}”`,
  ends: {
    unshared: ({ owner, sensor, date }) => `${owner} poisti käyttöoikeutesi anturiin ${sensor} ${date}.`,
    withdrawn: ({ owner, sensor, date }) => `${owner} perui kutsusi anturiin ${sensor} ${date}.`,
    unclaimed: ({ owner, sensor, date }) =>
      `Käyttöoikeutesi anturiin ${sensor} päättyi ${date}, koska ${owner} poisti sen tililtään.`,
    contested: ({ sensor, date }) =>
      `Käyttöoikeutesi anturiin ${sensor} päättyi ${date}, koska anturilla on uusi omistaja.`,
    expired: ({ owner, sensor, date }) =>
      `Käyttöoikeutesi anturiin ${sensor} päättyi sovitusti ${date}. Sen jakoi ${owner}.`,
  },
}

const de: Words = {
  waiting: count =>
    counts.de(count, '# Einladung wartet auf deine Antwort.', '# Einladungen warten auf deine Antwort.'),
  see: 'Einladungen ansehen',
  ended: 'Zugriff, der beendet ist',
  dismiss: 'Ausblenden',
  somebody: 'Jemand, der nicht mehr da ist',
  quote: name => `„${name}“`,
  ends: {
    unshared: ({ owner, sensor, date }) => `${owner} hat deinen Zugriff auf ${sensor} am ${date} entfernt.`,
    withdrawn: ({ owner, sensor, date }) => `${owner} hat deine Einladung zu ${sensor} am ${date} zurückgezogen.`,
    unclaimed: ({ owner, sensor, date }) =>
      `Dein Zugriff auf ${sensor} endete am ${date}, weil ${owner} den Sensor aus dem Konto entfernt hat.`,
    contested: ({ sensor, date }) =>
      `Dein Zugriff auf ${sensor} endete am ${date}, weil der Sensor jetzt jemand anderem gehört.`,
    expired: ({ owner, sensor, date }) =>
      `Dein Zugriff auf ${sensor}, geteilt von ${owner}, endete wie vorgesehen am ${date}.`,
  },
}

const sv: Words = {
  waiting: count => counts.sv(count, '# inbjudan väntar på ditt svar.', '# inbjudningar väntar på ditt svar.'),
  see: 'Visa inbjudningar',
  ended: 'Åtkomst som är slut',
  dismiss: 'Dölj',
  somebody: 'Någon som har lämnat tjänsten',
  quote: name => `”${name}”`,
  ends: {
    unshared: ({ owner, sensor, date }) => `${owner} tog bort din åtkomst till ${sensor} den ${date}.`,
    withdrawn: ({ owner, sensor, date }) => `${owner} drog tillbaka din inbjudan till ${sensor} den ${date}.`,
    unclaimed: ({ owner, sensor, date }) =>
      `Din åtkomst till ${sensor} upphörde den ${date} eftersom ägaren ${owner} tog bort den från sitt konto.`,
    contested: ({ sensor, date }) =>
      `Din åtkomst till ${sensor} upphörde den ${date} eftersom sensorn har en ny ägare.`,
    expired: ({ owner, sensor, date }) =>
      `Din åtkomst till ${sensor}, delad av ${owner}, upphörde på slutdatumet den ${date}.`,
  },
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi, de, sv }
