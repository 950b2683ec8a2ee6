/** Refusals about accounts and plans. */
import type { RefusalKind } from './kind.ts'

/** They are part of the list in refusal.ts. */
export const accountRefusals = {
  notYourAccount: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'That is not your account. Leave out the id to get yours.',
  },
  notYou: {
    status: 403,
    code: 'ER_FORBIDDEN',
    sentence: 'That is not your address. You can only delete the account you are signed in to.',
  },
  noSuchPlan: {
    status: 404,
    code: 'ER_SUBSCRIPTION_NOT_FOUND',
    subCode: 'ER_NOT_FOUND',
    sentence: 'There is no such plan.',
  },
  noSuchPlanCode: {
    status: 404,
    code: 'ER_SUBSCRIPTION_NOT_FOUND',
    subCode: 'ER_NOT_FOUND',
    sentence: 'There is no such code. Check each character.',
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
} as const satisfies Record<string, RefusalKind>
