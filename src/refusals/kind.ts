/** What every refusal has: a status, codes and a sentence. */

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

/** What an answer says of a refusal. */
export type RefusalKind = {
  status: number
  code: Code
  subCode?: SubCode
  /** Says what is wrong and what to do next; a single refusal may replace it with a more specific sentence. */
  sentence: string
  headers?: Record<string, string>
}
