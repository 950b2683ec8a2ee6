/** A gateway for tests: posts as a real one does, signed with its secret. */
import { createHmac } from 'node:crypto'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import type { Database } from '../../src/db/open.ts'
import { makeForwardToken } from '../../src/gateways/forward-tokens.ts'
import type { House } from './house.ts'

export const internalSecret = 'the-secret-of-the-operator-alone'
export const frame = '0201061BFF9904050EA24339C9120024FFE003ECA076A44E37C207FC16453B'
export const now = () => Math.floor(Date.now() / 1000)

export type Tags = Record<string, { rssi?: number; timestamp?: number; data?: string }>
type Answer = { status: number; code?: string; data?: Record<string, unknown> }
type Sender = { inject: (request: InjectOptions) => Promise<LightMyRequestResponse> }
type How = { secret?: string | undefined; signature?: string; type?: string }

/** Posts a body, signed when there is a secret. */
export async function send(house: Sender, url: string, body: unknown, how: How = {}): Promise<Answer> {
  const { secret, signature, type = 'application/json' } = how
  const payload = typeof body === 'string' ? body : JSON.stringify(body)
  const made = signature ?? (secret && sign(secret, payload))
  const headers = { 'content-type': type, ...(made && { 'ruuvi-hmac-sha256': made }) }
  const answer = await house.inject({ method: 'POST', url, headers, payload })
  return { status: answer.statusCode, ...answer.json() }
}

export const sign = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest('hex')

/** What a gateway that hears some tags posts. */
export const heard = (gateway: string, tags: Tags, { timestamp = now(), coordinates = '60.17,24.94' } = {}) => ({
  data: {
    coordinates,
    timestamp,
    gw_mac: gateway,
    tags: Object.fromEntries(
      Object.entries(tags).map(([mac, tag]) => [mac, { rssi: -60, timestamp: now(), data: frame, ...tag }]),
    ),
  },
})

/** Calls as the operator, through the application of the house or another one. */
export async function operate(
  { app }: { app: FastifyInstance },
  path: 'whitelist' | 'blacklist',
  payload: object,
  secret = internalSecret,
): Promise<Answer> {
  const headers = { 'x-internal-secret': secret }
  const answer = await app.inject({ method: 'POST', url: `/${path}`, headers, payload })
  return { status: answer.statusCode, ...answer.json() }
}

/** Lets a gateway call and puts it on the white list. */
export async function listedGateway(house: House, gateway: string, secret: string): Promise<void> {
  await send(house, '/record', heard(gateway, {}))
  const { status } = await operate(house, 'whitelist', { macAddress: gateway, secret })
  if (status !== 200) throw new Error(`the gateway was not put on the list: ${status}`)
}

export const gatewaysOf = async ({ inject }: Pick<House, 'inject'>, gateway?: string) =>
  (
    await inject({
      url: gateway ? `/gwinfo?gateway=${gateway}` : '/gwinfo',
      headers: { 'x-internal-secret': internalSecret },
    })
  ).json().data.gateways

/** Makes the address of a phone as its page does, but without an email; its person is an operator from then on. */
export async function makePhone(db: Database, person: { id: number }, name = 'Phone'): Promise<string> {
  await sql`update people set operates_since = now() where id = ${person.id} and operates_since is null`.execute(db)
  return makeForwardToken(db, person, name, { mayStill: async () => true, tell: async () => {} })
}
