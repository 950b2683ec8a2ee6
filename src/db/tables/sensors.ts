/** Sensors and devices, with their services, settings and pictures. */
import type { Generated } from 'kysely'

/** Tables about sensors. */
export type SensorTables = {
  sensors: {
    id: string
    owner_id: number
    name: Generated<string>
    picture: Generated<string>
    is_public: Generated<boolean>
    offset_temperature: Generated<number>
    offset_humidity: Generated<number>
    offset_pressure: Generated<number>
    share_count: Generated<number>
    claimed_at: Generated<Date>
    updated_at: Generated<Date>
  }
  services: {
    sensor_id: string
    id: string
    name: string
    created_at: Generated<Date>
  }
  sensor_secrets: {
    sensor_id: string
    hash: Buffer
    registered_at: Generated<Date>
  }
  sensor_settings: {
    sensor_id: string
    name: string
    value: string
    updated_at: Generated<Date>
  }
  pictures: {
    id: string
    sensor_id: string
    guest_id: number | null
    type: 'image/jpeg' | 'image/png'
    content: Buffer
    created_at: Generated<Date>
  }
}
