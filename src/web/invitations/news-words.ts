/** Texts about waiting invitations and access that has ended. */

import type { AccessEnd } from '../../sharing/read/waiting.ts'
import type { Texts } from '../language/texts.ts'

type Facts = { owner: string; sensor: string; date: string }

const en = {
  waiting: (count: number) =>
    count === 1 ? '1 invitation waits for your answer.' : `${count} invitations wait for your answer.`,
  see: 'See invitations',
  ended: 'Access that has ended',
  dismiss: 'Dismiss',
  somebody: 'Somebody who has left',
  quote: (name: string) => `“${name}”`,
  ends: {
    unshared: ({ owner, sensor, date }) => `${owner} removed your access to ${sensor} on ${date}.`,
    unclaimed: ({ owner, sensor, date }) =>
      `Your access to ${sensor} ended on ${date} because its owner ${owner} removed it from their account.`,
    contested: ({ sensor, date }) => `Your access to ${sensor} ended on ${date} because the sensor has a new owner.`,
    expired: ({ owner, sensor, date }) =>
      `Your access to ${sensor}, shared by ${owner}, ended on its end date, ${date}.`,
  } satisfies Record<AccessEnd['action'], (facts: Facts) => string>,
}

/** What every language has. */
export type Words = typeof en

/** The texts by language. */
export const texts: Texts<Words> = { en, fi: en, de: en, sv: en }
