/** Delivers letters to a mail server, for people at home. */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import type { Message } from '../letters/letter.ts'
import { detail } from './detail.ts'
import type { Mailer, SendOutcome } from './mailer.ts'

export type SmtpOptions = {
  /** As `smtps://user:password@host:465` or `smtp://…`; with `?requireTLS` it must offer encryption. */
  url: string
  /** The address that letters come from; a name may stand before it. */
  from: string
  /** How many seconds the server may be silent. */
  timeout?: number
}

export function smtp({ url, from, timeout = 30 }: SmtpOptions) {
  const milliseconds = timeout * 1_000
  // What stands in the URL wins over what stands beside it, and `?requireTLS` alone would count for nothing.
  const server = new URL(url)
  const { searchParams } = server
  if (![null, 'false'].includes(searchParams.get('requireTLS'))) searchParams.set('requireTLS', 'true')
  const transport = createTransport({
    url: server.href,
    pool: true,
    connectionTimeout: Math.min(10_000, milliseconds),
    greetingTimeout: milliseconds,
    socketTimeout: milliseconds,
    // Only what was lost before a byte of the letter was sent is tried again.
    maxRequeues: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
  })

  // A cut before the first byte of the letter was read has sent nothing; afterwards nobody knows.
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

  async function sendOne(message: Message): Promise<SendOutcome> {
    const messageId = nameMessage(message, from)
    try {
      await transport.sendMail({
        messageId,
        from,
        to: { name: '', address: message.to },
        ...(message.replyTo && { replyTo: { name: '', address: message.replyTo } }),
        subject: message.subject,
        text: message.text,
        html: message.html,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      return { outcome: 'sent', messageId }
    } catch (error) {
      return judge(error as SmtpError, bodies.get(messageId)?.readableDidRead ?? false)
    } finally {
      bodies.delete(messageId)
    }
  }

  return {
    name: 'smtp',
    most: 50,
    send: messages => Promise.all(messages.map(sendOne)),
    async close() {
      transport.close()
    },
  } satisfies Mailer
}

/** The same letter has the same Message-ID however often it is sent, so that a mailbox can tell; another one's, from another database too, differs. */
function nameMessage({ letter, to, subject }: Message, from: string): string {
  const hash = createHash('sha256').update(`${letter} ${to} ${subject}`).digest('hex').slice(0, 16)
  return `<letter-${letter}-${hash}@${/@([\w.-]+)/.exec(from)?.[1] ?? 'sensor-share'}>`
}

type SmtpError = Error & { code?: string; originalCode?: string; command?: string; responseCode?: number }

function judge(
  { message, code = '', originalCode = '', command, responseCode = 0 }: SmtpError,
  began: boolean,
): SendOutcome {
  const told = { detail: detail(code, command, message) }
  if (responseCode >= 400 && responseCode < 500) return { outcome: 'failed', ...told }
  // It would be the same with any letter: the credentials, the encryption or our own address are not taken.
  const settings = /^E(AUTH|NOAUTH|OAUTH2|TLS|CONFIG)$/.test(code) || /CERT|SIGNATURE|ERR_TLS/.test(originalCode)
  if (settings || responseCode === 530) return { outcome: 'stopped', ...told }
  if (responseCode >= 500 && command === 'MAIL FROM') return { outcome: 'stopped', ...told }
  if (responseCode >= 500 && command === 'RCPT TO') {
    // 5.7 is about the server's rules, not about the address.
    return { outcome: 'refused', reason: /\b5\.7\.\d/.test(message) ? 'rejected' : 'badAddress', ...told }
  }
  if (responseCode >= 500 && command === 'DATA') return { outcome: 'refused', reason: 'rejected', ...told }
  return { outcome: began ? 'unknown' : 'failed', ...told }
}
