/** Handlers of the operations behind the links of letters, and of the mailbox; each answers with a page. */
import { deletePerson } from '../../accounts/delete-person.ts'
import type { Context } from '../../context.ts'
import { mute } from '../../mail/mute.ts'
import { type MailboxLetter, readMail, readMailbox } from '../../mail/transports/mailbox.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { answer, findInvitation } from '../../sharing/change/answer.ts'
import { type ReaderRequest, readerOf } from '../time/view.ts'
import { askToConfirmDeletion, deleted, linkEnded } from './deletion.ts'
import { accepted, declined, invitationEnded, muted, nothingLeft, recipientOf, showInvitation } from './invitation.ts'
import { mailboxPage, mailPage, noSuchMail } from './mailbox.ts'

/** The parameter of every link in a letter. */
type Linked = { token: string }

/** The languages that a browser accepts. */
type Browser = { acceptLanguage: string | undefined }

/** Creates the handlers. REST mounts them, because their paths are in the contract. */
export function emailPages({ db, keys, tokens, policy }: Context) {
  return {
    async verifyDeletion({ caller, query, acceptLanguage }: { caller: Caller; query: Linked } & Browser) {
      const reader = readerIn(acceptLanguage)
      const person = tokens.deletionIn(query.token)
      if (!caller) return person ? askToConfirmDeletion(query.token, reader) : linkEnded(reader)
      if (person !== caller.id) throw new Refusal('badLink')
      await deletePerson(db, keys.addresses, person)
      return {}
    },

    async confirmDeletion({ body, acceptLanguage }: { body: Linked } & Browser) {
      const reader = readerIn(acceptLanguage)
      const person = tokens.deletionIn(body.token)
      const email = person && (await deletePerson(db, keys.addresses, person))
      return email ? deleted(email, reader) : linkEnded(reader)
    },

    async showInvitation({ query, acceptLanguage }: { query: Linked } & Browser) {
      const letter = tokens.invitationIn(query.token)
      const invitation = letter && (await findInvitation(db, letter))
      return invitation
        ? showInvitation(invitation, query.token, {
            action: '/invitation',
            signsUp: false,
            signedInAs: undefined,
            reader: recipientOf(requestOf(acceptLanguage), invitation),
          })
        : invitationEnded(readerIn(acceptLanguage))
    },

    async answerInvitation({ body, acceptLanguage }: { body: Linked & { answer: string } } & Browser) {
      const letter = tokens.invitationIn(body.token)
      if (!letter) return invitationEnded(readerIn(acceptLanguage))
      const isMuting = body.answer === 'mute'
      if (isMuting) await mute(db, letter)
      const invitation = await (isMuting ? findInvitation(db, letter) : answer(db, letter, body.answer === 'accept'))
      if (!invitation) return (isMuting ? invitationEnded : nothingLeft)(readerIn(acceptLanguage))
      const reader = recipientOf(requestOf(acceptLanguage), invitation)
      if (isMuting) return muted(invitation, reader)
      return body.answer === 'accept' ? accepted(invitation, reader) : declined(invitation, reader)
    },

    async listMailbox({ wantsJson, acceptLanguage }: { wantsJson: boolean } & Browser) {
      const reader = readerIn(acceptLanguage)
      if (!policy.mailbox) throw new Refusal('unknownPath')
      const mails = await readMailbox(db)
      return wantsJson ? { letters: mails.map(asJson) } : mailboxPage(mails, reader)
    },

    async readMailbox({ params, wantsJson, acceptLanguage }: { params: { id: number }; wantsJson: boolean } & Browser) {
      const reader = readerIn(acceptLanguage)
      if (!policy.mailbox) throw new Refusal('unknownPath')
      const [mail] = await readMail(db, params.id)
      if (mail) return wantsJson ? asJson(mail) : mailPage(mail, reader)
      if (wantsJson) throw new Refusal('unknownPath')
      return noSuchMail(reader)
    },
  }
}

/** Browsers send the cookies with their session and time zone only to pages under /app. */
const requestOf = (acceptLanguage: string | undefined): ReaderRequest => ({
  headers: { 'accept-language': acceptLanguage },
})
const readerIn = (acceptLanguage: string | undefined) => readerOf(requestOf(acceptLanguage))

const asJson = ({ sentAt, ...mail }: MailboxLetter) => ({ ...mail, sentAt: sentAt.toISOString() })
