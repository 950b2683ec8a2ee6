/** Makes an operator of whoever signs in to a browser that has opened the link of the start. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { becomeOperator } from '../../auth/operators.ts'
import type { Context } from '../../context.ts'

/** Takes the cookie that the link has left, if there is one: the first person who is signed in with it is the operator. */
export async function takeOperatorCookie(
  { db, tokens }: Pick<Context, 'db' | 'tokens'>,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { name, attributes } = request.server.cookies.operator
  const token = request.cookies[name]
  if (token === undefined) return
  reply.clearCookie(name, attributes)
  if (tokens.makesOperator(token) && (await becomeOperator(db, request.caller, token))) request.caller.operates = true
}
