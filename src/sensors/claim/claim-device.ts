/** Claims a device that has no owner, with its services. */

import { sql } from 'kysely'
import { atomically } from '../../db/atomic.ts'
import type { Database, Handle } from '../../db/open.ts'
import { jsonRows, statement } from '../../db/statement.ts'
import { type Caller, reaches } from '../../people/caller.ts'
import { orRefusal, Refusal } from '../../refusal.ts'
import { isDevice } from '../../sharing/channels.ts'
import { mostServices } from '../add-service.ts'
import { alreadyClaimed, insertClaim } from './claims.ts'

type Device = { sensor: string; name: string; services: { channel: string; name: string }[] }

/**
 * Claims a device, or a sensor without services. If a service occurs twice, the later name counts. Refuses like `claim`
 * and `addService`; then nothing is claimed.
 */
export async function claimDevice(db: Database, caller: Caller, device: Device): Promise<void> {
  if (device.services.length > 0 && !isDevice(device.sensor)) throw new Refusal('notDevice')
  if (!reaches(caller, device.sensor)) throw new Refusal('notVisible')
  const services = new Map(device.services.map(({ channel, name }) => [channel, name.toWellFormed()]))
  if (services.size > mostServices) throw new Refusal('servicesFull')
  for (;;) {
    if (await orRefusal(atomically(db, trx => claimWith(trx, caller.id, device, services)))) return
  }
}

/** Returns false if it lost a race with another claim or with the owner giving it up; retry. */
async function claimWith(trx: Handle, person: number, { sensor, name }: Device, services: Map<string, string>) {
  const [answer] = await insertClaim(trx, sensor, person, name.toWellFormed())
  if (answer?.claimed) {
    const list = [...services].map(([id, name]) => ({ id, name }))
    if (list.length > 0) await insertServices(trx, sensor, JSON.stringify(list))
    return true
  }
  if (answer?.owner) throw alreadyClaimed(answer.owner)
  return false
}

const insertServices = statement<[sensor: string, services: string], never>(
  'claim-services',
  (sensor, services) => sql`
    insert into services (sensor_id, id, name) select ${sensor}, id, name from ${jsonRows(services, 'id text, name text')}`,
)
