/** Validates requests against the contract. */
import { Ajv } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { FastifySchemaCompiler } from 'fastify'
import { isEmail } from '../../people/email.ts'

// Bodies are neither coerced nor stripped. Validation stops at the first error: collecting all of them would be work
// that any stranger could cause.
const options = { keywords: ['example', 'x-refusal'], formats: { ...fullFormats, email: isEmail }, verbose: true }
const bodies = new Ajv(options)
// URL parameters are text and must be coerced. A huge number becomes Infinity, which strict mode doesn't count as a
// number, so the limits on numbers would not apply to it.
const parameters = new Ajv({ ...options, coerceTypes: true, useDefaults: true, strictNumbers: false })

/** Compiles the validator of a schema for Fastify: bodies strictly, parameters with coercion. */
export const compileValidator: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? bodies : parameters).compile(schema)

const ids = [
  '^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$',
  '^([0-9A-Fa-f]{2}:){5}([0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}:)?[0-9A-Fa-f]{2}$',
]

/** Checks whether a schema of the contract describes a MAC address, or a MAC address or device id. */
export function isMacSchema(schema: { pattern?: string } | undefined): boolean {
  return ids.includes(schema?.pattern ?? '')
}
