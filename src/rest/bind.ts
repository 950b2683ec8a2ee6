/** openapi.yaml → routes: each operation gets its handler, its token check, its validation and its serialiser. */
import { Readable } from 'node:stream'
import serializerSelector from '@fastify/fast-json-stringify-compiler'
import fastifyFormbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySerializerCompiler, RouteOptions } from 'fastify'
import type { Guard } from '../auth/entrance/admit.ts'
import { streamHeaders } from '../events/event-stream.ts'
import type { Signed } from '../gateways/signature.ts'
import { HtmlAnswer } from '../html-answer.ts'
import { networkOf } from '../limits/network.ts'
import { Refusal } from '../refusal.ts'
import type { operations } from './contract/contract.ts'
import type { Contract, Operation } from './contract/document.ts'
import { success } from './contract/envelope.ts'
import { KeptAnswer } from './contract/kept-answer.ts'
import type { Handlers } from './contract/operation.ts'
import { mends } from './contract/tolerate.ts'
import { compileValidator } from './contract/validate.ts'
import { internalHeader } from './internal.ts'

/** By security scheme the check before the body is read; null: its operations do not exist here, like any unknown path. */
export type Guards = Map<string, Guard | null>

/** Mounts the contract's operations; refuses to start with an operation that has no handler, or a handler that has no operation. */
export function bind(app: FastifyInstance, contract: Contract, handlers: Handlers, guards: Guards, stranger?: Guard) {
  const left = new Map(Object.entries(handlers))
  for (const [path, operationsOfPath] of Object.entries(contract.paths)) {
    const mounted: string[] = []
    for (const [method, operation] of Object.entries(operationsOfPath)) {
      const handler = left.get(operation.operationId)
      if (!handler) throw new Error(`openapi.yaml: ${operation.operationId} has no handler`)
      left.delete(operation.operationId)
      const guard = guardOf(operation, contract, guards, stranger)
      if (guard === null) continue
      const isSigned = operation.security?.some(requirement => gatewayScheme in requirement) ?? false
      mount(app, { path, method, operation, guard, isSigned, stranger }, handler)
      mounted.push(method, ...(answersHead(operation) ? ['head'] : []))
    }
    if (mounted.length > 0) refuseOtherMethods(app, path, mounted)
  }
  if (left.size > 0) throw new Error(`openapi.yaml has no operation for ${[...left.keys()].join(', ')}`)
}

/**
 * Finds what an operation's callers are asked for: undefined when it asks for nothing. Anything not understood stops the start.
 * Who needs no token is counted where the contract knows a 429: not at the health checks.
 */
function guardOf(
  { operationId, security, responses }: Operation,
  contract: Contract,
  guards: Guards,
  stranger?: Guard,
) {
  const requirements = security ?? contract.security
  if (isEither(requirements)) {
    const [person, service] = [guards.get('bearerAuth'), guards.get('internalSecret')]
    if (person && service !== undefined) return either(person, service)
  }
  const isOptional = requirements.length === 2 && Object.keys(requirements[0] ?? {}).length === 0
  const [requirement, ...others] = isOptional ? requirements.slice(1) : requirements
  if (!requirement) return '429' in responses ? stranger : undefined
  const [scheme, ...more] = Object.keys(requirement)
  // What is signed is counted when the signature turns out to be bad; what may come unsigned is counted like any stranger.
  if (scheme === gatewayScheme && others.length + more.length === 0) return '401' in responses ? undefined : stranger
  const guard = scheme === undefined ? undefined : guards.get(scheme)
  if (guard === undefined || others.length > 0 || more.length > 0) {
    throw new Error(`openapi.yaml: ${operationId} asks for a security that is not known here`)
  }
  return isOptional && guard ? optional(guard, stranger) : guard
}

/** The only two alternatives that are understood. */
function isEither(requirements: Contract['security']) {
  return JSON.stringify(requirements) === '[{"bearerAuth":[]},{"internalSecret":[]}]'
}

/**
 * Another service comes in by the internal secret, without a caller; everybody else is asked for a token. Who sends a
 * secret is judged by that alone. Where there is no secret a token is the only way.
 */
function either(person: Guard, service: Guard | null): Guard {
  if (!service) return person
  return (request, reply) => (internalHeader in request.headers ? service : person)(request, reply)
}

/** Gateways sign their bodies: a handler checks it, once the body has been read. */
const gatewayScheme = 'gatewaySignature'
const signatureHeader = 'ruuvi-hmac-sha256'

/** Asks for a token only of those who send one. */
function optional(guard: Guard, stranger: Guard | undefined): Guard {
  return async (request, reply) => {
    if (request.headers.authorization) await guard(request, reply)
    else await stranger?.(request, reply)
  }
}

type Route = {
  path: string
  method: string
  operation: Operation
  guard: Guard | undefined
  isSigned: boolean
  stranger: Guard | undefined
}

function mount(app: FastifyInstance, route: Route, handler: Handlers[keyof Handlers]) {
  const { path, method, operation, guard, isSigned, stranger } = route
  const mend = mends[operation.operationId as keyof operations]
  const { 'application/json': json, [formType]: form } = operation.requestBody?.content ?? {}
  const body = (json ?? form)?.schema
  const options: RouteOptions = {
    method: method.toUpperCase(),
    exposeHeadRoute: answersHead(operation),
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    schema: {
      ...(body && { body }),
      querystring: parametersOf(operation, 'query'),
      params: parametersOf(operation, 'path'),
      response: responsesOf(operation),
    },
    validatorCompiler: compileValidator,
    serializerCompiler: compileSerializer,
    ...(guard && { onRequest: guard }),
    ...(mend && {
      preValidation: async ({ body }: FastifyRequest) => {
        if (typeof body === 'object' && body !== null) mend(body as Record<string, unknown>)
      },
    }),
    async handler(request, reply) {
      const incoming = new Incoming(request, isSigned)
      const data = await handler(incoming as never).catch(async (error: unknown) => {
        // A bad signature counts like a bad token.
        if (isSigned && error instanceof Refusal && error.kind.status === 401) await stranger?.(request, reply)
        throw error
      })
      if (data instanceof KeptAnswer) {
        if (data.isReplayed) reply.header('idempotency-replayed', 'true')
        return reply.status(data.status).send(data.answer)
      }
      if (typeof data === 'string') return reply.type('text/plain; charset=utf-8').send(data)
      if (data instanceof Readable) return reply.headers(streamHeaders).send(data)
      return data instanceof HtmlAnswer
        ? reply.status(data.status).type('text/html; charset=utf-8').send(data.html)
        : success(data)
    },
  }
  if (!form && !isSigned) return app.route(options)
  // Forms are read, and bodies kept as they came, only where the contract wants it.
  app.register(async scope => {
    if (form) await scope.register(fastifyFormbody)
    if (isSigned) keepRawBodies(scope)
    scope.route(options)
  })
}

/**
 * A request as handlers read it. A class: a literal with getters gets a shape of its own each time it is made, which stays in memory
 * until a full collection, with all that its request holds.
 */
class Incoming {
  readonly #request: FastifyRequest
  readonly caller
  readonly body
  readonly query
  readonly params
  readonly key
  readonly lastId
  readonly signed: Signed | undefined

  constructor(request: FastifyRequest, isSigned: boolean) {
    this.#request = request
    this.caller = request.caller
    this.body = request.body
    this.query = request.query
    this.params = request.params
    this.key = request.headers['idempotency-key']
    this.lastId = request.headers['last-event-id']
    this.signed = isSigned ? signed(request) : undefined
  }

  // Worked out for those who want to know: it takes longer than all else here.
  get network() {
    return networkOf(this.#request.ip)
  }

  get delivery() {
    return this.#request.delivery
  }

  get wantsJson() {
    const { accept = '' } = this.#request.headers
    return accept.includes('application/json') && !accept.includes('text/html')
  }
}

const rawBodies = new WeakMap<FastifyRequest, Buffer>()

function keepRawBodies(scope: FastifyInstance) {
  const parse = scope.getDefaultJsonParser('error', 'error')
  scope.removeContentTypeParser(['application/json', 'text/plain'])
  scope.addContentTypeParser(
    ['application/json', 'text/plain'],
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      rawBodies.set(request, body)
      parse(request, body.toString(), done)
    },
  )
}

function signed(request: FastifyRequest): Signed {
  const signature = request.headers[signatureHeader]
  return {
    body: rawBodies.get(request) ?? Buffer.alloc(0),
    signature: typeof signature === 'string' ? signature : undefined,
  }
}

const formType = 'application/x-www-form-urlencoded'

function parametersOf({ parameters = [] }: Operation, place: 'query' | 'path') {
  const here = parameters.filter(parameter => parameter.in === place)
  const schema = {
    type: 'object',
    properties: Object.fromEntries(here.map(({ name, schema }) => [name, schema])),
    required: here.filter(({ required }) => required).map(({ name }) => name),
  }
  const text = JSON.stringify(schema)
  const same = parameterSchemas.get(text)
  if (!same) parameterSchemas.set(text, schema)
  return same ?? schema
}

/** By their text: Ajv compiles what is one object once, for all operations that have it and all applications of a process. */
const parameterSchemas = new Map<string, object>()

const buildSerializer = serializerSelector()()
const serializers = new WeakMap<object, ReturnType<typeof buildSerializer>>()

/** Fastify's own, but once for each schema: most operations refuse in the same words, and to compile takes long. */
const compileSerializer: FastifySerializerCompiler<object> = route => {
  const serialize = serializers.get(route.schema) ?? buildSerializer({ httpStatus: '', ...route })
  serializers.set(route.schema, serialize)
  return serialize
}

function responsesOf({ responses }: Operation) {
  return Object.fromEntries(
    Object.entries(responses).flatMap(([status, { content }]) => {
      const json = content['application/json']
      return json ? [[status, json.schema]] : []
    }),
  )
}

/** HEAD is for those who watch over the service. Elsewhere a GET can do something, like using up a code. */
const answersHead = ({ tags = [] }: Operation) => tags.includes('Health')

function refuseOtherMethods(app: FastifyInstance, path: string, methods: string[]) {
  // OPTIONS is answered for every path.
  const taken = ['OPTIONS', ...methods.map(method => method.toUpperCase())]
  const allow = taken.join(', ')
  app.route({
    method: app.supportedMethods.filter(method => !taken.includes(method)),
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    exposeHeadRoute: false,
    onRequest: async (_request: FastifyRequest, reply: FastifyReply) => {
      reply.header('allow', allow)
      throw new Refusal('wrongMethod')
    },
    handler: async () => {},
  })
}
