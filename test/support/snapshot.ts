/** The embedded database after its migrations, made once for each state of the migrations. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PGlite } from '@electric-sql/pglite'
import type { Test } from 'tap'
import { embeddedPool, emptyDatabase } from '../../src/db/embedded.ts'
import { migrate, readMigrations } from '../../src/db/migrate.ts'
import { Database } from '../../src/db/open.ts'

/** Makes a folder as a program leaves it that was started and stopped: there is a migrated database in it, and nothing else. */
export async function startedFolder(t: Test): Promise<string> {
  const dataDir = t.testdir({ postgres: {} })
  // Its names begin with a slash, which tar leaves away, and says so.
  await promisify(execFile)('tar', ['-xf', await snapshotFile(), '-C', join(dataDir, 'postgres')])
  return dataDir
}

/** The embedded database after its migrations, in memory. */
export async function readSnapshot(): Promise<Blob> {
  return new Blob([await readFile(await snapshotFile())])
}

/** The file of the snapshot, which is made once and kept beside the installed packages. */
async function snapshotFile(): Promise<string> {
  const folder = fileURLToPath(new URL('../../node_modules/.cache/sensor-share/', import.meta.url))
  const file = join(folder, `${await migrationsHash()}.tar`)
  if (!existsSync(file)) {
    const made = await makeSnapshot()
    await mkdir(folder, { recursive: true })
    const draft = `${file}.${process.pid}`
    await writeFile(draft, Buffer.from(await made.arrayBuffer()))
    await rename(draft, file)
  }
  return file
}

async function makeSnapshot(): Promise<Blob> {
  const pglite = await PGlite.create({ loadDataDir: await emptyDatabase() })
  await migrate(new Database(embeddedPool(pglite), { lanes: 1, most: 1 }))
  const snapshot = await pglite.dumpDataDir('none')
  await pglite.close()
  return snapshot
}

/** Returns a name that is another one when a migration is. */
export async function migrationsHash(): Promise<string> {
  const hash = createHash('sha256')
  for (const { name, checksum } of await readMigrations()) hash.update(name).update(checksum)
  return hash.digest('hex').slice(0, 12)
}
