/** Postmark on loopback for the bench, in a process of its own. */
import { startPostmark } from '../support/postmark-server.ts'

const server = await startPostmark({ teardown: () => {} })
process.send?.({ url: server.url, token: server.token })
process.on('message', question => {
  if (question === 'forget') server.messages.length = 0
  process.send?.(server.messages.length)
})
process.on('disconnect', () => process.exit())
