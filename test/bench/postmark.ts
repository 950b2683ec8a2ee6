/** Postmark on loopback for the bench, in a process of its own. */
import { startPostmark } from '../mail/postmark-server.ts'

const server = await startPostmark({ teardown: () => {} })
process.send?.({ url: server.url, token: server.token })
process.on('message', question => {
  if (question === 'forget') server.messages.length = 0
  process.send?.({ messages: server.messages.length, cpu: process.cpuUsage() })
})
process.on('disconnect', () => process.exit())
