/** The mutations of shares. */
import type { Context } from '../../context.ts'
import { Refusal } from '../../refusal.ts'
import { answerShare } from '../../sharing/change/answer.ts'
import { changeShare } from '../../sharing/change/change.ts'
import { lend } from '../../sharing/grant/lend.ts'
import type { MutationShareArgs } from '../schema/schema.ts'
import type { Mutations } from './calling.ts'
import { access } from './reading.ts'
import { deviceIn, emailIn, noteIn, serviceIn } from './values.ts'

/** Creates the mutations of shares. */
export function shareMutations({
  db,
  policy,
}: Context): Pick<Mutations, 'share' | 'transfer' | 'answerShare' | 'changeShare'> {
  return {
    async share(_, args, { caller }) {
      await lend(db, caller, { ...lendingIn(args), askFirst: policy.askFirst })
      return true
    },

    transfer() {
      throw new Refusal('noTransfer')
    },

    async answerShare(_, { deviceId, accept }, { caller }) {
      await answerShare(db, caller, deviceIn(deviceId), accept)
      return true
    },

    async changeShare(_, args, { caller }) {
      const { deviceId, email, note, paused, ...times } = args
      const share = await changeShare(
        db,
        caller,
        { sensor: deviceIn(deviceId), guest: emailIn(email) },
        { ...times, ...(note != null && { note: noteIn(note) }), ...(paused != null && { paused }) },
      )
      return access(share)
    },
  }
}

/** Parses what to share with whom. Refuses with `missing` a call that names no device or nobody. */
function lendingIn({ deviceId, deviceIds, email, scripting, notify, action, services }: MutationShareArgs) {
  const ids = [...(deviceId ? [deviceId] : []), ...(deviceIds ?? [])]
  if (ids.length === 0) throw new Refusal('missing', 'Name a device: one of "deviceId" and "deviceIds" is needed.')
  if (email.length === 0) throw new Refusal('missing', 'Name a person: "email" is empty.')
  return {
    sensors: ids.map(deviceIn),
    guests: email.map(emailIn),
    action,
    services: services?.map(({ serviceId, action }) => ({ ...serviceIn(serviceId), action })),
    scripting: scripting ?? undefined,
    // Null can be sent, whatever the type says.
    notify: notify ?? true,
  }
}
