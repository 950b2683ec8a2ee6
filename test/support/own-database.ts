/** A database of its own on a server, for programs that fill it: benches, faults, the fuzz. */
import pg from 'pg'

/** Makes a database, works with it, and drops it again, whatever came of it. */
export async function onDatabaseOfItsOwn<Result>(
  server: string,
  run: (url: string) => Promise<Result>,
): Promise<Result> {
  const name = `sensor_share_own_${process.pid}`
  const admin = new pg.Client(server)
  await admin.connect()
  await admin.query(`create database ${name}`)
  try {
    const url = new URL(server)
    url.pathname = `/${name}`
    return await run(url.href)
  } finally {
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  }
}
