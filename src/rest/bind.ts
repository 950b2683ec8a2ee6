/** openapi.yaml → routes: each operation gets its handler, its token check, its validation and its serialiser. */
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { networkOf } from '../people/network.ts'
import { Refusal } from '../refusal.ts'
import type { operations } from './contract.ts'
import type { Contract, Operation } from './document.ts'
import { success } from './envelope.ts'
import type { Handlers } from './handlers.ts'
import { mends } from './tolerate.ts'
import { compileValidator } from './validate.ts'

/** Mounts the contract's operations; refuses to start with an operation that has no handler, or a handler that has no operation. */
export function bind(app: FastifyInstance, contract: Contract, handlers: Handlers, identify: onRequestHookHandler) {
  const left = new Map(Object.entries(handlers))
  for (const [path, operationsOfPath] of Object.entries(contract.paths)) {
    for (const [method, operation] of Object.entries(operationsOfPath)) {
      const handler = left.get(operation.operationId)
      if (!handler) throw new Error(`openapi.yaml: ${operation.operationId} has no handler`)
      left.delete(operation.operationId)
      mount(
        app,
        { path, method, operation, isPublic: (operation.security ?? contract.security).length === 0 },
        handler,
        identify,
      )
    }
    refuseOtherMethods(app, path, Object.keys(operationsOfPath))
  }
  if (left.size > 0) throw new Error(`openapi.yaml has no operation for ${[...left.keys()].join(', ')}`)
}

type Route = { path: string; method: string; operation: Operation; isPublic: boolean }

function mount(
  app: FastifyInstance,
  { path, method, operation, isPublic }: Route,
  handler: Handlers[keyof Handlers],
  identify: onRequestHookHandler,
) {
  const mend = mends[operation.operationId as keyof operations]
  const body = operation.requestBody?.content['application/json'].schema
  app.route({
    method: method.toUpperCase(),
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    schema: {
      ...(body && { body }),
      querystring: parametersOf(operation, 'query'),
      params: parametersOf(operation, 'path'),
      response: responsesOf(operation),
    },
    validatorCompiler: compileValidator,
    ...(!isPublic && { onRequest: identify }),
    ...(mend && {
      preValidation: async ({ body }: FastifyRequest) => {
        if (typeof body === 'object' && body !== null) mend(body as Record<string, unknown>)
      },
    }),
    handler: async ({ caller, body, query, params, ip }) =>
      success(await handler({ caller, body, query, params, network: networkOf(ip) } as never)),
  })
}

function parametersOf({ parameters = [] }: Operation, place: 'query' | 'path') {
  const here = parameters.filter(parameter => parameter.in === place)
  return {
    type: 'object',
    properties: Object.fromEntries(here.map(({ name, schema }) => [name, schema])),
    required: here.filter(({ required }) => required).map(({ name }) => name),
  }
}

function responsesOf({ responses }: Operation) {
  return Object.fromEntries(
    Object.entries(responses).map(([status, { content }]) => [status, content['application/json'].schema]),
  )
}

function refuseOtherMethods(app: FastifyInstance, path: string, methods: string[]) {
  // OPTIONS is answered for every path, and HEAD wherever GET is.
  const taken = ['OPTIONS', ...methods.map(method => method.toUpperCase())]
  if (taken.includes('GET')) taken.push('HEAD')
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
