/** Which sensors Ruuvi's phones know: they can do nothing with devices, whose ids have eight octets. */
import { type RawBuilder, sql } from 'kysely'

export const isRuuvis = (sensor: RawBuilder<unknown>) => sql`length(${sensor}) = 17`
