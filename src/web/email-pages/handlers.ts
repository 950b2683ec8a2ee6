/** Handlers of the operations behind the links of letters, and of the mailbox; each answers with a page. */
import { deletePerson } from '../../accounts/delete-person.ts'
import type { Context } from '../../context.ts'
import { mute } from '../../mail/mute.ts'
import { type MailboxLetter, readMail, readMailbox } from '../../mail/transports/mailbox.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { answer, findInvitation } from '../../sharing/change/answer.ts'
import { readerOf } from '../time/view.ts'
import { askToConfirmDeletion, deleted, linkEnded } from './deletion.ts'
import { accepted, declined, invitationEnded, muted, nothingLeft, showInvitation } from './invitation.ts'
import { mailboxPage, mailPage, noSuchMail } from './mailbox.ts'

/** The parameter of every link in a letter. */
type Linked = { token: string }

/** Creates the handlers. REST mounts them, because their paths are in the contract. */
export function emailPages({ db, keys, tokens, policy }: Context) {
  return {
    async verifyDeletion({ caller, query }: { caller: Caller; query: Linked }) {
      const person = tokens.deletionIn(query.token)
      if (!caller) return person ? askToConfirmDeletion(query.token) : linkEnded()
      if (person !== caller.id) throw new Refusal('badLink')
      await deletePerson(db, keys.addresses, person)
      return {}
    },

    async confirmDeletion({ body }: { body: Linked }) {
      const person = tokens.deletionIn(body.token)
      const email = person && (await deletePerson(db, keys.addresses, person))
      return email ? deleted(email) : linkEnded()
    },

    async showInvitation({ query }: { query: Linked }) {
      const letter = tokens.invitationIn(query.token)
      const invitation = letter && (await findInvitation(db, letter))
      return invitation
        ? showInvitation(invitation, query.token, {
            action: '/invitation',
            signsUp: false,
            signedInAs: undefined,
            reader: utc(),
          })
        : invitationEnded()
    },

    async answerInvitation({ body }: { body: Linked & { answer: string } }) {
      const letter = tokens.invitationIn(body.token)
      if (!letter) return invitationEnded()
      if (body.answer === 'mute') {
        await mute(db, letter)
        const invitation = await findInvitation(db, letter)
        return invitation ? muted(invitation) : invitationEnded()
      }
      const invitation = await answer(db, letter, body.answer === 'accept')
      if (!invitation) return nothingLeft()
      return body.answer === 'accept' ? accepted(invitation, utc()) : declined(invitation, utc())
    },

    async listMailbox({ wantsJson }: { wantsJson: boolean }) {
      if (!policy.mailbox) throw new Refusal('unknownPath')
      const mails = await readMailbox(db)
      return wantsJson ? { letters: mails.map(asJson) } : mailboxPage(mails)
    },

    async readMailbox({ params, wantsJson }: { params: { id: number }; wantsJson: boolean }) {
      if (!policy.mailbox) throw new Refusal('unknownPath')
      const [mail] = await readMail(db, params.id)
      if (mail) return wantsJson ? asJson(mail) : mailPage(mail)
      if (wantsJson) throw new Refusal('unknownPath')
      return noSuchMail()
    },
  }
}

/** Browsers send the cookie with their time zone only to pages under /app. */
const utc = () => readerOf({ cookies: {} })

const asJson = ({ sentAt, ...mail }: MailboxLetter) => ({ ...mail, sentAt: sentAt.toISOString() })
