/** What a handler gets and returns, as the contract has it: types alone. */
import type { Readable } from 'node:stream'
import type { Tokens } from '../../auth/entrance/tokens.ts'
import type { Database } from '../../db/open.ts'
import type { Following } from '../../events/follow.ts'
import type { GatewayRules } from '../../gateways/gateways.ts'
import type { Signed } from '../../gateways/signature.ts'
import type { HtmlAnswer } from '../../html-answer.ts'
import type { CodeKeys } from '../../keys.ts'
import type { Caller } from '../../people/caller.ts'
import type { operations } from './contract.ts'
import type { KeptAnswer } from './kept-answer.ts'

type Body<Operation> = Operation extends { requestBody: { content: infer Content } }
  ? Content[keyof Content]
  : undefined
type Answer<Operation> = Operation extends { responses: { 200: { content: infer Content } } } ? Content : never
type Data<Operation> =
  | (Answer<Operation> extends { 'application/json': infer Json } ? DataOf<Json> : never)
  | (Answer<Operation> extends { 'text/html': string } ? HtmlAnswer : never)
  | (Answer<Operation> extends { 'text/plain': string } ? string : never)
  | (Operation extends { responses: { 422: unknown } } ? KeptAnswer : never)
  | (Answer<Operation> extends { 'text/event-stream': string } ? Readable : never)
type DataOf<Json> = Json extends { data?: unknown } ? NonNullable<Json['data']> : never

type Parameters<Operation, Place extends string> = Operation extends { parameters: { [P in Place]?: infer Found } }
  ? NonNullable<Found>
  : never

/** A request that fits the contract. `caller` is there where the contract asks for a token. */
type Incoming<Operation> = {
  caller: Caller
  body: Body<Operation>
  query: Parameters<Operation, 'query'>
  params: Parameters<Operation, 'path'>
  /** Where it comes from, as far as anybody needs to know. */
  network: string
  /** The body as it was sent, and what it is signed with; where the contract asks for a signature. */
  signed: Signed
  /** The Idempotency-Key and the Last-Event-ID, for operations that know one. Anything may stand there. */
  key: string | undefined
  lastId: string | undefined
  /** How the caller gets the emails that the call causes. */
  delivery: 'sent' | 'mailbox' | 'none'
  /** Whether who asks would rather have JSON than a page. */
  wantsJson: boolean
}

/** For every operation of the contract a function that returns its `data` or throws a refusal. */
export type Handlers = {
  [Id in keyof operations]: (request: Incoming<operations[Id]>) => Promise<Data<operations[Id]>>
}

/** The operations that answer with pages, to people who follow a link of a letter or look into the mailbox. */
export type EmailPages = Pick<
  Handlers,
  'verifyDeletion' | 'confirmDeletion' | 'showInvitation' | 'answerInvitation' | 'listMailbox' | 'readMailbox'
>

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
