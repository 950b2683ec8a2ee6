/** The courier: claims due letters, sends them and stores the results, through crashes and outages alike. */
import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import type { Logger } from 'pino'
import { type Database, isAway } from '../../db/open.ts'
import type { Letter, Links, RenderedLetter } from '../letters/letter.ts'
import { write } from '../letters/write.ts'
import { detail } from '../transports/detail.ts'
import type { Mailer, SendOutcome } from '../transports/mailer.ts'
import { anyDue, type Claimed, claimLetters, claimSeconds, renewClaim } from './claim-letters.ts'
import { noteOutcomes, type Result } from './note-outcomes.ts'

/** The courier of a process. */
export type Courier = {
  /** Makes the courier look for letters now. */
  wake(): void
  /** Finishes the batches under way and stops. */
  close(): Promise<void>
}

type Parts = {
  db: Database
  mailer: Mailer
  links: Links
  /** Decrypts the sealed code of a letter; throws if it was sealed with another key. */
  openCode(sealed: string): string
  log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Called with the outcome of each letter that the courier took up to send. */
  onResult?: (outcome: Result['outcome']) => void
  /**
   * Milliseconds between polls, which find letters without a notification: put off, taken over, or created while
   * nothing listened.
   */
  pollMs?: number
  /** The clock for letters, in milliseconds; by default the database's. */
  now?: () => number
  random?: () => number
}

/** An outage of the mailer: since when, how many failures in a row, and until when the courier pauses. */
type Trouble = { kind: 'stopped' | 'away'; since: number; times: number; until: number }

/**
 * Maximum number of batches in progress: while one is being sent, others are claimed or stored. A third lane made
 * sending 8 % faster, measured on two cores.
 */
const lanes = 3
/** Parallel requests that ask the mailer whether letters have been sent before. */
const asksAtOnce = 8
/**
 * The most letters in a batch while the mailer is `away` (everything failed) or `stopped` (trouble with the account).
 */
const mostTried = { away: 10, stopped: 1 }
/** The shortest and the longest pause of the courier, in seconds. */
const pauses = { away: [1, 60], stopped: [60, 900] } as const

/** Starts the courier. */
export function openCourier({
  db,
  mailer,
  links,
  openCode,
  log,
  onResult,
  pollMs = 1_000,
  now,
  random = Math.random,
}: Parts): Courier {
  const clock = now ?? Date.now
  const at = () => (now ? new Date(now()).toISOString() : null)
  const working = new Set<Promise<void>>()
  let isClosing = false
  let awoken = false
  /** Batches that were sent but could not be stored yet. Until they are, the courier claims nothing else. */
  let unnoted = 0
  let trouble: Trouble | undefined
  /** An outage of the database: since when, the length of the pause, and until when it lasts (`performance.now()`). */
  let lost: { since: number; pause: number; until: number } | undefined

  function wake() {
    awoken = true
    if (isClosing || unnoted > 0 || (lost && performance.now() < lost.until)) return
    if (trouble && clock() < trouble.until) return
    if (working.size >= (trouble || lost ? 1 : lanes)) return
    const work = workOn()
      // The letters stay claimed until the claim ends; then any courier takes them over.
      .catch(err => log.error({ err }, 'the courier stumbled'))
      .finally(() => working.delete(work))
    working.add(work)
  }

  /** Claims and sends batches until no letter is due. */
  async function workOn() {
    while (!isClosing && unnoted === 0 && !(trouble && clock() < trouble.until)) {
      awoken = false
      const claim = randomUUID()
      const most = trouble ? Math.min(mostTried[trouble.kind], mailer.most) : mailer.most
      const claimedAt = performance.now()
      let claimed: Claimed[]
      try {
        claimed = await claimLetters(db, claim, most, at())
      } catch (error) {
        return loseDatabase(error)
      }
      findDatabase()
      tellGivenUp(claimed)
      const letters = claimed.filter(({ state }) => state === 'sending')
      // The batch is full, so more letters may be due: start another lane.
      if (claimed.length === most) wake()
      if (letters.length > 0) await deliver(claim, claimedAt, letters)
      // A wake-up during the claim may be for a letter that the claim's snapshot did not contain.
      else if (claimed.length < most && !awoken) return
    }
  }

  async function deliver(claim: string, claimedAt: number, letters: Claimed[]) {
    const renewing = setInterval(() => renew(claim, letters).catch(() => {}), (claimSeconds * 1000) / 3)
    try {
      const results = new Map<number, Result>()
      const toSend = await withoutSent(letters, results)
      const messages = writeOut(toSend, results)
      await send(await stillOurs(claim, claimedAt, messages), results)
      for (const { outcome } of results.values()) onResult?.(outcome)
      await note(claim, results)
    } finally {
      clearInterval(renewing)
    }
  }

  function renew(claim: string, letters: { id: number }[]) {
    return renewClaim(db, JSON.stringify(letters.map(({ id }) => ({ id }))), claim, at())
  }

  /** Asks the mailer about letters that may have been sent already; returns the letters that must be sent. */
  async function withoutSent(letters: Claimed[], results: Map<number, Result>): Promise<Claimed[]> {
    if (!mailer.find) return letters
    const find = mailer.find.bind(mailer)
    const unsure = letters.filter(letter => letter.unsure)
    const queue = unsure.values()
    let failure: string | undefined
    async function ask() {
      for (const { id } of queue) {
        try {
          const messageId = failure === undefined ? await find(id) : null
          if (messageId !== null) results.set(id, { outcome: 'found', messageId })
        } catch (error) {
          failure = String((error as Error).message)
        }
        // After one failure the remaining letters are not asked about, because each request would wait for the same
        // error.
        if (failure !== undefined && !results.has(id)) results.set(id, { outcome: 'not asked', detail: failure })
      }
    }
    await Promise.all(Array.from({ length: Math.min(asksAtOnce, unsure.length) }, ask))
    return letters.filter(({ id }) => !results.has(id))
  }

  function writeOut(letters: Claimed[], results: Map<number, Result>): RenderedLetter[] {
    return letters.flatMap(letter => {
      try {
        return [write(opened(letter), links)]
      } catch (err) {
        log.error({ err, letter: letter.id, kind: letter.kind }, 'a letter cannot be written')
        results.set(letter.id, { outcome: 'unwritable', detail: String((err as Error).message) })
        return []
      }
    })
  }

  function opened({ id, kind, recipient, sender, content }: Claimed): Letter {
    const plain = kind === 'code' ? { ...content, code: openCode(String(content.code)) } : content
    return { id, kind, recipient, sender, content: plain } as Letter
  }

  /**
   * Renews a claim that is not fresh before sending, and leaves out letters that another courier has taken over, so
   * that they are not sent twice.
   */
  async function stillOurs(claim: string, claimedAt: number, messages: RenderedLetter[]): Promise<RenderedLetter[]> {
    if (performance.now() - claimedAt < (claimSeconds * 1000) / 6) return messages
    try {
      const ours = new Set(
        (
          await renew(
            claim,
            messages.map(({ letter }) => ({ id: letter })),
          )
        ).map(({ id }) => id),
      )
      return messages.filter(({ letter }) => ours.has(letter))
    } catch (error) {
      loseDatabase(error)
      // The letters stay claimed until the claim ends; then any courier takes them over.
      return []
    }
  }

  async function send(messages: RenderedLetter[], results: Map<number, Result>) {
    if (messages.length === 0) return
    const outcomes = await mailer.send(messages)
    for (const [index, { letter }] of messages.entries()) {
      results.set(letter, outcomes[index] ?? { outcome: 'unknown', detail: 'no outcome' })
    }
    judgeMailer(outcomes)
  }

  /** Pauses the courier while the mailer accepts no letter; logs the start and the end of an outage once. */
  function judgeMailer(outcomes: SendOutcome[]) {
    const stopped = outcomes.find(({ outcome }) => outcome === 'stopped')
    const kind = stopped ? 'stopped' : 'away'
    if (!stopped && outcomes.some(({ outcome }) => outcome === 'sent' || outcome === 'refused')) {
      if (trouble && isTold(trouble)) {
        log.info(
          { mailer: mailer.name, seconds: Math.round((clock() - trouble.since) / 1000) },
          'letters are sent again',
        )
      }
      trouble = undefined
      return
    }
    const before = trouble?.kind === kind ? trouble : undefined
    // This batch came from another lane, which had sent it before the outage was known.
    if (before && clock() < before.until) return
    const [first, longest] = pauses[kind]
    const times = (before?.times ?? 0) + 1
    const seconds = Math.min(longest / 1.5, first * 2 ** Math.min(times - 1, 20)) * (1 + random() / 2)
    trouble = { kind, since: trouble?.since ?? clock(), times, until: clock() + seconds * 1000 }
    if ((before && isTold(before)) || !isTold(trouble)) return
    const { detail: told } = (stopped ?? outcomes[0] ?? {}) as { detail?: string }
    const line = { mailer: mailer.name, detail: detail(told) }
    if (stopped) log.error(line, 'no letters are sent: the account at the mailer needs somebody')
    else log.warn(line, 'no letters are sent: the mailer takes none; they wait')
  }

  /** Decides whether an outage is logged: one failed batch may be the fault of a letter, three in a row are not. */
  function isTold({ kind, times }: Trouble) {
    return kind === 'stopped' || times >= 3
  }

  /**
   * Stores the results, which only this process knows. Retries while the database is away (when closing, only for a few
   * seconds), and gives up from the fifth try on if the database refuses them.
   */
  async function note(claim: string, results: Map<number, Result>) {
    try {
      return await noteOnce(claim, results)
    } catch (error) {
      loseDatabase(error)
    }
    unnoted++
    for (let tries = 2; !(isClosing && tries > 4); tries++) {
      await new Promise(resolve => setTimeout(resolve, isClosing ? 500 : (lost?.pause ?? 500)))
      try {
        await noteOnce(claim, results)
        break
      } catch (error) {
        loseDatabase(error)
        if (!isAway(error) && tries >= 5) break
      }
    }
    unnoted--
  }

  async function noteOnce(claim: string, results: Map<number, Result>) {
    const noted = await noteOutcomes(db, { claim, results, at: at(), random })
    findDatabase()
    tellGivenUp(noted)
  }

  function loseDatabase(error: unknown) {
    if (!lost) log.warn({ err: error }, 'letters wait: the database does not do what it should')
    const pause = Math.min((lost?.pause ?? 250) * 2, 5_000)
    lost = { since: lost?.since ?? performance.now(), pause, until: performance.now() + pause * (0.5 + random() / 2) }
  }

  function findDatabase() {
    if (!lost) return
    log.info({ seconds: Math.round((performance.now() - lost.since) / 1000) }, 'letters go on: the database is back')
    lost = undefined
  }

  function tellGivenUp(letters: { state: string }[]) {
    const count = letters.filter(({ state }) => state === 'given up').length
    if (count > 0) log.warn({ letters: count }, 'letters were given up')
  }

  /** Wakes an idle courier if a letter is due: this check is cheaper than a claim. */
  async function look() {
    if ((lost && performance.now() < lost.until) || (trouble && clock() < trouble.until)) return
    try {
      const [found] = await anyDue(db, at())
      findDatabase()
      if (found?.due) wake()
    } catch (error) {
      loseDatabase(error)
    }
  }

  let looking: Promise<void> | undefined
  function poll() {
    if (working.size > 0) return wake()
    looking ??= look().finally(() => {
      looking = undefined
    })
  }

  const polling = setInterval(poll, pollMs)
  const stopListening = db.listen('letters', wake)
  wake()

  return {
    wake,
    async close() {
      isClosing = true
      clearInterval(polling)
      await Promise.all([...working, looking])
      await stopListening().catch(() => {})
    },
  }
}
