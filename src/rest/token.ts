/** Makes tokens as a trusted issuer makes them: they name an address and no session. */
import fastifyJwt from '@fastify/jwt'
import fastify from 'fastify'

/** Returns a token for an address, good for 30 days. */
export async function issueToken(secret: string, email: string): Promise<string> {
  const app = fastify()
  await app.register(fastifyJwt, { secret })
  return app.jwt.sign({ email }, { expiresIn: '30d' })
}
