/** Signs requests as a program would: written from the description alone, with nothing of the service in it. */
import { createHash, createHmac } from 'node:crypto'
import type { InjectOptions } from 'fastify'

export type Key = { id: string; secret: string }

export type Wanted = {
  method?: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH'
  url: string
  body?: unknown
  /** What is signed, in this order. */
  covers?: string[]
  headers?: Record<string, string>
  /** Milliseconds from now. */
  ago?: number
}

/** Tells requests apart that are alike in all else. */
let count = 0

/** Returns a request with its signature in `headers.authorization`. */
export function signed(key: Key, { method = 'GET', url, body, covers, headers = {}, ago = 0 }: Wanted) {
  const payload = body === undefined ? '' : JSON.stringify(body)
  const sent: Record<string, string> = {
    host: 'sensors.example.com:3000',
    date: new Date(Date.now() - ago).toUTCString(),
    ...(payload && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(payload)) }),
    digest: `SHA-256=${createHash('sha256').update(payload).digest('base64')}`,
    'x-request-id': `request-${count++}`,
    ...headers,
  }
  const names = covers ?? ['(request-target)', 'host', 'date', 'x-request-id', ...(payload ? ['content-type'] : [])]
  const signature = signatureOf(
    key,
    names.map(name => [name, name === '(request-target)' ? `${method.toLowerCase()} ${url}` : sent[name]]),
  )
  const authorization = `Signature keyId="${key.id}",algorithm="hmac-sha256",headers="${names.join(' ')}",signature="${signature}"`
  return { method, url, headers: { ...sent, authorization } as Sent, payload } satisfies InjectOptions
}

type Sent = Record<string, string> & { authorization: string }

export function signatureOf({ secret }: Key, lines: (readonly [string, string | undefined])[]): string {
  const text = lines.map(([name, value]) => `${name}: ${value}`).join('\n')
  return createHmac('sha256', Buffer.from(secret, 'base64')).update(text).digest('base64')
}
