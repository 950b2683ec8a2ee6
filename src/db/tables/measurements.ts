/** Measurements, and the gateways and phones that send them. */
import type { Generated } from 'kysely'

/** Tables about measurements. */
export type MeasurementTables = {
  measurements: {
    sensor_id: string
    at: number
    rssi: number
    gateway_id: string
    coordinates: Generated<string>
    is_maskable: boolean
    data: string
  }
  histories: {
    sensor_id: string
    owner_id: number | null
    begins_at: Generated<number>
    thinned_until: Generated<number>
  }
  gateways: {
    id: string
    sealed_secret: string | null
    sealed_key: string | null
    first_seen_at: Date | null
    last_seen_at: Date | null
    coordinates: Generated<string>
    report: object | null
    reported_at: Date | null
    allowed_at: Date | null
    admitted_at: Date | null
    heard: number | null
    refused_at: Date | null
    refused_from: string | null
  }
  forward_tokens: {
    id: Generated<number>
    hash: Buffer
    person_id: number
    name: string
    created_at: Generated<Date>
    last_used_at: Date | null
  }
}
