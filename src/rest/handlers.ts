/** operationId → feature: a few lines each, typed by the contract. */

import { type Access, checkAccess } from '../access/check-access.ts'
import { readPreferences, savePreferences } from '../accounts/preferences.ts'
import { requestDeletion } from '../accounts/request-deletion.ts'
import { listSettings, saveSetting } from '../accounts/settings.ts'
import { createAccessKey, listAccessKeys, revokeAccessKey } from '../auth/access-keys.ts'
import type { Tokens } from '../auth/entrance/tokens.ts'
import { requestCode } from '../auth/request-code.ts'
import { endSession, endSessions, listSessions } from '../auth/sessions.ts'
import { signIn } from '../auth/sign-in.ts'
import type { Database } from '../db/open.ts'
import { hasTables } from '../db/ping.ts'
import { eventStream } from '../events/event-stream.ts'
import type { Following } from '../events/follow.ts'
import { listHistory } from '../events/history.ts'
import { blacklist, type GatewayRules, listGateways, whitelist } from '../gateways/gateways.ts'
import { record } from '../gateways/record.ts'
import { report } from '../gateways/report.ts'
import type { CodeKeys } from '../keys.ts'
import { noteEvents } from '../mail/webhook.ts'
import { read } from '../measurements/read.ts'
import type { Caller } from '../people/caller.ts'
import { canonicalEmail } from '../people/email.ts'
import { registerPlanCode } from '../plans/register-plan-code.ts'
import { setPlan } from '../plans/set-plan.ts'
import { listSubscriptions } from '../plans/subscriptions.ts'
import { usePlanCode } from '../plans/use-plan-code.ts'
import { Refusal } from '../refusal.ts'
import { claim } from '../sensors/claim/claim.ts'
import { contest } from '../sensors/claim/contest.ts'
import { registerSensor } from '../sensors/claim/register.ts'
import { unclaim } from '../sensors/claim/unclaim.ts'
import { whose } from '../sensors/claim/whose.ts'
import { listSensors, listShared } from '../sensors/read/list.ts'
import { visibleSensors } from '../sensors/read/visible.ts'
import { listSensorSettings, saveSensorSettings } from '../sensors/sensor-settings.ts'
import { update } from '../sensors/update.ts'
import { answerShare } from '../sharing/change/answer.ts'
import { changeShare } from '../sharing/change/change.ts'
import { resend } from '../sharing/change/resend.ts'
import { listContacts } from '../sharing/read/contacts.ts'
import { listShares } from '../sharing/read/list.ts'
import type { EmailPages, Handlers } from './operation.ts'
import { repeatable } from './repeatable.ts'
import { sharing } from './sharing.ts'

/** What the handlers work with. */
export type Tools = {
  db: Database
  following: Following
  codes: CodeKeys
  /** Seals the secrets of access keys. */
  keySealing: Buffer
  sensorKey: Buffer
  gateways: GatewayRules
  tokens: Tokens
  pages: EmailPages
  /** Every share waits for its guest's yes. */
  askFirst: boolean
  readMetrics: () => Promise<string>
}

export function handlers({
  db,
  following,
  codes,
  keySealing,
  sensorKey,
  gateways,
  tokens,
  pages,
  askFirst,
  readMetrics,
}: Tools): Handlers {
  return {
    ...pages,
    ...repeatable(db, within => sharing(within, askFirst)),

    async listShares({ caller, query }) {
      const { sensor, person, direction, state, after, limit = 100 } = query
      return listShares(db, caller, {
        sensor: sensor?.toUpperCase(),
        person: person && canonicalEmail(person),
        direction,
        state,
        after,
        limit,
      })
    },

    async changeShare({ caller, params, body }) {
      return changeShare(db, caller, namedShare(params), body)
    },

    async resendLetter({ caller, params }) {
      await resend(db, caller, namedShare(params))
      return {}
    },

    async answerShare({ caller, params, body }) {
      await answerShare(db, caller, params.sensor.toUpperCase(), body.accept)
      return {}
    },

    async listContacts({ caller, query }) {
      return { contacts: await listContacts(db, caller, query.limit ?? 100) }
    },

    async readPreferences({ caller }) {
      return readPreferences(db, caller)
    },

    async savePreferences({ caller, body }) {
      await savePreferences(db, caller, body)
      return body
    },

    async listHistory({ caller, query }) {
      const { sensor, person, before, limit = 100 } = query
      const filter = { sensor: sensor?.toUpperCase(), person: person && canonicalEmail(person), before, limit }
      return listHistory(db, caller, filter)
    },

    async followEvents({ caller, lastId }) {
      return eventStream(following, caller, lastId)
    },

    async checkAccess({ caller, query }) {
      const [answer] = await answersTo(db, caller, [query])
      if (!answer) throw new Error('a question got no answer')
      return answer
    },

    async checkAccesses({ caller, body }) {
      return { answers: await answersTo(db, caller, body.questions) }
    },

    async requestCode({ body, network, delivery }) {
      const email = canonicalEmail(body.email)
      if (delivery === 'none') throw new Refusal('noMail')
      await requestCode(db, codes, { email, network })
      return { email }
    },

    async signIn({ query, network }) {
      const link = tokens.linkIn(query.token)
      const code = { code: query.token, email: query.email && canonicalEmail(query.email) }
      const { email, session, newUser } = await signIn(db, codes, link ? { link } : code, network)
      return { email, accessToken: tokens.ofSession(email, session), newUser }
    },

    async whoAmI({ caller }) {
      return { email: caller.email, sensors: await visibleSensors(db, caller) }
    },

    async listSessions({ caller }) {
      const sessions = await listSessions(db, caller)
      return {
        sessions: sessions.map(({ createdAt, lastAccessed, ...session }) => ({
          ...session,
          createdAt: createdAt.toISOString(),
          lastAccessed: lastAccessed.toISOString(),
        })),
      }
    },

    async endSessions({ caller }) {
      await endSessions(db, caller)
      return {}
    },

    async endSession({ caller, params }) {
      await endSession(db, caller, params.id)
      return {}
    },

    async listAccessKeys({ caller }) {
      return { keys: await listAccessKeys(db, caller) }
    },

    async createAccessKey({ caller, body }) {
      return createAccessKey(db, keySealing, caller, body.name)
    },

    async revokeAccessKey({ caller, params }) {
      await revokeAccessKey(db, caller, params.id)
      return {}
    },

    async requestDeletion({ caller, body, delivery }) {
      const email = canonicalEmail(body.email)
      if (delivery === 'none') throw new Refusal('noMail')
      await requestDeletion(db, caller, email)
      return { email }
    },

    async listSubscriptions({ caller }) {
      return { subscriptions: await listSubscriptions(db, caller) }
    },

    async usePlanCode({ caller, body, network }) {
      await usePlanCode(db, caller, body.code, network)
      return { subscriptions: await listSubscriptions(db, caller) }
    },

    async registerPlanCode({ body }) {
      return { code: await registerPlanCode(db, body) }
    },

    async setPlan({ body }) {
      const { endsAt, ...set } = await setPlan(db, { ...body, email: canonicalEmail(body.email) })
      return { ...set, endAt: endsAt?.toISOString() ?? null }
    },

    async claimSensor({ caller, body }) {
      const sensor = body.sensor.toUpperCase()
      await claim(db, caller, { sensor, name: body.name })
      return { sensor }
    },

    async unclaimSensor({ caller, body }) {
      await unclaim(db, caller, { sensor: body.sensor.toUpperCase(), deleteData: body.deleteData ?? false })
      return {}
    },

    async checkSensor({ query }) {
      const sensor = query.sensor.toUpperCase()
      return { sensor, email: await whose(db, sensor) }
    },

    async contestSensor({ caller, body }) {
      const sensor = body.sensor.toUpperCase()
      await contest(db, sensorKey, caller, { sensor, secret: body.secret, name: body.name })
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
      const wanted = { sensor, guests: sharedToOthers, others: sharedToMe, measurements, settings }
      return { sensors: await listSensors(db, caller, wanted) }
    },

    async listShared({ caller }) {
      return { sensors: await listShared(db, caller) }
    },

    async readMeasurements({ caller, query }) {
      const { sensor, since, until, limit = 5000, sort = 'desc', mode = 'mixed' } = query
      const range = { sensor: sensor.toUpperCase(), since, until, limit: Math.min(limit, 5000), sort, mode }
      const { measurements, ...found } = await read(db, caller, range)
      return { ...found, total: measurements.length, measurements }
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

    async listSettings({ caller }) {
      return { settings: await listSettings(db, caller) }
    },

    async saveSetting({ caller, body }) {
      return {
        action: await saveSetting(db, caller, { name: body.name, value: String(body.value), at: body.timestamp }),
      }
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

    async recordMeasurements({ body, signed }) {
      return { recorded: await record(db, gateways, body.data, signed) }
    },

    async reportStatus({ body, signed }) {
      await report(db, gateways, body, signed)
      return {}
    },

    async whitelistGateway({ body }) {
      const macAddress = body.macAddress.toUpperCase()
      await whitelist(db, gateways, macAddress, body.secret)
      return { gateway: { macAddress } }
    },

    async blacklistGateway({ body }) {
      const macAddress = body.macAddress.toUpperCase()
      await blacklist(db, macAddress)
      return { gateway: { macAddress } }
    },

    async registerSensor({ body }) {
      const sensor = body.sensor.toUpperCase()
      await registerSensor(db, sensorKey, sensor, body.secret)
      return { sensor }
    },

    async listGateways({ query }) {
      const gateways = await listGateways(db, query.gateway?.toUpperCase())
      return {
        gateways: gateways.map(({ firstSeen, lastSeen, reportedAt, ...gateway }) => ({
          ...gateway,
          firstSeen: firstSeen.toISOString(),
          lastSeen: lastSeen.toISOString(),
          reportedAt: reportedAt?.toISOString() ?? null,
        })),
      }
    },

    async notePostmarkEvent({ body }) {
      await noteEvents(db, [body])
      return {}
    },

    async readMetrics() {
      return readMetrics()
    },

    async live() {
      return {}
    },

    async ready() {
      if (!(await hasTables(db)))
        throw new Refusal('away', 'The database has no tables. Start the service again to make them.')
      return {}
    },
  }
}

const namedShare = ({ sensor, guest }: { sensor: string; guest: string }) => ({
  sensor: sensor.toUpperCase(),
  guest: canonicalEmail(guest),
})

type Asked = { sensor: string; channel?: string; person?: string }

/** Answers what a caller asks of themselves; or another service, which comes without a caller, of anybody. */
function answersTo(db: Database, caller: Caller | null, asked: Asked[]): Promise<Access[]> {
  const questions = asked.map(({ sensor, channel = null, person }) => ({
    sensor: sensor.toUpperCase(),
    person: personAsked(caller, person),
    channel,
  }))
  return checkAccess(db, questions)
}

function personAsked(caller: Caller | null, person: string | undefined): string {
  const email = person === undefined ? caller?.email : canonicalEmail(person)
  if (email === undefined) throw new Refusal('missing', 'The field "person" is missing.')
  if (caller && email !== caller.email) throw new Refusal('onlyYourself')
  return email
}
