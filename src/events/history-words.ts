/** Sentences of the history, in English. */
import type { Tables } from '../db/tables.ts'
import { clean, isolate } from '../mail/letters/chosen.ts'

/** What a sentence names. */
export type Facts = {
  /** The name in quotation marks, or the id. */
  sensor: string
  /** Addresses, or `somebody` for people who have left. */
  owner: string
  guest: string
}

/** The sentences of a language. `withdrawn`: access was removed before its invitation was answered. */
export type Sentences = Record<Tables['events']['action'] | 'withdrawn', Record<Side, (facts: Facts) => string>>

/**
 * Says what happened, in English: by action, for the owner and for the guest; an event of a sensor goes to each of its guests. The action implies who
 * acted: owners do most, guests answer and leave, time ends shares, and a new owner takes over, who is never named.
 */
export const sentences: Sentences = {
  shared: {
    owner: ({ sensor, guest }) => `You shared ${sensor} with ${guest}.`,
    guest: ({ sensor, owner }) => `${owner} shared ${sensor} with you.`,
  },
  unshared: {
    owner: ({ sensor, guest }) => `You removed the access of ${guest} to ${sensor}.`,
    guest: ({ sensor, owner }) => `${owner} removed your access to ${sensor}.`,
  },
  withdrawn: {
    owner: ({ sensor, guest }) => `You withdrew the invitation of ${guest} to ${sensor}.`,
    guest: ({ sensor, owner }) => `${owner} withdrew your invitation to ${sensor}.`,
  },
  left: {
    owner: ({ sensor, guest }) => `${guest} left ${sensor}.`,
    guest: ({ sensor, owner }) => `You left ${sensor}, which ${owner} shared with you.`,
  },
  declined: {
    owner: ({ sensor, guest }) => `${guest} declined your invitation to ${sensor}.`,
    guest: ({ sensor, owner }) => `You declined ${sensor}, which ${owner} shared with you.`,
  },
  accepted: {
    owner: ({ sensor, guest }) => `${guest} accepted your invitation to ${sensor}.`,
    guest: ({ sensor, owner }) => `You accepted ${sensor}, which ${owner} shared with you.`,
  },
  changed: {
    owner: ({ sensor, guest }) => `You changed the access of ${guest} to ${sensor}.`,
    guest: ({ sensor, owner }) => `${owner} changed your access to ${sensor}.`,
  },
  paused: {
    owner: ({ sensor, guest }) => `You paused the access of ${guest} to ${sensor}.`,
    guest: ({ sensor, owner }) => `${owner} paused your access to ${sensor}.`,
  },
  resumed: {
    owner: ({ sensor, guest }) => `You resumed the access of ${guest} to ${sensor}.`,
    guest: ({ sensor, owner }) => `${owner} resumed your access to ${sensor}.`,
  },
  resent: {
    owner: ({ sensor, guest }) => `You sent the email about ${sensor} to ${guest} again.`,
    guest: ({ sensor, owner }) => `${owner} sent you the email about ${sensor} again.`,
  },
  expired: {
    owner: ({ sensor, guest }) => `The access of ${guest} to ${sensor} ended on its end date.`,
    guest: ({ sensor, owner }) => `Your access to ${sensor}, shared by ${owner}, ended on its end date.`,
  },
  unclaimed: {
    owner: ({ sensor, guest }) =>
      `The access of ${guest} to ${sensor} ended because you removed the sensor from your account.`,
    guest: ({ sensor, owner }) => `Your access to ${sensor} ended because ${owner} removed it from their account.`,
  },
  contested: {
    owner: ({ sensor, guest }) => `The access of ${guest} to ${sensor} ended because the sensor has a new owner.`,
    guest: ({ sensor, owner }) =>
      `Your access to ${sensor}, shared by ${owner}, ended because the sensor has a new owner.`,
  },
  claimed: {
    owner: ({ sensor }) => `You added ${sensor}.`,
    guest: ({ sensor, owner }) => `${owner} added ${sensor}.`,
  },
  released: {
    owner: ({ sensor }) => `You removed ${sensor} from your account.`,
    guest: ({ sensor, owner }) => `${owner} removed ${sensor} from their account.`,
  },
  lost: {
    owner: ({ sensor }) => `Somebody else proved that they have ${sensor} and owns it now.`,
    guest: ({ sensor, owner }) => `Somebody else proved that they have ${sensor} and owns it now instead of ${owner}.`,
  },
  updated: {
    owner: ({ sensor }) => `You changed ${sensor}.`,
    guest: ({ sensor, owner }) => `${owner} changed ${sensor}.`,
  },
}

/** Whose sentence it is. */
export type Side = 'owner' | 'guest'

/** Stands for people who have left the service. */
export const somebody = 'somebody who has left'

/** Writes the sentence of an event; `owner` and `guest` are null if they have left the service. */
export function sentenceOf(
  reader: Side,
  event: {
    action: keyof Sentences
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

/** Puts a chosen name in quotation marks, which the name cannot close; undefined if nothing of it is visible. */
export function quoted(name: string, quote = (text: string) => `“${text}”`): string | undefined {
  const line = clean(name)
  return line ? quote(isolate(line)) : undefined
}
