/** Refusals about gateways, and phones that forward. */
import type { RefusalKind } from './kind.ts'

/** They are part of the list in refusal.ts. */
export const gatewayRefusals = {
  badClock: {
    status: 400,
    code: 'ER_INVALID_TIME_RANGE',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'This was sent too long ago, or is not yet due. Check the clock of the gateway or phone.',
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
} as const satisfies Record<string, RefusalKind>
