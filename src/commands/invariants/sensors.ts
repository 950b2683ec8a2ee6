/** Invariants of what belongs to sensors: pictures, histories and measurements. */
import { sql } from 'kysely'
import type { Invariant } from './invariant.ts'

/** What holds of sensors after every statement. */
export const sensorsFacts: Invariant[] = [
  {
    rule: 'a kept picture is what its sensor or share shows',
    of: ['pictures', 'sensors', 'shares'],
    wrong: sql`
      select concat('picture ', pictures.id, ' of ', pictures.sensor_id)
      from pictures
      join sensors on sensors.id = pictures.sensor_id
      left join shares on shares.sensor_id = pictures.sensor_id and shares.guest_id = pictures.guest_id
      where position(pictures.id::text in coalesce(case when pictures.guest_id is null then sensors.picture else shares.picture end, '')) = 0`,
  },
  {
    rule: 'the history of a claimed sensor is its owner’s',
    of: ['histories'],
    wrong: sql`
      select concat('sensor ', sensor_id, ': person ', histories.owner_id, ', not ', sensors.owner_id)
      from histories join sensors on sensors.id = sensor_id
      where histories.owner_id is distinct from sensors.owner_id`,
  },
  {
    rule: 'measurements belong to a history',
    of: ['histories'],
    // Jumps from sensor to sensor through the primary key instead of reading all measurements.
    wrong: sql`
      with recursive heard as (
        (select sensor_id from measurements order by sensor_id limit 1)
        union all
        select (select sensor_id from measurements where sensor_id > heard.sensor_id order by sensor_id limit 1)
        from heard
        where heard.sensor_id is not null
      )
      select concat('sensor ', sensor_id)
      from heard
      where sensor_id is not null and not exists (select from histories where histories.sensor_id = heard.sensor_id)`,
  },
]
