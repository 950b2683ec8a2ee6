/** What a mailer is: it delivers letters that are written out, and says what became of each. */
import type { Message } from '../letters/letter.ts'

/** What became of one message. */
export type SendOutcome =
  | { outcome: 'sent'; messageId: string }
  /** Never deliverable: 'badAddress' (Postmark 300, SMTP 5xx at RCPT), 'suppressed' (Postmark 406: bounced or complained before). */
  | { outcome: 'refused'; reason: 'badAddress' | 'suppressed' | 'rejected'; detail: string }
  /** Certainly not sent; worth another try later (429, 5xx with a clear answer, connection refused, SMTP 4xx). */
  | { outcome: 'failed'; detail: string }
  /** Nobody knows (timeout or cut after the request was sent). */
  | { outcome: 'unknown'; detail: string }
  /** The account is in trouble (Postmark 10, 405, 412, 413; SMTP auth refused): keep all letters, alert the operator. */
  | { outcome: 'stopped'; detail: string }

export type Mailer = {
  name: 'postmark' | 'smtp' | 'mailbox'
  /** How many messages it takes at once. */
  most: number
  /** Never throws: an outcome for each message, in order. */
  send(messages: Message[]): Promise<SendOutcome[]>
  /**
   * Asks whether a letter went out after an unknown outcome: its message id, or null. Absent: cannot be asked (then an
   * unknown letter is sent again and may come twice; the docs say so). Throws when it cannot be asked now.
   */
  find?(letter: number): Promise<string | null>
  close(): Promise<void>
}
