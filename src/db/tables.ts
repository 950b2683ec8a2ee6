/** The tables as TypeScript types; migrations/ describes each column. */
import type { Generated } from 'kysely'
import type { AccountTables } from './tables/accounts.ts'
import type { MailTables } from './tables/mail.ts'
import type { MeasurementTables } from './tables/measurements.ts'
import type { SensorTables } from './tables/sensors.ts'
import type { SharingTables } from './tables/sharing.ts'
import type { SignInTables } from './tables/sign-in.ts'

/** The tables and their columns. */
export interface Tables
  extends AccountTables,
    SignInTables,
    SensorTables,
    MeasurementTables,
    SharingTables,
    MailTables {
  migrations: {
    name: string
    checksum: string
    ran_at: Generated<Date>
  }
}
