/** A server on loopback that speaks as much of Postmark's API as we use: the batch and the search. It can misbehave. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/** A message as it came, with the id that it was given. */
export type Accepted = {
  MessageID: string
  From: string
  To: string
  ReplyTo?: string
  Subject: string
  TextBody: string
  HtmlBody: string
  MessageStream: string
  Tag: string
  Metadata: Record<string, string>
  Headers: { Name: string; Value: string }[]
}

/** What it does with a request; `{}` is as it should be. */
export type Behaviour = {
  /** Takes the messages; unless said otherwise it does so when it answers with 200. */
  accept?: boolean
  /** Answers so many milliseconds later. */
  after?: number
  /** Never answers. */
  silent?: boolean
  /** Cuts the connection in place of an answer. */
  cut?: boolean
  /** Answers the whole request with an error. */
  status?: number
  code?: number
  /** The error for one of the messages, if there is one for it. */
  item?: (message: Accepted) => { ErrorCode: number; Message: string } | undefined
  /** Answers with 200 and this text. */
  text?: string
}

export type PostmarkServer = Awaited<ReturnType<typeof startPostmark>>

/** Starts it on a free port; it is gone when the test is over. `messages` are those that it took, in their order. */
export async function startPostmark(t: Pick<Test, 'teardown'>, port = 0) {
  const token = 'a-server-token'
  const messages: Accepted[] = []
  const byLetter = new Map<string, Accepted[]>()
  const plans = { batch: { behaviour: {} as Behaviour, times: 0 }, search: { behaviour: {} as Behaviour, times: 0 } }
  const asked = { batch: 0, search: 0 }

  const server = createServer(async (request, reply) => {
    const url = new URL(request.url ?? '/', 'http://postmark')
    const call = calls[`${request.method} ${url.pathname}`]
    // A client that is killed in the middle of its request has sent nothing.
    const body = await read(request).catch(() => undefined)
    if (body === undefined) return
    if (!call) return answer(reply, 404, { ErrorCode: 404, Message: 'There is no such thing here.' })
    asked[call]++
    if (request.headers['x-postmark-server-token'] !== token) {
      return answer(reply, 401, { ErrorCode: 10, Message: 'The Server Token you provided was not found.' })
    }
    const behaviour = plans[call].times-- > 0 ? plans[call].behaviour : {}
    const results = call === 'batch' ? takeBatch(JSON.parse(body), behaviour) : search(url.searchParams)
    if (behaviour.after) await new Promise(resolve => setTimeout(resolve, behaviour.after))
    if (behaviour.silent) return
    if (behaviour.cut) return reply.destroy()
    if (behaviour.text !== undefined) return reply.writeHead(200).end(behaviour.text)
    const { status, code = status } = behaviour
    if (status) return answer(reply, status, { ErrorCode: code, Message: `Something with the code ${code}.` })
    if (Array.isArray(results) && results.length > 500) {
      return answer(reply, 422, { ErrorCode: 410, Message: 'Too many batch messages.' })
    }
    answer(reply, 200, results)
  })

  function takeBatch(
    batch: Accepted[],
    { status, cut, text, item, accept = !(status || cut || text !== undefined) }: Behaviour,
  ) {
    if (batch.length > 500) return batch
    return batch.map(message => {
      const error = item?.(message)
      if (error) return error
      const accepted = { ...message, MessageID: randomUUID() }
      if (accept) {
        messages.push(accepted)
        const letter = message.Metadata.letter ?? ''
        byLetter.set(letter, [...(byLetter.get(letter) ?? []), accepted])
      }
      return {
        ErrorCode: 0,
        Message: 'OK',
        MessageID: accepted.MessageID,
        To: message.To,
        SubmittedAt: new Date().toISOString(),
      }
    })
  }

  function search(query: URLSearchParams) {
    const found = byLetter.get(query.get('metadata_letter') ?? '') ?? []
    const offset = Number(query.get('offset'))
    return { TotalCount: found.length, Messages: found.slice(offset, offset + Number(query.get('count'))) }
  }

  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  function close() {
    server.close()
    server.closeAllConnections()
  }
  t.teardown(close)

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    messages,
    /** How many requests came. */
    asked,
    /** The messages that it took for a letter: more than one is a letter that was sent twice. */
    of: (letter: number) => byLetter.get(String(letter)) ?? [],
    /** Does this with the next batch, or the next so many (Infinity until `behave()` is called). Replaces what was said before. */
    behave(behaviour: Behaviour = {}, times = 1) {
      plans.batch = { behaviour, times }
    },
    /** The same for searches. */
    behaveSearch(behaviour: Behaviour = {}, times = 1) {
      plans.search = { behaviour, times }
    },
    /** Goes away: connections are refused from now on. */
    close,
  }
}

const calls: Record<string, 'batch' | 'search'> = { 'POST /email/batch': 'batch', 'GET /messages/outbound': 'search' }

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function answer(reply: ServerResponse, status: number, body: unknown) {
  reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
