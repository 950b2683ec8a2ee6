/** Values for a JSON schema: that fit it, that nearly do, and that mean ill. */
import { randomUUID } from 'node:crypto'
import { isEmail } from '../../src/people/email.ts'
import type { Dice } from '../support/dice.ts'

export type Schema = {
  type?: string
  enum?: unknown[]
  oneOf?: Schema[]
  allOf?: Schema[]
  nullable?: boolean
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  items?: Schema
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  properties?: Record<string, Schema>
  required?: string[]
  minProperties?: number
  additionalProperties?: boolean | Schema
}

/** What a field shall hold if it is to mean something here; undefined: whatever fits. */
export type Meaning = (field: string) => unknown

/** Makes a value that fits. */
export function fitting(dice: Dice, schema: Schema, field: string, meaning: Meaning): unknown {
  if (schema.nullable && dice.falls(0.1)) return null
  if (schema.oneOf) return fitting(dice, dice.one(schema.oneOf), field, meaning)
  if (schema.type === 'object') return fittingObject(dice, schema, meaning)
  if (schema.type === 'array') return fittingList(dice, schema, field, meaning)
  const meant = meaning(field)
  if (isFit(schema, meant) && dice.falls(0.9)) return meant
  if (schema.enum) return dice.one(schema.enum)
  if (schema.type === 'boolean') return dice.falls(0.5)
  if (schema.type === 'integer' || schema.type === 'number') return fittingNumber(dice, schema)
  const texts = textsOf(dice, schema).filter(text => isFit(schema, text))
  if (texts.length === 0) throw new Error(`the fuzz knows no text for ${field} ${JSON.stringify(schema)}`)
  return dice.one(texts)
}

function fittingObject(dice: Dice, schema: Schema, meaning: Meaning) {
  const { properties = {}, required = [], minProperties = 0, additionalProperties } = schema
  const names = Object.keys(properties).filter(name => required.includes(name) || dice.falls(0.4))
  if (names.length < minProperties) names.push(dice.one(Object.keys(properties)))
  const value = Object.fromEntries(names.map(name => [name, fitting(dice, properties[name] as Schema, name, meaning)]))
  if (typeof additionalProperties !== 'object') return value
  const entries = dice.times(0, 4, () => [
    String(meaning('key')),
    fitting(dice, additionalProperties, 'entry', meaning),
  ])
  return { ...value, ...Object.fromEntries(entries) }
}

function fittingList(dice: Dice, schema: Schema, field: string, meaning: Meaning) {
  const { items = {}, minItems = 0, maxItems = 1000, uniqueItems } = schema
  const most = dice.falls(0.03) ? Math.min(maxItems, 60) : Math.min(maxItems, 4)
  const list = dice.times(minItems, most, () => fitting(dice, items, field, meaning))
  return uniqueItems ? [...new Set(list)] : list
}

function fittingNumber(dice: Dice, { type, minimum = -1000, maximum = 1e6 }: Schema) {
  const near = dice.number(minimum, Math.min(maximum, minimum + 100))
  const far = dice.number(minimum, maximum)
  const number = dice.one([minimum, maximum, near, near, near, far])
  return type === 'number' && dice.falls(0.2) ? Math.min(number + 0.5, maximum) : number
}

/** Texts of all the kinds that the contract has; which of them fit is seen then. */
function textsOf(dice: Dice, { minLength = 0, maxLength = 100, format, pattern }: Schema): string[] {
  if (format === 'date-time') return [instant(dice)]
  if (format === 'uuid') return [randomUUID()]
  if (format === 'email') return [email(dice)]
  const octets = (count: number, between = ':') =>
    dice.times(count, count, () => dice.number(0, 255).toString(16).padStart(2, '0')).join(between)
  const texts = [
    ...['a', 'Sauna', 'saunaIsHot', 'x'.repeat(minLength), 'y'.repeat(maxLength), dice.one(niceTexts)],
    ...[octets(6), octets(6).toUpperCase(), octets(8).toUpperCase(), octets(10, ''), 'ABCD-EFGH-JKMN-PQRS'],
  ]
  // Older gateways write times as text.
  if (pattern?.startsWith('^[0-9]')) return [String(Math.floor(Date.now() / 1000))]
  // An id is written in more than one way; a text for people is seldom one.
  return pattern?.includes('{5}') ? texts.filter(text => text.includes(':')) : texts
}

export const niceTexts = [
  ...[
    '',
    ' ',
    'Sauna',
    'Boat & <b>cabin</b>',
    'Привет',
    '温度计',
    'שלום',
    '🔥🚤',
    'o\u0301',
    "O'Brien",
    '"quoted"',
    'a/b?c=d#e',
  ],
  ...['100 %', '{{x}}', '$1', '%s', '\\', '`', 'https://example.com/x', 'x'.repeat(200)],
]

/** Instants around now, some of them so near that they pass while the fuzz runs. */
export function instant(dice: Dice): string {
  const seconds = dice.one([-86_400, -1, 1, 2, 5, 30, 600, 3_600, 80_000, 90_000, 86_400 * 30, 86_400 * 400])
  const at = new Date(Date.now() + seconds * 1000 + dice.number(0, 999))
  return dice.falls(0.2) ? at.toISOString().replace('Z', '+00:00') : at.toISOString()
}

/** An address that nobody had before, perhaps: of usual length, or as long as one can be. */
export function email(dice: Dice): string {
  const number = dice.number(0, 200)
  const domain = `${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(54)}.example.com`
  return dice.one([
    `new${number}@example.com`,
    `New.${number}+tag@Example.com`,
    `o'hara%${number}/x?y=#z@example.com`,
    `${'a'.repeat(60)}${number}@${domain}`.slice(0, 254),
  ])
}

const patterns = new Map<string, RegExp>()

/** Tells whether a text or number fits. Only what a value says by itself: no lists, no objects. */
export function isFit({ type, enum: choices, format, pattern, ...schema }: Schema, value: unknown): boolean {
  if (choices) return choices.includes(value)
  if (typeof value === 'string' && type === 'string') {
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema
    const length = [...value].length
    if (length < minLength || length > maxLength) return false
    if (format === 'email') return isEmail(value)
    if (format) return true
    if (!pattern) return true
    const regexp = patterns.get(pattern) ?? new RegExp(pattern, 'u')
    patterns.set(pattern, regexp)
    return regexp.test(value)
  }
  if (typeof value === 'number' && (type === 'number' || type === 'integer')) {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema
    return value >= minimum && value <= maximum && (type === 'number' || Number.isInteger(value))
  }
  return typeof value === 'boolean' && type === 'boolean'
}

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Names that mean something elsewhere, and nothing where they are put. */
export const surplus = [
  'x',
  'sensor',
  'guest',
  'user',
  'email',
  'id',
  'caller',
  'asked',
  'services',
  'state',
  'channels',
  '',
]

/** Makes one thing in a value wrong, or nearly. */
export function spoiled(dice: Dice, schema: Schema, value: unknown): unknown {
  if (isFields(value) && dice.falls(0.9)) {
    const { properties = {}, additionalProperties } = schema
    const name = dice.one([...Object.keys(properties), ...Object.keys(value), dice.one(surplus)])
    const { [name]: inner, ...others } = value
    if (dice.falls(0.15)) return others
    const sub = properties[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : {})
    const other = () => (name in properties ? wrong(dice, sub, inner) : hostile(dice))
    return { ...value, [name]: inner === undefined ? other() : spoiled(dice, sub, inner) }
  }
  if (Array.isArray(value) && value.length > 0 && dice.falls(0.6)) {
    const at = dice.number(0, value.length - 1)
    return value.with(at, spoiled(dice, schema.items ?? {}, value[at]))
  }
  return wrong(dice, schema, value)
}

/** A value just beyond what fits, or of another kind. */
function wrong(dice: Dice, schema: Schema, value: unknown): unknown {
  const { minLength = 0, maxLength, minimum, maximum, maxItems } = schema
  const beyond: unknown[] = [null, [], {}, '', 0, -1, true, [value], { value }]
  if (maxLength !== undefined)
    beyond.push('x'.repeat(maxLength + 1), '😀'.repeat(maxLength), '😀'.repeat(maxLength + 1))
  if (minLength > 0) beyond.push('x'.repeat(minLength - 1))
  if (minimum !== undefined) beyond.push(minimum - 1, minimum - 0.5, String(minimum))
  if (maximum !== undefined) beyond.push(maximum + 1, maximum + 0.5, -maximum, 2 ** 53, rawNumber(dice))
  if (maxItems !== undefined && Array.isArray(value)) {
    beyond.push(Array(maxItems + 1).fill(value[0] ?? 'x'), [...value, ...value], [...value, null])
  }
  if (typeof value === 'string') {
    const at = dice.number(0, value.length)
    const put = (text: string, cut = 0) => value.slice(0, at) + text + value.slice(at + cut)
    beyond.push(
      put('', 1),
      put(dice.one(ill)),
      put('\0'),
      put(' '),
      put('é', 1),
      `${value}\n`,
      ` ${value}`,
      value + value,
    )
    beyond.push(value.toUpperCase(), value.toLowerCase(), [...value].reverse().join(''))
  }
  if (typeof value === 'number') beyond.push(value + 0.1, -value, String(value), `${value}`, value * 1e6)
  if (typeof value === 'boolean') beyond.push(String(value), Number(value))
  return dice.one(beyond)
}

/** Texts that have done harm somewhere. None holds a word that the oracle takes for one of ours. */
export const ill = [
  ...[
    '\0',
    '\n',
    '\r\nx-injected: y',
    '\t',
    '\u0085',
    '\u2028',
    '\u202e',
    '\ufeff',
    '\ud800',
    '\udfff',
    '\ud83d',
    '\uffff',
  ],
  ...["' or 1=1 --", "'; drop table people; --", '\\', '\\u0000', '%00', '%', '%zz', '{}', '[]', '../../etc/passwd'],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '#{7*7}',
    '{{7*7}}',
    '$where',
    '<zz-fuzz>',
  ],
  ...[
    '"><zz-fuzz onload=x>',
    "'-alert(1)-'",
    'javascript:alert(1)',
    '&#60;zz-fuzz&#62;',
    'ﬁ',
    'İ',
    'ß',
    'ａ',
    '٣',
    '0x10',
    '1e3',
  ],
  ...['-0', '1e400', '9007199254740993', '😀'.repeat(50), 'a'.repeat(5_000), ','.repeat(300), '@'.repeat(300)],
]

/** Any JSON, made to harm. */
export function hostile(dice: Dice): unknown {
  return dice.one<() => unknown>([
    () => dice.one(ill),
    () => dice.one(ill) + dice.one(ill),
    () => dice.one(ill).repeat(dice.number(1, 20)),
    () => rawNumber(dice),
    () => dice.one([0, -1, 0.1, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 63), 1e21, 5e-324, 1.7e308]),
    () => dice.one([null, true, false, [], {}, [[]], [null], { '': '' }]),
    () => ({ [dice.one(ill)]: dice.one(ill), length: -1, toString: 1, valueOf: null }),
    () => dice.times(0, 30, () => dice.one(ill)),
    () => nested(dice.one([10, 100, 1_000]), dice.falls(0.5)),
    () => 'a'.repeat(dice.one([300, 10_000, 100_000])),
  ])()
}

function nested(levels: number, inLists: boolean): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = inLists ? [value] : { a: value }
  return value
}

/** JSON knows numbers that JavaScript cannot write: `asJson` puts them in. */
const rawNumber = (dice: Dice) =>
  `@@${dice.one(['1e400', '-1e400', '-0', '1E-400', '12345678901234567890123', '1.0', '0.1e1'])}@@`

/** Writes a value as JSON, numbers that JavaScript cannot write included. */
export const asJson = (value: unknown) => (JSON.stringify(value) ?? '').replaceAll(/"@@([-+.\dEe]+)@@"/g, '$1')
