/** The gateways: which may post measurements, and with which secret. */
import type { Database } from '../db/open.ts'

/** What gateways must keep to: the key that their secrets are sealed with, whether any may post, and how old a post may be. */
export type GatewayRules = { key: Buffer; isOpen: boolean; maxAgeSeconds: number }

export type Gateway = {
  gateway: string
  whitelisted: boolean
  firstSeen: Date
  lastSeen: Date
  coordinates: string
  report: Record<string, unknown> | null
  reportedAt: Date | null
}

/** Puts a gateway that has called on the white list. Refuses with `noSuchGateway` or `alreadyWhitelisted`. */
export async function whitelist(_db: Database, _rules: GatewayRules, _gateway: string, _secret: string): Promise<void> {
  throw new Error('not built yet')
}

/** Takes a gateway off the white list. Refuses with `noSuchGateway`. */
export async function blacklist(_db: Database, _gateway: string): Promise<void> {
  throw new Error('not built yet')
}

/** Lists the gateways that have called, the latest first; or one of them. */
export async function listGateways(_db: Database, _gateway: string | undefined): Promise<Gateway[]> {
  throw new Error('not built yet')
}
