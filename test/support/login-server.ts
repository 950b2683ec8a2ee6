/** A real OpenID Connect provider on this machine, at which everybody who comes is signed in as whom the test says. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Context } from 'oidc-provider'
import type { Test } from 'tap'

type Account = { email?: string; email_verified?: boolean }

/** Runs work without the warnings of oidc-provider that it is not meant for Node 20, and not for tests. */
async function quietly<Result>(work: () => Promise<Result>): Promise<Result> {
  const { warn } = console
  console.warn = (text: unknown) => {
    if (!/^oidc-provider WARNING/.test(String(text))) warn(text)
  }
  try {
    return await work()
  } finally {
    console.warn = warn
  }
}

/** Starts a provider that sends people back to a redirect URI. */
export async function openLoginServer(t: Test, redirectUri: string) {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise(resolve => server.close(resolve)))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const accounts: Record<string, Account> = {}
  const client = { client_id: 'sensor-share', client_secret: 'the secret of this service at the provider' }
  const provider = await quietly(async () => {
    const { Provider } = await import('oidc-provider')
    return new Provider(issuer, {
      clients: [{ ...client, redirect_uris: [redirectUri] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'] },
      cookies: { keys: ['only for tests'] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: () => '/interaction' },
      pkce: { required: () => true },
      findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
      loadExistingGrant: async ({ oidc }: Context) => {
        const { accountId } = oidc.session
        const grant = new oidc.provider.Grant({ accountId, clientId: oidc.client.clientId })
        grant.addOIDCScope('openid email')
        await grant.save()
        return grant
      },
    })
  })
  const answer = provider.callback()
  let calls = 0
  let who = ''
  server.on('request', (request, response) => {
    calls++
    if (request.url === '/interaction') {
      void provider.interactionFinished(request, response, { login: { accountId: who } })
    } else answer(request, response)
  })

  /** Goes where the service sends somebody, as a browser does; returns where the provider sends them back. */
  async function visit(start: string, account: string): Promise<string> {
    who = account
    const cookies = new Map<string, string>()
    let url = start
    for (let step = 0; step < 6; step++) {
      const headers = { cookie: [...cookies].map(pair => pair.join('=')).join('; ') }
      const answer = await fetch(url, { redirect: 'manual', headers })
      await answer.body?.cancel()
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        cookies.set(name, value)
      }
      url = new URL(answer.headers.get('location') ?? '', url).href
      if (url.startsWith(redirectUri)) return url
    }
    throw new Error(`the provider never sends anybody back: ${url}`)
  }

  return {
    accounts,
    visit,
    calls: () => calls,
    settings: { issuer: new URL(issuer), clientId: client.client_id, clientSecret: client.client_secret },
  }
}
