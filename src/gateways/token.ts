/** The token that lets gateways in without a signature: what custom targets send as a password or an API key. */
import { secretCheck } from '../keys.ts'

/** What a call says about the token: it is right, it is wrong, or there is none. */
export type TokenVerdict = 'right' | 'wrong' | 'none'

type Headers = NodeJS.Dict<string | string[]>

/** Creates the check of the tokens of the settings: the list of them, with commas between; undefined: none is right. */
export function tokenCheck(list: string | undefined): (headers: Headers) => TokenVerdict {
  const placesOf = secretCheck(list?.split(',').map(token => token.trim()) ?? [])
  return headers => {
    const given = tokensIn(headers)
    if (given.length === 0) return 'none'
    return given.flatMap(placesOf).length > 0 ? 'right' : 'wrong'
  }
}

/** Returns what may be the token: a Basic password, what follows `Bearer` or `Token`, or an API key by itself. */
function tokensIn({ authorization, 'x-api-key': apiKey }: Headers): string[] {
  const [, scheme, sent] = /^(basic|bearer|token)\s(.*)$/i.exec(String(authorization ?? '')) ?? []
  const token = scheme?.toLowerCase() === 'basic' ? passwordIn(sent ?? '') : (sent ?? authorization)
  return [token, apiKey].map(text => String(text ?? '').trim()).filter(Boolean)
}

const passwordIn = (encoded: string) => Buffer.from(encoded, 'base64').toString().split(':').slice(1).join(':')
