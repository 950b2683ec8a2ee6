/** The mutations of services. */
import type { Context } from '../../context.ts'
import { Refusal } from '../../refusal.ts'
import { addService } from '../../sensors/add-service.ts'
import { removeService } from '../../sensors/remove-service.ts'
import { renameService } from '../../sensors/rename-service.ts'
import type { Mutations } from './calling.ts'
import { oneDevice } from './devices.ts'
import { channelIn, deviceIn, nameIn } from './values.ts'

/** Creates the mutations of services. */
export function serviceMutations({ db }: Context): Pick<Mutations, 'addService' | 'renameService' | 'removeService'> {
  return {
    async addService(_, { deviceId, id, name }, context, info) {
      const { caller } = context
      const [sensor, channel] = [deviceIn(deviceId), channelIn(id)]
      await addService(db, caller, { sensor, channel, name: nameIn(name) })
      // Read from the device, because guests with access to the whole device also have access to the new service.
      const services = await (await oneDevice(db, caller, sensor)).services(undefined, context, info)
      const service = services.find(({ id }) => id === channel)
      // Somebody has removed it in the meantime.
      if (!service) throw new Refusal('notVisible')
      return service
    },

    async renameService(_, { serviceId, name }, { caller }) {
      await renameService(db, caller, { channel: channelIn(serviceId), name: nameIn(name) })
      return true
    },

    async removeService(_, { deviceId, serviceId }, { caller }) {
      await removeService(db, caller, { sensor: deviceIn(deviceId), channel: channelIn(serviceId) })
      return true
    },
  }
}
