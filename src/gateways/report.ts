/** Stores the report that a gateway sends about itself. */
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { statement } from '../db/statement.ts'
import { Refusal } from '../refusal.ts'
import { roomMade } from './forget.ts'
import type { GatewayRules } from './gateways.ts'
import type { SignedCall } from './signature.ts'
import { judged, noted, type OpenTo, openTo, refusedColumns, refusedValues, type Taken, takeSigned } from './trust.ts'

/** A report, valid by the contract. */
export type Report = { DEVICE_ADDR: string; ESP_FW?: string | undefined; NRF_FW?: string | undefined }

/** Stores the report of a gateway that may post; of others, that they called. Refuses with `badReport` or `tooLarge`. */
export async function report(db: Database, rules: GatewayRules, report: Report, signed: SignedCall): Promise<void> {
  const { DEVICE_ADDR, ESP_FW, NRF_FW } = report
  if (![ESP_FW, NRF_FW].every(version => version === undefined || isVersion(version))) throw new Refusal('badReport')
  // Enough for the 2,000 sensors that the contract allows, each with its counter.
  if (signed.body.length > 128 * 1024) throw new Refusal('tooLarge')
  const gateway = DEVICE_ADDR.toUpperCase()
  const text = JSON.stringify(storable(report))
  await takeSigned(db, rules.key, gateway, signed, async proof => {
    const [taken] = await keep(
      db,
      gateway,
      proof.secret,
      proof.key,
      proof.known.secret,
      proof.known.key,
      openTo(rules, signed),
      signed.from,
      text,
    )
    if (!taken) throw new Error('a report got no answer')
    return taken
  })
}

/** Tells whether a text is a semantic version (semver.org), with or without a "v". */
const isVersion = (text: string) => semver.test(text)
const number = '(0|[1-9]\\d*)'
const label = `(${number}|\\d*[A-Za-z-][0-9A-Za-z-]*)`
const semver = new RegExp(
  `^v?${number}\\.${number}\\.${number}(-${label}(\\.${label})*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?$`,
)

/** Replaces what the database cannot store (characters, deep nesting), because anybody can send a report. */
function storable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return storableText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > 10) return null
  if (Array.isArray(value)) return value.map(item => storable(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [storableText(name), storable(item, depth + 1)]),
  )
}

const storableText = (text: string) => text.replace(/[\p{Surrogate}\0]/gu, '\uFFFD')

const keep = statement<
  [
    gateway: string,
    secret: string | null,
    key: string | null,
    knownSecret: string | null,
    knownKey: string | null,
    open: OpenTo,
    from: string,
    report: string,
  ],
  Taken
>(
  'report',
  (gateway, secret, key, knownSecret, knownKey, open, from, report) => sql`
    with judged as materialized (${judged(gateway, { secret, key, known: { secret: knownSecret, key: knownKey } }, open)}),
    called as (
      insert into gateways (id, first_seen_at, last_seen_at, admitted_at, report, reported_at, ${refusedColumns})
      select
        ${gateway}, now(), now(), case when is_trusted then now() end,
        case when is_trusted then ${report}::jsonb end, case when is_trusted then now() end,
        ${refusedValues(from)}
      from judged
      where is_stale or is_trusted
      on conflict (id) do update set
        ${noted},
        admitted_at = coalesce(excluded.admitted_at, gateways.admitted_at),
        report = coalesce(excluded.report, gateways.report),
        reported_at = coalesce(excluded.reported_at, gateways.reported_at)
    ),
    ${roomMade(gateway)}
    select sealed_secret as sealed, sealed_key as "sealedKey", is_trusted as trusted from judged`,
)
