/** The formats of an export: JSON in the envelope of the API, CSV, and the line protocol of InfluxDB. */
import type { Row, Table } from './table.ts'

/** How a table is written: a head, its rows with something between them, and a tail. */
type Writer = { type: string; write: (table: Omit<Table, 'pages'>) => Parts }
type Parts = { head: string; row: (row: Row) => string; between: string; tail: string }

/** A format of an export. */
export type Format = keyof typeof formats

const csv: Writer = {
  type: 'text/csv; charset=utf-8; header=present',
  write({ sensor, name, columns }) {
    const start = `${sensor},${cell(name)}`
    const row = ({ at, values }: Row) => `${start},${at},${wallTime(at)},${values.join(',')}\r\n`
    return { head: `sensor,name,timestamp,time,${columns.join(',')}\r\n`, row, between: '', tail: '' }
  },
}

/** The formats with their media types. */
export const formats = {
  json: {
    type: 'application/json; charset=utf-8',
    write({ columns, ...sensor }) {
      const begin = JSON.stringify({ result: 'success', data: { ...sensor, columns, values: [] } })
      const row = ({ at, values }: Row) =>
        `{"timestamp":${at}${columns.map((name, n) => (values[n] === undefined ? '' : `,"${name}":${values[n]}`)).join('')}}`
      return { head: begin.slice(0, -3), row, between: ',\n', tail: begin.slice(-3) }
    },
  },
  csv,
  /** CSV with the mark by which Excel knows that it is UTF-8. */
  spreadsheet: {
    type: csv.type,
    write(table) {
      const parts = csv.write(table)
      return { ...parts, head: `\ufeff${parts.head}` }
    },
  },
  influx: {
    type: 'text/plain; charset=utf-8',
    write({ sensor, name, columns }) {
      const start = `ruuvi,sensor=${sensor}${name.trim() ? `,name=${tag(name)}` : ''}`
      const row = ({ at, values }: Row) => {
        const fields = columns.flatMap((column, n) => (values[n] === undefined ? [] : [`${column}=${values[n]}`]))
        return `${start} ${fields.join(',')} ${at}000000000\n`
      }
      return { head: '', row, between: '', tail: '' }
    },
  },
} satisfies Record<string, Writer>

/** Writes a table as text, a piece for each page. */
export async function* textOf({ pages, ...table }: Table, format: Format): AsyncGenerator<string> {
  const { head, row, between, tail }: Parts = formats[format].write(table)
  if (head) yield head
  let isFirst = true
  for await (const rows of pages) {
    if (rows.length === 0) continue
    yield (isFirst ? '' : between) + rows.map(row).join(between)
    isFirst = false
  }
  if (tail) yield tail
}

/** Writes a text as a cell. Spreadsheets run what begins like a formula, also in quotes; after an apostrophe they don't. */
function cell(text: string): string {
  const safe = /^\s*[=+\-@\t\r\n＝＋－＠|%]/u.test(text) ? `'${text}` : text
  return /[",\r\n;]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Writes a time so that spreadsheets read it as one, in UTC. */
const wallTime = (at: number) => new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' ')

/**
 * Writes a text as the value of a tag. What a backslash does before another character differs between readers of the
 * protocol, and none can read a line break: both become underscores.
 */
const tag = (text: string) => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\\]/gu, '_').replaceAll(/[ ,=]/g, String.raw`\$&`)
