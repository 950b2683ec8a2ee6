/** Who comes in: finds the caller before the body is read, and turns away whoever calls too often. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../db/open.ts'
import { type Identified, identify, named } from '../people/identify.ts'
import { networkOf } from '../people/network.ts'
import type { RateLimit, Standing } from '../people/rate-limit.ts'
import { Refusal, tooMany } from '../refusal.ts'
import type { Guard } from './bind.ts'
import { tokenIn } from './tolerate.ts'

/** The hooks of the contract's operations: of those that ask for a token, and of those that anybody may call. */
export type Doors = { person: Guard; stranger: Guard }

/** Returns the claims of a token that is genuine; refuses any other. */
type ClaimsOf = (token: string) => unknown

/** Makes the hooks; without a rate limit everybody may call as often as they like. */
export function doors(db: Database, claimsOf: ClaimsOf, rateLimit: RateLimit | undefined): Doors {
  async function stranger({ ip }: FastifyRequest, reply: FastifyReply) {
    if (rateLimit) admit(reply, rateLimit.stranger(networkOf(ip)))
  }

  async function person(request: FastifyRequest, reply: FastifyReply) {
    let caller: Identified
    try {
      caller = await callerOf(request, reply)
    } catch (error) {
      // It counts against the network, never against the person whom a bad token names.
      if (error instanceof Refusal && error.kind.status === 401) await stranger(request, reply)
      throw error
    }
    if (rateLimit) admit(reply, rateLimit.person(caller))
    request.caller = caller
  }

  async function callerOf({ headers }: FastifyRequest, reply: FastifyReply): Promise<Identified> {
    const claims = await claimsOf(tokenIn(headers.authorization))
    const name = named(claims)
    if (!name || rateLimit?.isEnded(name)) throw new Refusal('badToken')
    const spent = rateLimit?.spent(name)
    if (spent) admit(reply, spent)
    const caller = await identify(db, claims)
    const { exp } = Object(claims) as { exp?: unknown }
    if (caller) return typeof exp === 'number' ? { ...caller, tokenEnds: exp } : caller
    rateLimit?.rememberEnded(name)
    throw new Refusal('badToken')
  }

  return { person, stranger }
}

/** Tells callers in every answer how they stand; refuses with `tooMany`. */
function admit(reply: FastifyReply, { limit, remaining, seconds, isOver }: Standing) {
  reply.header('ratelimit-limit', limit)
  reply.header('ratelimit-remaining', remaining)
  reply.header('ratelimit-reset', seconds)
  if (isOver) throw tooMany(seconds)
}
