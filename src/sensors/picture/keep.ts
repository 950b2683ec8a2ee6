/** Keeps pictures of sensors that people upload, and hands them out. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { ownOrShared, type Reach, reachOf } from '../../access/permission.ts'
import { atomically } from '../../db/atomic.ts'
import type { Database } from '../../db/open.ts'
import { statement } from '../../db/statement.ts'
import { type Key, seal, unsealed } from '../../keys.ts'
import { type Caller, reaches } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { update } from '../update.ts'
import { type CleanPicture, stripPicture } from './strip.ts'

/** How long an upload may take to begin. */
const uploadMs = 10 * 60_000

/** What the address of an upload contains, sealed: whose picture of which sensor, and where it will be. */
type Upload = { id: string; person: number; sensor: string; base: string; ends: number }

/**
 * Lets the caller upload a picture of their own sensor, or of one shared with them, within ten minutes and once. `base`
 * is the address of the service. Refuses with `notVisible`.
 */
export async function offerUpload(
  db: Database,
  key: Key,
  caller: Caller,
  { sensor, base }: { sensor: string; base: string },
): Promise<{ uploadURL: string; guid: string }> {
  const [found] = reaches(caller, sensor) ? await findSight(db, caller.id, reachOf(caller), sensor) : []
  if (!found) throw new Refusal('notVisible')
  const id = randomUUID()
  const upload: Upload = { id, person: caller.id, sensor, base, ends: Date.now() + uploadMs }
  return { uploadURL: `${base}/upload/${seal(key, JSON.stringify(upload))}`, guid: id }
}

const findSight = statement<[person: number, reach: Reach, sensor: string], { role: string }>(
  'sight-of-picture',
  (person, reach, sensor) => sql`select role from (${ownOrShared(person, reach, sensor)}) as sight`,
)

/**
 * Keeps a picture without its metadata, and makes it the sensor's: for its owner and guests who have no other, or for the
 * guest alone who uploads it. Refuses with `uploadEnded`, `notPicture`, or `notVisible` if access has ended meanwhile.
 */
export async function keepPicture(db: Database, key: Key, sealed: string, bytes: Buffer): Promise<void> {
  const upload = uploadIn(key, sealed)
  if (!upload) throw new Refusal('uploadEnded')
  const { id, person, sensor, base, ends } = upload
  const picture = await stripPicture(bytes)
  if (!picture) throw new Refusal('notPicture')
  await atomically(db, async trx => {
    if ((await use(trx, id, new Date(ends))).length === 0) throw new Refusal('uploadEnded')
    await update(trx, { id: person, email: '' }, { sensor, picture: `${base}/pictures/${id}`, at: undefined })
    // Updating has removed the picture before, and keeps the sensor or share until the transaction ends.
    await insert(trx, id, person, sensor, picture.type, picture.content)
  })
}

function uploadIn(key: Key, sealed: string): Upload | undefined {
  const text = unsealed(key, sealed)
  const upload: Upload | null = text === null ? null : JSON.parse(text)
  return upload && upload.ends > Date.now() ? upload : undefined
}

// The picture's row can't tell: it is deleted when the picture is replaced.
const use = statement<[id: string, ends: Date], { hash: Buffer }>(
  'use-upload',
  (id, ends) => sql`
    insert into used_challenges (hash, expires_at) values (uuid_send(${id}::uuid), ${ends}::timestamptz)
    on conflict do nothing
    returning hash`,
)

const insert = statement<[id: string, person: number, sensor: string, type: string, content: Buffer], never>(
  'keep-picture',
  (id, person, sensor, type, content) => sql`
    insert into pictures (id, sensor_id, guest_id, type, content)
    select ${id}::uuid, sensors.id, case when owner_id <> ${person} then ${person}::bigint end, ${type}, ${content}::bytea
    from sensors
    where sensors.id = ${sensor}`,
)

/** Removes the caller's picture of a sensor, whether it was uploaded or not. Refuses with `notVisible`. */
export async function removePicture(db: Database, caller: Caller, sensor: string): Promise<void> {
  await update(db, caller, { sensor, picture: '', at: undefined })
}

/** Reads a picture; refuses with `noSuchPicture`. */
export async function readPicture(db: Database, id: string): Promise<CleanPicture> {
  const [found] = await find(db, id)
  if (!found) throw new Refusal('noSuchPicture')
  return { type: found.type, content: Buffer.from(found.content) }
}

const find = statement<[id: string], CleanPicture>(
  'read-picture',
  id => sql`select type, content from pictures where id = ${id}::uuid`,
)
