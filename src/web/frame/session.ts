/** The session cookie. Only the pages read it. */
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Returns the session's token; empty without one. */
export function sessionToken({ cookies, server }: FastifyRequest): string {
  return cookies[server.cookies.session.name] ?? ''
}

/** Signs a browser in: stores the session's token in the cookie. */
export function keepSignedIn(reply: FastifyReply, token: string, days: number) {
  const { name, attributes } = reply.server.cookies.session
  reply.setCookie(name, token, { ...attributes, maxAge: days * 86_400 })
}

/** Signs a browser out: removes the cookie. */
export function forgetSignIn(reply: FastifyReply) {
  const { name, attributes } = reply.server.cookies.session
  reply.clearCookie(name, attributes)
}

/** Returns the URL of the sign-in page; after a GET it leads back to the requested page. */
export function backHere({ method, url }: FastifyRequest): string {
  return method === 'GET' && url !== '/app' ? `/app/sign-in?next=${encodeURIComponent(url)}` : '/app/sign-in'
}

/** Returns the path to open after signing in. Accepts only paths under /app, to prevent open redirects. */
export function ownPlace(next: unknown): string {
  return typeof next === 'string' && /^\/app([/?][!-~]*)?$/.test(next) && !next.includes('\\') ? next : '/app'
}
