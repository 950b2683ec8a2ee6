/** The list of all sweeps. */
import { noteSigning } from '../auth/rotation.ts'
import type { Database } from '../db/open.ts'
import type { Key, Keys } from '../keys.ts'
import { hashSuppressions } from '../mail/suppression.ts'
import { endExpired } from './end-expired.ts'
import { forgetInvited } from './forget-invited.ts'
import { eraseFarewells, forgetLetters } from './forget-letters.ts'
import {
  forgetAccessKeys,
  forgetAccountEvents,
  forgetAnswers,
  forgetChallenges,
  forgetCodes,
  forgetDeclines,
  forgetDepartures,
  forgetGateways,
  forgetPreviews,
  forgetRemoved,
  forgetSessions,
  forgetSignatures,
  forgetThrottles,
} from './forget-old.ts'
import { forgetSurplus } from './forget-surplus.ts'
import { resealAccessKeys, resealGatewayKeys, resealGateways } from './reseal.ts'
import { type Batch, type Sweep, untilNone } from './sweep.ts'
import { thinOut } from './thin-out.ts'
import { vacuum } from './vacuum.ts'
import { warnOfEnds } from './warn-of-ends.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** Lists the sweeps in the order of a round. Those of one pace take turns; each pace has a loop of its own. */
export const sweeps = (keys: Keys): Sweep[] => [
  // Until an expired share is ended, it counts towards its owner's limit.
  { name: 'expired shares ended', everyMs: minute, begin: () => endExpired },
  { name: 'ends of shares told', everyMs: 10 * minute, begin: warnOfEnds },
  { name: 'declines forgotten', everyMs: 10 * minute, begin: () => forgetDeclines },
  { name: 'kept answers forgotten', everyMs: 10 * minute, begin: () => forgetAnswers },
  { name: 'used signatures forgotten', everyMs: 10 * minute, begin: () => forgetSignatures },
  { name: 'expired access keys forgotten', everyMs: 10 * minute, begin: () => forgetAccessKeys },
  { name: 'used challenges forgotten', everyMs: 10 * minute, begin: () => forgetChallenges },
  { name: 'unused sessions forgotten', everyMs: 10 * minute, begin: () => forgetSessions },
  { name: 'measurements thinned out', everyMs: 10 * minute, begin: () => thinOut },
  { name: 'gateways forgotten', everyMs: 10 * minute, begin: () => forgetGateways },
  { name: 'surplus gateways forgotten', everyMs: 10 * minute, begin: () => forgetSurplus },
  { name: 'old letters looked at', everyMs: 10 * minute, begin: () => forgetLetters },
  { name: 'letters of deleted accounts emptied', everyMs: 10 * minute, begin: () => eraseFarewells },
  { name: 'suppressions hashed', everyMs: 10 * minute, begin: () => db => hashed(db, keys.addresses) },
  { name: 'deleted accounts forgotten', everyMs: 10 * minute, begin: () => forgetDepartures },
  { name: 'account events forgotten', everyMs: 10 * minute, begin: () => forgetAccountEvents },
  { name: 'removed shares forgotten', everyMs: 10 * minute, begin: () => forgetRemoved },
  { name: 'previews forgotten', everyMs: 10 * minute, begin: () => forgetPreviews },
  { name: 'counters of tries forgotten', everyMs: 10 * minute, begin: () => forgetThrottles },
  { name: 'sign-in codes forgotten', everyMs: 10 * minute, begin: () => forgetCodes },
  { name: 'invited people forgotten', everyMs: 10 * minute, begin: forgetInvited },
  { name: 'signing secret noted', everyMs: 10 * minute, begin: () => db => noted(db, keys.ids[0]) },
  { name: 'access keys sealed anew', everyMs: 10 * minute, begin: resealAccessKeys(keys.accessKeys) },
  { name: 'secrets of gateways sealed anew', everyMs: 10 * minute, begin: resealGateways(keys.gatewaySecrets) },
  { name: 'keys of gateways sealed anew', everyMs: 10 * minute, begin: resealGatewayKeys(keys.gatewaySecrets) },
  { name: 'vacuum', everyMs: day, begin: () => vacuum },
]

async function hashed(db: Database, key: Key): Promise<Batch> {
  return untilNone(await hashSuppressions(db, key))
}

async function noted(db: Database, secret: string): Promise<Batch> {
  await noteSigning(db, secret)
  return { done: 0, more: false }
}
