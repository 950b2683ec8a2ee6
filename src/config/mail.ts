/** The settings of how emails are sent, or kept to be read. */
import { listeningSettings } from './listening.ts'
import type { Mistakes, Setting, Values } from './setting.ts'

/** How letters are sent; undefined: not at all, or into the mailbox. */
export type Mail =
  | { by: 'postmark'; token: string; from: string; stream: string; url: string | undefined }
  | { by: 'smtp'; url: string; from: string }

/** How emails are sent. */
export const mailSettings = {
  MAIL_FROM: {
    type: 'string',
    pattern: '^([^<>@\\r\\n]*<[^<>@\\s]+@[^<>@\\s]+>|[^<>@\\s]+@[^<>@\\s]+)$',
    description:
      'the address that emails come from, as `sensors@example.com` or `Sensors <sensors@example.com>`; needed to send mail',
    expected: 'an email address, as sensors@example.com or Sensors <sensors@example.com>',
  },
  POSTMARK_TOKEN: {
    type: 'string',
    description: 'sends emails by Postmark: the token of your server there',
    expected: 'the token of your server at Postmark',
  },
  POSTMARK_STREAM: {
    type: 'string',
    default: 'outbound',
    description: 'the message stream at Postmark',
    expected: 'the name of a message stream at Postmark',
  },
  POSTMARK_URL: {
    type: 'string',
    pattern: '^https?://[^/\\s?#@]+/?$',
    description: 'another server that speaks Postmark’s API, for tests',
    expected: 'an address without path, query or password, as http://127.0.0.1:2525',
  },
  WEBHOOK_SECRET: {
    type: 'string',
    pattern: '^[!-~]{16,}$',
    description:
      'the password that Postmark sends with its webhooks to `/webhooks/postmark`: 16 characters or more, ASCII, no spaces; without it they do not exist',
    expected: 'at least 16 ASCII characters without spaces',
  },
  SMTP_URL: {
    type: 'string',
    pattern: '^smtps?://',
    description:
      'sends emails by a mail server, as `smtps://user:password@mail.example.com:465`; or `smtp://…?requireTLS=true` with port 587',
    expected: 'the address of a mail server, as smtps://user:password@mail.example.com:465',
  },
  MAILBOX: {
    type: 'string',
    enum: ['auto', 'on', 'off'],
    default: 'auto',
    description:
      'while no mail is set up: emails are kept to be read at `/mailbox`: `auto`, by whoever opens the link that the start prints; `on`, by everybody who can reach the server, for tests; or `off`',
    expected: 'auto, on or off',
  },
} as const satisfies Record<string, Setting>

/** Reads how letters are sent; undefined if mail isn't set up. */
export function readMailSettings(data: Values, mistakes: Mistakes): Mail | undefined {
  const { POSTMARK_TOKEN, POSTMARK_STREAM, POSTMARK_URL, SMTP_URL, MAIL_FROM } = data
  if (POSTMARK_URL && !URL.canParse(POSTMARK_URL)) mistakes.invalid('POSTMARK_URL', mailSettings.POSTMARK_URL)
  if (!POSTMARK_TOKEN && !SMTP_URL) return undefined
  if (POSTMARK_TOKEN && SMTP_URL) mistakes.add('POSTMARK_TOKEN and SMTP_URL are both set. Keep one of them.')
  if (SMTP_URL && !(URL.canParse(SMTP_URL) && new URL(SMTP_URL).hostname))
    mistakes.invalid('SMTP_URL', mailSettings.SMTP_URL)
  const { PUBLIC_URL } = listeningSettings
  for (const [name, { expected }] of Object.entries({ PUBLIC_URL, MAIL_FROM: mailSettings.MAIL_FROM })) {
    if (!data[name]) mistakes.add(`${name} is missing. It is needed to send email. Expected: ${expected}.`)
  }
  if (!MAIL_FROM) return undefined
  if (SMTP_URL) return { by: 'smtp', url: SMTP_URL, from: MAIL_FROM }
  const stream = POSTMARK_STREAM ?? mailSettings.POSTMARK_STREAM.default
  return POSTMARK_TOKEN
    ? { by: 'postmark', token: POSTMARK_TOKEN, from: MAIL_FROM, stream, url: POSTMARK_URL }
    : undefined
}

/** Emails contain sign-in codes, so without a word from the operator only they can open the mailbox. */
export const mailboxes = { auto: 'locked', on: 'open', off: undefined } as const
