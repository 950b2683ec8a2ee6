/** Parses JSON bodies, and says precisely why one cannot be accepted. */
import type { FastifyBodyParser, FastifyError, FastifyInstance } from 'fastify'
import { Refusal } from '../refusal.ts'

/** Creates a parser of JSON bodies. Refuses with `malformed` what is not JSON, and keys that would change prototypes. */
export function jsonParser(app: FastifyInstance): FastifyBodyParser<string> {
  const parse = app.getDefaultJsonParser('error', 'error')
  return (request, body, done) =>
    parse(request, body, (error: Partial<FastifyError> | null, value?: unknown) => {
      if (error?.code !== 'FST_ERR_CTP_INVALID_JSON_BODY') return done(error as Error | null, value)
      done(new Refusal('malformed', isJson(body) ? forbiddenKey : 'The body is not valid JSON.'))
    })
}

/** Parses bodies of the usual content type, in all scopes of an application. */
export function acceptJson(app: FastifyInstance) {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, jsonParser(app))
}

const forbiddenKey =
  'The body has an object with the key "__proto__", or with "constructor" and "prototype" in it. No such key is accepted.'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
