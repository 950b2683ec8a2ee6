/** What happened, in a sentence to whoever reads it. All words of the history, in English. */
import type { Tables } from '../db/tables.ts'
import { clean, isolate } from '../mail/letters/chosen.ts'

type Facts = {
  /** Its name in quotation marks, or its id. */
  sensor: string
  /** Addresses, or that they have left. */
  owner: string
  guest: string
}

/**
 * By action, to the owner and to the guest; of what happens to a sensor, to each of its guests. Who did it follows from what
 * was done: owners do most, guests answer and leave, time ends, and somebody else takes over, whom nobody learns here.
 */
const sentences: Record<Tables['events']['action'], Record<Reader, (facts: Facts) => string>> = {
  shared: {
    owner: ({ sensor, guest }) => `You shared ${sensor} with ${guest}.`,
    guest: ({ sensor, owner }) => `${owner} shared ${sensor} with you.`,
  },
  unshared: {
    owner: ({ sensor, guest }) => `You stopped sharing ${sensor} with ${guest}.`,
    guest: ({ sensor, owner }) => `${owner} stopped sharing ${sensor} with you.`,
  },
  left: {
    owner: ({ sensor, guest }) => `${guest} gave your share of ${sensor} back.`,
    guest: ({ sensor, owner }) => `You gave ${sensor} back to ${owner}.`,
  },
  declined: {
    owner: ({ sensor, guest }) => `${guest} declined your share of ${sensor}.`,
    guest: ({ sensor, owner }) => `You declined ${sensor}, which ${owner} shared with you.`,
  },
  accepted: {
    owner: ({ sensor, guest }) => `${guest} accepted your share of ${sensor}.`,
    guest: ({ sensor, owner }) => `You accepted ${sensor}, which ${owner} shared with you.`,
  },
  changed: {
    owner: ({ sensor, guest }) => `You changed the terms on which you share ${sensor} with ${guest}.`,
    guest: ({ sensor, owner }) => `${owner} changed the terms on which you see ${sensor}.`,
  },
  paused: {
    owner: ({ sensor, guest }) => `You paused your share of ${sensor} with ${guest}.`,
    guest: ({ sensor, owner }) => `${owner} paused your share of ${sensor}.`,
  },
  resumed: {
    owner: ({ sensor, guest }) => `You resumed your share of ${sensor} with ${guest}.`,
    guest: ({ sensor, owner }) => `${owner} resumed your share of ${sensor}.`,
  },
  resent: {
    owner: ({ sensor, guest }) => `You sent the letter about ${sensor} to ${guest} again.`,
    guest: ({ sensor, owner }) => `${owner} sent you the letter about ${sensor} again.`,
  },
  expired: {
    owner: ({ sensor, guest }) => `Your share of ${sensor} with ${guest} ended, as its time was over.`,
    guest: ({ sensor, owner }) => `The share of ${sensor} by ${owner} ended, as its time was over.`,
  },
  unclaimed: {
    owner: ({ sensor, guest }) => `Your share of ${sensor} with ${guest} ended, as you gave the sensor up.`,
    guest: ({ sensor, owner }) => `The share of ${sensor} by ${owner} ended, as they gave the sensor up.`,
  },
  contested: {
    owner: ({ sensor, guest }) => `Your share of ${sensor} with ${guest} ended, as the sensor has a new owner.`,
    guest: ({ sensor, owner }) => `The share of ${sensor} by ${owner} ended, as the sensor has a new owner.`,
  },
  claimed: {
    owner: ({ sensor }) => `You claimed ${sensor}.`,
    guest: ({ sensor, owner }) => `${owner} claimed ${sensor}.`,
  },
  released: {
    owner: ({ sensor }) => `You gave ${sensor} up.`,
    guest: ({ sensor, owner }) => `${owner} gave ${sensor} up.`,
  },
  lost: {
    owner: ({ sensor }) => `Somebody else proved to have ${sensor}, and owns it now.`,
    guest: ({ sensor, owner }) => `Somebody else proved to have ${sensor}, and owns it now in place of ${owner}.`,
  },
  updated: {
    owner: ({ sensor }) => `You changed ${sensor}.`,
    guest: ({ sensor, owner }) => `${owner} changed ${sensor}.`,
  },
}

export type Reader = 'owner' | 'guest'

const somebody = 'somebody who has left'

/** Writes the sentence; `owner` and `guest` are null when they have left the service. */
export function words(
  reader: Reader,
  event: {
    action: Tables['events']['action']
    sensor: string
    name: string
    owner: string | null
    guest: string | null
  },
): string {
  const { action, sensor, name, owner, guest } = event
  const facts = { sensor: quoted(name) ?? sensor, owner: owner ?? somebody, guest: guest ?? somebody }
  const sentence = sentences[action][reader](facts)
  return sentence.startsWith(somebody) ? `S${sentence.slice(1)}` : sentence
}

/** A name as somebody chose it, in quotation marks that it cannot end; nothing when there is nothing to see of it. */
function quoted(name: string): string | undefined {
  const line = clean(name)
  return line ? `“${isolate(line)}”` : undefined
}
