/** Handlers of the operations that share. They run on the database, or in a transaction under an Idempotency-Key. */
import type { Context } from '../../context.ts'
import type { Handle } from '../../db/open.ts'
import type { Key } from '../../keys.ts'
import { canonicalEmail } from '../../people/email.ts'
import { Refusal } from '../../refusal.ts'
import { unshare } from '../../sharing/end/unshare.ts'
import { share } from '../../sharing/grant/share.ts'
import { shareMany } from '../../sharing/grant/share-many.ts'
import type { Handlers } from '../contract/operation.ts'
import { type Repeatable, repeatable } from '../contract/repeatable.ts'

/** Creates the handlers of the operations that share. */
export function sharing({ db, keys, policy }: Context): Pick<Handlers, Repeatable> {
  const on = (handle: Handle) => actions(handle, keys.addresses, policy.askFirst)
  const [direct, kept] = [on(db), repeatable(db, on)]
  return {
    shareSensor: call => (call.key === undefined ? direct : kept).shareSensor(call),
    unshareSensor: call => (call.key === undefined ? direct : kept).unshareSensor(call),
    shareMany: call => (call.key === undefined ? direct : kept).shareMany(call),
  }
}

function actions(db: Handle, addresses: Key, askFirst: boolean): Pick<Handlers, Repeatable> {
  return {
    async shareSensor({ caller, body }) {
      const sensor = body.sensor.toUpperCase()
      const [shared] = await share(db, caller, [{ sensor, guest: canonicalEmail(body.user), askFirst }])
      return { sensor, invited: granted(shared).invited }
    },

    async unshareSensor({ caller, body }) {
      const guest = body.user === undefined ? undefined : canonicalEmail(body.user)
      const [refusal] = await unshare(db, caller, [{ sensor: body.sensor.toUpperCase(), guest }])
      if (refusal) throw refusal
      return {}
    },

    async shareMany({ caller, body }) {
      const { sensors, users, channels, notify = true, mode = 'each', dryRun = false, ...terms } = body
      const { verdicts, letters, limits } = await shareMany(db, addresses, caller, {
        ...terms,
        sensors: sensors.map(sensor => ({ sensor: sensor.toUpperCase(), ...(channels !== undefined && { channels }) })),
        guests: users.map(canonicalEmail),
        notify,
        askFirst,
        mode,
        dryRun,
      })
      const refused = verdicts.filter(({ verdict }) => verdict instanceof Refusal).length
      return {
        dryRun,
        shared: verdicts.length - refused,
        refused,
        verdicts: verdicts.map(({ sensor, guest, verdict }) => ({ sensor, user: guest, ...verdictAnswer(verdict) })),
        letters: letters.map(({ guest, ...letter }) => ({ user: guest, ...letter })),
        ...(limits && { limits }),
      }
    },
  }
}

/** Converts a verdict to its form in the contract. */
function verdictAnswer(verdict: { invited?: boolean; pending?: boolean } | Refusal) {
  if (!(verdict instanceof Refusal)) return { shared: true, ...verdict }
  const { code, subCode } = verdict.kind
  return { shared: false, error: verdict.message, code, ...(subCode && { sub_code: subCode }) }
}

/** Returns the answer, or throws it if it is a refusal. */
function granted<Answer>(answer: Answer | Refusal | undefined): Answer {
  if (answer instanceof Refusal || answer === undefined) throw answer
  return answer
}
