/** Selects the sensors that Ruuvi's apps support: not devices, whose ids have eight octets. */
import { type RawBuilder, sql } from 'kysely'

/** Tells Ruuvi sensors from devices in SQL. */
export const isRuuvis = (sensor: RawBuilder<unknown>) => sql`length(${sensor}) = 17`
