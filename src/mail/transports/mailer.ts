/** The interface of a mailer, which delivers rendered letters and reports an outcome for each. */
import type { RenderedLetter } from '../letters/letter.ts'

/** The result of sending one message. */
export type SendOutcome =
  | { outcome: 'sent'; messageId: string }
  /**
   * Will never be delivered. 'badAddress': Postmark 300, SMTP 5xx at RCPT. 'suppressed': Postmark 406, because the
   * address bounced or complained before.
   */
  | { outcome: 'refused'; reason: 'badAddress' | 'suppressed' | 'rejected'; detail: string }
  /** Certainly not sent; worth another try later (429, 5xx with a clear answer, connection refused, SMTP 4xx). */
  | { outcome: 'failed'; detail: string }
  /** Perhaps sent (timeout or cut after the request was sent). */
  | { outcome: 'unknown'; detail: string }
  /** Account trouble (e.g. Postmark 10, 405, 412, 413; SMTP auth refused): keep all letters, alert the operator. */
  | { outcome: 'stopped'; detail: string }

/** Decides right before a letter is sent whether it still may be: another courier may have taken it over meanwhile. */
export type MayBegin = (message: RenderedLetter) => Promise<boolean>

/** Delivers rendered letters and reports an outcome for each. */
export type Mailer = {
  name: 'postmark' | 'smtp' | 'mailbox'
  /** The most messages per call of `send`. */
  most: number
  /**
   * Returns an outcome for each message, in the same order. Never throws. A mailer that sends them one after the other
   * asks `mayBegin` before each; they may be sent together without asking if that takes at most 30 s.
   */
  send(messages: RenderedLetter[], mayBegin?: MayBegin): Promise<SendOutcome[]>
  /**
   * Looks up a letter whose outcome is unknown: its message id, or null if it was not sent. Throws if the mailer cannot
   * be asked now. Absent if it never can: then an unknown letter is sent again and may arrive twice.
   */
  find?(letter: number): Promise<string | null>
  close(): Promise<void>
}

/** Returns the address of a configured sender, before which a name may stand. */
export const addressIn = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1]?.trim() ?? from.trim()
