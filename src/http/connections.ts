/** Limits what connections cost: how many there are, how much they leave unread, and how long nothing moves on them. */
import type { Server, Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { timeouts } from './timeouts.ts'

declare module 'fastify' {
  interface FastifyInstance {
    connections: Connections
  }
}

/** The open connections of the application's server. */
export type Connections = ReturnType<typeof limitConnections>

/** Why a connection was closed. */
export type CutReason = 'unread' | 'network' | 'total'

/** How much connections may cost. */
export type ConnectionLimits = {
  /** Bytes that clients together may leave unread. */
  unread: number
  /** Connections of one network, and of all. */
  ofNetwork: number
  total: number
}

const usual: ConnectionLimits = { unread: 64 * 1024 * 1024, ofNetwork: 1_000, total: 10_000 }

/** How often unread answers are added up. */
const sweepMs = 1_000

type Options = {
  /** Returns the network of an address; undefined: connections are not limited by network. */
  networkOf: (address: string) => string | undefined
  onCut: (reason: CutReason) => void
  limits?: Partial<ConnectionLimits> | undefined
}

/**
 * Closes connections that are too many, those that leave the most unread while all leave too much, and those on which
 * nothing moves.
 */
export function limitConnections(app: FastifyInstance, { networkOf, onCut, limits: changed }: Options) {
  const limits = { ...usual, ...changed }
  const open = new Map<Socket, string | undefined>()
  const counts = new Map<string | undefined, number>()
  /** Streams that are being sent; what they hold is not yet in the buffer of the connection. */
  const streams = new WeakMap<Socket, Readable>()
  const server: Server = app.server
  server.maxConnections = limits.total
  server.on('drop', () => onCut('total'))

  server.on('connection', socket => {
    const network = networkOf(socket.remoteAddress ?? '')
    const count = network === undefined ? 0 : (counts.get(network) ?? 0)
    if (count >= limits.ofNetwork) {
      onCut('network')
      socket.destroy()
      return
    }
    open.set(socket, network)
    counts.set(network, count + 1)
    socket.once('close', () => leave(socket, network))
  })

  function leave(socket: Socket, network: string | undefined) {
    open.delete(socket)
    const left = (counts.get(network) ?? 1) - 1
    if (left > 0) counts.set(network, left)
    else counts.delete(network)
  }

  const unreadOf = (socket: Socket) =>
    socket.destroyed ? 0 : socket.writableLength + (streams.get(socket)?.readableLength ?? 0)

  // Node closes such a connection itself if nobody listens.
  server.on('timeout', (socket: Socket) => {
    if (isWaitingForUs(socket)) socket.setTimeout(timeouts.connectionTimeout)
    else socket.destroy()
  })

  /** Tests whether a client has read all that there is of a stream which goes on: an export that finds nothing for long. */
  function isWaitingForUs(socket: Socket): boolean {
    const stream = streams.get(socket)
    return stream !== undefined && !stream.destroyed && !stream.readableEnded && unreadOf(socket) === 0
  }

  const connections = {
    /** Counts what a stream holds as unread, while it is sent on a connection. */
    sends: (socket: Socket, stream: Readable) => void streams.set(socket, stream),

    /** Returns the bytes that clients have not read yet. */
    unread: () => [...open.keys()].reduce((sum, socket) => sum + unreadOf(socket), 0),

    /** Closes connections until no more is left unread than allowed: first those of the network that leaves the most. */
    sweep() {
      const holding: { socket: Socket; network: string | undefined; bytes: number }[] = []
      const byNetwork = new Map<string | undefined, number>()
      let total = 0
      for (const [socket, network] of open) {
        const bytes = unreadOf(socket)
        if (bytes === 0) continue
        holding.push({ socket, network, bytes })
        byNetwork.set(network, (byNetwork.get(network) ?? 0) + bytes)
        total += bytes
      }
      if (total <= limits.unread) return
      const weightOf = (network: string | undefined) => byNetwork.get(network) ?? 0
      holding.sort((a, b) => weightOf(b.network) - weightOf(a.network) || b.bytes - a.bytes)
      for (const { socket, bytes } of holding) {
        if (total <= limits.unread) return
        total -= bytes
        onCut('unread')
        streams.get(socket)?.destroy()
        socket.destroy()
      }
    },
  }
  const sweeping = setInterval(connections.sweep, sweepMs).unref()
  app.addHook('onClose', async () => clearInterval(sweeping))
  return connections
}
