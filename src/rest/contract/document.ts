/** The contract: openapi.yaml, as its text and as an object without references. */
import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'

/** By media type. */
type Content = Record<string, { schema: object }>

/** Names of security schemes; an empty list asks for nothing. */
type Requirement = Record<string, string[]>

export type Operation = {
  operationId: string
  tags?: string[]
  security?: Requirement[]
  parameters?: { name: string; in: string; required?: boolean; schema: object }[]
  requestBody?: { content: Content }
  responses: Record<string, { content: Content }>
}

export type Contract = {
  paths: Record<string, Record<string, Operation>>
  security: Requirement[]
}

/** The text of openapi.yaml. */
export const contractText = readFileSync(new URL('../../../openapi.yaml', import.meta.url), 'utf8')

/** openapi.yaml as it is written, references and all. */
export const contractDocument: ReturnType<typeof JSON.parse> = load(contractText)

/** openapi.yaml with every reference replaced by what it refers to; what several refer to is one and the same object. */
export const contract: Contract = withoutReferences(contractDocument)

function withoutReferences(document: Record<string, unknown>) {
  const found = new Map<string, unknown>()
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve)
    if (typeof value !== 'object' || value === null) return value
    if ('$ref' in value) return resolveReference(String(value.$ref))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]))
  }
  const resolveReference = (reference: string) => {
    if (!found.has(reference)) found.set(reference, resolve(lookUp(reference)))
    return found.get(reference)
  }
  const lookUp = (reference: string) => {
    const there = reference
      .split('/')
      .slice(1)
      .reduce<unknown>((at, key) => Object(at)[key], document)
    if (there === undefined) throw new Error(`openapi.yaml: ${reference} refers to nothing`)
    return there
  }
  return resolve(document) as Contract
}
