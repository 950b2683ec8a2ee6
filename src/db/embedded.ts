/** The embedded database (PGlite) as a pool with a single connection, lent to one caller at a time. */
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { PostgresPoolClient } from 'kysely'
import { lockFolder } from './connections/lock.ts'
import type { OnStatement, Pool } from './connections/pool.ts'
import { titleOf } from './statement.ts'

const int8 = 20

/**
 * Opens the database in a folder that no other process may have open; or in memory, from a snapshot if one is given.
 */
export async function openEmbedded(
  where: { dataDir: string } | { snapshot: Blob | undefined },
  onStatement?: OnStatement,
  onPrepare?: () => void,
): Promise<Pool> {
  const parsers = { [int8]: Number }
  if (!('dataDir' in where)) {
    const pglite = await PGlite.create({ parsers, loadDataDir: where.snapshot ?? (await emptyDatabase()) })
    return embeddedPool(pglite, onStatement)
  }
  await mkdir(where.dataDir, { recursive: true, mode: 0o700 })
  const unlock = await lockFolder(where.dataDir)
  const pglite = await openFolder(where.dataDir, options => PGlite.create({ parsers, ...options }), onPrepare)
  const pool = embeddedPool(pglite, onStatement)
  return { ...pool, end: () => pool.end().then(unlock) }
}

/** Returns the files of a new database. Making them with initdb takes 2.4 s longer. */
export async function emptyDatabase(): Promise<Blob> {
  const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs')
  return dataDir()
}

/** Opens the database in a locked folder. Recreates one that a killed process left unfinished, as a mark file shows. */
async function openFolder(
  folder: string,
  open: (options: { dataDir: string; loadDataDir?: Blob }) => Promise<PGlite>,
  onPrepare?: () => void,
): Promise<PGlite> {
  const postgres = join(folder, 'postgres')
  const mark = join(folder, 'unfinished')
  if (existsSync(mark)) await rm(postgres, { recursive: true, force: true })
  if (existsSync(join(postgres, 'PG_VERSION'))) return open({ dataDir: postgres })
  onPrepare?.()
  await writeFile(
    mark,
    'The database beside this file is not finished. If no service is running, the next start makes it anew.\n',
  )
  const pglite = await open({ dataDir: postgres, loadDataDir: await emptyDatabase() })
  await rm(mark)
  return pglite
}

/** Wraps a PGlite as a pool that lends it to one caller at a time. */
export function embeddedPool(pglite: PGlite, onStatement?: OnStatement): Pool {
  let free: Promise<void> = Promise.resolve()
  let lent = 0
  let resolve = () => {}
  // Always the same object, so that Kysely's WeakMap of connections doesn't grow: see `openPool` in open.ts.
  const connection: PostgresPoolClient = {
    query: timed as PostgresPoolClient['query'],
    release() {
      lent--
      resolve()
    },
  }

  async function connect(): Promise<PostgresPoolClient> {
    const before = free
    let next = () => {}
    free = new Promise(resolve => {
      next = resolve
    })
    lent++
    await before
    resolve = next
    return connection
  }

  async function timed(text: string, values: readonly unknown[]) {
    const start = performance.now()
    try {
      const result = await query(text, values)
      onStatement?.(titleOf(text), true, performance.now() - start)
      return result
    } catch (error) {
      onStatement?.(titleOf(text), false, performance.now() - start)
      throw error
    }
  }

  async function query(text: string, values: readonly unknown[]) {
    // Only a query without values may contain several statements; migrations do.
    const result = values.length > 0 ? await pglite.query(text, [...values]) : (await pglite.exec(text)).at(-1)
    const [command = ''] = text.trimStart().split(/\s/, 1)
    return { command: command.toUpperCase(), rowCount: result?.affectedRows ?? 0, rows: result?.rows ?? [] }
  }

  // Borrows the connection as a statement does: inside someone's transaction, a rollback would undo the `listen`.
  async function lendToListen(channel: string, heard: (what: string) => void) {
    const { release } = await connect()
    try {
      return await pglite.listen(channel, heard)
    } finally {
      release()
    }
  }

  return {
    connect,
    isEmbedded: true,
    count: () => ({ lent: Math.min(lent, 1), idle: lent > 0 ? 0 : 1, waiting: Math.max(lent - 1, 0) }),
    listen(channel, heard) {
      let isStopped = false
      const listener = (what: string) => {
        if (!isStopped) heard(what)
      }
      const listening = lendToListen(channel, listener)
      listening.then(
        () => listener(''),
        () => {},
      )
      return async () => {
        isStopped = true
        const unlisten = await listening
        const { release } = await connect()
        await unlisten().finally(release)
      }
    },
    async end() {
      await free
      await pglite.close()
    },
  }
}
