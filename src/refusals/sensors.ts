/** Refusals about sensors and devices. */
import type { RefusalKind } from './kind.ts'

/** They are part of the list in refusal.ts. */
export const sensorRefusals = {
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
  badSecret: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'That is not the secret of this sensor, or none is registered for it.',
  },
  claimsFull: {
    status: 400,
    code: 'ER_CLAIM_COUNT_REACHED',
    subCode: 'ER_FORBIDDEN',
    sentence: 'You own as many sensors as your plan allows. Remove one from your account first.',
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
  settingsFull: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'Settings limit reached. Use the name of a setting that exists.',
  },
  servicesFull: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'Service limit reached. Remove one first.',
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
  noTransfer: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'Devices cannot be transferred yet. Give the device up, and let its new owner claim it.',
  },
  notPicture: {
    status: 400,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'That is no picture that can be kept. Send a whole JPEG or PNG of at most 16 megapixels.',
  },
  uploadEnded: {
    status: 403,
    code: 'ER_FORBIDDEN',
    subCode: 'ER_TOKEN_EXPIRED',
    sentence: 'This address for a picture has ended, or was used already. Ask for another with POST /upload.',
  },
  noSuchPicture: {
    status: 404,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_NOT_FOUND',
    sentence: 'There is no such picture, or it was removed.',
  },
} as const satisfies Record<string, RefusalKind>
