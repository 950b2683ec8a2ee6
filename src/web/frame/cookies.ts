/** The cookies of the pages: their names and attributes. */
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { Policy } from '../../config.ts'

type Cookie = { name: string; attributes: CookieSerializeOptions }

declare module 'fastify' {
  interface FastifyInstance {
    cookies: { session: Cookie; forms: Cookie; notice: Cookie; provider: Cookie; operator: Cookie }
  }
}

/** The name of the session cookie where there may be no TLS. */
export const cookieName = 'sensor_share'

/**
 * Returns the cookies. With TLS their names begin with `__Host-`, so browsers let no other host of the domain set them.
 * At home, without TLS, browsers would refuse such names.
 */
export function cookiesOf({ publicUrl }: Pick<Policy, 'publicUrl'>) {
  const hasTls = publicUrl?.startsWith('https:') ?? false
  const attributes: CookieSerializeOptions = {
    path: hasTls ? '/' : '/app',
    httpOnly: true,
    sameSite: 'lax',
    secure: hasTls || 'auto',
  }
  const cookie = (name: string): Cookie => ({ name: hasTls ? `__Host-${name}` : name, attributes })
  return {
    session: cookie(cookieName),
    forms: cookie('sensor_share_forms'),
    notice: cookie('sensor_share_notice'),
    provider: cookie('sensor_share_provider'),
    operator: cookie('sensor_share_operator'),
  }
}
