/** The mutations of devices. */
import type { Context } from '../../context.ts'
import type { Database } from '../../db/open.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { claimDevice } from '../../sensors/claim/claim-device.ts'
import { unclaim } from '../../sensors/claim/unclaim.ts'
import { update } from '../../sensors/update.ts'
import type { ResolversParentTypes } from '../schema/schema.ts'
import type { Mutations } from './calling.ts'
import { devicesBy } from './reading.ts'
import { channelIn, deviceIn, nameIn } from './values.ts'

/** Creates the mutations of devices. */
export function deviceMutations({ db }: Context): Pick<Mutations, 'claimDevice' | 'renameDevice' | 'deleteDevice'> {
  return {
    async claimDevice(_, { deviceId, name, services }, { caller }) {
      const sensor = deviceIn(deviceId)
      const channels = services?.map(({ id, name }) => ({ channel: channelIn(id), name: nameIn(name) })) ?? []
      await claimDevice(db, caller, { sensor, name: nameIn(name ?? ''), services: channels })
      return oneDevice(db, caller, sensor)
    },

    async renameDevice(_, { deviceId, name }, { caller }) {
      const sensor = deviceIn(deviceId)
      await update(db, caller, { sensor, name: nameIn(name), at: undefined })
      return oneDevice(db, caller, sensor)
    },

    async deleteDevice(_, { deviceId }, { caller }) {
      await unclaim(db, caller, { sensor: deviceIn(deviceId), deleteData: false })
      return true
    },
  }
}

/** Reads a device that a mutation has changed. Refuses with `notVisible` if it has gone meanwhile. */
export async function oneDevice(db: Database, caller: Caller, sensor: string): Promise<ResolversParentTypes['Device']> {
  const [device] = await devicesBy(db, caller, [sensor])
  if (!device) throw new Refusal('notVisible')
  return device
}
