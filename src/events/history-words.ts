/** Sentences of the history, in English. */
import type { Tables } from '../db/tables.ts'
import { clean, isolate } from '../mail/letters/chosen.ts'

type Facts = {
  /** The name in quotation marks, or the id. */
  sensor: string
  /** Addresses, or `somebody` for people who have left. */
  owner: string
  guest: string
}

/**
 * By action, for the owner and for the guest; an event of a sensor goes to each of its guests. The action implies who
 * acted: owners do most, guests answer and leave, time ends shares, and a new owner takes over, who is never named.
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

/** Writes the sentence of an event; `owner` and `guest` are null if they have left the service. */
export function sentenceOf(
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

/** Puts a chosen name in quotation marks that the name cannot close; undefined if nothing of it is visible. */
function quoted(name: string): string | undefined {
  const line = clean(name)
  return line ? `“${isolate(line)}”` : undefined
}
