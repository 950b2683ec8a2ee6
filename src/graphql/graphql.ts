/** The GraphQL face: remote.it's `share` mutation and what its clients ask beside it. */
import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type DocumentNode, type ExecutionResult, GraphQLError, parse as parseDocument } from 'graphql'
import mercurius from 'mercurius'
import type { Entrance } from '../auth/entrance/entrance.ts'
import type { Database } from '../db/open.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import { refusalOf } from '../thrown.ts'
import { graphiql } from './graphiql.ts'
import { limit, limitTexts, mostInBatch, type Operation } from './limits.ts'
import { resolvers } from './resolvers.ts'

type Options = {
  db: Database
  entrance: Entrance
  /** Seals the secrets of access keys. */
  keySealing: Buffer
  askFirst: boolean
}

export const schemaText = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')

const paths = ['/graphql', '/graphql/v1']

/** Mounts the GraphQL face. */
export async function graphql(app: FastifyInstance, { db, entrance, keySealing, askFirst }: Options) {
  await app.register(mercurius, {
    schema: schemaText,
    resolvers: resolvers({ db, keySealing, askFirst }),
    // Ours take several operations, and say what they refuse as the rest of the service does.
    routes: false,
    graphiql: false,
    // It keeps up to twice as many documents, and as many that are wrong. A large one takes a megabyte.
    cache: 32,
    graphql: { validateOptions: { maxErrors: mostErrors } },
    // Left as they are until `told`.
    errorFormatter: ({ data, errors }) => ({ statusCode: 200, response: { data: data ?? null, errors: errors ?? [] } }),
  })
  // REST takes JSON under this name, for the sake of an app that does not come here.
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler(sendFailure)
  for (const url of paths) {
    app.post(url, { onRequest: entrance.person }, answer)
    app.route({
      method: app.supportedMethods.filter(method => !['POST', 'OPTIONS'].includes(method)),
      url,
      exposeHeadRoute: false,
      onRequest: async (_request: FastifyRequest, reply: FastifyReply) => {
        reply.header('allow', 'OPTIONS, POST')
        throw new Refusal('wrongMethod')
      },
      handler: async () => {},
    })
  }
  app.get('/schema.graphql', async (_, reply) => reply.type('text/plain; charset=utf-8').send(schemaText))
  await graphiql(app, schemaText)
}

async function answer(request: FastifyRequest, reply: FastifyReply) {
  const isBatch = Array.isArray(request.body)
  const operations = [request.body].flat().map(operationIn)
  if (operations.length === 0 || operations.length > mostInBatch) {
    throw new Refusal('malformed', `A request holds 1 to ${mostInBatch} operations.`)
  }
  limitTexts(operations)
  const parsed = operations.map(operation => ({ ...operation, ...parse(operation.query) }))
  limit(
    request.server.graphql.schema,
    parsed.flatMap(({ document, ...operation }) => (document ? [{ ...operation, document }] : [])),
  )
  const answers: Answer[] = []
  // One after the other: what the first has changed the second sees.
  for (const { mistake, ...operation } of parsed) {
    const result = mistake ? { errors: [mistake] } : await run(operation, request.caller, reply)
    answers.push(told(result, request))
  }
  const [first, ...others] = answers
  // In a list each has its own errors; a status can only tell of all.
  const isOfAll = others.every(({ status }) => status === first?.status)
  return reply
    .status(isOfAll ? (first?.status ?? 200) : 200)
    .headers(isOfAll ? (first?.headers ?? {}) : {})
    .send(isBatch ? answers.map(({ answer }) => answer) : first?.answer)
}

/** Reads an operation; what else is sent with it, as `extensions`, does not matter here. */
function operationIn(body: unknown): Operation {
  const { query, variables, operationName } = Object(body) as Record<string, unknown>
  if (typeof query !== 'string') throw new Refusal('missing', 'The field "query" is missing, or no text.')
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) {
    throw new Refusal('malformed', 'The field "variables" must be an object.')
  }
  if (operationName != null && typeof operationName !== 'string') {
    throw new Refusal('malformed', 'The field "operationName" must be a text.')
  }
  return { query, variables: { ...variables }, operationName: operationName || undefined }
}

/** Makes a document of a text, or tells what is wrong with it. */
function parse(query: string): { document?: DocumentNode; mistake?: GraphQLError } {
  try {
    return { document: parseDocument(query) }
  } catch (error) {
    if (error instanceof GraphQLError) return { mistake: error }
    throw error
  }
}

/** Runs an operation. Only what `parse` can read may come here: mercurius takes JSON for a document, too. */
async function run(
  { query, variables, operationName }: Operation,
  caller: Caller,
  reply: FastifyReply,
): Promise<ExecutionResult> {
  try {
    return await reply.graphql(query, { caller }, variables, operationName)
  } catch (error) {
    const { errors } = Object(error) as { errors?: unknown }
    if (Array.isArray(errors) && errors.every(error => error instanceof GraphQLError)) return { errors }
    throw error
  }
}

type Told = { message: string; extensions: object }
type Answer = { status: number; headers: Record<string, string>; answer: { data?: unknown; errors?: Told[] } }

/** Of what is wrong in many places these are told. */
const mostErrors = 10

/** Writes what came of an operation as clients read it. What was not the caller's doing is logged, once. */
function told({ data, errors = [] }: ExecutionResult, { log, server }: FastifyRequest): Answer {
  if (errors.length === 0) return { status: 200, headers: {}, answer: { data } }
  const failures = errors.slice(0, mostErrors).map(error => ({ error, refusal: refusalIn(error) }))
  for (const { refusal } of failures) server.metrics.refused('graphql', refusal)
  const ours = failures.find(({ refusal }) => refusal.kind.status >= 500)
  if (ours) log.error({ err: ours.error.originalError ?? ours.error }, ours.refusal.name)
  const list = failures.map(({ error: { locations, path }, refusal }) => ({
    message: refusal.message,
    ...(locations && { locations: locations.slice(0, mostErrors) }),
    ...(path && { path }),
    extensions: extensionsOf(refusal),
  }))
  const isBegun = errors.some(({ path }) => path)
  if (!isBegun) return { status: 400, headers: {}, answer: { errors: list } }
  // A refusal is an answer like any other: with another status clients would try again, or sign out.
  const { status = 200, headers = {} } = data == null && ours ? ours.refusal.kind : {}
  return { status, headers, answer: { data: data ?? null, errors: list } }
}

/** Tells what an error was: the caller's, if it was found in what they wrote, or else that of what was thrown. */
function refusalIn({ message, path, originalError }: GraphQLError): Refusal {
  // What comes of a field, and not of its arguments, has a path and was not made for a place in the document.
  const isCallers = !path || (originalError instanceof GraphQLError && originalError.nodes)
  return isCallers ? new Refusal('malformed', shortened(message)) : refusalOf(originalError)
}

/** Errors quote what was sent, however long it is. */
const shortened = (message: string) => (message.length > 300 ? `${message.slice(0, 300)}…` : message)

function extensionsOf({ kind: { code, subCode } }: Refusal) {
  return { code, ...(subCode && { sub_code: subCode }) }
}

/** Answers what never came to be executed. */
function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const refusal = refusalOf(error)
  request.server.metrics.refused('graphql', refusal)
  const { status, headers = {} } = refusal.kind
  if (status >= 500) request.log.error({ err: error }, refusal.name)
  return reply
    .status(status)
    .headers(headers)
    .send({ errors: [{ message: refusal.message, extensions: extensionsOf(refusal) }] })
}
