/** Handlers for shares: terms, answers, history, events and access checks. */
import { type Access, checkAccess } from '../../access/check-access.ts'
import { reachOf } from '../../access/permission.ts'
import type { Context } from '../../context.ts'
import type { Database } from '../../db/open.ts'
import { eventStream } from '../../events/event-stream.ts'
import { listHistory } from '../../events/history.ts'
import type { Caller } from '../../people/caller.ts'
import { canonicalEmail } from '../../people/email.ts'
import { Refusal } from '../../refusal.ts'
import { listShared } from '../../sensors/read/list.ts'
import { answerShare } from '../../sharing/change/answer.ts'
import { changeShare } from '../../sharing/change/change.ts'
import { resend } from '../../sharing/change/resend.ts'
import { listShares } from '../../sharing/read/list.ts'
import type { Handlers } from '../contract/operation.ts'

/** Creates the handlers of the tag Share. */
export const shares = ({ db, events }: Context) =>
  ({
    async listShares({ caller, query }) {
      const { sensor, person, direction, state, after, limit = 100 } = query
      return listShares(db, caller, {
        sensor: sensor?.toUpperCase(),
        person: person && canonicalEmail(person),
        direction,
        state,
        after,
        limit,
      })
    },

    async changeShare({ caller, params, body }) {
      return changeShare(db, caller, namedShare(params), body)
    },

    async resendLetter({ caller, params }) {
      await resend(db, caller, namedShare(params))
      return {}
    },

    async answerShare({ caller, params, body }) {
      await answerShare(db, caller, params.sensor.toUpperCase(), body.accept)
      return {}
    },

    async listHistory({ caller, query }) {
      const { sensor, person, before, limit = 100 } = query
      const filter = { sensor: sensor?.toUpperCase(), person: person && canonicalEmail(person), before, limit }
      return listHistory(db, caller, filter)
    },

    async followEvents({ caller, lastId }) {
      return eventStream(events, caller, lastId)
    },

    async checkAccess({ caller, query }) {
      const [answer] = await answersTo(db, caller, [query])
      if (!answer) throw new Error('a question got no answer')
      return answer
    },

    async checkAccesses({ caller, body }) {
      return { answers: await answersTo(db, caller, body.questions) }
    },

    async listShared({ caller }) {
      return { sensors: await listShared(db, caller) }
    },
  }) satisfies Partial<Handlers>

const namedShare = ({ sensor, guest }: { sensor: string; guest: string }) => ({
  sensor: sensor.toUpperCase(),
  guest: canonicalEmail(guest),
})

type QuestionBody = { sensor: string; channel?: string; person?: string }

/** Answers access questions: a caller's about themselves, or another service's (without a caller) about anyone. */
function answersTo(db: Database, caller: Caller | null, questions: QuestionBody[]): Promise<Access[]> {
  const complete = questions.map(({ sensor, channel = null, person }) => ({
    sensor: sensor.toUpperCase(),
    person: personIn(caller, person),
    channel,
  }))
  return checkAccess(db, complete, caller && reachOf(caller))
}

function personIn(caller: Caller | null, person: string | undefined): string {
  const email = person === undefined ? caller?.email : canonicalEmail(person)
  if (email === undefined) throw new Refusal('missing', 'The field "person" is missing.')
  if (caller && email !== caller.email) throw new Refusal('onlyYourself')
  return email
}
