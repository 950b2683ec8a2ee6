/** Access keys in GraphQL: how they are shown and made, and which scope each mutation needs of them. */
import {
  type AccessKey,
  createAccessKey,
  type NewAccessKey,
  revokeAccessKey,
  switchAccessKey,
  type WantedKey,
} from '../../auth/access-keys.ts'
import type { Context } from '../../context.ts'
import { type Caller, type NeededScope, requireScope } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import type { MutationCreateAccessKeyArgs, Mutation as Mutations, ResolversParentTypes } from '../schema/schema.ts'
import type { Mutations as Resolvers } from './calling.ts'
import { deviceIn, nameIn } from './values.ts'

/** The scope that each mutation needs; a missing one is a type error. Queries need `read`, except the list of keys. */
export const scopeOf: Record<keyof Mutations, NeededScope> = {
  share: 'share',
  transfer: 'all',
  answerShare: 'share',
  changeShare: 'share',
  claimDevice: 'all',
  renameDevice: 'all',
  deleteDevice: 'all',
  deleteDevices: 'all',
  addService: 'all',
  renameService: 'all',
  removeService: 'all',
  createAccessKey: 'token',
  updateAccessKey: 'token',
  deleteAccessKey: 'token',
  revokeAccessKey: 'all',
}

/** Creates the mutations of access keys. */
export function keyMutations({
  db,
  keys,
}: Context): Pick<Resolvers, 'createAccessKey' | 'updateAccessKey' | 'deleteAccessKey' | 'revokeAccessKey'> {
  return {
    createAccessKey: async (_, args, { caller }) =>
      newKeyOf(await createAccessKey(db, keys.accessKeys, caller, wantedKey(args))),

    async updateAccessKey(_, { key, enabled }, { caller }) {
      if (enabled == null) throw new Refusal('missing', 'Say whether the key works: "enabled" is missing.')
      await switchAccessKey(db, caller, { id: key, enabled })
      return true
    },

    async deleteAccessKey(_, { key }, { caller }) {
      await revokeAccessKey(db, caller, key)
      return true
    },

    async revokeAccessKey(_, { id }, { caller }) {
      await revokeAccessKey(db, caller, id)
      return true
    },
  }
}

type Resolver = (parent: never, args: never, context: { caller: Caller }, info: never) => unknown

/** Makes every mutation require its scope of access keys before it runs. */
export function scoped<Given extends Record<keyof Mutations, Resolver>>(mutations: Given): Given {
  const required = Object.entries(mutations).map(([name, mutate]) => {
    const needed = scopeOf[name as keyof Mutations]
    const run: Resolver = (parent, args, context, info) => {
      requireScope(context.caller, needed)
      return mutate(parent, args, context, info)
    }
    // An async function, so that a refusal is a rejection as everywhere else.
    return [name, async (...given: Parameters<Resolver>) => run(...given)]
  })
  return Object.fromEntries(required) as Given
}

/** Converts a key to its GraphQL form. */
export function keyOf({ sensors, scope, expired, disabled, ...key }: AccessKey): ResolversParentTypes['AccessKey'] {
  return { ...key, key: key.id, scope: upper(scope), deviceIds: sensors, enabled: !expired && !disabled }
}

/** Converts a new key to its GraphQL form. */
function newKeyOf({ sensors, scope, ...key }: NewAccessKey): ResolversParentTypes['NewAccessKey'] {
  return { ...key, key: key.id, scope: upper(scope), deviceIds: sensors }
}

const upper = (scope: AccessKey['scope']) => scope.toUpperCase() as Uppercase<AccessKey['scope']>

/** Maximum number of sensors that a key can be limited to. */
const mostSensors = 100

/** Parses what a new key should be. Refuses with `malformed` or `notMac`. */
function wantedKey({ name, scope, deviceIds, expiresAt }: MutationCreateAccessKeyArgs): WantedKey {
  if (deviceIds && (deviceIds.length === 0 || deviceIds.length > mostSensors)) {
    throw new Refusal('malformed', `A key is for 1 to ${mostSensors} devices, or for all: then leave "deviceIds" out.`)
  }
  return {
    name: nameIn(name),
    scope: scope?.toLowerCase() as WantedKey['scope'],
    sensors: deviceIds?.map(deviceIn),
    expiresAt,
  }
}
