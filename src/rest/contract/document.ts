/** The contract: openapi.yaml as text and as an object without references. */
import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'

/** Schemas by media type. */
type Content = Record<string, { schema: object }>

/**
 * Required security schemes by name. An empty list of requirements needs none; an empty object makes the next one
 * optional.
 */
type Requirement = Record<string, string[]>

/** An operation of the contract. */
export type ContractOperation = {
  operationId: string
  tags?: string[]
  security?: Requirement[]
  /** What it needs of an access key; `all` if absent. */
  'x-scope'?: string
  /** `path`: a parameter of the path is the secret that lets the caller in. */
  'x-secret'?: 'path'
  parameters?: { name: string; in: string; required?: boolean; schema: object }[]
  requestBody?: { content: Content }
  responses: Record<string, { content?: Content }>
}

/** The contract, as far as routes are made from it. */
export type Contract = {
  paths: Record<string, Record<string, ContractOperation>>
  security: Requirement[]
}

/** The text of openapi.yaml. */
export const contractText = readFileSync(new URL('../../../openapi.yaml', import.meta.url), 'utf8')

/** openapi.yaml as an object, references included. */
export const contractDocument: ReturnType<typeof JSON.parse> = load(contractText)

/** openapi.yaml with its references resolved; all references to one target share one object. */
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
