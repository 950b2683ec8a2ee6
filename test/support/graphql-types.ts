/** The TypeScript types of schema.graphql, as the generator writes them. */
import { plugin as typesPlugin } from '@graphql-codegen/typescript'
import { plugin as resolversPlugin } from '@graphql-codegen/typescript-resolvers'
import { buildSchema } from 'graphql'

/** What our resolvers return where it isn't what the schema says: fields with a resolver are left out, others are functions. */
const mappers = {
  Login: "Pick<Login, 'id' | 'email'>",
  Account: "Pick<Account, 'id' | 'email'>",
  Device: `Omit<Device, 'access' | 'pending' | 'services'> & {
    access: () => Promise<Device['access']>;
    pending: () => Promise<Device['pending']>;
    services: (none: unknown, context: unknown, info: GraphQLResolveInfo) => Promise<Device['services']>;
  }`,
  EventList: `Omit<EventList, 'total' | 'items'> & {
    total: () => Promise<EventList['total']>;
    items: Array<ResolversParentTypes['Event']>;
  }`,
}

const config = {
  enumsAsTypes: true,
  skipTypename: true,
  useTypeImports: true,
  strictScalars: true,
  scalars: { DateTime: 'string' },
  // An answer has every field, a resolver every argument and input field that has a default; others may be left out.
  avoidOptionals: { field: true, defaultValue: true },
  mappers,
} as const

/** Generates src/graphql/schema.ts from the text of a schema. */
export async function graphqlTypes(schemaText: string): Promise<string> {
  const schema = buildSchema(schemaText)
  const outputs = [await typesPlugin(schema, [], config), await resolversPlugin(schema, [], config)]
  const parts = outputs.map(output => (typeof output === 'string' ? { content: output } : output))
  return `${[
    '// Generated from schema.graphql by graphql-codegen. Do not change it: run npm run contract.',
    ...parts.flatMap(({ prepend = [] }) => prepend),
    ...parts.map(({ content }) => content),
    ...parts.flatMap(({ append = [] }) => append),
  ].join('\n')}\n`
}
