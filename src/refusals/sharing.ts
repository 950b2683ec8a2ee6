/** Refusals about sharing sensors. */
import type { RefusalKind } from './kind.ts'

/** They are part of the list in refusal.ts. */
export const sharingRefusals = {
  yourself: {
    status: 400,
    code: 'ER_INVALID_EMAIL_ADDRESS',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'That is your own address. Name the person you want to share with.',
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
  badTerm: {
    status: 400,
    code: 'ER_INVALID_TIME_RANGE',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'A share ends in the future, and after it begins.',
  },
  tooManyPairs: {
    status: 400,
    code: 'ER_INVALID_FORMAT',
    subCode: 'ER_INVALID_ARGUMENT',
    sentence: 'That is more than 1,000 pairs of a sensor and a user. Share them in several calls.',
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
  alreadyShared: {
    status: 409,
    code: 'ER_SENSOR_ALREADY_SHARED',
    subCode: 'ER_CONFLICT',
    sentence: 'You already share this sensor with that person.',
  },
} as const satisfies Record<string, RefusalKind>
