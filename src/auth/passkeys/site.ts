/** The site that passkeys belong to: browsers offer a passkey to no other. */

/** A site as browsers name it: its domain, and its origin with scheme and port. */
export type Site = { id: string; origin: string }

/**
 * Returns the site of passkeys; undefined where browsers allow none: without TLS, or at an IP address. Without
 * `publicUrl` the request's host counts, but only on this machine: a host header proves nothing.
 */
export function siteOf(publicUrl: string | undefined, host: string): Site | undefined {
  const address = publicUrl ?? `http://${host}`
  if (!URL.canParse(address)) return undefined
  const { protocol, hostname, origin } = new URL(address)
  const isHere = hostname === 'localhost' || hostname.endsWith('.localhost')
  const isName = /[a-z]/.test(hostname) && !hostname.startsWith('[')
  return isHere || (publicUrl && protocol === 'https:' && isName) ? { id: hostname, origin } : undefined
}
