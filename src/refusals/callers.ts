/** Refusals about who is calling: tokens, signatures and access keys. */
import type { RefusalKind } from './kind.ts'

const signIn = { 'www-authenticate': 'Bearer' }

/** They are part of the list in refusal.ts. */
export const callerRefusals = {
  noToken: {
    status: 401,
    code: 'ER_UNAUTHORIZED',
    sentence: 'Sign in first: send your token in the header "Authorization: Bearer <token>".',
    headers: signIn,
  },
  badToken: {
    status: 401,
    code: 'ER_UNAUTHORIZED',
    sentence: 'This token does not work, or its session was ended. Sign in again.',
    headers: signIn,
  },
  expiredToken: {
    status: 401,
    code: 'ER_UNAUTHORIZED',
    subCode: 'ER_TOKEN_EXPIRED',
    sentence: 'This token has expired. Sign in again.',
    headers: signIn,
  },
  badKey: {
    status: 401,
    code: 'ER_UNAUTHORIZED',
    sentence:
      'This signature does not work: its key was revoked, it does not fit the request, its date is more than five minutes off, or it was used before.',
    headers: { 'www-authenticate': 'Signature' },
  },
  badKeyEnd: {
    status: 400,
    code: 'ER_INVALID_TIME_RANGE',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'An access key expires in the future.',
  },
  needsSignIn: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'An access key cannot do this. Sign in, and use your token.',
  },
  needsScope: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'The scope of this access key is too small for this.',
  },
  keysFull: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'Access key limit reached. Revoke one first.',
  },
  noSuchSession: {
    status: 404,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_NOT_FOUND',
    sentence: 'You have no such session. It may have been ended already.',
  },
  noSuchKey: {
    status: 404,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_NOT_FOUND',
    sentence: 'You have no such access key. It may have been revoked already.',
  },
  issuerAway: {
    status: 503,
    code: 'ER_INTERNAL',
    sentence: 'The issuer of this token cannot be asked just now whether it is good. Try again in a few seconds.',
    headers: { 'retry-after': '10' },
  },
} as const satisfies Record<string, RefusalKind>
