/** Emails to send, and to whom none is sent. */
import type { Generated } from 'kysely'

/** Tables about emails. */
export type MailTables = {
  letters: {
    id: Generated<number>
    kind:
      | 'invitation'
      | 'shared'
      | 'unshared'
      | 'left'
      | 'declined'
      | 'unclaimed'
      | 'contested'
      | 'expiring'
      | 'code'
      | 'deletion'
      | 'newSignIn'
      | 'newKey'
      | 'newPasskey'
      | 'newPhone'
      | 'accepted'
    recipient: string
    sender: string | null
    content:
      | {
          sensors: { id: string; name: string }[]
          note?: string
          asked?: true
          guest?: string
          startsAt?: string
          expiresAt?: string
          language?: string
        }
      | { code: string; link: string; language?: string }
      | { person: number; device?: string; network?: string; name?: string; at?: string }
      | Record<string, never>
    created_at: Generated<Date>
    state: Generated<
      | 'queued'
      | 'held'
      | 'sending'
      | 'sent'
      | 'delivered'
      | 'bounced'
      | 'complained'
      | 'suppressed'
      | 'muted'
      | 'obsolete'
      | 'given up'
    >
    due_at: Generated<Date>
    claim: string | null
    attempts: Generated<number>
    is_unsure: Generated<boolean>
    counted_at: Date | null
    message_id: string | null
    reason: string | null
    is_farewell: Generated<boolean>
  }
  letter_attempts: {
    letter_id: number
    number: number
    at: Generated<Date>
    outcome: string
    detail: Generated<string>
  }
  suppressed_addresses: {
    email: string
    reason: string
    at: Date
    is_lifted: Generated<boolean>
  }
  suppressed_hashes: {
    hash: Buffer
    reason: string
    at: Date
  }
  mutes: {
    recipient: string
    sender: string
    created_at: Generated<Date>
  }
  mailbox_messages: {
    id: Generated<number>
    letter: number
    kind: string
    recipient: string
    subject: string
    body: string
    html: string
    links: Record<string, string>
    sent_at: Generated<Date>
  }
}
