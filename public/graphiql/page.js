/* Script of /docs/graphql: GraphiQL with our schema, examples and a field for the token. */
const { React, ReactDOM, GraphiQL } = globalThis

const examples = `# Put your token below, under "Headers":
# {"Authorization": "Bearer <token>"}
# The book on the left tells what there is to ask.
# Ctrl-Space completes what you type.

query Devices {
  login {
    email
    account {
      devices(size: 10, sort: "name") {
        total
        hasMore
        items {
          id
          name
          state
          owner { email }
          permissions
          access { email scripting }
          pending { email state }
          services { id name }
        }
      }
    }
  }
}

query Events {
  login {
    account {
      events(size: 10) {
        items { timestamp words }
      }
    }
  }
}

mutation Share($deviceId: String!, $email: [String!]!) {
  share(deviceId: $deviceId, email: $email)
}

mutation Unshare($deviceId: String!, $email: [String!]!) {
  share(deviceId: $deviceId, email: $email, action: REMOVE)
}
`

/** Sends an operation. The schema comes from a file, so introspection needs no token. */
async function fetcher({ query, variables, operationName }, { headers = {} } = {}) {
  if (operationName === 'IntrospectionQuery') return (await fetch(document.body.dataset.schema)).json()
  const answer = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables, operationName }),
  })
  return answer.json()
}

const { createElement } = React

const logo = createElement(
  GraphiQL.Logo,
  null,
  createElement('a', { href: '/docs', style: { color: 'inherit' } }, 'sensor-share: REST API'),
)

const place = document.createElement('div')
place.style.height = '100vh'
document.body.style.margin = '0'
document.body.append(place)
ReactDOM.createRoot(place).render(
  createElement(
    GraphiQL,
    {
      fetcher,
      defaultQuery: examples,
      defaultHeaders: '{"Authorization": "Bearer "}',
      variables: '{\n  "deviceId": "C6:F1:E7:D3:DA:11",\n  "email": "someone@example.com"\n}',
      defaultEditorToolsVisibility: 'headers',
      inputValueDeprecation: true,
      schemaDescription: true,
    },
    logo,
  ),
)
