/**
 * Routes of the page that emails about shares link to. It lies under /app, where a form needs its CSRF token: otherwise
 * another site could sign its visitors in to an account of its own.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { endSession } from '../../auth/sessions/sessions.ts'
import { deviceOf } from '../../auth/sign-in/device.ts'
import { joinByInvitation } from '../../auth/sign-in/join-by-invitation.ts'
import type { Context } from '../../context.ts'
import { networkOf } from '../../limits/network.ts'
import { mute } from '../../mail/mute.ts'
import { Refusal } from '../../refusal.ts'
import { answer, findInvitation, type Invitation } from '../../sharing/change/answer.ts'
import { textIn } from '../frame/form.ts'
import { redirectWithNotice } from '../frame/notice.ts'
import { refusedWith } from '../frame/refused.ts'
import { forgetSignIn, keepSignedIn, sessionToken } from '../frame/session.ts'
import { readerOf } from '../time/view.ts'
import {
  accepted,
  declined,
  invitationEnded,
  muted,
  nothingLeft,
  placeOf,
  recipientOf,
  showInvitation,
  signInPlace,
} from './invitation.ts'
import { texts } from './invitation-words.ts'

const path = '/app/invitation'

/** Adds the routes, which need no session. */
export function invitationByEmailPages(app: FastifyInstance, { db, tokens, policy }: Context) {
  app.get(path, async (request, reply) => {
    const reader = readerOf(request)
    const token = textIn(request.query, 'token')
    const letter = tokens.invitationIn(token)
    const invitation = letter && (await findInvitation(db, letter))
    if (!invitation) return reply.page(invitationEnded(reader))
    return reply.page(
      showInvitation(invitation, token, {
        action: path,
        signsUp: !invitation.joined && invitation.current && tokens.signUpIn(token) !== null,
        signedInAs: request.caller?.email,
        reader: recipientOf(request, invitation),
      }),
    )
  })

  app.post(path, async (request, reply) => {
    const reader = readerOf(request)
    const [token, choice] = [textIn(request.body, 'token'), textIn(request.body, 'answer')]
    const letter = tokens.invitationIn(token)
    if (!letter) return reply.page(invitationEnded(reader))
    if (choice === 'mute') {
      await mute(db, letter)
      const invitation = await findInvitation(db, letter)
      return reply.page(invitation ? muted(invitation, recipientOf(request, invitation)) : invitationEnded(reader))
    }
    if (choice !== 'accept' && choice !== 'decline') throw new Refusal('noSuchPage')
    const invitation = await answer(db, letter, choice === 'accept')
    if (!invitation) return reply.page(nothingLeft(reader))
    return choice === 'accept'
      ? goOn(request, reply, invitation, tokens.signUpIn(token))
      : reply.page(declined(invitation, recipientOf(request, invitation)))
  })

  /** Leads whoever has accepted to the sensors; `signUp` is the letter whose link may create their account. */
  async function goOn(request: FastifyRequest, reply: FastifyReply, invitation: Invitation, signUp: number | null) {
    const reader = recipientOf(request, invitation)
    const words = texts[reader.language]
    const { caller, ip, headers } = request
    const { recipient, joined, sensors } = invitation
    const isOpen = sensors.some(({ isOpen }) => isOpen)
    const notice = { text: isOpen ? words.notice(sensors.length) : words.notYet(sensors.length) }
    if (caller?.email === recipient) return redirectWithNotice(reply, placeOf(sensors), notice)
    if (signUp !== null && !joined) {
      const person = await joinByInvitation(db, signUp, networkOf(ip), deviceOf(headers['user-agent']))
      if (person) {
        // The cookie of this browser has room for one session.
        if (caller?.session) await refusedWith(['noSuchSession'], endSession(db, caller, caller.session))
        keepSignedIn(reply, tokens.ofSession(person.email, person.session), policy.sessionDays)
        return redirectWithNotice(reply, placeOf(sensors), notice)
      }
    }
    if (caller) return reply.page(accepted(invitation, reader, caller.email))
    return redirectWithNotice(reply, signInPlace(invitation), notice)
  }
}

/** Finds out who is signed in, if anybody is. An ended session is forgotten. */
export const whoeverItIs = ({ entrance }: Context) =>
  async function identify(request: FastifyRequest, reply: FastifyReply) {
    const token = sessionToken(request)
    if (!token) return entrance.stranger(request, reply)
    try {
      await entrance.holder(request, reply, token)
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind.status !== 401) throw error
      forgetSignIn(reply)
    }
  }
