/** The services of devices: what of them is shared, by name. */
import type { Database } from '../../db/open.ts'
import type { Caller } from '../../people/identify.ts'
import { type Service, servicesOf } from '../../sensors/services.ts'
import { isDevice } from '../../sharing/channels.ts'
import type { Listed } from '../../sharing/shown.ts'

/** The services of those devices of which only some are shared, as far as the caller may know them. */
export async function servicesIn(db: Database, caller: Caller, shares: Listed[]): Promise<Service[]> {
  const some = shares.filter(({ sensor, channels }) => isDevice(sensor) && channels !== null)
  return some.length > 0 ? servicesOf(db, caller, [...new Set(some.map(({ sensor }) => sensor))]) : []
}
