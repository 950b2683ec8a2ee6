/** The resolvers of schema.graphql: a few lines each that call the features. */
import type { MercuriusContext } from 'mercurius'
import { createAccessKey, listAccessKeys, revokeAccessKey } from '../auth/access-keys.ts'
import { requireScope } from '../auth/scopes.ts'
import type { Context } from '../context.ts'
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
import { keyOf, newKeyOf, scoped, wantedKey } from './keys.ts'
import { access, devices, devicesBy, guests } from './reading.ts'
import type {
  AccountResolvers,
  EventResolvers,
  LoginResolvers,
  MutationResolvers,
  QueryResolvers,
  ResolversParentTypes,
} from './schema.ts'
import { deviceIn, emailIn, nameIn, noteIn, serviceIn, user } from './values.ts'

declare module 'mercurius' {
  interface MercuriusContext {
    caller: Caller
  }
}

type Calling = Pick<MercuriusContext, 'caller'>

/**
 * Requires a resolver for each field that its parent object doesn't have. Objects of types that aren't listed here have
 * all their fields.
 */
type Complete = {
  DateTime: typeof dateTime
  Query: Required<QueryResolvers<Calling>>
  Mutation: Required<MutationResolvers<Calling>>
  Login: Required<Omit<LoginResolvers<Calling>, keyof ResolversParentTypes['Login']>>
  Account: Required<Omit<AccountResolvers<Calling>, keyof ResolversParentTypes['Account']>>
  // mercurius calls it resolveType, without the underscores.
  Event: { resolveType: EventResolvers<Calling>['__resolveType'] }
}

/** Creates the resolvers. */
export function resolvers({ db, keys, policy }: Context) {
  return {
    DateTime: dateTime,

    Query: {
      login: (_, _none, { caller }) => user(caller.email),
    },

    Login: {
      account({ id, email }, args) {
        if (args.id && args.id !== id) throw new Refusal('notYourAccount')
        return { id, email }
      },
      device: (_, { id }, { caller }) => devicesBy(db, caller, id.map(deviceIn)),
      contacts: async (_, _none, { caller }) => (await listContacts(db, caller, 1_000)).map(({ email }) => user(email)),
      accessKeys: async (_, _none, { caller }) => {
        requireScope(caller, 'all')
        return (await listAccessKeys(db, caller)).map(keyOf)
      },
    },

    Account: {
      devices: (_, args, { caller }) => devices(db, caller, args),
      guest: (_, _none, { caller }) => guests(db, caller),
      events: (_, args, { caller }) => events(db, caller, args),
    },

    Event: {
      resolveType: ({ type }) => (type === 'DEVICE_SHARE' ? 'DeviceShareEvent' : 'DeviceEvent'),
    },

    Mutation: scoped({
      async share(_, args, { caller }) {
        const { deviceId, deviceIds, email, scripting, notify, action, services } = args
        const ids = [...(deviceId ? [deviceId] : []), ...(deviceIds ?? [])]
        if (ids.length === 0)
          throw new Refusal('missing', 'Name a device: one of "deviceId" and "deviceIds" is needed.')
        if (email.length === 0) throw new Refusal('missing', 'Name a person: "email" is empty.')
        await lend(db, caller, {
          sensors: ids.map(deviceIn),
          guests: email.map(emailIn),
          action,
          services: services?.map(({ serviceId, action }) => ({ ...serviceIn(serviceId), action })),
          scripting: scripting ?? undefined,
          // Null can be sent, whatever the type says.
          notify: notify ?? true,
          askFirst: policy.askFirst,
        })
        return true
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

      async claimDevice(_, { deviceId, name, services }, { caller }) {
        const sensor = deviceIn(deviceId)
        const channels = services?.map(({ id, name }) => ({ channel: channelIn(id), name: nameIn(name) })) ?? []
        await claimDevice(db, caller, { sensor, name: nameIn(name ?? ''), services: channels })
        return oneDevice(caller, sensor)
      },

      async renameDevice(_, { deviceId, name }, { caller }) {
        const sensor = deviceIn(deviceId)
        await update(db, caller, { sensor, name: nameIn(name), at: undefined })
        return oneDevice(caller, sensor)
      },

      async deleteDevice(_, { deviceId }, { caller }) {
        await unclaim(db, caller, { sensor: deviceIn(deviceId), deleteData: false })
        return true
      },

      async addService(_, { deviceId, id, name }, context, info) {
        const { caller } = context
        const [sensor, channel] = [deviceIn(deviceId), channelIn(id)]
        await addService(db, caller, { sensor, channel, name: nameIn(name) })
        // Read from the device, because guests with access to the whole device also have access to the new service.
        const services = await (await oneDevice(caller, sensor)).services(undefined, context, info)
        const service = services.find(({ id }) => id === channel)
        // Somebody has removed it in the meantime.
        if (!service) throw new Refusal('notVisible')
        return service
      },

      async removeService(_, { deviceId, serviceId }, { caller }) {
        await removeService(db, caller, { sensor: deviceIn(deviceId), channel: channelIn(serviceId) })
        return true
      },

      createAccessKey: async (_, args, { caller }) =>
        newKeyOf(await createAccessKey(db, keys.accessKeys, caller, wantedKey(args))),

      async revokeAccessKey(_, { id }, { caller }) {
        await revokeAccessKey(db, caller, id)
        return true
      },
    } satisfies Complete['Mutation']),
  } satisfies Complete

  async function oneDevice(caller: Caller, sensor: string): Promise<ResolversParentTypes['Device']> {
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
