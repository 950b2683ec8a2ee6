/** A lean load generator: raw keep-alive sockets, one request at a time on each, so that it takes little of the machine from the service. */
import { connect, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'

export type Answers = {
  /** How many answers had which status. */
  statuses: Map<number, number>
  /** Milliseconds from request to answer, the shortest first. */
  latencies: Float64Array
  /** How long it took until the last answer. */
  seconds: number
  /** How much of one core this process used meanwhile. */
  cores: number
}

/** Sends requests over some connections for some seconds. Whatever was sent is waited for: no request is left half done. */
export async function load(
  { port, connections, seconds }: { port: number; connections: number; seconds: number },
  next: () => string,
): Promise<Answers> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)))
  const statuses = new Map<number, number>()
  const latencies: number[] = []
  const cpu = process.cpuUsage()
  const start = performance.now()
  const end = start + seconds * 1000

  await Promise.all(
    sockets.map(async socket => {
      const send = exchange(socket)
      for (let sent = performance.now(); sent < end; ) {
        const status = await send(next())
        const now = performance.now()
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        latencies.push(now - sent)
        sent = now
      }
      socket.destroy()
    }),
  )

  const took = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return {
    statuses,
    latencies: Float64Array.from(latencies).sort(),
    seconds: took,
    cores: (user + system) / 1e6 / took,
  }
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** Returns a function that writes a request and returns the status of its answer. */
function exchange(socket: Socket): (request: string) => Promise<number> {
  let received = ''
  let resolve = (_status: number) => {}
  let reject = (_error: Error) => {}

  // Our answers are ASCII, so a character is a byte.
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    received += text
    const head = received.indexOf('\r\n\r\n')
    if (head < 0) return
    const length = /\r\ncontent-length: (\d+)/i.exec(received)?.[1]
    if (received.length < head + 4 + Number(length)) return
    const status = Number(received.slice(9, 12))
    received = ''
    resolve(status)
  })
  socket.on('error', error => reject(error))
  socket.on('close', () => reject(new Error('the service hung up')))

  return request =>
    new Promise((...settle) => {
      ;[resolve, reject] = settle
      socket.write(request)
    })
}
