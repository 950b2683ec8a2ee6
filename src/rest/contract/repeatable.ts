/** Idempotent operations: repeated under an Idempotency-Key, they run once and always return the same answer. */
import { createHash } from 'node:crypto'
import type { Database, Handle } from '../../db/open.ts'
import { type Kept, once } from '../../limits/once.ts'
import type { Caller } from '../../people/caller.ts'
import { Refusal } from '../../refusal.ts'
import { contract } from './document.ts'
import { failure } from './envelope.ts'
import { KeptAnswer, success } from './exchange.ts'
import type { Handlers } from './operation.ts'

const operations = ['shareSensor', 'unshareSensor', 'shareMany'] as const

/** The operations that take an Idempotency-Key. */
export type Repeatable = (typeof operations)[number]

type Incoming = { key: string | undefined; caller: Caller; body: unknown }

/**
 * Creates the handlers of calls with a key, which store their answers. `on` creates the real handlers inside a
 * transaction.
 */
export function repeatable(db: Database, on: (db: Handle) => Pick<Handlers, Repeatable>): Pick<Handlers, Repeatable> {
  function repeat(id: Repeatable) {
    const fields = fieldsOf(id)
    return async (incoming: Incoming) => {
      const { key = '', caller, body } = incoming
      if (!/^[!-~]{1,255}$/.test(key)) throw new Refusal('malformed', badKey)
      // Hashes only fields of the contract, in a fixed order; unknown ones may be nested too deeply for JSON.stringify.
      const request = createHash('sha256')
        .update(JSON.stringify([id, body], fields))
        // A key for some sensors must not get the kept answers about others.
        .update(caller.sensors ? String(caller.accessKey) : '')
        .digest()
      const act = (transaction: Handle) => answerOf(() => on(transaction)[id](incoming as never))
      return new KeptAnswer(await once(db, caller, { key, request }, act))
    }
  }
  return Object.fromEntries(operations.map(id => [id, repeat(id)])) as unknown as Pick<Handlers, Repeatable>
}

const badKey = 'The header "Idempotency-Key" is not a text of 1 to 255 characters, ASCII without spaces.'

async function answerOf(act: () => Promise<unknown>): Promise<Kept> {
  try {
    return { status: 200, answer: success(await act()) }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind.status >= 500) throw error
    return { status: error.kind.status, answer: failure(error) }
  }
}

function fieldsOf(id: Repeatable): string[] {
  const operations = Object.values(contract.paths).flatMap(methods => Object.values(methods))
  const body = operations.find(({ operationId }) => operationId === id)?.requestBody?.content['application/json']
  return Object.keys(Object(body?.schema).properties).sort()
}
