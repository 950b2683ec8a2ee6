/** The cookie that a browser keeps while somebody is signed in. Only the pages read it. */
import type { FastifyReply, FastifyRequest } from 'fastify'

export const cookieName = 'sensor_share'

/** Signs a browser in: the cookie holds the token of the session. */
export function keepSignedIn(reply: FastifyReply, token: string, days: number) {
  reply.setCookie(cookieName, token, {
    path: '/app',
    httpOnly: true,
    sameSite: 'lax',
    secure: reply.request.protocol === 'https',
    maxAge: days * 86_400,
  })
}

export function forgetSignIn(reply: FastifyReply) {
  reply.clearCookie(cookieName, { path: '/app' })
}

/** Where to sign in, and come back to what was asked for. */
export function backHere({ method, url }: FastifyRequest): string {
  return method === 'GET' && url !== '/app' ? `/app/sign-in?next=${encodeURIComponent(url)}` : '/app/sign-in'
}

/** A place to go to after signing in: only one of ours. */
export function ownPlace(next: unknown): string {
  return typeof next === 'string' && /^\/app([/?][!-~]*)?$/.test(next) && !next.includes('\\') ? next : '/app'
}
