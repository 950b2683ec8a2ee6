/** The resolvers of schema.graphql, put together. */
import type { Context } from '../../context.ts'
import { dateTime } from '../schema/date-time.ts'
import type { EventResolvers, LoginResolvers, QueryResolvers, ResolversParentTypes } from '../schema/schema.ts'
import type { Calling, Mutations } from './calling.ts'
import { deviceMutations } from './devices.ts'
import { eventType } from './events.ts'
import { keyMutations, scoped } from './keys.ts'
import { loginFields } from './login.ts'
import { serviceMutations } from './services.ts'
import { shareMutations } from './shares.ts'
import { user } from './values.ts'

/**
 * Requires a resolver for each field that its parent object doesn't have. Objects of types that aren't listed here have
 * all their fields, except those of remoteit.graphql that are always null.
 */
type Complete = {
  DateTime: typeof dateTime
  Query: Required<QueryResolvers<Calling>>
  Mutation: Mutations
  Login: Required<Omit<LoginResolvers<Calling>, keyof ResolversParentTypes['Login']>>
  // mercurius calls it resolveType, without the underscores.
  Event: { resolveType: EventResolvers<Calling>['__resolveType'] }
}

/** Creates the resolvers. */
export function resolvers(context: Context) {
  return {
    DateTime: dateTime,
    Query: {
      login: (_, _none, { caller }) => user(caller.email),
    },
    Login: loginFields(context),
    Event: { resolveType: eventType },
    Mutation: scoped({
      ...shareMutations(context),
      ...deviceMutations(context),
      ...serviceMutations(context),
      ...keyMutations(context),
    }),
  } satisfies Complete
}
