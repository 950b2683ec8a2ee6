/** Requests of all operations of openapi.yaml. */
import { createHmac } from 'node:crypto'
import { type ContractOperation, contract } from '../../src/rest/contract/document.ts'
import type { Dice } from '../support/dice.ts'
import { placedJpeg, placedPng, png } from '../support/pictures.ts'
import type { Known, Scene } from './known.ts'
import { type Entry, enter, inHeader, type Mode, network, type Secrets, type Sent } from './send.ts'
import { asJson, email, fitting, hostile, ill, instant, type Schema, spoiled, surplus } from './values.ts'

export type Listed = { path: string; method: string; operation: ContractOperation }

export const operations: Listed[] = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
)

const formType = 'application/x-www-form-urlencoded'

/** What is asked more often, because more can go wrong there, or because it makes what others need. */
const often: Record<string, number> = {
  ...{
    offerUpload: 3,
    keepPicture: 3,
    readPicture: 3,
    claimSensor: 3,
    shareSensor: 4,
    shareMany: 4,
    unshareSensor: 2,
    changeShare: 3,
    listMailbox: 3,
  },
}
const weighted = operations.flatMap(listed => Array<Listed>(often[listed.operation.operationId] ?? 1).fill(listed))

/** Operations that know sensors of Ruuvi only, whose ids have six octets. */
const ofRuuvi = new Set(
  operations
    .filter(({ operation }) =>
      JSON.stringify(operation).includes(JSON.stringify('^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$')),
    )
    .map(({ operation }) => operation.operationId),
)

/** Where in a request something is wrong. */
type Fault = 'none' | 'body' | 'text' | 'query' | 'path' | 'entry' | 'method' | 'type' | 'everything'

/** Makes a request. */
export function restRequest(dice: Dice, known: Known, secrets: Secrets, mode: Mode, listed = dice.one(weighted)): Sent {
  const { path, method, operation } = listed
  const { operationId, parameters = [], requestBody } = operation
  const scene = known.scene(dice, operationId, ofRuuvi.has(operationId))
  const meaning = known.meaning(dice, scene, operationId)
  const fault = faultOf(dice, mode, listed)

  const value = (name: string, schema: Schema, place: 'query' | 'path') => {
    const good = fitting(dice, schema, name, meaning)
    if (fault === 'everything' && dice.falls(0.7)) return hostile(dice)
    return fault === place ? spoiled(dice, schema, good) : good
  }
  const placed = (place: 'query' | 'path') =>
    parameters
      .filter(one => one.in === place && (one.required || dice.falls(0.4)))
      .map(({ name, schema }): [string, unknown] => [name, value(name, schema, place)])
  const inPath = new Map(placed('path'))
  const query = placed('query')
  if (fault === 'query') spoilQuery(dice, query)
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => encoded(inPath.get(name)))
  const search = query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')
  const url = (fault === 'path' ? otherPath(dice, filled) : filled) + (search && `?${search}`)

  const { 'application/json': json, [formType]: form, 'image/png': picture } = requestBody?.content ?? {}
  const schema: Schema | undefined = (json ?? form)?.schema
  const body = schema && bodyOf(dice, listed, schema, scene, meaning, fault)
  const text = picture
    ? pictureOf(dice, fault)
    : body === undefined
      ? undefined
      : fault === 'text'
        ? otherText(dice, body)
        : written(body, !json)

  const sentMethod = fault === 'method' ? dice.one(['GET', 'PUT', 'PATCH', 'DELETE', 'POST', 'TRACE', 'HEAD']) : method
  const entered = entryOf(dice, known, secrets, scene, listed, { method: sentMethod, url, body: text }, fault)
  const type = picture
    ? 'image/png'
    : json
      ? dice.one(['application/json', 'application/json; charset=utf-8', 'text/plain'])
      : formType
  const headers = {
    ...entered.headers,
    ...(text !== undefined && { 'content-type': fault === 'type' ? inHeader(dice.one(otherTypes)) : type }),
    ...(operation.responses[422] && dice.falls(0.2) && { 'idempotency-key': keyOf(dice, mode) }),
    ...(dice.falls(0.5) && { accept: dice.one(['application/json', 'text/html', '*/*', 'text/event-stream']) }),
    ...(operationId === 'followEvents' &&
      dice.falls(0.5) && { 'last-event-id': inHeader(dice.one(['1.1', '0', ...ill])) }),
    ...(mode === 'hostile' && oddHeader(dice)),
    ...gatewaySignature(known, listed, body, text),
  }
  const isJson = fault !== 'text' && fault !== 'type' && json !== undefined
  return {
    face: 'REST',
    about: operationId,
    mode: fault === 'none' ? 'valid' : mode,
    entry: entered.entry,
    caller: scene.caller,
    request: {
      method: sentMethod,
      url,
      headers,
      remoteAddress: network(dice),
      ...(text !== undefined && { payload: text }),
    },
    ...(isJson && { json: JSON.parse(String(text)) }),
  }
}

function faultOf(dice: Dice, mode: Mode, { operation }: Listed): Fault {
  if (mode === 'valid') return 'none'
  if (mode === 'hostile') return dice.one(['everything', 'everything', 'text', 'path', 'entry'])
  const { parameters = [], requestBody } = operation
  const has = (place: string) => parameters.some(one => one.in === place)
  return dice.one<Fault>([
    ...(requestBody ? (['body', 'body', 'body', 'body', 'text', 'type'] as const) : []),
    ...(has('query') ? (['query', 'query'] as const) : []),
    ...(has('path') ? (['path', 'path'] as const) : []),
    ...(['entry', 'method'] as const),
  ])
}

function bodyOf(
  dice: Dice,
  { operation: { operationId } }: Listed,
  schema: Schema,
  scene: Scene,
  meaning: (field: string) => unknown,
  fault: Fault,
): unknown {
  const good = fitting(dice, schema, 'body', meaning) as Record<string, unknown>
  Object.assign(good, extras[operationId]?.(dice))
  // A guest leaves without a name.
  if (operationId === 'unshareSensor' && !scene.isOwner && dice.falls(0.5)) delete good.user
  if (operationId === 'saveSensorSettings' && dice.falls(0.9)) pair(dice, good)
  // Fields that nobody knows fit the contract, too.
  const unknown = dice.one(surplus)
  if (schema.additionalProperties !== false && !(unknown in (schema.properties ?? {})) && dice.falls(0.06)) {
    good[unknown] = dice.falls(0.5) ? hostile(dice) : (meaning(unknown) ?? email(dice))
  }
  if (fault === 'body') return spoiled(dice, schema, good)
  if (fault !== 'everything') return good
  if (dice.falls(0.2)) return hostile(dice)
  const names = [...Object.keys(good), ...dice.some(['__proto__', 'toString', '', 'length'], 0.2)]
  return Object.fromEntries(names.map(name => [name, dice.falls(0.6) ? hostile(dice) : good[name]]))
}

/** As many values as types: the schema cannot say so. */
function pair(dice: Dice, body: Record<string, unknown>) {
  const types = Array.isArray(body.type) ? body.type : undefined
  const value = () => dice.one<unknown>(['1', 'on', 20.5, true])
  body.value = types ? types.map(value) : value()
}

/** Fields that the contract leaves open. */
const extras: Record<string, (dice: Dice) => Record<string, unknown>> = {
  notePostmarkEvent: dice => ({
    Type: dice.one(['HardBounce', 'SoftBounce', 'Transient', dice.one(ill)]),
    Metadata: dice.one<unknown>([{ letter: String(dice.number(1, 50)) }, { letter: dice.one(ill) }, null, []]),
    Email: dice.one<unknown>([email(dice), dice.one(ill), null, 7]),
    BouncedAt: dice.one<unknown>([instant(dice), dice.one(ill), null, 7]),
    MessageID: dice.one<unknown>(['x', dice.one(ill), null, 7]),
    Inactive: dice.one<unknown>([true, false, 'yes']),
    SuppressSending: dice.one<unknown>([true, false, null]),
  }),
  reportStatus: dice => (dice.falls(0.3) ? { [dice.one(ill)]: hostile(dice) } : {}),
}

/** A picture, or one with a byte changed. */
function pictureOf(dice: Dice, fault: Fault): Buffer {
  const bytes = Buffer.from(dice.one([png, placedPng, placedJpeg])())
  if (fault !== 'none') bytes[dice.number(0, bytes.length - 1)] = dice.number(0, 255)
  return bytes
}

/** Query parameters several times, as lists, or nobody's. */
function spoilQuery(dice: Dice, query: [string, unknown][]) {
  if (query.length > 0 && dice.falls(0.3)) query.push(dice.one(query))
  if (dice.falls(0.2)) query.push([dice.one(ill), dice.one(ill)])
  if (query.length > 0 && dice.falls(0.2)) query.push([`${dice.one(query)[0]}[]`, 'x'])
}

/** Percents whatever it is, half a character too. */
function encoded(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return encodeURIComponent(text.slice(0, 3000).toWellFormed())
}

function otherPath(dice: Dice, path: string): string {
  return dice.one([
    path,
    path,
    path,
    `${path}/`,
    `/${path}`,
    path.toUpperCase(),
    `${path}%00`,
    `${path}%`,
    `${path}%c0%ae`,
    `${path}/${encoded(dice.one(ill))}`,
    path.replace(/[^/]+$/, encoded(dice.one(ill))),
    path.replace(/[^/]+$/, 'x'.repeat(dice.number(90, 3000))),
  ])
}

function written(body: unknown, isForm: boolean): string {
  if (!isForm) return asJson(body)
  return Object.entries(Object(body) as object)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&')
}

/** The text of a body, broken. */
function otherText(dice: Dice, body: unknown): string | Buffer {
  const text = asJson(body)
  const at = dice.number(0, text.length)
  return dice.one<() => string | Buffer>([
    () => '',
    () => text.slice(0, at),
    () => text.slice(0, at) + dice.one(ill) + text.slice(at),
    () => `[${text}]`,
    () => text + text,
    () => `\ufeff${text}`,
    () => text.replace(/\}$/, `,"__proto__":{"x":1}}`),
    () => text.replace('{', '{"__proto__":null,'),
    () => text.replace(/\}$/, `,${text.slice(1, -1)}}`),
    () => text.replaceAll('"', "'"),
    () => '['.repeat(dice.number(1, 50_000)),
    () => `${text.slice(0, -1)},"x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    () => Buffer.from(text, 'utf16le'),
    () =>
      Buffer.concat([
        Buffer.from(text.slice(0, at)),
        Buffer.from([0xff, 0xc0, 0x80, 0xed, 0xa0]),
        Buffer.from(text.slice(at)),
      ]),
    () => Buffer.from(dice.times(0, 200, () => dice.number(0, 255))),
    () => ' '.repeat(300_000),
  ])()
}

const otherTypes = [
  ...[
    '',
    'text/html',
    'application/xml',
    'multipart/form-data; boundary=x',
    formType,
    'application/json;;',
    'json',
    '/',
  ],
  ...['application/json; charset=utf-16', 'application/graphql', 'text/plain;charset=latin1', ...ill],
]

const keyOf = (dice: Dice, mode: Mode) =>
  mode === 'valid' ? `key-${dice.number(0, 999)}` : inHeader(dice.one(['key-1', 'x'.repeat(256), ...ill]))

function oddHeader(dice: Dice): Record<string, string> {
  const name = dice.one(['x-request-id', 'host', 'origin', 'cookie', 'forwarded', 'accept', 'accept-encoding', 'range'])
  return { [name]: inHeader(dice.one(ill)) }
}

/** What the operation asks its callers for. */
function entryOf(
  dice: Dice,
  known: Known,
  secrets: Secrets,
  scene: Scene,
  { operation }: Listed,
  asked: { method: string; url: string; body: string | Buffer | undefined },
  fault: Fault,
): { entry: Entry; headers: Record<string, string> } {
  const requirements = operation.security ?? contract.security
  const schemes = requirements.flatMap(Object.keys)
  const isOptional = requirements.some(requirement => Object.keys(requirement).length === 0)
  const isBad = fault === 'entry'
  const scheme = schemes.length > 0 ? dice.one(schemes) : undefined
  if (isOptional && dice.falls(0.4)) return { entry: 'open', headers: {} }
  if (scheme === 'internalSecret') {
    if (!isBad) return { entry: 'good', headers: { 'x-internal-secret': secrets.internalSecret } }
    return { entry: 'bad', headers: { 'x-internal-secret': inHeader(dice.one(ill)) } }
  }
  if (scheme === 'webhookSecret') {
    const password = isBad ? dice.one(['', 'x', 'é']) : secrets.webhookSecret
    return {
      entry: isBad ? 'bad' : 'good',
      headers: { authorization: `Basic ${Buffer.from(`x:${password}`).toString('base64')}` },
    }
  }
  if (scheme !== 'bearerAuth') return { entry: 'open', headers: {} }
  const entered = enter(dice, known, secrets, scene, asked, isBad)
  return isOptional ? { ...entered, entry: 'open' } : entered
}

/** Signs what a gateway posts, if it has a secret. */
function gatewaySignature(known: Known, { operation }: Listed, body: unknown, text: string | Buffer | undefined) {
  if (!operation.security?.some(requirement => 'gatewaySignature' in requirement)) return {}
  const { data, DEVICE_ADDR } = Object(body) as Record<string, unknown>
  const gateway = Object(data).gw_mac ?? DEVICE_ADDR
  const secret = typeof gateway === 'string' ? known.gateways.get(gateway.toUpperCase()) : undefined
  if (secret === undefined || text === undefined) return {}
  return { 'ruuvi-hmac-sha256': createHmac('sha256', secret).update(text).digest('hex') }
}
