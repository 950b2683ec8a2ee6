/** Delivers letters to a mail server over SMTP, for people who host the service at home. */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import type { RenderedLetter } from '../letters/letter.ts'
import { detail } from './detail.ts'
import { addressIn, type Mailer, type MayBegin, type SendOutcome } from './mailer.ts'
import { openTurns } from './turns.ts'

/** The mail server, and the sender. */
export type SmtpOptions = {
  /** Such as `smtps://user:password@host:465` or `smtp://…`; with `?requireTLS` the server must offer encryption. */
  url: string
  /** The sender's address; a name may stand before it. */
  from: string
  /** How long the server may be silent, in seconds. */
  timeout?: number
}

/** Creates the mailer that delivers to a mail server. */
export function smtp({ url, from, timeout = 30 }: SmtpOptions) {
  const { transport, connections, hasBegun, forget } = openTransport(url, timeout * 1_000)
  // Letters wait here for a connection, not in nodemailer: so it is known when each begins.
  const inTurn = openTurns(connections)

  async function sendOne(message: RenderedLetter): Promise<SendOutcome> {
    const messageId = nameMessage(message, from)
    try {
      await transport.sendMail({
        messageId,
        from: message.fromName ? { name: message.fromName, address: addressIn(from) } : from,
        to: { name: '', address: message.to },
        ...(message.replyTo && { replyTo: { name: '', address: message.replyTo } }),
        subject: message.subject,
        text: message.text,
        html: message.html,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      return { outcome: 'sent', messageId }
    } catch (error) {
      return judge(error as SmtpError, hasBegun(messageId))
    } finally {
      forget(messageId)
    }
  }

  async function sendIfStill(message: RenderedLetter, mayBegin: MayBegin): Promise<SendOutcome> {
    if (await mayBegin(message)) return sendOne(message)
    return { outcome: 'failed', detail: 'the claim ended before it was its turn' }
  }

  return {
    name: 'smtp',
    most: 50,
    send: (messages, mayBegin = async () => true) =>
      Promise.all(messages.map(message => inTurn(() => sendIfStill(message, mayBegin)))),
    async close() {
      transport.close()
    },
  } satisfies Mailer
}

/** Opens a pool of connections, and records whether the server may have got a part of a message. */
function openTransport(url: string, timeoutMs: number) {
  // nodemailer prefers options in the URL to those passed beside it, and ignores `?requireTLS` without a value.
  const server = new URL(url)
  const { searchParams } = server
  if (![null, 'false'].includes(searchParams.get('requireTLS'))) searchParams.set('requireTLS', 'true')
  const connections = Math.max(1, Number(searchParams.get('maxConnections')) || 5)
  const transport = createTransport({
    url: server.href,
    pool: true,
    maxConnections: connections,
    connectionTimeout: Math.min(10_000, timeoutMs),
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // nodemailer tries a message again only if its connection closed before a byte of the message was sent.
    maxRequeues: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
  })

  // If the connection is cut before the first byte of a body was read, nothing was sent; later, the outcome is unknown.
  const bodies = new Map<string, Readable>()
  transport.use('stream', (mail, done) => {
    const { message } = mail
    const open = message.createReadStream.bind(message)
    message.createReadStream = options => {
      const body = open(options)
      bodies.set(message.messageId(), body)
      return body
    }
    done()
  })

  return {
    transport,
    connections,
    hasBegun: (messageId: string) => bodies.get(messageId)?.readableDidRead ?? false,
    forget: (messageId: string) => bodies.delete(messageId),
  }
}

/**
 * Returns the same Message-ID each time a letter is sent, so that mailboxes recognize the copy. The hash makes it
 * differ from other letters' ids, also from those of another database.
 */
function nameMessage({ letter, to, subject }: RenderedLetter, from: string): string {
  const hash = createHash('sha256').update(`${letter} ${to} ${subject}`).digest('hex').slice(0, 16)
  return `<letter-${letter}-${hash}@${/@([\w.-]+)/.exec(from)?.[1] ?? 'sensor-share'}>`
}

type SmtpError = Error & { code?: string; originalCode?: string; command?: string; responseCode?: number }

function judge(
  { message, code = '', originalCode = '', command, responseCode = 0 }: SmtpError,
  began: boolean,
): SendOutcome {
  const why = { detail: detail(code, command, message) }
  if (responseCode >= 400 && responseCode < 500) return { outcome: 'failed', ...why }
  // Any other letter would fail as well: the server refuses the credentials, the encryption or the sender's address.
  const settings = /^E(AUTH|NOAUTH|OAUTH2|TLS|CONFIG)$/.test(code) || /CERT|SIGNATURE|ERR_TLS/.test(originalCode)
  if (settings || responseCode === 530) return { outcome: 'stopped', ...why }
  if (responseCode >= 500 && command === 'MAIL FROM') return { outcome: 'stopped', ...why }
  if (responseCode >= 500 && command === 'RCPT TO') {
    // 5.7.x codes are about the server's policy, not about the address.
    return { outcome: 'refused', reason: /\b5\.7\.\d/.test(message) ? 'rejected' : 'badAddress', ...why }
  }
  if (responseCode >= 500 && command === 'DATA') return { outcome: 'refused', reason: 'rejected', ...why }
  return { outcome: began ? 'unknown' : 'failed', ...why }
}
