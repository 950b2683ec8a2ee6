/** The GraphQL interface: remote.it's `share` mutation and the queries that its clients make. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type DocumentNode, type ExecutionResult, GraphQLError, Kind, parse as parseDocument } from 'graphql'
import mercurius from 'mercurius'
import type { Context } from '../context.ts'
import { refusalOf } from '../http/thrown.ts'
import { AtOnce } from '../limits/at-once.ts'
import type { Caller } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import { graphiql } from './graphiql.ts'
import { limit, limitTexts, mostInBatch, type Operation } from './limits.ts'
import { resolvers } from './resolvers/resolvers.ts'
import { schemaText } from './schema/text.ts'

/** The second is remote.it's. */
const paths = ['/graphql', '/graphql/v1']

/**
 * Tells whether a request comes from a program of remote.it's. Of an answer that has another status than 200 those show
 * only the status, and some then wait or sign out.
 */
const isTheirs = ({ routeOptions, caller }: FastifyRequest) =>
  routeOptions.url === '/graphql/v1' || caller?.accessKey !== undefined

/** Mounts the GraphQL interface. */
export async function graphql(app: FastifyInstance, context: Context) {
  await app.register(mercurius, {
    schema: schemaText,
    resolvers: resolvers(context),
    // Our own routes accept several operations per request and refuse like the rest of the service.
    routes: false,
    graphiql: false,
    // Mercurius keeps up to twice as many documents, plus as many invalid ones. A large one takes a megabyte.
    cache: 32,
    graphql: { validateOptions: { maxErrors: mostErrors } },
    // Passes errors on unchanged; `answerOf` formats them.
    errorFormatter: ({ data, errors }) => ({ statusCode: 200, response: { data: data ?? null, errors: errors ?? [] } }),
  })
  // Only REST accepts JSON as text/plain, for an app that doesn't use GraphQL.
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler(sendFailure)
  const { entrance, policy } = context
  const atOnce = new AtOnce(policy.rateLimit ? mostAtOnce : Number.POSITIVE_INFINITY)
  for (const url of paths) {
    app.post(url, { onRequest: entrance.person, config: { judgesRepeats: true } }, async (request, reply) => {
      const { operations, cost } = read(request)
      if (operations.some(changes)) entrance.refuseRepeat(request)
      entrance.charge(request, reply, cost)
      return atOnce.run(request.caller.email, () => answer(operations, request, reply))
    })
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

/** How many requests of one person run at once. Browsers open six connections to a host, programs rarely more. */
const mostAtOnce = 10

type Parsed = Operation & { document?: DocumentNode; mistake?: GraphQLError }

/** Reads the operations of a request, and what they cost as a number of ordinary requests. */
function read({ body, server }: FastifyRequest): { operations: Parsed[]; cost: number } {
  const operations = [body].flat().map(operationIn)
  if (operations.length === 0 || operations.length > mostInBatch) {
    throw new Refusal('malformed', `A request holds 1 to ${mostInBatch} operations.`)
  }
  limitTexts(operations)
  const parsed = operations.map(operation => ({ ...operation, ...parse(operation.query) }))
  const cost = limit(
    server.graphql.schema,
    parsed.flatMap(({ document, ...operation }) => (document ? [{ ...operation, document }] : [])),
  )
  return { operations: parsed, cost }
}

/** Tells whether an operation may change something: whether its document holds a mutation. */
const changes = ({ document }: Parsed) =>
  document?.definitions.some(
    definition => definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'mutation',
  ) ?? false

async function answer(operations: Parsed[], request: FastifyRequest, reply: FastifyReply) {
  const answers: Answer[] = []
  // Sequentially, so that each operation sees the changes of those before it.
  for (const { mistake, ...operation } of operations) {
    const result = mistake ? { errors: [mistake] } : await run(operation, request.caller, reply)
    answers.push(answerOf(result, request))
  }
  const [first, ...others] = answers
  // Each answer in a list has its own errors; the status describes the list only if all answers share it.
  const isOfAll = others.every(({ status }) => status === first?.status)
  return reply
    .status(isOfAll ? (first?.status ?? 200) : 200)
    .headers(isOfAll ? (first?.headers ?? {}) : {})
    .send(Array.isArray(request.body) ? answers.map(({ answer }) => answer) : first?.answer)
}

/** Reads an operation; ignores other fields, such as `extensions`. */
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

/** Parses a query, or returns its syntax error. */
function parse(query: string): { document?: DocumentNode; mistake?: GraphQLError } {
  try {
    return { document: parseDocument(query) }
  } catch (error) {
    if (error instanceof GraphQLError) return { mistake: error }
    throw error
  }
}

/** Runs an operation. Accepts only queries that `parse` accepted, because mercurius also takes JSON as a document. */
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

type ReportedError = { message: string; extensions: object }
type Answer = { status: number; headers: Record<string, string>; answer: { data?: unknown; errors?: ReportedError[] } }

/** Maximum number of errors in an answer, and of locations per error. */
const mostErrors = 10

/** Formats the result of an operation for clients. Logs the first error that is our fault (5xx). */
function answerOf({ data, errors = [] }: ExecutionResult, request: FastifyRequest): Answer {
  const { log, server } = request
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
  if (!isBegun) return { status: isTheirs(request) ? 200 : 400, headers: {}, answer: { errors: list } }
  // A refusal has status 200 like any other answer: other statuses make clients retry or sign out.
  const { status = 200, headers = {} } = data == null && ours ? ours.refusal.kind : {}
  return { status, headers, answer: { data: data ?? null, errors: list } }
}

/** Converts an error: into `malformed` if it lies in the document or its values, otherwise by what was thrown. */
function refusalIn({ message, path, originalError }: GraphQLError): Refusal {
  // Errors from resolvers have a path. Errors in arguments have one too, but their original error has nodes.
  const isCallers = !path || (originalError instanceof GraphQLError && originalError.nodes)
  return isCallers ? new Refusal('malformed', shortened(message)) : refusalOf(originalError)
}

/** Error messages quote the caller's input, whatever its length. */
const shortened = (message: string) => (message.length > 300 ? `${message.slice(0, 300)}…` : message)

function extensionsOf({ kind: { code, subCode } }: Refusal) {
  return { code, ...(subCode && { sub_code: subCode }) }
}

/** Answers requests that fail before any operation is executed. */
function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const refusal = refusalOf(error)
  request.server.metrics.refused('graphql', refusal)
  const { headers = {} } = refusal.kind
  const status = refusal.name === 'tooMuch' && isTheirs(request) ? 200 : refusal.kind.status
  if (status >= 500) request.log.error({ err: error }, refusal.name)
  return reply
    .status(status)
    .headers(headers)
    .send({ errors: [{ message: refusal.message, extensions: extensionsOf(refusal) }] })
}
