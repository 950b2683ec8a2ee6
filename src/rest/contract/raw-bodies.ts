/** Bodies as they were sent: of gateways' calls, which are signed and judged by limits, and of pictures. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { GatewayDoor } from '../../auth/entrance/entrance.ts'
import type { SignedBody, SignedCall } from '../../gateways/signature.ts'
import type { TokenVerdict } from '../../gateways/token.ts'
import { jsonParser } from '../../http/json-body.ts'
import { networkOf } from '../../limits/network.ts'

/** Counts calls, and recognizes known gateways by token or signature. `headers` are sent with every successful answer. */
export type SignedDoor = GatewayDoor & {
  tokenOf: (headers: FastifyRequest['headers']) => TokenVerdict
  isKnown: (signed: SignedBody) => boolean
  headers: Record<string, string>
}

const rawBodies = new WeakMap<FastifyRequest, Buffer>()

/** Makes a scope keep its bodies. Refuses with `tooMany`, before it is parsed, what is too much of unknown gateways. */
export function keepRawBodies(scope: FastifyInstance, door: SignedDoor) {
  const parse = jsonParser(scope)
  scope.removeContentTypeParser(['application/json', 'text/plain'])
  scope.addContentTypeParser(
    ['application/json', 'text/plain'],
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      rawBodies.set(request, body)
      door.refuse(request, () => door.isKnown(signedBody(request)))
      parse(request, body.toString(), done)
    },
  )
}

/** Returns the call of a gateway in a request. */
export function signedIn(request: FastifyRequest, reply: FastifyReply, door: SignedDoor): SignedCall {
  return {
    ...signedBody(request),
    token: door.tokenOf(request.headers),
    from: networkOf(request.ip),
    forgive: () => door.forgive(request),
    give: ownKey => void reply.header('ruuvi-hmac-key', ownKey),
  }
}

/** Makes a scope take bodies of every type as bytes: clients don't agree on the type of a picture. */
export function keepBytes(scope: FastifyInstance) {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

/** Returns the body of a request as it was sent, with its signature. */
function signedBody(request: FastifyRequest): SignedBody {
  const signature = request.headers['ruuvi-hmac-sha256']
  return {
    body: rawBodies.get(request) ?? Buffer.alloc(0),
    signature: typeof signature === 'string' ? signature : undefined,
  }
}
