/** Types of handlers, derived from the contract. */
import type { Readable } from 'node:stream'
import type { SignedCall } from '../../gateways/signature.ts'
import type { HtmlAnswer } from '../../http/html-answer.ts'
import type { Caller } from '../../people/caller.ts'
import type { operations } from './contract.ts'
import type { FileAnswer, JsonText, KeptAnswer, StreamedAnswer } from './exchange.ts'

type Body<Operation> = Operation extends { requestBody: { content: { 'image/png': unknown } } }
  ? Buffer
  : Operation extends { requestBody: { content: infer Content } }
    ? Content[keyof Content]
    : undefined
type Answer<Operation> = Operation extends { responses: { 200: { content: infer Content } } } ? Content : never
type Data<Operation> =
  | (Answer<Operation> extends { 'application/json': infer Json } ? DataOf<Json> | JsonText : never)
  | (Answer<Operation> extends { 'text/html': string } ? HtmlAnswer : never)
  | (Answer<Operation> extends { 'text/plain': string } ? string : never)
  | (Answer<Operation> extends { 'text/csv': string } ? StreamedAnswer : never)
  | (Operation extends { responses: { 422: unknown } } ? KeptAnswer : never)
  | (Answer<Operation> extends { 'image/png': unknown } ? FileAnswer : never)
  | (Answer<Operation> extends { 'text/event-stream': string } ? Readable : never)
type DataOf<Json> = Json extends { data?: unknown } ? NonNullable<Json['data']> : never

type Parameters<Operation, Place extends string> = Operation extends { parameters: { [P in Place]?: infer Found } }
  ? NonNullable<Found>
  : never

/** A request that matches the contract. `caller` is set on operations that need a token. */
type Incoming<Operation> = {
  caller: Caller
  body: Body<Operation>
  query: Parameters<Operation, 'query'>
  params: Parameters<Operation, 'path'>
  /** The network that the request comes from, as limits count it. */
  network: string
  /** The address of the service as the client wrote it; proves nothing. */
  origin: string
  /** What the program calls itself. */
  userAgent: string | undefined
  /** The raw body and its signature, on operations that are signed. */
  signed: SignedCall
  /** The headers Idempotency-Key and Last-Event-ID, unvalidated, for operations that read them. */
  key: string | undefined
  lastId: string | undefined
  /** The header Accept, unvalidated. */
  accept: string
  /** Whether the client prefers JSON to a page. */
  wantsJson: boolean
  /** The languages that a browser accepts. */
  acceptLanguage: string | undefined
}

/** One function per operation of the contract that returns its `data` or throws a refusal. */
export type Handlers = {
  [Id in keyof operations]: (request: Incoming<operations[Id]>) => Promise<Data<operations[Id]>>
}

/** The operations that answer with pages, for people who follow a link in an email or read the mailbox. */
export type EmailPages = Pick<
  Handlers,
  'verifyDeletion' | 'confirmDeletion' | 'showInvitation' | 'answerInvitation' | 'listMailbox' | 'readMailbox'
>
