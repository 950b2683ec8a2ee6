/** The mutations of devices. */
import type { Context } from '../../context.ts'
import type { Database } from '../../db/open.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { claimDevice } from '../../sensors/claim/claim-device.ts'
import { unclaimMany } from '../../sensors/claim/unclaim-many.ts'
import { update } from '../../sensors/update.ts'
import type { ResolversParentTypes } from '../schema/schema.ts'
import type { Mutations } from './calling.ts'
import { devicesBy } from './reading.ts'
import { channelIn, deviceIn, nameIn } from './values.ts'

/** Creates the mutations of devices. */
export function deviceMutations({
  db,
}: Context): Pick<Mutations, 'claimDevice' | 'renameDevice' | 'deleteDevice' | 'deleteDevices'> {
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
      await unclaimMany(db, caller, [deviceIn(deviceId)])
      return true
    },

    async deleteDevices(_, { deviceIds }, { caller }) {
      if (deviceIds.length === 0) throw new Refusal('missing', 'Name a device: "deviceIds" is empty.')
      await unclaimMany(db, caller, deviceIds.map(deviceIn))
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
