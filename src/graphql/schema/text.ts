/** The text of the schema: what this service does, and what only makes remote.it's documents valid. */
import { readFileSync } from 'node:fs'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

/** The text of schema.graphql and remoteit.graphql. */
export const schemaText = `${read('schema.graphql')}\n${read('remoteit.graphql')}`
