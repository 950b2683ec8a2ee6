/** Takes in what a gateway heard. */
import type { Database } from '../db/open.ts'
import type { GatewayRules } from './gateways.ts'
import type { Signed } from './signature.ts'

/** What a gateway posts, as it fits the contract. */
export type Post = {
  coordinates?: string | undefined
  timestamp: number
  gw_mac: string
  tags: Record<string, { rssi: number; timestamp: number; data: string }>
}

/** Keeps measurements and returns how many of them were new. Refuses with `badSignature`, `badClock` or `notMac`. */
export async function record(_db: Database, _rules: GatewayRules, _post: Post, _signed: Signed): Promise<number> {
  throw new Error('not built yet')
}
