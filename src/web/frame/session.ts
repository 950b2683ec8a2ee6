/** The session cookie. Only the pages read it. */
import type { FastifyReply, FastifyRequest } from 'fastify'

/** The name of the session cookie. */
export const cookieName = 'sensor_share'

/** Signs a browser in: stores the session's token in the cookie. */
export function keepSignedIn(reply: FastifyReply, token: string, days: number) {
  reply.setCookie(cookieName, token, {
    path: '/app',
    httpOnly: true,
    sameSite: 'lax',
    secure: reply.request.protocol === 'https',
    maxAge: days * 86_400,
  })
}

/** Signs a browser out: removes the cookie. */
export function forgetSignIn(reply: FastifyReply) {
  reply.clearCookie(cookieName, { path: '/app' })
}

/** Returns the URL of the sign-in page; after a GET it leads back to the requested page. */
export function backHere({ method, url }: FastifyRequest): string {
  return method === 'GET' && url !== '/app' ? `/app/sign-in?next=${encodeURIComponent(url)}` : '/app/sign-in'
}

/** Returns the path to open after signing in. Accepts only paths under /app, to prevent open redirects. */
export function ownPlace(next: unknown): string {
  return typeof next === 'string' && /^\/app([/?][!-~]*)?$/.test(next) && !next.includes('\\') ? next : '/app'
}
