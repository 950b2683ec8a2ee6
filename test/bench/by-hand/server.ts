/**
 * The third contender of the bench: what a good engineer would write by hand for just these endpoints. Fastify, @fastify/jwt,
 * the session looked up, then the hand-written statement, and JSON of the same content. No limits, no log, no contract.
 *
 * `GET /bare` answers a token with a constant: the most that HTTP in Node can do.
 */
import jwt from '@fastify/jwt'
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import pg from 'pg'
import { asking, type Person, reading, sharing } from './routes.ts'

const { DATABASE_URL = '', PORT = '', JWT_SECRET = '', INTERNAL_SECRET = '' } = process.env

declare module 'fastify' {
  interface FastifyRequest {
    person: Person
  }
}

const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 })
const app = fastify()
await app.register(jwt, { secret: JWT_SECRET, verify: { algorithms: ['HS256'] } })
app.decorateRequest('person')

app.get('/health/ready', async () => 'ready')
app.get('/bare', { onRequest: request => request.jwtVerify() }, async () => ({ result: 'success' }))
app.register(async scope => {
  scope.addHook('onRequest', identify)
  reading(scope, pool)
  sharing(scope, pool)
})
app.register(async scope => {
  scope.addHook('onRequest', async (request, reply) => {
    if (request.headers['x-internal-secret'] !== INTERNAL_SECRET) return reply.status(401).send({ result: 'error' })
  })
  asking(scope, pool)
})
await app.listen({ port: Number(PORT), host: '127.0.0.1' })
process.once('SIGTERM', async () => {
  await app.close()
  await pool.end()
})

/** Requires a token of a session that has not ended. */
async function identify(request: FastifyRequest, reply: FastifyReply) {
  const { email, sid } = await request.jwtVerify<{ email: string; sid: string }>()
  const { rows } = await pool.query<Person>({
    name: 'session',
    text: 'select people.id, email from sessions join people on people.id = person_id where sessions.id = $1 and email = $2',
    values: [sid, email],
  })
  const [person] = rows
  if (!person) return reply.status(401).send({ result: 'error', code: 'ER_UNAUTHORIZED' })
  request.person = person
}
