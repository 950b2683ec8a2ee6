/** The setting of what may go to other machines without TLS. */
import { isThisMachine, type Mistakes, type Setting, type Values } from './setting.ts'

/** What may go to other machines in plain text. */
export const plaintextSettings = {
  ALLOW_PLAINTEXT: {
    type: 'string',
    pattern: '^(smtp|postgres)(, *(smtp|postgres))*$',
    description:
      'what may go to other machines without TLS, `smtp` or `postgres` or both with a comma: only where nobody else can read the network',
    expected: 'smtp, postgres, or both separated by a comma',
  },
} as const satisfies Record<string, Setting>

/** Refuses to send passwords and emails to other machines in plain text, unless the operator allows it. */
export function checkTls(
  { ALLOW_PLAINTEXT = '', DATABASE_URL = '', SMTP_URL = '', ...data }: Values,
  mistakes: Mistakes,
) {
  const allowed = ALLOW_PLAINTEXT.split(',').map(name => name.trim())
  const refuse = (setting: string, example: string, name: string) => {
    if (allowed.includes(name) || [...mistakes].some(sentence => sentence.startsWith(setting))) return
    mistakes.add(
      `${setting} is invalid. Expected: TLS to another machine, as with ${example}; or "${name}" in ALLOW_PLAINTEXT, if nobody else can read the network in between.`,
    )
  }
  if (URL.canParse(DATABASE_URL) && isPlainPostgres(new URL(DATABASE_URL), data)) {
    refuse('DATABASE_URL', '?sslmode=verify-full at its end', 'postgres')
  }
  if (URL.canParse(SMTP_URL) && isPlainSmtp(new URL(SMTP_URL))) {
    refuse('SMTP_URL', 'smtps:// or ?requireTLS=true', 'smtp')
  }
}

/** Checks whether a database is on another machine and reached without TLS, as `pg` reads its URL and environment. */
function isPlainPostgres({ hostname, searchParams: options }: URL, { PGHOST, PGSSLMODE }: Values): boolean {
  const host = options.get('host') || hostname || PGHOST || 'localhost'
  // A path is that of a socket.
  if (/^(\/|%2f)/i.test(host) || isThisMachine(host.toLowerCase())) return false
  const mode = options.get('sslmode')
  if (mode) return mode === 'disable'
  if (options.has('ssl')) return !['true', '1', 'no-verify'].includes(options.get('ssl') ?? '')
  return !PGSSLMODE || PGSSLMODE === 'disable'
}

/** Checks whether a mail server is on another machine and may be spoken to without TLS. */
function isPlainSmtp({ protocol, hostname, searchParams: options }: URL): boolean {
  const isSet = (name: string) => ![null, 'false'].includes(options.get(name))
  if (!hostname || isThisMachine(hostname.toLowerCase())) return false
  return protocol === 'smtps:' ? options.get('secure') === 'false' : !isSet('requireTLS') || isSet('ignoreTLS')
}
