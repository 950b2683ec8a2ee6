/** Selects the sensors that Ruuvi's apps support: not devices, whose ids have eight octets. */
import { type RawBuilder, sql } from 'kysely'

export const isRuuvis = (sensor: RawBuilder<unknown>) => sql`length(${sensor}) = 17`
