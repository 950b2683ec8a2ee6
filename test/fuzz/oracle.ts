/** What must hold for every answer, whatever was asked. Knows the contract, and nothing of how it is kept. */
import { Ajv } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { isEmail } from '../../src/people/email.ts'
import { refusals } from '../../src/refusal.ts'
import { type ContractOperation, contract } from '../../src/rest/contract/document.ts'
import { mends } from '../../src/rest/contract/tolerate.ts'
import type { Sent } from './send.ts'

export type Heard = { status: number; headers: Record<string, unknown>; text: string }

const ajv = new Ajv({ keywords: ['example', 'x-refusal'], formats: { ...fullFormats, email: isEmail }, strict: false })

const kinds = Object.values(refusals) as { status: number; code: string; subCode?: string }[]
const codes = new Set(kinds.map(({ code }) => code))
const subCodes = new Set(kinds.map(({ subCode }) => subCode).filter(Boolean))
const statuses = new Set(kinds.map(({ status }) => status).filter(status => status < 500))

/** As routers do: where several paths fit, the one with fewer parts that vary. */
const paths = Object.entries(contract.paths)
  // A part that is empty is one that does not fit.
  .map(([path, methods]) => ({ pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]*')}$`), path, methods }))
  .sort((one, other) => one.path.split('{').length - other.path.split('{').length)

/** What no caller may read: how it is made inside. */
const innards =
  /node:internal|node_modules|\n {4}at |\.ts:\d|\.js:\d|relation "|syntax error at|violates |duplicate key|invalid input|invalid byte|out of range for|deadlock|Cannot read prop|is not a function|is not iterable|\[object Object\]|PGlite|[Kk]ysely|\bpg_|Unexpected server/

/** Says what is wrong with an answer; undefined when nothing is. */
export function faultIn(sent: Sent, heard: Heard): string | undefined {
  const { status, headers, text } = heard
  if (status >= 500) return `${status}: ${text.slice(0, 300)}`
  if (!/^[\w.:-]{1,64}$/.test(String(headers['x-request-id'] ?? ''))) return `x-request-id ${headers['x-request-id']}`
  if (headers['x-content-type-options'] !== 'nosniff') return 'no x-content-type-options'
  if ('x-injected' in headers) return 'a header was written by a caller'
  if (status === 429 && !(Number(headers['retry-after']) > 0)) return 'no retry-after'
  if (status === 405 && !headers.allow) return 'no allow'
  const path = sent.request.url.split('?')[0] ?? ''
  if (sent.face === 'pages') return faultOfPage(heard)
  if (sent.face === 'GraphQL') return faultOfGraphql(sent, heard)
  const methods = paths.find(({ pattern }) => pattern.test(path))?.methods
  return faultOfRest(sent, heard, methods?.[sent.request.method.toLowerCase()])
}

function faultOfRest(sent: Sent, heard: Heard, operation: ContractOperation | undefined): string | undefined {
  const { status, headers, text } = heard
  const type = String(headers['content-type'] ?? '').split(';')[0] ?? ''
  const isHead = sent.request.method === 'HEAD'
  if (!operation) {
    // HEAD is answered where somebody watches over the service, and as little as that says.
    if (isHead) return [200, 400, 404, 405].includes(status) ? undefined : `status ${status} of HEAD`
    const isTold = [400, 404, 405].includes(status) || (sent.request.method === 'OPTIONS' && status === 204)
    return isTold ? faultOfError(heard) : `status ${status} of what the contract does not know`
  }
  const schema = operation.responses[status]?.content?.[type]?.schema
  // An address that cannot be read is nobody's.
  const isUnread = status === 400 || status === 404
  if (!schema && !(isUnread && sent.mode !== 'valid')) return `${status} ${type}, which the contract does not know`
  if (sent.entry === 'bad' && status !== 401 && status !== 403) return `let in: ${status}`
  if (sent.entry === 'good' && status === 401) return `not let in: ${text}`
  if (type === 'text/html') return faultInHtml(text)
  if (type !== 'application/json') return undefined
  const body = parsed(text)
  if (schema && !ajv.validate(schema, body)) return `${status}: ${ajv.errorsText()}: ${text.slice(0, 300)}`
  if (status >= 400) return faultOfError(heard)
  return isTakenWrongly(sent, operation) ? `${status} for a body that the contract does not allow` : undefined
}

/** Tells whether a body was taken that does not fit the contract, as it is after the mends for real clients. */
function isTakenWrongly({ json }: Sent, { operationId, requestBody }: ContractOperation): boolean {
  const schema = requestBody?.content['application/json']?.schema
  if (!schema || json === undefined) return false
  const body = structuredClone(json)
  mends[operationId as keyof typeof mends]?.(Object(body))
  return !ajv.validate(schema, body)
}

function faultOfError({ status, headers, text }: Heard): string | undefined {
  const body = Object(parsed(text)) as Record<string, unknown>
  const { result, error, code, sub_code, ...others } = body
  if (result !== 'error' || typeof error !== 'string' || error === '') return `no envelope: ${text.slice(0, 300)}`
  if (!codes.has(String(code))) return `code ${code}`
  if (sub_code !== undefined && !subCodes.has(String(sub_code))) return `sub_code ${sub_code}`
  if (Object.keys(others).length > 0) return `surplus: ${Object.keys(others)}`
  if (innards.test(error)) return `tells of its innards: ${error.slice(0, 300)}`
  if (status === 401 && !headers['www-authenticate']) return 'no www-authenticate'
  if (headers['access-control-allow-origin'] !== '*') return 'no access-control-allow-origin'
  return undefined
}

const graphqlStatuses = new Set([200, 400, 401, 404, 405, 413, 415, 429])

function faultOfGraphql({ json, mode, entry, request }: Sent, { status, headers, text }: Heard): string | undefined {
  if (!graphqlStatuses.has(status)) return `status ${status}`
  if (request.method === 'HEAD') return undefined
  if (!/^application\/json\b/.test(String(headers['content-type']))) return `content-type ${headers['content-type']}`
  if (entry === 'bad' && status !== 401) return `let in: ${status}`
  if (entry === 'good' && status === 401) return `not let in: ${text}`
  if (status === 401 && !headers['www-authenticate']) return 'no www-authenticate'
  const body = parsed(text)
  const isList = Array.isArray(body)
  // What is refused as a whole is no list, whatever was sent.
  if (isList && !Array.isArray(json) && json !== undefined) return 'a list for a single operation'
  if (isList && Array.isArray(json) && body.length !== json.length)
    return `${body.length} answers for ${json.length} operations`
  const answers: unknown[] = [body].flat()
  // With 401, whoever asks may have been signed out meanwhile.
  const isUnbegun = status === 400 || (status === 200 && answers.some(answer => Object(answer).data === undefined))
  if (mode === 'valid' && isUnbegun && !answers.every(isTooMuch))
    return `a valid document is refused: ${text.slice(0, 500)}`
  return answers.map(faultOfResult).find(fault => fault !== undefined)
}

const isTooMuch = (answer: unknown) =>
  Object(answer).errors?.some(({ message }: { message: string }) => /more than [\d,]+/.test(message)) ?? true

function faultOfResult(answer: unknown): string | undefined {
  const { data, errors, ...others } = Object(answer) as { data?: unknown; errors?: unknown }
  if (Object.keys(others).length > 0) return `surplus: ${Object.keys(others)}`
  if (data === undefined && errors === undefined) return 'neither data nor errors'
  if (errors === undefined) return undefined
  if (!Array.isArray(errors) || errors.length === 0 || errors.length > 10) return 'errors is no list of 1 to 10'
  for (const { message, extensions, path, locations, ...more } of errors) {
    if (typeof message !== 'string' || message === '') return 'an error without a message'
    if (message.length > 400) return `a message of ${message.length} characters`
    if (innards.test(message)) return `tells of its innards: ${message}`
    if (!codes.has(Object(extensions).code)) return `code ${Object(extensions).code}: ${message}`
    if (Object(extensions).code === 'ER_INTERNAL') return `ER_INTERNAL: ${message}`
    if (Object.keys(more).length > 0) return `surplus in an error: ${Object.keys(more)}`
  }
  return undefined
}

function faultOfPage({ status, headers, text }: Heard): string | undefined {
  const type = String(headers['content-type'] ?? '')
  if (status === 302 || status === 303) {
    return /^\/app([/?]|$)/.test(String(headers.location)) ? undefined : `leads to ${headers.location}`
  }
  if (status !== 200 && !statuses.has(status)) return `status ${status}`
  if (status === 200 && /^text\/event-stream/.test(type)) return undefined
  if (status === 200 && /^attachment;/.test(String(headers['content-disposition']))) {
    if (/^text\/csv/.test(type)) return /^\uFEFF?sensor,/.test(text) ? undefined : 'a table without its heading'
    return parsed(text) === undefined ? 'a download that is no JSON' : undefined
  }
  // What is wrong with an address is found before any page is.
  if (/^application\/json/.test(type) && status >= 400) return faultOfError({ status, headers, text })
  if (!/^text\/html/.test(type)) return `content-type ${type}`
  if (!String(headers['content-security-policy']).startsWith("default-src 'none'")) return 'no policy of ours'
  return faultInHtml(text)
}

function faultInHtml(text: string): string | undefined {
  const [where] =
    /.{0,60}(<zz-fuzz|\[object Object\]|>undefined<|="undefined"|>NaN<|"NaN"|Invalid Date).{0,60}/i.exec(text) ?? []
  return where && `in a page: ${where}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
