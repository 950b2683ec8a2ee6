/** GraphiQL: a page for trying out the GraphQL interface. It loads everything from this server. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { html } from 'ghtml'
import { introspectionFromSchema } from 'graphql'

const page = '/docs/graphql'

/** Development dependencies: installed with npm, they bring many packages that this page doesn't need. */
const packages = new URL('../../node_modules/', import.meta.url)
const libraries = {
  style: 'graphiql/graphiql.min.css',
  react: 'react/umd/react.production.min.js',
  reactDom: 'react-dom/umd/react-dom.production.min.js',
  graphiql: 'graphiql/graphiql.min.js',
}
const script = readFileSync(new URL('../../public/graphiql/page.js', import.meta.url), 'utf8')

const types = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', json: 'application/json' }

/**
 * Fonts and pictures are embedded in the style sheet. GraphiQL's dialogs insert a style element, the only inline
 * content allowed.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-elem 'self' 'unsafe-inline'",
  'font-src data:',
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Mounts the page, unless its files are not installed. */
export async function graphiql(app: FastifyInstance, schemaText: string) {
  const missing = Object.values(libraries).find(file => !existsSync(new URL(file, packages)))
  if (missing) {
    app.log.info(`no page at ${page}: node_modules/${missing} is not installed`)
    return
  }
  /** Serves immutable content under a path that contains its version; returns the path. */
  function offer(name: string, version: string, type: keyof typeof types, content: () => unknown) {
    const path = `${page}/${name}-${version}.${type}`
    app.get(path, async (_, reply) =>
      reply.type(types[type]).header('cache-control', 'public, max-age=31536000, immutable').send(content()),
    )
    return path
  }
  const library = (file: string, type: 'css' | 'js') => {
    const [name = ''] = file.split('/')
    const { version } = JSON.parse(readFileSync(new URL(`${name}/package.json`, packages), 'utf8'))
    return offer(name, version, type, () => createReadStream(new URL(file, packages)))
  }
  let schema: string | undefined
  const text = pageText({
    style: library(libraries.style, 'css'),
    scripts: [
      library(libraries.react, 'js'),
      library(libraries.reactDom, 'js'),
      library(libraries.graphiql, 'js'),
      offer('page', hashOf(script), 'js', () => script),
    ],
    schema: offer('schema', hashOf(schemaText), 'json', () => {
      schema ??= JSON.stringify({ data: introspectionFromSchema(app.graphql.schema) })
      return schema
    }),
  })
  app.get(page, async (_, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .headers({ 'content-security-policy': policy, 'cache-control': 'no-cache' })
      .send(text),
  )
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)

const pageText = ({
  style,
  scripts,
  schema,
}: {
  style: string
  scripts: string[]
  schema: string
}) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>GraphQL · sensor-share</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
!${scripts.map(path => html`<script defer src="${path}"></script>`).join('\n')}
</head>
<body data-schema="${schema}">
<noscript>This page needs scripts. The schema is at <a href="/schema.graphql">/schema.graphql</a>.</noscript>
</body>
</html>
`
