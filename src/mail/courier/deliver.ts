/** Delivers a batch of letters that a courier has claimed. */
import type { Logger } from 'pino'
import type { Database } from '../../db/open.ts'
import type { Key } from '../../keys.ts'
import { chosenName } from '../../people/display-name.ts'
import { bestLanguage, chosenLanguage } from '../../people/language.ts'
import { chosenZone } from '../../people/time-zone.ts'
import type { Letter, Links, RenderedLetter } from '../letters/letter.ts'
import { type Manner, write } from '../letters/write.ts'
import { recallSuppressions } from '../suppression.ts'
import type { Mailer } from '../transports/mailer.ts'
import type { HeldClaim } from './claim.ts'
import type { Claimed } from './claim-letters.ts'
import { findSent } from './find-sent.ts'
import type { MailerOutage } from './mailer-outage.ts'
import type { Result } from './note-outcomes.ts'

/** What the delivery of a batch needs. */
export type DeliveryParts = {
  db: Database
  /** Hashes addresses, to find those that are suppressed by a hash; without it none is. */
  addresses?: Key
  mailer: Mailer
  links: Links
  /** Decrypts the sealed code of a letter; throws if it was sealed with another key. */
  openCode(sealed: string): string
  log: Pick<Logger, 'error'>
  mailerOutage: Pick<MailerOutage, 'judge'>
}

type Results = Map<number, Result>

/** Sends the letters that were not sent before; returns the results. Letters without one stay claimed. */
export async function deliver(parts: DeliveryParts, claim: HeldClaim, letters: Claimed[]): Promise<Results> {
  const results = await findSent(parts.mailer, letters)
  for (const { id } of await suppressed(parts, letters)) {
    results.set(id, { outcome: 'refused', reason: 'suppressed', detail: '' })
  }
  const messages = writeOut(
    parts,
    letters.filter(({ id }) => !results.has(id)),
    results,
  )
  await send(parts, claim, messages, results)
  return results
}

/** Finds letters to addresses that were suppressed when somebody had them who has left since. */
async function suppressed({ db, addresses }: DeliveryParts, letters: Claimed[]): Promise<Claimed[]> {
  if (!addresses) return []
  const recipients = letters.map(({ recipient }) => recipient)
  const reasons = new Map((await recallSuppressions(db, addresses, recipients)).map(row => [row.email, row.reason]))
  // As for every suppression: a complaint must not end signing in.
  return letters.filter(({ recipient, kind }) => {
    const reason = reasons.get(recipient)
    return reason !== undefined && !(reason === 'complained' && (kind === 'code' || kind === 'deletion'))
  })
}

/** Renders letters; adds a result for each that cannot be rendered. */
function writeOut({ links, openCode, log }: DeliveryParts, letters: Claimed[], results: Results): RenderedLetter[] {
  return letters.flatMap(letter => {
    try {
      return [write(opened(letter, openCode), links, mannerOf(letter))]
    } catch (err) {
      log.error({ err, letter: letter.id, kind: letter.kind }, 'a letter cannot be written')
      results.set(letter.id, { outcome: 'unwritable', detail: String((err as Error).message) })
      return []
    }
  })
}

/**
 * Decides the language: what the recipient has chosen, or else the sender, or else that of the request that caused the
 * letter. Settings are those of the moment of the claim.
 */
function mannerOf({ content, display, senderDisplay }: Claimed): Manner {
  const asked = typeof content.language === 'string' ? content.language : undefined
  return {
    language: chosenLanguage(display) ?? chosenLanguage(senderDisplay) ?? bestLanguage(asked),
    zone: chosenZone(display) ?? 'UTC',
  }
}

function opened(
  { id, kind, recipient, sender, senderDisplay, content }: Claimed,
  openCode: DeliveryParts['openCode'],
): Letter {
  const plain = kind === 'code' ? { ...content, code: openCode(String(content.code)) } : content
  const senderName = chosenName(senderDisplay)
  return { id, kind, recipient, sender, ...(senderName && { senderName }), content: plain } as Letter
}

/** Sends the letters that the claim still holds. The others stay claimed until it ends; then any courier takes them. */
async function send(
  { mailer, mailerOutage }: DeliveryParts,
  claim: HeldClaim,
  all: RenderedLetter[],
  results: Results,
) {
  const messages = await claim.stillHeld(all)
  if (messages.length === 0) return
  const outcomes = await mailer.send(messages, async message => (await claim.stillHeld([message])).length > 0)
  for (const [index, { letter }] of messages.entries()) {
    results.set(letter, outcomes[index] ?? { outcome: 'unknown', detail: 'no outcome' })
  }
  mailerOutage.judge(outcomes)
}
