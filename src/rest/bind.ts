/**
 * Mounts the operations of openapi.yaml as routes, each with its handler, authentication, validation and serializer.
 */
import serializerSelector from '@fastify/fast-json-stringify-compiler'
import fastifyFormbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySerializerCompiler, RouteOptions } from 'fastify'
import type { Guard } from '../auth/entrance/entrance.ts'
import { isNeededScope, type NeededScope } from '../people/caller.ts'
import { Refusal } from '../refusal.ts'
import { mostBytes as mostPictureBytes } from '../sensors/picture/strip.ts'
import type { operations } from './contract/contract.ts'
import type { Contract, ContractOperation } from './contract/document.ts'
import { serve } from './contract/exchange.ts'
import type { Handlers } from './contract/operation.ts'
import { keepBytes, keepRawBodies, type SignedDoor } from './contract/raw-bodies.ts'
import { mends } from './contract/tolerate.ts'
import { compileValidator } from './contract/validate.ts'
import { internalHeader, logOperatorCall } from './internal.ts'

/**
 * The hook of each security scheme; null: operations with this scheme are not mounted, so they answer like an unknown
 * path.
 */
export type Guards = Map<string, Guard | null>

/** The check of requests without a token, of those with a secret in their path, and what counts the calls of gateways. */
type Counters = { stranger?: Guard; secretPath?: Guard; signed?: SignedDoor }

/** Mounts the contract's operations. Throws at start if an operation has no handler, or a handler no operation. */
export function bind(
  app: FastifyInstance,
  contract: Contract,
  handlers: Handlers,
  guards: Guards,
  counters: Counters = {},
) {
  const left = new Map(Object.entries(handlers))
  for (const [path, operationsOfPath] of Object.entries(contract.paths)) {
    const mounted: string[] = []
    for (const [method, operation] of Object.entries(operationsOfPath)) {
      const handler = left.get(operation.operationId)
      if (!handler) throw new Error(`openapi.yaml: ${operation.operationId} has no handler`)
      left.delete(operation.operationId)
      const guard = guardOf(operation, contract, guards, counters)
      if (guard === null) continue
      const isSigned = isOfGateways(operation.security)
      mount(app, { path, method, operation, guard, signed: isSigned ? counters.signed : undefined }, handler)
      mounted.push(method, ...(answersHead(operation) ? ['head'] : []))
    }
    if (mounted.length > 0) refuseOtherMethods(app, path, mounted)
  }
  if (left.size > 0) throw new Error(`openapi.yaml has no operation for ${[...left.keys()].join(', ')}`)
}

/**
 * Chooses the hook of an operation: undefined if it needs no check. Throws at start for security requirements that
 * aren't understood. Operations without a token are rate-limited where the contract has a 429, so not the health
 * checks.
 */
function guardOf(
  { operationId, security, responses, 'x-secret': secret }: ContractOperation,
  contract: Contract,
  guards: Guards,
  { stranger, secretPath, signed }: Counters,
) {
  if (secret === 'path') return secretPath ?? stranger
  const requirements = security ?? contract.security
  if (isEither(requirements)) {
    const [person, service] = [guards.get('bearerAuth'), guards.get('internalSecret')]
    if (person && service !== undefined) return either(person, service)
  }
  if (signed && isOfGateways(requirements)) return signed.count
  const isOptional = requirements.length === 2 && Object.keys(requirements[0] ?? {}).length === 0
  const [requirement, ...others] = isOptional ? requirements.slice(1) : requirements
  if (!requirement) return '429' in responses ? stranger : undefined
  const [scheme, ...more] = Object.keys(requirement)
  const guard = guards.get(scheme ?? '')
  if (guard === undefined || others.length > 0 || more.length > 0) {
    throw new Error(`openapi.yaml: ${operationId} asks for a security that is not known here`)
  }
  return isOptional && guard ? optional(guard, stranger) : guard
}

/** Returns what an operation needs of access keys: everything, if it names nothing. */
function scopeOf({ operationId, 'x-scope': scope = 'all' }: ContractOperation): NeededScope {
  if (!isNeededScope(scope)) throw new Error(`openapi.yaml: ${operationId} has an unknown scope`)
  return scope
}

/** Checks whether an operation is one with which the operator changes something. */
function isOfOperator({ security }: ContractOperation, method: string) {
  return method !== 'get' && JSON.stringify(security) === '[{"internalSecret":[]}]'
}

/** Recognizes the only supported pair of alternatives. */
function isEither(requirements: Contract['security']) {
  return JSON.stringify(requirements) === '[{"bearerAuth":[]},{"internalSecret":[]}]'
}

/**
 * Admits another service by the internal secret, without a caller, and everyone else by a token. A request with the
 * secret's header is judged by that alone. Without a configured secret, or not at the internal port, only tokens work.
 */
function either(person: Guard, service: Guard | null): Guard {
  if (!service) return person
  return (request, reply) =>
    (request.mayBeInternal && internalHeader in request.headers ? service : person)(request, reply)
}

/**
 * Recognizes the operations of gateways, which have a token or sign their bodies: a handler checks the signature after
 * the body has been read and counted.
 */
function isOfGateways(requirements: Contract['security'] = []) {
  return JSON.stringify(requirements.flatMap(Object.keys)) === JSON.stringify(gatewaySchemes)
}

const gatewaySchemes = ['gatewaySignature', 'gatewayPassword', 'gatewayToken', 'gatewayKey']

/** Checks a token only if the request has one. */
function optional(guard: Guard, stranger: Guard | undefined): Guard {
  return async (request, reply) => {
    if (request.headers.authorization) await guard(request, reply)
    else await stranger?.(request, reply)
  }
}

type Route = {
  path: string
  method: string
  operation: ContractOperation
  guard: Guard | undefined
  /** Counts the calls of an operation that gateways sign. */
  signed: SignedDoor | undefined
}

function mount(app: FastifyInstance, route: Route, handler: Handlers[keyof Handlers]) {
  const { path, method, operation, guard, signed } = route
  const mend = mends[operation.operationId as keyof operations]
  const { 'application/json': json, [formType]: form, 'image/png': picture } = operation.requestBody?.content ?? {}
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
    ...(isOfOperator(operation, method) && { onResponse: logOperatorCall(operation.operationId) }),
    ...(picture && { bodyLimit: mostPictureBytes }),
    config: {
      isInternal: operation.security?.some(requirement => 'internalSecret' in requirement) ?? false,
      scope: scopeOf(operation),
    },
    ...(mend && {
      preValidation: async ({ body }: FastifyRequest) => {
        if (typeof body === 'object' && body !== null) mend(body as Record<string, unknown>)
      },
    }),
    handler: serve(handler, signed),
  }
  if (!form && !signed && !picture) return app.route(options)
  // Only these operations parse forms or keep the raw body; a scope of their own keeps the parsers away from the
  // others.
  app.register(async scope => {
    if (form) await scope.register(fastifyFormbody)
    if (picture) keepBytes(scope)
    if (signed) keepRawBodies(scope, signed)
    scope.route(options)
  })
}

const formType = 'application/x-www-form-urlencoded'

function parametersOf({ parameters = [] }: ContractOperation, place: 'query' | 'path') {
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

/** By their JSON text: Ajv compiles one object only once, for all operations and all applications of a process. */
const parameterSchemas = new Map<string, object>()

const buildSerializer = serializerSelector()()
const serializers = new WeakMap<object, ReturnType<typeof buildSerializer>>()

/**
 * Fastify's serializer compiler with a cache by schema: compiling is slow, and most operations share their error
 * schemas.
 */
const compileSerializer: FastifySerializerCompiler<object> = route => {
  const serialize = serializers.get(route.schema) ?? buildSerializer({ httpStatus: '', ...route })
  serializers.set(route.schema, serialize)
  return serialize
}

function responsesOf({ responses }: ContractOperation) {
  return Object.fromEntries(
    Object.entries(responses).flatMap(([status, { content }]) => {
      const json = content?.['application/json']
      return json ? [[status, json.schema]] : []
    }),
  )
}

/** Only health checks answer HEAD, for monitoring. Elsewhere a GET may have an effect, such as using up a code. */
const answersHead = ({ tags = [] }: ContractOperation) => tags.includes('Health')

function refuseOtherMethods(app: FastifyInstance, path: string, methods: string[]) {
  // OPTIONS is answered for every path, by CORS.
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
