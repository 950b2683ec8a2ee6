/** The fields of the caller: devices, guests, contacts, keys and history. */
import { listAccessKeys } from '../../auth/access-keys.ts'
import type { Context } from '../../context.ts'
import { requireScope } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { listContacts } from '../../sharing/read/contacts.ts'
import type { LoginResolvers, ResolversParentTypes } from '../schema/schema.ts'
import type { Calling } from './calling.ts'
import { events } from './events.ts'
import { keyOf } from './keys.ts'
import { devices, devicesBy, guests } from './reading.ts'
import { deviceIn, user } from './values.ts'

type Fields = Required<Omit<LoginResolvers<Calling>, keyof ResolversParentTypes['Login']>>

/** Creates the resolvers of Login. */
export function loginFields({ db }: Context): Fields {
  return {
    account({ id, email }, args) {
      if (args.id && args.id !== id) throw new Refusal('notYourAccount')
      return { id, email }
    },
    device: (_, { id }, { caller }) => devicesBy(db, caller, id.map(deviceIn)),
    devices: (_, args, { caller }) => devices(db, caller, args),
    guest: (_, _none, { caller }) => guests(db, caller),
    contacts: async (_, _none, { caller }) => (await listContacts(db, caller, 1_000)).map(({ email }) => user(email)),
    events: (_, args, { caller }) => events(db, caller, args),
    accessKeys: async (_, _none, { caller }) => {
      requireScope(caller, 'all')
      return (await listAccessKeys(db, caller)).map(keyOf)
    },
    networks: () => [],
  }
}
