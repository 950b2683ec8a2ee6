/** What resolvers know of a request, and the form of those that change something. */
import type { MercuriusContext } from 'mercurius'
import type { Caller } from '../../people/caller.ts'
import type { MutationResolvers } from '../schema/schema.ts'

declare module 'mercurius' {
  interface MercuriusContext {
    caller: Caller
  }
}

/** The context of a resolver. */
export type Calling = Pick<MercuriusContext, 'caller'>

/** The resolvers of all mutations. */
export type Mutations = Required<MutationResolvers<Calling>>
