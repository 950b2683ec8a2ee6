/** What is seen of processes and servers from outside. */
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { eventually } from '../support/service.ts'

/** The memory of a process, in MB. */
export function memoryOf(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)
}

/** Waits until no statement of ours is under way on a server any more, also of those that nobody waits for. */
export async function quiet(url: string) {
  const admin = new pg.Client(url)
  await admin.connect()
  await eventually('nothing is under way any more', async () => {
    const { rows } = await admin.query(
      `select from pg_stat_activity where state <> 'idle' and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    )
    return rows.length === 0
  })
  await admin.end()
}
