/** Writes src/graphql/schema.ts; `npm run contract` runs it. */
import { readFile, writeFile } from 'node:fs/promises'
import { graphqlTypes } from '../support/graphql-types.ts'

const root = new URL('../../', import.meta.url)
await writeFile(
  new URL('src/graphql/schema.ts', root),
  await graphqlTypes(await readFile(new URL('src/graphql/schema.graphql', root), 'utf8')),
)
