/** Checks requests against the contract. */
import { Ajv } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { FastifySchemaCompiler } from 'fastify'
import { isEmail } from '../../people/email.ts'

// Bodies are taken as they are: nothing is coerced, nothing removed. The first mistake is enough; looking for all of them
// would be work that a stranger can ask for.
const options = { keywords: ['example', 'x-refusal'], formats: { ...fullFormats, email: isEmail }, verbose: true }
const bodies = new Ajv(options)
// All that stands in a URL is text, and may mean a number. One that is too large for any is read as infinite; to strict eyes that is
// no number, and what is said of numbers would not count for it.
const parameters = new Ajv({ ...options, coerceTypes: true, useDefaults: true, strictNumbers: false })

export const compileValidator: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? bodies : parameters).compile(schema)

const ids = [
  '^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$',
  '^([0-9A-Fa-f]{2}:){5}([0-9A-Fa-f]{2}:[0-9A-Fa-f]{2}:)?[0-9A-Fa-f]{2}$',
]

/** Tells whether a schema of the contract describes a MAC address, or one or the id of a device. */
export function isMacSchema(schema: { pattern?: string } | undefined): boolean {
  return ids.includes(schema?.pattern ?? '')
}
