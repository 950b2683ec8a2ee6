/** For requests that nobody should send: a wire for any bytes at all, and what must hold for every refusal. */
import { once } from 'node:events'
import { type AddressInfo, connect, type Server, type Socket } from 'node:net'
import { Ajv } from 'ajv'
import { contractDocument } from '../../src/rest/contract/document.ts'

export type Answer = { status: number; headers: Record<string, unknown>; text: string }

// The whole list that Ruuvi's iOS app can parse.
const codes = new Set(
  `ER_FORBIDDEN ER_UNAUTHORIZED ER_INTERNAL ER_INVALID_FORMAT ER_USER_NOT_FOUND ER_SENSOR_NOT_FOUND ER_TOKEN_EXPIRED
  ER_THROTTLED ER_GATEWAY_NOT_FOUND ER_GATEWAY_ALREADY_WHITELISTED ER_GATEWAY_STATUS_REPORT_FAILED ER_CONFLICT
  ER_SUBSCRIPTION_NOT_FOUND ER_SHARE_COUNT_REACHED ER_CLAIM_COUNT_REACHED ER_SENSOR_SHARE_COUNT_REACHED
  ER_NO_DATA_TO_SHARE ER_SENSOR_ALREADY_SHARED ER_SENSOR_ALREADY_CLAIMED ER_SENSOR_ALREADY_REGISTERED
  ER_UNABLE_TO_SEND_EMAIL ER_SUBSCRIPTION_CODE_EXISTS ER_SUBSCRIPTION_CODE_USED ER_MISSING_ARGUMENT
  ER_INVALID_DENSITY_MODE ER_INVALID_SORT_MODE ER_INVALID_TIME_RANGE ER_OLD_ENTRY ER_INVALID_EMAIL_ADDRESS
  ER_INVALID_MAC_ADDRESS ER_INVALID_ENUM_VALUE ER_SUB_DATA_STORAGE_ERROR ER_SUB_NO_USER`.split(/\s+/),
)

const isError = new Ajv({ strict: false }).compile(contractDocument.components.schemas.Error)

/** Says what is wrong with an answer to a bad request; undefined when nothing is. */
export function faultIn({ status, headers, text }: Answer): string | undefined {
  if (status < 400 || status > 499) return `status ${status}`
  if (!/^[\w.:-]{1,64}$/.test(String(headers['x-request-id'] ?? ''))) return `x-request-id ${headers['x-request-id']}`
  if (headers['access-control-allow-origin'] !== '*') return 'no access-control-allow-origin'
  if (!/\bX-Request-Id\b/.test(String(headers['access-control-expose-headers']))) return 'x-request-id is not exposed'
  if (!/^application\/json\b/.test(String(headers['content-type']))) return `content-type ${headers['content-type']}`
  if (status === 401 && headers['www-authenticate'] !== 'Bearer') return 'no www-authenticate'
  return faultInBody(text)
}

function faultInBody(text: string): string | undefined {
  let body: Record<string, unknown>
  try {
    body = JSON.parse(text)
  } catch {
    return `no JSON: ${text.slice(0, 200)}`
  }
  if (!isError(body)) return `no Error of the contract: ${text.slice(0, 200)}`
  const surplus = Object.keys(body).filter(key => !['result', 'error', 'code', 'sub_code'].includes(key))
  if (surplus.length > 0) return `surplus: ${surplus}`
  if (!codes.has(String(body.code))) return `a code that apps do not know: ${body.code}`
  return undefined
}

/**
 * Connects, sends what the test sends, and returns all answers once the server has hung up. Our side stays open, so that a
 * server that waits for us to hang up is found out.
 */
export async function exchange(server: Server, send: (socket: Socket) => unknown): Promise<Answer[]> {
  const { port } = server.address() as AddressInfo
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const chunks: Buffer[] = []
  socket.on('data', chunk => chunks.push(chunk))
  // A server that says no does not read the rest: the system may answer what we still send with a reset.
  socket.on('error', () => {})
  const ended = Promise.race([once(socket, 'end'), once(socket, 'close')])
  try {
    await once(socket, 'connect')
    await send(socket)
    await before(ended, 'the server did not hang up')
  } finally {
    socket.destroy()
  }
  return answersIn(Buffer.concat(chunks).toString('latin1'))
}

/** Waits until the server has no connection left. */
export async function untilAlone(server: Server) {
  const alone = async () => {
    while (await new Promise((resolve, reject) => server.getConnections((e, n) => (e ? reject(e) : resolve(n)))))
      await new Promise(setImmediate)
  }
  await before(alone(), 'a connection is still open')
}

async function before<Value>(promise: Promise<Value>, complaint: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(complaint)), 120_000)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

function answersIn(bytes: string): Answer[] {
  const answers: Answer[] = []
  for (let rest = bytes; rest !== ''; ) {
    const [head = '', ...tail] = rest.split('\r\n\r\n')
    const [first = '', ...lines] = head.split('\r\n')
    const headers = Object.fromEntries(
      lines.map(line => line.split(/: (.*)/s, 2)).map(([n = '', v]) => [n.toLowerCase(), v]),
    )
    const length = Number(headers['content-length'] ?? 0)
    const body = tail.join('\r\n\r\n')
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1])
    answers.push({ status, headers, text: Buffer.from(body.slice(0, length), 'latin1').toString() })
    rest = body.slice(length)
  }
  return answers
}
