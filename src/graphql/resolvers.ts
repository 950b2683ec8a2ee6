/** The resolvers of schema.graphql: a few lines each that call the features. */
import type { GraphQLResolveInfo } from 'graphql'
import type { MercuriusContext } from 'mercurius'
import { createAccessKey, listAccessKeys, revokeAccessKey } from '../auth/access-keys.ts'
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import { addService } from '../sensors/add-service.ts'
import { claimDevice } from '../sensors/claim/claim-device.ts'
import { unclaim } from '../sensors/claim/unclaim.ts'
import { removeService } from '../sensors/remove-service.ts'
import { update } from '../sensors/update.ts'
import { answerShare } from '../sharing/change/answer.ts'
import { changeShare } from '../sharing/change/change.ts'
import { lend } from '../sharing/grant/lend.ts'
import { listContacts } from '../sharing/read/contacts.ts'
import { dateTime } from './date-time.ts'
import { events } from './events.ts'
import { access, devices, devicesBy, guests } from './reading.ts'
import type {
  Access,
  Account,
  AccountArguments,
  AddServiceArguments,
  AnswerShareArguments,
  ChangeShareArguments,
  ClaimDeviceArguments,
  CreateAccessKeyArguments,
  DeleteDeviceArguments,
  Device,
  DeviceArguments,
  DevicesArguments,
  Event,
  EventsArguments,
  Login,
  NewAccessKey,
  RemoveServiceArguments,
  RenameDeviceArguments,
  RevokeAccessKeyArguments,
  Service,
  ShareArguments,
} from './types.ts'
import { deviceIn, emailIn, nameIn, noteIn, serviceIn, user } from './values.ts'

declare module 'mercurius' {
  interface MercuriusContext {
    caller: Caller
  }
}

/** The dependencies of the resolvers. */
export type Tools = {
  db: Database
  /** Encrypts the secrets of access keys. */
  keySealing: Buffer
  /** Whether every share needs the guest's acceptance. */
  askFirst: boolean
}

type Context = Pick<MercuriusContext, 'caller'>

export function resolvers({ db, keySealing, askFirst }: Tools) {
  return {
    DateTime: dateTime,

    Query: {
      login: (_: unknown, _none: unknown, { caller }: Context): Login => user(caller.email),
    },

    Login: {
      account({ id, email }: Login, wanted: AccountArguments): Account {
        if (wanted.id && wanted.id !== id) throw new Refusal('notYourAccount')
        return { id, email }
      },
      device: (_: Login, { id }: DeviceArguments, { caller }: Context): Promise<Device[]> =>
        devicesBy(db, caller, id.map(deviceIn)),
      contacts: async (_: Login, _none: unknown, { caller }: Context) =>
        (await listContacts(db, caller, 1_000)).map(({ email }) => user(email)),
      accessKeys: (_: Login, _none: unknown, { caller }: Context) => listAccessKeys(db, caller),
    },

    Account: {
      devices: (_: Account, wanted: DevicesArguments, { caller }: Context) => devices(db, caller, wanted),
      guest: (_: Account, _none: unknown, { caller }: Context) => guests(db, caller),
      events: (_: Account, wanted: EventsArguments, { caller }: Context) => events(db, caller, wanted),
    },

    Event: {
      resolveType: ({ type }: Event) => (type === 'DEVICE_SHARE' ? 'DeviceShareEvent' : 'DeviceEvent'),
    },

    Mutation: {
      async share(_: unknown, wanted: ShareArguments, { caller }: Context): Promise<boolean> {
        const { deviceId, deviceIds, email, scripting, notify, action, services } = wanted
        const named = [...(deviceId ? [deviceId] : []), ...(deviceIds ?? [])]
        if (named.length === 0)
          throw new Refusal('missing', 'Name a device: one of "deviceId" and "deviceIds" is needed.')
        if (email.length === 0) throw new Refusal('missing', 'Name a person: "email" is empty.')
        await lend(db, caller, {
          sensors: named.map(deviceIn),
          guests: email.map(emailIn),
          action,
          services: services?.map(({ serviceId, action }) => ({ ...serviceIn(serviceId), action })),
          scripting: scripting ?? undefined,
          notify: notify ?? true,
          askFirst,
        })
        return true
      },

      async answerShare(_: unknown, { deviceId, accept }: AnswerShareArguments, { caller }: Context) {
        await answerShare(db, caller, deviceIn(deviceId), accept)
        return true
      },

      async changeShare(_: unknown, wanted: ChangeShareArguments, { caller }: Context): Promise<Access> {
        const { deviceId, email, note, paused, ...times } = wanted
        const share = await changeShare(
          db,
          caller,
          { sensor: deviceIn(deviceId), guest: emailIn(email) },
          { ...times, ...(note != null && { note: noteIn(note) }), ...(paused != null && { paused }) },
        )
        return access(share)
      },

      async claimDevice(_: unknown, { deviceId, name, services }: ClaimDeviceArguments, { caller }: Context) {
        const sensor = deviceIn(deviceId)
        const channels = services?.map(({ id, name }) => ({ channel: channelIn(id), name: nameIn(name) })) ?? []
        await claimDevice(db, caller, { sensor, name: nameIn(name ?? ''), services: channels })
        return oneDevice(caller, sensor)
      },

      async renameDevice(_: unknown, { deviceId, name }: RenameDeviceArguments, { caller }: Context) {
        const sensor = deviceIn(deviceId)
        await update(db, caller, { sensor, name: nameIn(name), at: undefined })
        return oneDevice(caller, sensor)
      },

      async deleteDevice(_: unknown, { deviceId }: DeleteDeviceArguments, { caller }: Context): Promise<boolean> {
        await unclaim(db, caller, { sensor: deviceIn(deviceId), deleteData: false })
        return true
      },

      async addService(
        _: unknown,
        { deviceId, id, name }: AddServiceArguments,
        context: Context,
        info: GraphQLResolveInfo,
      ): Promise<Service | undefined> {
        const { caller } = context
        const [sensor, channel] = [deviceIn(deviceId), channelIn(id)]
        await addService(db, caller, { sensor, channel, name: nameIn(name) })
        // Read from the device, because guests with access to the whole device also have access to the new service.
        const services = await (await oneDevice(caller, sensor)).services(undefined, context, info)
        return services.find(({ id }) => id === channel)
      },

      async removeService(_: unknown, { deviceId, serviceId }: RemoveServiceArguments, { caller }: Context) {
        await removeService(db, caller, { sensor: deviceIn(deviceId), channel: channelIn(serviceId) })
        return true
      },

      createAccessKey: (_: unknown, { name }: CreateAccessKeyArguments, { caller }: Context): Promise<NewAccessKey> =>
        createAccessKey(db, keySealing, caller, nameIn(name)),

      async revokeAccessKey(_: unknown, { id }: RevokeAccessKeyArguments, { caller }: Context): Promise<boolean> {
        await revokeAccessKey(db, caller, id)
        return true
      },
    },
  }

  async function oneDevice(caller: Caller, sensor: string): Promise<Device> {
    const [device] = await devicesBy(db, caller, [sensor])
    if (!device) throw new Refusal('notVisible')
    return device
  }
}

/** Reads the id of a service of a device (8 octets), existing or new. */
function channelIn(id: string): string {
  const { sensor, channel } = serviceIn(id)
  if (sensor !== undefined) throw new Refusal('notDevice')
  return channel
}
