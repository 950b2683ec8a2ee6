/** Writes src/graphql/schema/schema.ts; `npm run contract` runs it. */
import { writeFile } from 'node:fs/promises'
import { schemaText } from '../../src/graphql/schema/text.ts'
import { graphqlTypes } from '../support/graphql-types.ts'

await writeFile(new URL('../../src/graphql/schema/schema.ts', import.meta.url), await graphqlTypes(schemaText))
