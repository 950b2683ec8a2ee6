/** Takes in what a gateway says of itself. */
import type { Database } from '../db/open.ts'
import type { GatewayRules } from './gateways.ts'
import type { Signed } from './signature.ts'

/** A report, as it fits the contract. */
export type Report = { DEVICE_ADDR: string; ESP_FW?: string | undefined; NRF_FW?: string | undefined }

/** Keeps a gateway's report; of one on the white list only a signed one. Refuses with `badReport`. */
export async function report(_db: Database, _rules: GatewayRules, _report: Report, _signed: Signed): Promise<void> {
  throw new Error('not built yet')
}
