/** Refusals about requests that cannot be read or answered, whatever they are about. */
import type { RefusalKind } from './kind.ts'

/** They are part of the list in refusal.ts. */
export const requestRefusals = {
  notMac: {
    status: 400,
    code: 'ER_INVALID_MAC_ADDRESS',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'That is not a MAC address. Write six pairs of hex digits with colons, like C6:F1:E7:D3:DA:11.',
  },
  notEmail: {
    status: 400,
    code: 'ER_INVALID_EMAIL_ADDRESS',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'That is not a valid email address. Write it like someone@example.com.',
  },
  missing: {
    status: 400,
    code: 'ER_MISSING_ARGUMENT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'A required field is missing.',
  },
  malformed: {
    status: 400,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'The request cannot be read. Compare it with the API description at /docs.',
  },
  tooMuch: {
    status: 400,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'That is too much for one query. Ask for less, or in several.',
  },
  badTimes: {
    status: 400,
    code: 'ER_INVALID_TIME_RANGE',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'These are not the times of a range. Write seconds since 1970, the earlier one first.',
  },
  badMode: {
    status: 400,
    code: 'ER_INVALID_DENSITY_MODE',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'There is no such mode. It is dense, sparse or mixed.',
  },
  badSort: {
    status: 400,
    code: 'ER_INVALID_SORT_MODE',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'That is no way to sort. It is asc or desc.',
  },
  notTime: {
    status: 400,
    code: 'ER_INVALID_TIME_RANGE',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'That is no time. Write it like 2020-09-27T11:53:32+0300.',
  },
  unknownPath: {
    status: 404,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_NOT_FOUND',
    sentence: 'There is nothing at this address. The API is described at /docs.',
  },
  noSuchPage: {
    status: 404,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_NOT_FOUND',
    sentence: 'There is no such page, or it is not yours to see.',
  },
  wrongMethod: {
    status: 405,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'This address does not take that method. The "Allow" header names the ones it takes.',
  },
  tooSlow: {
    status: 408,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'The request took too long to arrive. Send it again.',
  },
  tooLarge: {
    status: 413,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'The body is too large.',
  },
  notJson: {
    status: 415,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'Send the body as JSON, with the header "Content-Type: application/json".',
  },
  headersTooLarge: {
    status: 431,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'The headers are too large.',
  },
  keyInUse: {
    status: 409,
    code: 'ER_CONFLICT',
    subCode: 'ER_CONFLICT',
    sentence: 'The first call with this Idempotency-Key is still under way. Ask again in a moment.',
  },
  otherRequest: {
    status: 422,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'This Idempotency-Key came with another request before. Use a new key for a new request.',
  },
  oldEntry: {
    status: 409,
    code: 'ER_CONFLICT',
    subCode: 'ER_OLD_ENTRY',
    sentence: 'Something newer is stored already. Read it before you change it.',
  },
  formEnded: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence:
      'This form is too old, or your browser keeps no cookies. Go back, load the page again, and try once more.',
  },
  tooMany: {
    status: 429,
    code: 'ER_THROTTLED',
    sentence: 'Too many requests. Wait for as many seconds as the "Retry-After" header says.',
    headers: { 'retry-after': '60' },
  },
  notInternal: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence:
      'This call is for the operator: send an INTERNAL_SECRET of the settings in the header "X-Internal-Secret".',
  },
  notPostmark: {
    status: 401,
    code: 'ER_UNAUTHORIZED',
    sentence: 'Send the WEBHOOK_SECRET of the settings as the password of basic authentication.',
    headers: { 'www-authenticate': 'Basic' },
  },
  internal: {
    status: 500,
    code: 'ER_INTERNAL',
    sentence: 'Something went wrong here. Try again; if it stays, report it with the x-request-id of this answer.',
  },
  away: {
    status: 503,
    code: 'ER_INTERNAL',
    sentence: 'The database cannot be reached just now. Try again in a few seconds.',
    headers: { 'retry-after': '5' },
  },
} as const satisfies Record<string, RefusalKind>
