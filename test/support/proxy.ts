/** A proxy before a database, that can be cut. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Test } from 'tap'

/** Opens it before the database of a URL; `through` is the URL by way of it. While it is cut, nobody gets through. */
export async function openProxy(t: Pick<Test, 'teardown'>, url: string) {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer(socket => {
    if (isCut) return socket.destroy()
    const behind = connect(Number(port || 5432), hostname)
    for (const one of [socket, behind]) {
      sockets.add(one)
      one.on('error', () => {})
      one.on('close', () => {
        sockets.delete(one)
        socket.destroy()
        behind.destroy()
      })
    }
    socket.pipe(behind).pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const through = new URL(url)
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`

  function cut() {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  function mend() {
    isCut = false
  }
  t.teardown(() => {
    cut()
    server.close()
  })
  return { through: through.href, cut, mend }
}
