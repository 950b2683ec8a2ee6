/** operationId → feature: a few lines each, typed by the contract. */
import type { Database } from '../db/open.ts'
import { ping } from '../db/ping.ts'
import { canonicalEmail } from '../people/email.ts'
import type { Caller } from '../people/identify.ts'
import { Refusal } from '../refusal.ts'
import { share } from '../sharing/share.ts'
import { unshare } from '../sharing/unshare.ts'
import type { operations } from './contract.ts'

type Body<Operation> = Operation extends { requestBody: { content: { 'application/json': infer Json } } }
  ? Json
  : undefined
type Data<Operation> = Operation extends { responses: { 200: { content: { 'application/json': infer Json } } } }
  ? Json extends { data?: unknown }
    ? NonNullable<Json['data']>
    : never
  : never

/** A request whose body fits the contract. `caller` is there unless the contract asks for no token. */
type Incoming<Operation> = { caller: Caller; body: Body<Operation> }

/** For every operation of the contract a function that returns its `data` or throws a refusal. */
export type Handlers = {
  [Id in keyof operations]: (request: Incoming<operations[Id]>) => Promise<Data<operations[Id]>>
}

export function handlers(db: Database): Handlers {
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
