/** operationId → feature: a few lines each, typed by the contract. */
import type { Database } from '../db/open.ts'
import { ping } from '../db/ping.ts'
import type { CodeKeys } from '../people/code.ts'
import { deletePerson } from '../people/delete-person.ts'
import { canonicalEmail } from '../people/email.ts'
import type { Caller } from '../people/identify.ts'
import { registerPlanCode } from '../people/register-plan-code.ts'
import { requestCode } from '../people/request-code.ts'
import { requestDeletion } from '../people/request-deletion.ts'
import { endSession, endSessions, listSessions } from '../people/sessions.ts'
import { setPlan } from '../people/set-plan.ts'
import { signIn } from '../people/sign-in.ts'
import { listSubscriptions } from '../people/subscriptions.ts'
import { usePlanCode } from '../people/use-plan-code.ts'
import { Refusal } from '../refusal.ts'
import { visibleSensors } from '../sensors/visible.ts'
import { share } from '../sharing/share.ts'
import { unshare } from '../sharing/unshare.ts'
import { askToDelete, deleted, linkEnded } from '../web/deletion.ts'
import type { Page } from '../web/page.ts'
import type { operations } from './contract.ts'
import type { Tokens } from './tokens.ts'

type Body<Operation> = Operation extends { requestBody: { content: infer Content } }
  ? Content[keyof Content]
  : undefined
type Answer<Operation> = Operation extends { responses: { 200: { content: infer Content } } } ? Content : never
type Data<Operation> =
  | (Answer<Operation> extends { 'application/json': infer Json } ? DataOf<Json> : never)
  | (Answer<Operation> extends { 'text/html': string } ? Page : never)
type DataOf<Json> = Json extends { data?: unknown } ? NonNullable<Json['data']> : never

type Parameters<Operation, Place extends string> = Operation extends { parameters: { [P in Place]: infer Found } }
  ? Found
  : never

/** A request that fits the contract. `caller` is there where the contract asks for a token. */
type Incoming<Operation> = {
  caller: Caller
  body: Body<Operation>
  query: Parameters<Operation, 'query'>
  params: Parameters<Operation, 'path'>
  /** Where it comes from, as far as anybody needs to know. */
  network: string
}

/** For every operation of the contract a function that returns its `data` or throws a refusal. */
export type Handlers = {
  [Id in keyof operations]: (request: Incoming<operations[Id]>) => Promise<Data<operations[Id]>>
}

export function handlers(db: Database, keys: CodeKeys, tokens: Tokens): Handlers {
  return {
    async shareSensor({ caller, body }) {
      const sensor = body.sensor.toUpperCase()
      const [shared] = await share(db, caller, [{ sensor, guest: canonicalEmail(body.user) }])
      return { sensor, invited: granted(shared).invited }
    },

    async unshareSensor({ caller, body }) {
      const guest = body.user === undefined ? undefined : canonicalEmail(body.user)
      const [refusal] = await unshare(db, caller, [{ sensor: body.sensor.toUpperCase(), guest }])
      if (refusal) throw refusal
      return {}
    },

    async requestCode({ body, network }) {
      const email = canonicalEmail(body.email)
      await requestCode(db, keys, { email, network })
      return { email }
    },

    async signIn({ query, network }) {
      const link = tokens.linkIn(query.token)
      const code = { code: query.token, email: query.email && canonicalEmail(query.email) }
      const { email, session, newUser } = await signIn(db, keys, link ? { link } : code, network)
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

    async requestDeletion({ caller, body }) {
      const email = canonicalEmail(body.email)
      await requestDeletion(db, caller, email)
      return { email }
    },

    async verifyDeletion({ caller, query }) {
      const person = tokens.deletionIn(query.token)
      if (!caller) return person ? askToDelete(query.token) : linkEnded()
      if (person !== caller.id) throw new Refusal('badLink')
      await deletePerson(db, person)
      return {}
    },

    async confirmDeletion({ body }) {
      const person = tokens.deletionIn(body.token)
      const email = person && (await deletePerson(db, person))
      return email ? deleted(email) : linkEnded()
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

    async live() {
      return {}
    },

    async ready() {
      await ping(db)
      return {}
    },
  }
}

/** Throws what was refused. */
function granted<Answer>(answer: Answer | Refusal | undefined): Answer {
  if (answer instanceof Refusal || answer === undefined) throw answer
  return answer
}
