/** The TypeScript types of schema.graphql, as the generator writes them. */
import { plugin as typesPlugin } from '@graphql-codegen/typescript'
import { plugin as resolversPlugin } from '@graphql-codegen/typescript-resolvers'
import { buildSchema, type GraphQLSchema, isObjectType, Kind } from 'graphql'

/**
 * What our resolvers return where it isn't what the schema says: fields with a resolver are left out, others are
 * functions.
 */
const mappersOf = (schema: GraphQLSchema) => ({
  Login: `Pick<Login, ${['id', 'email', ...alwaysNull(schema, 'Login')].map(field => `'${field}'`).join(' | ')}>`,
  Device: `Omit<Device, 'access' | 'pending' | 'services'> & {
    access: () => Promise<Device['access']>;
    pending: () => Promise<Device['pending']>;
    services: (none: unknown, context: unknown, info: GraphQLResolveInfo) => Promise<Array<ResolversParentTypes['Service']>>;
  }`,
  Service: `Omit<Service, 'latest' | 'values'> & {
    latest: () => Promise<Service['latest']>;
    values: (args: ServiceValuesArgs) => Promise<Service['values']>;
  }`,
  Guest: `Omit<Guest, 'devices'> & {
    devices: Array<ResolversParentTypes['Device']>;
  }`,
  EventList: `Omit<EventList, 'total' | 'items'> & {
    total: () => Promise<EventList['total']>;
    items: Array<ResolversParentTypes['Event']>;
  }`,
})

/** Lists the fields of a type that may be null and that remoteit.graphql adds: no resolver has to answer them. */
function alwaysNull(schema: GraphQLSchema, name: string): string[] {
  const type = schema.getType(name)
  return (isObjectType(type) ? type.extensionASTNodes : [])
    .flatMap(({ fields = [] }) => fields)
    .filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE)
    .map(({ name }) => name.value)
}

/** Lets objects leave out the fields that are always null. */
function leavingOutNulls(schema: GraphQLSchema, types: string): string {
  return types.replace(/^export type (\w+) = [^}]*\};$/gm, (text, name: string) =>
    alwaysNull(schema, name).reduce(
      (text, field) => text.replace(new RegExp(`^  ${field}: Maybe`, 'm'), `  ${field}?: Maybe`),
      text,
    ),
  )
}

const config = {
  enumsAsTypes: true,
  skipTypename: true,
  useTypeImports: true,
  makeResolverTypeCallable: true,
  strictScalars: true,
  scalars: { DateTime: 'string', Object: 'unknown' },
  // An answer has every field, a resolver every argument and input field that has a default; others may be left out.
  avoidOptionals: { field: true, defaultValue: true },
} as const

/** Generates src/graphql/schema/schema.ts from the text of a schema. */
export async function graphqlTypes(schemaText: string): Promise<string> {
  const schema = buildSchema(schemaText)
  const mapped = { ...config, mappers: mappersOf(schema) }
  const outputs = [await typesPlugin(schema, [], mapped), await resolversPlugin(schema, [], mapped)]
  const parts = outputs.map(output => (typeof output === 'string' ? { content: output } : output))
  return `${[
    '// Generated from schema.graphql by graphql-codegen. Do not change it: run npm run contract.',
    ...parts.flatMap(({ prepend = [] }) => prepend),
    ...parts.map(({ content }) => leavingOutNulls(schema, content)),
    ...parts.flatMap(({ append = [] }) => append),
  ].join('\n')}\n`
}
