/** Delivers letters through Postmark, in batches. */
import { ServerClient } from 'postmark'
import type { RenderedLetter } from '../letters/letter.ts'
import { detail } from './detail.ts'
import { addressIn, type Mailer, type SendOutcome } from './mailer.ts'

/** The account at Postmark, and how to reach it. */
export type PostmarkOptions = {
  token: string
  /** The sender's address; a name may stand before it. */
  from: string
  stream: string
  url?: string | undefined
  /** The longest wait for an answer, in seconds. */
  timeout?: number
}

/** Creates the mailer that delivers through Postmark. */
export function postmark({ token, from, stream, url = 'https://api.postmarkapp.com', timeout = 30 }: PostmarkOptions) {
  const { host, protocol } = new URL(url)
  const client = new ServerClient(token, {
    requestHost: host,
    useHttps: protocol === 'https:',
    timeout,
    fetch: (input, init) => fetch(input, init).catch(throwCause),
  })

  return {
    name: 'postmark',
    most: 500,

    async send(messages) {
      let results: unknown
      try {
        results = await client.sendEmailBatch(messages.map(message => compose(message, from, stream)))
      } catch (error) {
        const outcome = judgeRequest(error)
        return messages.map(() => outcome)
      }
      return messages.map((_, index) => judgeItem(Array.isArray(results) ? results[index] : undefined))
    },

    async find(letter) {
      const { Messages } = await client.getOutboundMessages({
        count: 1,
        offset: 0,
        metadata_letter: letter,
        messagestream: stream,
      })
      if (!Array.isArray(Messages)) throw new Error('Postmark answered a search with something else.')
      return Messages[0]?.MessageID ?? null
    },

    async close() {},
  } satisfies Mailer
}

function compose(
  { letter, kind, to, replyTo, fromName, subject, text, html }: RenderedLetter,
  from: string,
  stream: string,
) {
  return {
    From: fromName ? `"${fromName}" <${addressIn(from)}>` : from,
    To: to,
    ...(replyTo && { ReplyTo: replyTo }),
    Subject: subject,
    TextBody: text,
    HtmlBody: html,
    MessageStream: stream,
    Tag: kind,
    Metadata: { letter: String(letter) },
    Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
    TrackOpens: false,
  }
}

/** Moves the code of a network error into its message, because Postmark's client keeps nothing else of an error. */
function throwCause(error: unknown): never {
  const { cause } = error as { cause?: { code?: unknown } }
  throw typeof cause?.code === 'string' ? new Error(`${cause.code}: no answer`) : error
}

/** Errors of requests that were certainly not sent: the connection or its TLS handshake failed. */
const neverSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|\w+_CERT|ERR_TLS_)/

/** Translates an error of the whole request into the outcome of each of its messages. */
function judgeRequest(error: unknown): SendOutcome {
  const { message, statusCode = 0, code = 0 } = error as { message: string; statusCode?: number; code?: number }
  if (!statusCode) return { outcome: neverSent.test(message) ? 'failed' : 'unknown', detail: detail(message) }
  const why = { detail: detail(`HTTP ${statusCode}, code ${code}:`, message) }
  if (statusCode === 429 || statusCode === 408) return { outcome: 'failed', ...why }
  // An answer without a code is not Postmark's: a proxy in between sent it, and may have passed the request on.
  if (statusCode >= 500) return { outcome: code ? 'failed' : 'unknown', ...why }
  // Any other letter would fail as well: the token, the account or the settings are wrong.
  return { outcome: 'stopped', ...why }
}

/** Error codes about the account: a bad token, a sender that may not send, no credits, or a missing stream. */
const accountCodes = new Set([10, 400, 401, 405, 412, 413, 1235])

/** Translates Postmark's result for one message into its outcome. */
function judgeItem(result: { ErrorCode?: number; Message?: string; MessageID?: string } | undefined): SendOutcome {
  const { ErrorCode: code, Message: message = '', MessageID: messageId } = result ?? {}
  if (code === 0 && messageId) return { outcome: 'sent', messageId }
  if (!code) return { outcome: 'unknown', detail: 'Postmark answered, but not about this email.' }
  const why = { detail: detail(`code ${code}:`, message) }
  if (code === 406) return { outcome: 'refused', reason: 'suppressed', ...why }
  if (code === 300 && /'From'/.test(message)) return { outcome: 'stopped', ...why }
  if (code === 300) return { outcome: 'refused', reason: /'ReplyTo'/.test(message) ? 'rejected' : 'badAddress', ...why }
  return { outcome: accountCodes.has(code) ? 'stopped' : 'failed', ...why }
}
