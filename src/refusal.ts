/**
 * All refusals: requests that are turned down for a reason the caller may know, with name, status, codes and public
 * sentence.
 */

/** The codes that the official apps know. The apps translate `code`, and one can't parse an answer with any other. */
type Code =
  | 'ER_FORBIDDEN'
  | 'ER_UNAUTHORIZED'
  | 'ER_INTERNAL'
  | 'ER_INVALID_FORMAT'
  | 'ER_USER_NOT_FOUND'
  | 'ER_SENSOR_NOT_FOUND'
  | 'ER_TOKEN_EXPIRED'
  | 'ER_THROTTLED'
  | 'ER_GATEWAY_NOT_FOUND'
  | 'ER_GATEWAY_ALREADY_WHITELISTED'
  | 'ER_GATEWAY_STATUS_REPORT_FAILED'
  | 'ER_CONFLICT'
  | 'ER_SUBSCRIPTION_NOT_FOUND'
  | 'ER_SHARE_COUNT_REACHED'
  | 'ER_CLAIM_COUNT_REACHED'
  | 'ER_SENSOR_SHARE_COUNT_REACHED'
  | 'ER_SENSOR_ALREADY_SHARED'
  | 'ER_SENSOR_ALREADY_CLAIMED'
  | 'ER_SENSOR_ALREADY_REGISTERED'
  | 'ER_SUBSCRIPTION_CODE_EXISTS'
  | 'ER_SUBSCRIPTION_CODE_USED'
  | 'ER_MISSING_ARGUMENT'
  | 'ER_UNABLE_TO_SEND_EMAIL'
  | 'ER_INVALID_DENSITY_MODE'
  | 'ER_INVALID_SORT_MODE'
  | 'ER_INVALID_TIME_RANGE'
  | 'ER_INVALID_EMAIL_ADDRESS'
  | 'ER_INVALID_MAC_ADDRESS'

/** Error classes of the newer Ruuvi API, for programs; no app reads them. */
type SubCode =
  | 'ER_INVALID_ARGUMENT'
  | 'ER_TOKEN_EXPIRED'
  | 'ER_FORBIDDEN'
  | 'ER_NOT_FOUND'
  | 'ER_CONFLICT'
  | 'ER_OLD_ENTRY'

type Kind = {
  status: number
  code: Code
  subCode?: SubCode
  /** Says what is wrong and what to do next; a single refusal may replace it with a more specific sentence. */
  sentence: string
  headers?: Record<string, string>
}

const signIn = { 'www-authenticate': 'Bearer' }

/** The refusals by name. */
export const refusals = {
  missing: {
    status: 400,
    code: 'ER_MISSING_ARGUMENT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'A required field is missing.',
  },
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
  yourself: {
    status: 400,
    code: 'ER_INVALID_EMAIL_ADDRESS',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'That is your own address. Name the person you want to share with.',
  },
  malformed: {
    status: 400,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'The request cannot be read. Compare it with the API description at /docs.',
  },
  noSuchChannel: {
    status: 400,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence:
      'A sensor has no such channel. The channels are listed at /docs; leave the field out to share all of them.',
  },
  serviceTwice: {
    status: 400,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'A service is named both to be shared and to be removed. Name it once.',
  },
  nothingShared: {
    status: 400,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'Nothing of the sensor would be shared. Name a service to share, or allow scripting.',
  },
  notDevice: {
    status: 400,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'A Ruuvi sensor has what it measures as its services. Only devices with ids of eight octets take others.',
  },
  badDeviceSort: {
    status: 400,
    code: 'ER_INVALID_SORT_MODE',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence:
      'That is no way to sort devices. It is name, state, created, owner or id, or several of them with commas, with a minus before one for the other way round.',
  },
  badDeviceState: {
    status: 400,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'There is no such state of a device. It is active or inactive.',
  },
  tooMuch: {
    status: 400,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'That is too much for one query. Ask for less, or in several.',
  },
  notPicture: {
    status: 400,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'That is no picture that can be kept. Send a whole JPEG or PNG of at most 16 megapixels.',
  },
  badTerm: {
    status: 400,
    code: 'ER_INVALID_TIME_RANGE',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'A share ends in the future, and after it begins.',
  },
  badKeyEnd: {
    status: 400,
    code: 'ER_INVALID_TIME_RANGE',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'An access key expires in the future.',
  },
  tooManyPairs: {
    status: 400,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'That is more than 1,000 pairs of a sensor and a user. Share them in several calls.',
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
  badClock: {
    status: 400,
    code: 'ER_INVALID_TIME_RANGE',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'This was sent too long ago, or is not yet due. Check the clock of the gateway or phone.',
  },
  notTime: {
    status: 400,
    code: 'ER_INVALID_TIME_RANGE',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'That is no time. Write it like 2020-09-27T11:53:32+0300.',
  },
  decodedOnly: {
    status: 400,
    code: 'ER_MISSING_ARGUMENT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence:
      'This gateway sends decoded values without the raw "data", which cannot be stored. In its settings, choose the data format "raw" or "raw and decoded" instead of "decoded only".',
  },
  badReport: {
    status: 400,
    code: 'ER_GATEWAY_STATUS_REPORT_FAILED',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'ESP_FW and NRF_FW are versions, like v1.15.0.',
  },
  claimsFull: {
    status: 400,
    code: 'ER_CLAIM_COUNT_REACHED',
    subCode: 'ER_FORBIDDEN',
    sentence: 'You own as many sensors as your plan allows. Remove one from your account first.',
  },
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
  badSignature: {
    status: 401,
    code: 'ER_UNAUTHORIZED',
    sentence:
      'This gateway is not on the white list, or the header "Ruuvi-HMAC-SHA256" was not made with its secret. The operator has to allow it with the Device ID on its label: under /app/gateways; or POST /whitelist with its "macAddress", and the Device ID as "secret". Was another secret given before, it must be removed first. Or the gateway sends a GATEWAY_TOKEN of the settings as its password, token or API key.',
    headers: { 'www-authenticate': 'Ruuvi-HMAC-SHA256' },
  },
  badGatewayToken: {
    status: 401,
    code: 'ER_UNAUTHORIZED',
    sentence:
      'The password, token or API key of this gateway is no GATEWAY_TOKEN of the settings, and it is not allowed by its signature either. Copy the token again; or the operator allows the gateway under /app/gateways, with the Device ID on its label.',
    headers: { 'www-authenticate': 'Ruuvi-HMAC-SHA256' },
  },
  badKey: {
    status: 401,
    code: 'ER_UNAUTHORIZED',
    sentence:
      'This signature does not work: its key was revoked, it does not fit the request, its date is more than five minutes off, or it was used before.',
    headers: { 'www-authenticate': 'Signature' },
  },
  notPostmark: {
    status: 401,
    code: 'ER_UNAUTHORIZED',
    sentence: 'Send the WEBHOOK_SECRET of the settings as the password of basic authentication.',
    headers: { 'www-authenticate': 'Basic' },
  },
  notVisible: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'This sensor is not yours, and it is not shared with you.',
  },
  notYourName: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'Only its owner can change that. You can change what you call this sensor, and its picture.',
  },
  notYourSettings: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'Only the owner of a sensor can configure its settings. You can read them.',
  },
  uploadEnded: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_TOKEN_EXPIRED',
    sentence: 'This address for a picture has ended, or was used already. Ask for another with POST /upload.',
  },
  badSecret: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'That is not the secret of this sensor, or none is registered for it.',
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
  forwardsFull: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'You have as many addresses for phones as there is room for. Revoke one first.',
  },
  badForwardToken: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence:
      'This address to forward to does not work: it was revoked, or copied wrong. Make a new one under /app/gateways.',
  },
  passkeysFull: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'Passkey limit reached. Remove one first.',
  },
  badPasskey: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_TOKEN_EXPIRED',
    // The same for an unknown passkey, a wrong signature and an old challenge.
    sentence: 'That passkey does not work here, or it took too long. Try again, or use a code.',
  },
  badProvider: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_TOKEN_EXPIRED',
    sentence: 'That sign-in was broken off, took too long or was used already. Try again, or use a code.',
  },
  unverified: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence:
      'The provider does not say that this email address is yours, so it does not sign you in. Verify the address there, or use a code.',
  },
  servicesFull: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'Service limit reached. Remove one first.',
  },
  noTransfer: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'Devices cannot be transferred yet. Give the device up, and let its new owner claim it.',
  },
  notYourAccount: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'That is not your account. Leave out the id to get yours.',
  },
  formEnded: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence:
      'This form is too old, or your browser keeps no cookies. Go back, load the page again, and try once more.',
  },
  settingsFull: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'Settings limit reached. Use the name of a setting that exists.',
  },
  notOwner: {
    status: 403,
    code: 'ER_FORBIDDEN',
    // The same for another person's sensor and for an unknown one, so that strangers can't find out which it is.
    sentence:
      'Only the owner of this sensor can do this. If it is yours, claim it first: in your app, with POST /claim, or with claimDevice in GraphQL.',
  },
  sensorFull: {
    status: 403,
    code: 'ER_SENSOR_SHARE_COUNT_REACHED',
    subCode: 'ER_FORBIDDEN',
    sentence: 'This sensor is shared with as many people as your plan allows. Remove someone’s access first.',
  },
  planFull: {
    status: 403,
    code: 'ER_SHARE_COUNT_REACHED',
    subCode: 'ER_FORBIDDEN',
    sentence: 'You have as many shares as your plan allows. Remove someone’s access first.',
  },
  planForbids: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_FORBIDDEN',
    sentence: 'Your plan does not include sharing. Change your plan to share sensors.',
  },
  declinedBefore: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_FORBIDDEN',
    sentence: 'This person declined your last invitation. You can invite them again 30 days after that.',
  },
  onlyYourself: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'You can only ask what you may do yourself. Leave out the person.',
  },
  notYou: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'That is not your address. You can only delete the account you are signed in to.',
  },
  mailboxLocked: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_FORBIDDEN',
    sentence:
      'The mailbox opens with the link that the server printed when it started. The link works once, and sets a cookie.',
  },
  badLink: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_TOKEN_EXPIRED',
    sentence:
      'This link does not work: it was used already, or is too old, or belongs to somebody else. Ask for a new one.',
  },
  badCode: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_TOKEN_EXPIRED',
    sentence:
      'This code does not work: it is wrong, used or expired, or was asked for from another network. Ask for a new one.',
  },
  notInternal: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence:
      'This call is for the operator: send an INTERNAL_SECRET of the settings in the header "X-Internal-Secret".',
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
  noSuchShare: {
    status: 404,
    code: 'ER_SENSOR_NOT_FOUND',
    subCode: 'ER_NOT_FOUND',
    sentence: 'This sensor is not shared with you.',
  },
  noSuchGuest: {
    status: 404,
    code: 'ER_USER_NOT_FOUND',
    subCode: 'ER_NOT_FOUND',
    sentence: 'You do not share this sensor with that person.',
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
  noSuchPasskey: {
    status: 404,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_NOT_FOUND',
    sentence: 'You have no such passkey. It may have been removed already.',
  },
  noSuchPicture: {
    status: 404,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_NOT_FOUND',
    sentence: 'There is no such picture, or it was removed.',
  },
  noSuchPlanCode: {
    status: 404,
    code: 'ER_SUBSCRIPTION_NOT_FOUND',
    subCode: 'ER_NOT_FOUND',
    sentence: 'There is no such code. Check each character.',
  },
  noSuchPlan: {
    status: 404,
    code: 'ER_SUBSCRIPTION_NOT_FOUND',
    subCode: 'ER_NOT_FOUND',
    sentence: 'There is no such plan.',
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
  alreadyShared: {
    status: 409,
    code: 'ER_SENSOR_ALREADY_SHARED',
    subCode: 'ER_CONFLICT',
    sentence: 'You already share this sensor with that person.',
  },
  alreadyClaimed: {
    status: 409,
    code: 'ER_SENSOR_ALREADY_CLAIMED',
    subCode: 'ER_CONFLICT',
    sentence: 'Sensor already claimed.',
  },
  alreadyRegistered: {
    status: 409,
    code: 'ER_SENSOR_ALREADY_REGISTERED',
    subCode: 'ER_CONFLICT',
    sentence: 'Another secret is registered for this sensor.',
  },
  oldEntry: {
    status: 409,
    code: 'ER_CONFLICT',
    subCode: 'ER_OLD_ENTRY',
    sentence: 'Something newer is stored already. Read it before you change it.',
  },
  noSuchGateway: {
    status: 409,
    code: 'ER_GATEWAY_NOT_FOUND',
    subCode: 'ER_CONFLICT',
    sentence: 'This gateway has never called. Set it up to post here, and check its MAC address.',
  },
  alreadyWhitelisted: {
    status: 409,
    code: 'ER_GATEWAY_ALREADY_WHITELISTED',
    subCode: 'ER_CONFLICT',
    sentence: 'This gateway is on the white list already. To change its secret, take it off first.',
  },
  keyInUse: {
    status: 409,
    code: 'ER_CONFLICT',
    subCode: 'ER_CONFLICT',
    sentence: 'The first call with this Idempotency-Key is still under way. Ask again in a moment.',
  },
  planCodeUsed: {
    status: 409,
    code: 'ER_SUBSCRIPTION_CODE_USED',
    subCode: 'ER_CONFLICT',
    sentence: 'This code has been used already. A code counts once.',
  },
  planCodeExists: {
    status: 409,
    code: 'ER_SUBSCRIPTION_CODE_EXISTS',
    subCode: 'ER_CONFLICT',
    sentence: 'This code is registered already. Choose another, or leave it out to have one made.',
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
  otherRequest: {
    status: 422,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'This Idempotency-Key came with another request before. Use a new key for a new request.',
  },
  tooMany: {
    status: 429,
    code: 'ER_THROTTLED',
    sentence: 'Too many requests. Wait for as many seconds as the "Retry-After" header says.',
    headers: { 'retry-after': '60' },
  },
  guessesSlowed: {
    status: 429,
    code: 'ER_THROTTLED',
    sentence:
      'Many wrong codes are being tried just now, so this one could not be checked. Open the link in the email to sign in at once, or try again later.',
    headers: { 'retry-after': '15' },
  },
  headersTooLarge: {
    status: 431,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'The headers are too large.',
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
  noMail: {
    status: 503,
    code: 'ER_UNABLE_TO_SEND_EMAIL',
    sentence:
      'This server cannot send emails yet. Its operator has to set POSTMARK_TOKEN or SMTP_URL, together with MAIL_FROM and PUBLIC_URL; or MAILBOX=on for a trial.',
  },
  providerAway: {
    status: 503,
    code: 'ER_INTERNAL',
    sentence: 'The provider cannot be reached just now. Try again in a few seconds, or use a code.',
    headers: { 'retry-after': '10' },
  },
  issuerAway: {
    status: 503,
    code: 'ER_INTERNAL',
    sentence: 'The issuer of this token cannot be asked just now whether it is good. Try again in a few seconds.',
    headers: { 'retry-after': '10' },
  },
} as const satisfies Record<string, Kind>

/** The name of a refusal. */
export type RefusalName = keyof typeof refusals

/** A refused request. Interfaces throw it; features that decide about several asks at once return it. */
export class Refusal extends Error {
  override readonly name: RefusalName
  readonly #headers: Record<string, string>

  constructor(name: RefusalName, sentence: string = refusals[name].sentence, headers: Record<string, string> = {}) {
    super(sentence)
    this.name = name
    this.#headers = headers
  }

  get kind(): Kind {
    const kind: Kind = refusals[this.name]
    return { ...kind, headers: { ...kind.headers, ...this.#headers } }
  }
}

/** Awaits a statement and converts an error of the SQL function `refuse` to its refusal. */
export async function orRefusal<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    const { code, message } = Object(error) as { code?: unknown; message?: string }
    throw code === 'SHARE' ? new Refusal(message as RefusalName) : error
  }
}

/** Creates the refusal of a caller who must wait. */
export function tooMany(seconds: number): Refusal {
  const wait = Math.max(1, Math.ceil(seconds))
  return new Refusal('tooMany', `Too many requests. Try again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.`, {
    'retry-after': String(wait),
  })
}

/** Creates the refusal of a sign-in code that cannot be checked while other networks try many wrong ones. */
export function guessesSlowed(seconds: number): Refusal {
  return new Refusal('guessesSlowed', undefined, { 'retry-after': String(seconds) })
}
