/** An outage of the mailer, as a courier notices it: when to try again, with how many letters, and what the log says. */
import type { Logger } from 'pino'
import { detail } from '../transports/detail.ts'
import type { Mailer, SendOutcome } from '../transports/mailer.ts'

/** What a courier knows about the mailer. */
export type MailerOutage = ReturnType<typeof watchMailer>

/**
 * The most letters in a batch while the mailer is `away` (everything failed) or `stopped` (trouble with the account).
 */
const mostTried = { away: 10, stopped: 1 }
/** The shortest and the longest pause of the courier, in seconds. */
const pauses = { away: [1, 60], stopped: [60, 900] } as const

/** Since when the mailer takes no letters, how many batches failed in a row, and until when the courier pauses. */
type Outage = { kind: 'stopped' | 'away'; since: number; times: number; until: number }

/** Decides whether an outage is logged: one failed batch may be the fault of a letter, three in a row are not. */
const isLogged = ({ kind, times }: Outage) => kind === 'stopped' || times >= 3

type Parts = {
  mailer: Pick<Mailer, 'name' | 'most'>
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  clock: () => number
  random: () => number
}

/** Starts without an outage. Logs the start and the end of one once. */
export function watchMailer({ mailer, log, clock, random }: Parts) {
  let outage: Outage | undefined

  function end() {
    if (outage && isLogged(outage)) {
      const seconds = Math.round((clock() - outage.since) / 1000)
      log.info({ mailer: mailer.name, seconds }, 'emails are sent again')
    }
    outage = undefined
  }

  function beginOrExtend(kind: Outage['kind'], reason: string) {
    const before = outage?.kind === kind ? outage : undefined
    // This batch came from another lane, which had sent it before the outage was known.
    if (before && clock() < before.until) return
    const times = (before?.times ?? 0) + 1
    outage = { kind, since: outage?.since ?? clock(), times, until: clock() + pauseMs(kind, times, random) }
    if ((before && isLogged(before)) || !isLogged(outage)) return
    const line = { mailer: mailer.name, detail: detail(reason) }
    if (kind === 'stopped') log.error(line, 'no emails are sent: the account at the mailer needs somebody')
    else log.warn(line, 'no emails are sent: the mailer takes none; they wait')
  }

  return {
    isOn: () => outage !== undefined,
    /** Whether the courier should leave the mailer alone for now. */
    isPausing: () => outage !== undefined && clock() < outage.until,
    /** The most letters of the next batch. */
    most: () => (outage ? Math.min(mostTried[outage.kind], mailer.most) : mailer.most),

    /** Begins, extends or ends the outage by the outcomes of a batch. */
    judge(outcomes: SendOutcome[]) {
      const stopped = outcomes.find(({ outcome }) => outcome === 'stopped')
      if (!stopped && outcomes.some(({ outcome }) => outcome === 'sent' || outcome === 'refused')) return end()
      const { detail: reason = '' } = (stopped ?? outcomes[0] ?? {}) as { detail?: string }
      beginOrExtend(stopped ? 'stopped' : 'away', reason)
    },
  }
}

/** Returns the pause after so many failures in a row, in milliseconds: exponential backoff with jitter. */
function pauseMs(kind: Outage['kind'], times: number, random: () => number): number {
  const [shortest, longest] = pauses[kind]
  return Math.min(longest / 1.5, shortest * 2 ** Math.min(times - 1, 20)) * (1 + random() / 2) * 1000
}
