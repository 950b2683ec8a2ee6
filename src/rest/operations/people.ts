/** Handlers for people: sign-in, sessions, access keys, plans and settings. */
import { exportPerson } from '../../accounts/export.ts'
import { readPreferences, savePreferences } from '../../accounts/preferences.ts'
import { requestDeletion } from '../../accounts/request-deletion.ts'
import { listSettings, saveSetting } from '../../accounts/settings.ts'
import { createAccessKey, listAccessKeys, revokeAccessKey } from '../../auth/access-keys.ts'
import { endSession, listSessions } from '../../auth/sessions/sessions.ts'
import { signOutEverywhere } from '../../auth/sessions/sign-out.ts'
import { deviceOf } from '../../auth/sign-in/device.ts'
import { requestCode } from '../../auth/sign-in/request-code.ts'
import { signIn } from '../../auth/sign-in/sign-in.ts'
import { deliveryOf } from '../../config.ts'
import type { Context } from '../../context.ts'
import { listAccountEvents } from '../../people/account-events.ts'
import { canonicalEmail } from '../../people/email.ts'
import { bestLanguage } from '../../people/language.ts'
import { listSubscriptions } from '../../plans/subscriptions.ts'
import { usePlanCode } from '../../plans/use-plan-code.ts'
import { Refusal } from '../../refusal.ts'
import { summarizeSensors } from '../../sensors/read/list.ts'
import { listContacts } from '../../sharing/read/contacts.ts'
import type { Handlers } from '../contract/operation.ts'

/** Creates the handlers of the tag People. */
export const people = ({ db, keys, tokens, policy }: Context) =>
  ({
    async listContacts({ caller, query }) {
      return { contacts: await listContacts(db, caller, query.limit ?? 100) }
    },

    async exportPerson({ caller }) {
      return exportPerson(db, caller)
    },

    async readPreferences({ caller }) {
      return readPreferences(db, caller)
    },

    async savePreferences({ caller, body }) {
      return savePreferences(db, caller, body)
    },

    async requestCode({ body, network, acceptLanguage }) {
      const email = canonicalEmail(body.email)
      if (deliveryOf(policy) === 'none') throw new Refusal('noMail')
      await requestCode(db, keys.codes, { email, network, language: bestLanguage(acceptLanguage) })
      return { email }
    },

    async signIn({ query, network, userAgent }) {
      const link = tokens.linkIn(query.token)
      const code = { code: query.token, email: query.email && canonicalEmail(query.email) }
      const { email, session, newUser } = await signIn(
        db,
        keys.codes,
        link ? { link } : code,
        network,
        deviceOf(userAgent),
      )
      return { email, accessToken: tokens.ofSession(email, session), newUser }
    },

    async whoAmI({ caller }) {
      return { email: caller.email, sensors: await summarizeSensors(db, caller) }
    },

    async listSessions({ caller }) {
      const sessions = await listSessions(db, caller)
      return {
        sessions: sessions.map(({ createdAt, lastAccessed, ...session }) => ({
          ...session,
          createdAt: Math.floor(createdAt.getTime() / 1000),
          lastAccessed: Math.floor(lastAccessed.getTime() / 1000),
        })),
      }
    },

    async endSessions({ caller }) {
      await signOutEverywhere(db, caller)
      return {}
    },

    async endSession({ caller, params }) {
      await endSession(db, caller, params.id)
      return {}
    },

    async listAccountEvents({ caller, query }) {
      return listAccountEvents(db, caller, { before: query.before, limit: query.limit ?? 100 })
    },

    async listAccessKeys({ caller }) {
      return { keys: await listAccessKeys(db, caller) }
    },

    async createAccessKey({ caller, body }) {
      return createAccessKey(db, keys.accessKeys, caller, body)
    },

    async revokeAccessKey({ caller, params }) {
      await revokeAccessKey(db, caller, params.id)
      return {}
    },

    async requestDeletion({ caller, body }) {
      const email = canonicalEmail(body.email)
      if (deliveryOf(policy) === 'none') throw new Refusal('noMail')
      await requestDeletion(db, caller, email)
      return { email }
    },

    async listSubscriptions({ caller }) {
      return { subscriptions: await listSubscriptions(db, caller) }
    },

    async usePlanCode({ caller, body, network }) {
      await usePlanCode(db, keys.planCodes, caller, body.code, network)
      return { subscriptions: await listSubscriptions(db, caller) }
    },

    async listSettings({ caller }) {
      return { settings: await listSettings(db, caller) }
    },

    async saveSetting({ caller, body }) {
      return {
        action: await saveSetting(db, caller, { name: body.name, value: String(body.value), at: body.timestamp }),
      }
    },
  }) satisfies Partial<Handlers>
