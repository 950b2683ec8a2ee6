/** A lean load generator: raw keep-alive sockets, one request at a time on each, so that it takes little of the machine from the service. */
import { connect, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'

export type Answers = {
  /** Milliseconds from request to answer, the shortest first. */
  latencies: Float64Array
  /** How long it took until the last answer. */
  seconds: number
}

/**
 * Sends requests over some connections, to each port in turn, for some seconds. Whatever was sent is waited for: no request is left half
 * done. Throws when an answer is not 200.
 */
export async function load(
  { ports, connections, seconds }: { ports: number[]; connections: number; seconds: number },
  next: () => string,
): Promise<Answers> {
  const sockets = await Promise.all(Array.from({ length: connections }, (_, n) => open(ports[n % ports.length])))
  const latencies: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000

  await Promise.all(
    sockets.map(async socket => {
      const send = exchange(socket)
      for (let sent = performance.now(); sent < end; ) {
        const answer = await send(next())
        if (!answer.startsWith('HTTP/1.1 200 ')) throw new Error(`an answer was not 200:\n${answer}`)
        const now = performance.now()
        latencies.push(now - sent)
        sent = now
      }
      socket.destroy()
    }),
  )
  return { latencies: Float64Array.from(latencies).sort(), seconds: (performance.now() - start) / 1000 }
}

/** Sends one request, and returns its answer as JSON. Throws when it is not 200. */
export async function answerOf(port: number, request: string): Promise<unknown> {
  const socket = await open(port)
  try {
    const [head = '', body = ''] = (await exchange(socket)(request)).split('\r\n\r\n')
    if (!head.startsWith('HTTP/1.1 200 ')) throw new Error(`an answer was not 200:\n${head}\n${body}`)
    return JSON.parse(body)
  } finally {
    socket.removeAllListeners('close').destroy()
  }
}

function open(port: number | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: port ?? 0, host: '127.0.0.1', noDelay: true })
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** Returns a function that writes a request and returns its answer. */
function exchange(socket: Socket): (request: string) => Promise<string> {
  let received: string[] = []
  let missing = Number.NaN
  let resolve = (_answer: string) => {}
  let reject = (_error: Error) => {}

  // A character is a byte.
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    received.push(text)
    if (Number.isNaN(missing)) {
      const all = received.join('')
      const head = all.indexOf('\r\n\r\n')
      if (head < 0) return
      missing = head + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(all)?.[1]) - all.length
    } else missing -= text.length
    if (missing > 0) return
    const answer = received.join('')
    received = []
    missing = Number.NaN
    resolve(answer)
  })
  socket.on('error', error => reject(error))
  socket.on('close', () => reject(new Error('the service hung up')))

  return request =>
    new Promise((...settle) => {
      ;[resolve, reject] = settle
      socket.write(request)
    })
}
