/** Seals secrets of the database anew, with the first of our own secrets, after another one was put before it. */
import { sql } from 'kysely'
import { type SealedColumn, sealedRows } from '../auth/rotation.ts'
import { jsonRows, statement } from '../db/statement.ts'
import { type Key, opened, seal } from '../keys.ts'
import { inPieces } from './sweep.ts'

/**
 * Makes rounds through a column, 500 rows at a time in the order of their ids. With a single secret there is nothing to
 * do, and nothing is read. A batch has two statements: only the process can open and seal.
 */
function reseal(column: SealedColumn) {
  const read = sealedRows(column)
  const replace = replaced(column)
  return (key: Key) =>
    inPieces<string>(async (db, after) => {
      if (key.length === 1) return { done: 0, last: null }
      const rows = await read(db, after ?? '')
      const anew = rows.flatMap(({ id, sealed }) => {
        const { text, place } = opened(key, sealed)
        return text !== null && place > 0 ? [{ id, was: sealed, sealed: seal(key, text) }] : []
      })
      const done = anew.length > 0 ? (await replace(db, JSON.stringify(anew))).length : 0
      return { done, last: rows.at(-1)?.id ?? null }
    })
}

/** Makes the statement that replaces sealed secrets, unless one was changed or sealed anew meanwhile. */
const replaced = ({ table, column }: SealedColumn) =>
  statement<[rows: string], { id: string }>(
    `reseal-${column}-of-${table}`,
    rows => sql`
      with listed as materialized (
        select * from ${jsonRows(rows, 'id text collate "C", was text, sealed text')}
      ),
      locked as materialized (
        select id from ${sql.table(table)}
        where id = any (array(select id from listed))
        order by id
        for no key update skip locked
      )
      update ${sql.table(table)} as secret set ${sql.ref(column)} = listed.sealed
      from listed
      where secret.id = any (array(select id from locked)) and secret.id = listed.id and ${sql.ref(`secret.${column}`)} = listed.was
      returning secret.id`,
  )

/** Seals the secrets of access keys anew. */
export const resealAccessKeys = reseal({ table: 'access_keys', column: 'sealed_secret' })

/** Seals the secrets of gateways anew. */
export const resealGateways = reseal({ table: 'gateways', column: 'sealed_secret' })

/** Seals the keys that gateways got from us anew. */
export const resealGatewayKeys = reseal({ table: 'gateways', column: 'sealed_key' })
