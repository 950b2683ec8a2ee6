/** Handlers for sensors: claiming, lists, measurements and settings. */
import type { Context } from '../../context.ts'
import type { Format } from '../../exports/formats.ts'
import { writeHistory } from '../../measurements/read.ts'
import { nobody } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { claim } from '../../sensors/claim/claim.ts'
import { contest } from '../../sensors/claim/contest.ts'
import { unclaim } from '../../sensors/claim/unclaim.ts'
import { whose } from '../../sensors/claim/whose.ts'
import { listSensors } from '../../sensors/read/list.ts'
import { writeSensors } from '../../sensors/read/written-list.ts'
import { listSensorSettings, saveSensorSettings } from '../../sensors/sensor-settings.ts'
import { update } from '../../sensors/update.ts'
import { JsonText, StreamedAnswer } from '../contract/exchange.ts'
import type { Handlers } from '../contract/operation.ts'

/** Creates the handlers of the tag Sensors. */
export const sensors = ({ db, keys, exports }: Context) =>
  ({
    async claimSensor({ caller, body }) {
      const sensor = body.sensor.toUpperCase()
      await claim(db, caller, { sensor, name: body.name })
      return { sensor }
    },

    async unclaimSensor({ caller, body }) {
      await unclaim(db, caller, { sensor: body.sensor.toUpperCase(), deleteData: body.deleteData ?? false })
      return {}
    },

    async checkSensor({ caller, query }) {
      const sensor = query.sensor.toUpperCase()
      return { sensor, email: await whose(db, caller, sensor) }
    },

    async contestSensor({ caller, body }) {
      const sensor = body.sensor.toUpperCase()
      await contest(db, keys.sensorSecrets, caller, { sensor, secret: body.secret, name: body.name })
      return { sensor }
    },

    async listSensors({ caller, query }) {
      const everything = {
        sensor: query.sensor?.toUpperCase(),
        guests: true,
        others: true,
        measurements: true,
        settings: false,
      }
      const sensors = await listSensors(db, caller, everything)
      return {
        sensors: sensors.filter(({ role }) => role === 'owner'),
        sharedToMe: sensors.filter(({ role }) => role !== 'owner'),
      }
    },

    async listSensorsDense({ caller, query }) {
      const { sharedToOthers = false, sharedToMe = false, measurements = false, settings = false } = query
      const sensor = query.sensor?.toUpperCase()
      const parts = { guests: sharedToOthers, others: sharedToMe, measurements, settings }
      if (sensor !== undefined)
        return { email: caller.email, sensors: await listSensors(db, caller, { sensor, ...parts }) }
      const sensors = await writeSensors(db, caller, parts)
      return new JsonText(`{"email":${JSON.stringify(caller.email)},"sensors":${sensors}}`)
    },

    async readMeasurements({ caller, query }) {
      const { sensor, since, until, limit = 5000, sort = 'desc', mode = 'mixed' } = query
      const range = { sensor: sensor.toUpperCase(), since, until, limit: Math.min(limit, 5000), sort, mode }
      // Null without a token.
      return new JsonText(await writeHistory(db, caller ?? nobody, range))
    },

    async readValues({ caller, query, accept }) {
      const { sensor, since, until, step, channels, format = formatIn(accept) } = query
      const values = { sensor: sensor.toUpperCase(), since, until, step, channels: channels?.split(',') }
      const { stream, headers } = await exports.open(caller, values, format)
      return new StreamedAnswer(stream, headers)
    },

    async updateSensor({ caller, body }) {
      const { sensor, public: isPublic, timestamp, ...change } = body
      return update(db, caller, {
        ...change,
        sensor: sensor.toUpperCase(),
        ...(isPublic !== undefined && { public: Boolean(isPublic) }),
        at: timestamp,
      })
    },

    async listSensorSettings({ caller, query }) {
      return { sensors: await listSensorSettings(db, caller, query.sensor?.toUpperCase()) }
    },

    async saveSensorSettings({ caller, body }) {
      const names = [body.type].flat()
      const values = [body.value].flat().map(String)
      if (names.length !== values.length) {
        throw new Refusal('malformed', 'The fields "type" and "value" differ in length: each type needs a value.')
      }
      const entries = names.map((name, index) => ({ name, value: values[index] ?? '' }))
      return {
        action: await saveSensorSettings(db, caller, {
          sensor: body.sensor.toUpperCase(),
          entries,
          at: body.timestamp,
        }),
      }
    },
  }) satisfies Partial<Handlers>

/** Chooses the format of an export by the header Accept. */
function formatIn(accept: string): Format {
  if (accept.includes('application/json')) return 'json'
  return accept.includes('text/csv') ? 'csv' : accept.includes('text/plain') ? 'influx' : 'json'
}
