/** An authenticator for tests: it makes passkeys, and signs with them as a browser's device would. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

type Options = { challenge: string; user?: { id: string } }
/** What goes wrong, if it does: another origin, no verification of the person, another signature count. */
type Twist = { origin?: string; isVerified?: boolean; count?: number; type?: string; handle?: string }

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()

/** Makes an authenticator that belongs to a site. */
export function authenticator(site = { id: 'localhost', origin: 'http://localhost' }) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  let handle = ''

  const clientData = ({ challenge }: Options, type: string, { origin = site.origin }: Twist) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

  function authenticatorData({ isVerified = true, count = 0 }: Twist, more = Buffer.alloc(0)): Buffer {
    const flags = 1 | (isVerified ? 4 : 0) | (more.length > 0 ? 0x40 : 0)
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(count)
    return Buffer.concat([sha256(site.id), Buffer.from([flags]), counter, more])
  }

  const answer = (response: Record<string, Buffer>) =>
    JSON.stringify({
      id: id.toString('base64url'),
      rawId: id.toString('base64url'),
      type: 'public-key',
      response: Object.fromEntries(
        Object.entries(response).map(([name, bytes]) => [name, bytes.toString('base64url')]),
      ),
      clientExtensionResults: {},
    })

  return {
    id: id.toString('base64url'),

    /** Makes its passkey, and returns the answer. */
    create(options: Options, twist: Twist = {}): string {
      handle = options.user?.id ?? ''
      const key = cose(Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url'))
      const length = Buffer.from([0, id.length])
      const authData = authenticatorData(twist, Buffer.concat([Buffer.alloc(16), length, id, key]))
      return answer({
        clientDataJSON: clientData(options, twist.type ?? 'webauthn.create', twist),
        attestationObject: Buffer.concat([
          Buffer.from([0xa3]),
          ...[text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0]), text('authData')],
          Buffer.from([0x58, authData.length]),
          authData,
        ]),
      })
    },

    /** Signs a challenge, and returns the answer. */
    get(options: Options, twist: Twist = {}): string {
      const clientDataJSON = clientData(options, twist.type ?? 'webauthn.get', twist)
      const data = authenticatorData(twist)
      return answer({
        clientDataJSON,
        authenticatorData: data,
        signature: sign('sha256', Buffer.concat([data, sha256(clientDataJSON)]), privateKey),
        userHandle: Buffer.from(twist.handle ?? handle, twist.handle === undefined ? 'base64url' : 'utf8'),
      })
    },
  }
}

/** CBOR: a text of at most 23 octets. */
const text = (letters: string) => Buffer.concat([Buffer.from([0x60 + letters.length]), Buffer.from(letters)])

/** COSE: an ES256 key, {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
const cose = (x: Buffer, y: Buffer) =>
  Buffer.concat([Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]), x, Buffer.from([0x22, 0x58, 32]), y])
